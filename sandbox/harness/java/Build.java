package workbench.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles every source below a folder and sends a jar of classes and resources to fd 3.
 *
 * <p>Arguments: source folder, resource folder, class path, then options of javac. javac's messages
 * go to stderr, one JSON object a line.
 */
public final class Build {
    private Build() {}

    public static void main(String[] arguments) throws Exception {
        Path sources = Path.of(arguments[0]);
        Path resources = Path.of(arguments[1]);
        Path classes = Files.createDirectories(Path.of("/box/classes"));
        List<String> options = new ArrayList<>(List.of(
                "-cp", arguments[2], "-d", classes.toString(), "-encoding", "UTF-8", "-g",
                "-proc:none", "-implicit:none", "-Xmaxerrs", "100", "-Xmaxwarns", "100",
                // Nothing is found by its name in a folder: only what was listed is compiled.
                "-sourcepath", ""));
        options.addAll(List.of(arguments).subList(3, arguments.length));

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        boolean built;
        try (StandardJavaFileManager files = compiler.getStandardFileManager(
                        said, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<Path> listed = below(sources, ".java");
            built = compiler.getTask(
                            new PrintWriter(System.err), files, said, options, null,
                            files.getJavaFileObjectsFromPaths(listed))
                    .call();
        }
        Results messages = new Results(System.err, "");
        for (Diagnostic<? extends JavaFileObject> each : said.getDiagnostics()) {
            String file = each.getSource() == null
                    ? "" : sources.relativize(Path.of(each.getSource().toUri())).toString();
            messages.diagnostic(severity(each), each.getMessage(Locale.ROOT), file,
                    each.getLineNumber());
        }
        if (!built) {
            System.exit(1);
        }
        try (OutputStream pipe = Results.pipe()) {
            pipe.write(jar(classes, resources));
        }
    }

    private static String severity(Diagnostic<?> diagnostic) {
        return switch (diagnostic.getKind()) {
            case ERROR -> "error";
            case WARNING, MANDATORY_WARNING -> "warning";
            default -> "note";
        };
    }

    private static List<Path> below(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static byte[] jar(Path... folders) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(1);
            for (Path folder : folders) {
                for (Path file : below(folder, "")) {
                    zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                    Files.copy(file, zip);
                    zip.closeEntry();
                }
            }
        }
        return bytes.toByteArray();
    }
}
