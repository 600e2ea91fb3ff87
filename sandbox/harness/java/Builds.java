package workbench.harness;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.StandardJavaFileManager;

/**
 * Does what {@link Build} does with several trees, one after the other: most of the time of a small
 * build goes into starting the compiler. Nothing of a tree is on another's class path.
 *
 * <p>Arguments: the folder of the trees, which are called 0, 1, ...; how many there are; class
 * path, then options of javac. A record a tree goes to fd 3: its number, whether it was built,
 * nanoseconds, and javac's messages and the jar, each behind its length. A tree without a record
 * could not be built here; whoever wants it builds it alone.
 */
public final class Builds {
    /** What a build alone may say is bounded, too. */
    private static final int MOST_SAID = 4 << 20;

    private Builds() {}

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[1]);
        List<String> options = new ArrayList<>(List.of(arguments).subList(3, arguments.length));
        options.add("-g");
        try (StandardJavaFileManager files = Build.manager();
                DataOutputStream out = new DataOutputStream(
                        new BufferedOutputStream(Results.pipe()))) {
            for (int number = 0; number < count; number++) {
                Path tree = Path.of(arguments[0], Integer.toString(number));
                Path classes = Files.createDirectories(Path.of("/box/classes", tree.getFileName()
                        .toString()));
                ByteArrayOutputStream said = new ByteArrayOutputStream();
                long began = System.nanoTime();
                boolean built;
                try {
                    built = Build.compile(files, tree.resolve("src"), arguments[2], classes,
                            options, said);
                } catch (RuntimeException | StackOverflowError broken) {
                    // Too much for the compiler: alone it says so itself.
                    continue;
                }
                byte[] jar = built ? Build.jar(classes, tree.resolve("resources")) : new byte[0];
                if (said.size() > MOST_SAID) {
                    continue;
                }
                out.writeInt(number);
                out.writeBoolean(built);
                out.writeLong(System.nanoTime() - began);
                out.writeInt(said.size());
                said.writeTo(out);
                out.writeInt(jar.length);
                out.write(jar);
                out.flush();
            }
        }
    }
}
