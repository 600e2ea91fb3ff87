package workbench.harness;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compiles every source below a folder and sends the class files to fd 3, name and bytes, in the
 * order of their names. They know of no lines, files or local names, so that equal bytes mean equal
 * behaviour.
 *
 * <p>Arguments: source folder, class path, then options of javac.
 */
public final class Code {
    private Code() {}

    public static void main(String[] arguments) throws Exception {
        Path classes = Files.createDirectories(Path.of("/box/classes"));
        List<String> options = List.of(arguments).subList(2, arguments.length);
        if (!Build.compile(Path.of(arguments[0]), arguments[1], classes, options)) {
            System.exit(1);
        }
        try (OutputStream pipe = Results.pipe()) {
            pipe.write(of(classes));
        }
    }

    /** Name and bytes of every class file below a folder. */
    static byte[] of(Path classes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Path file : Build.below(classes, ".class")) {
                byte[] code = Files.readAllBytes(file);
                out.writeUTF(classes.relativize(file).toString());
                out.writeInt(code.length);
                out.write(code);
            }
        }
        return bytes.toByteArray();
    }
}
