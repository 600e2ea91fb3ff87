import java.io.File;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Pairs of a schema (.xsd) or document type (.dtd) and a file: a line for each problem. */
class ValidXml {
  public static void main(String[] pairs) throws Exception {
    for (int at = 0; at < pairs.length; at += 2) {
      String name = Path.of(pairs[at + 1]).getFileName().toString();
      try {
        if (pairs[at].endsWith(".xsd")) bySchema(pairs[at], pairs[at + 1], name);
        else byType(pairs[at], pairs[at + 1], name);
      } catch (SAXException problem) {
        System.out.println(name + ": " + problem.getMessage());
      }
    }
  }

  private static void bySchema(String schema, String file, String name) throws Exception {
    SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    Validator validator = factory.newSchema(new File(schema)).newValidator();
    validator.setErrorHandler(teller(name));
    validator.validate(new StreamSource(new File(file)));
  }

  private static void byType(String type, String file, String name) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setValidating(true);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setErrorHandler(teller(name));
    builder.setEntityResolver((id, address) -> new InputSource(new File(type).toURI().toString()));
    String text = Files.readString(Path.of(file));
    int head = text.indexOf("?>") + 2;
    String root = text.substring(head).strip().split("[<\\s>]+")[1];
    String told = text.substring(0, head) + "<!DOCTYPE " + root + " SYSTEM \"type\">" + text.substring(head);
    builder.parse(new InputSource(new StringReader(told)));
  }

  private static ErrorHandler teller(String name) {
    return new ErrorHandler() {
      public void warning(SAXParseException problem) {
        error(problem);
      }

      public void error(SAXParseException problem) {
        System.out.println(name + ":" + problem.getLineNumber() + ": " + problem.getMessage());
      }

      public void fatalError(SAXParseException problem) throws SAXException {
        throw problem;
      }
    };
  }
}
