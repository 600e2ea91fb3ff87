package workbench.harness;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.StandardJavaFileManager;

/**
 * Does what {@link Build} or {@link Code} does with several trees, one after the other: most of the time of a small
 * build goes into starting the compiler. Nothing of a tree is on another's class path.
 *
 * <p>Arguments: {@code jar} or {@code code}; the folder of the trees, which are called 0, 1, ...; how many there are; class
 * path, then options of javac. A record a tree goes to fd 3: its number, whether it was built,
 * nanoseconds, and javac's messages and the jar or the code, each behind its length. A tree without a record
 * could not be built here; whoever wants it builds it alone.
 */
public final class Builds {
    /** What a build alone may say is bounded, too. */
    private static final int MOST_SAID = 4 << 20;

    /** As {@link Results} writes it; inside of a text its quotes have backslashes. */
    private static final String ERROR = "\"severity\":\"error\"";

    private Builds() {}

    public static void main(String[] arguments) throws Exception {
        boolean jars = arguments[0].equals("jar");
        int count = Integer.parseInt(arguments[2]);
        List<String> options = new ArrayList<>(List.of(arguments).subList(4, arguments.length));
        if (jars) {
            options.add("-g");
        }
        try (StandardJavaFileManager files = Build.manager();
                DataOutputStream out = new DataOutputStream(
                        new BufferedOutputStream(Results.pipe()))) {
            for (int number = 0; number < count; number++) {
                Path tree = Path.of(arguments[1], Integer.toString(number));
                Path classes = Files.createDirectories(Path.of("/box/classes", tree.getFileName()
                        .toString()));
                ByteArrayOutputStream said = new ByteArrayOutputStream();
                long began = System.nanoTime();
                boolean built = Build.compile(files, tree.resolve("src"), arguments[3], classes,
                        options, said);
                // Who fails without an error of its own was too much for the compiler: perhaps only
                // here, behind the others.
                boolean named = said.toString(StandardCharsets.UTF_8).contains(ERROR);
                if (said.size() > MOST_SAID || !(built || named)) {
                    continue;
                }
                byte[] made = new byte[0];
                if (built) {
                    made = jars ? Build.jar(classes, tree.resolve("resources")) : Code.of(classes);
                }
                out.writeInt(number);
                out.writeBoolean(built);
                out.writeLong(System.nanoTime() - began);
                out.writeInt(said.size());
                said.writeTo(out);
                out.writeInt(made.length);
                out.write(made);
                out.flush();
            }
        }
    }
}
