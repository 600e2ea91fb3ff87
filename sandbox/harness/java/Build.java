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
    private static final String SCHEMATA = "workbench_mutants/M.java";

    private Build() {}

    public static void main(String[] arguments) throws Exception {
        Path classes = Files.createDirectories(Path.of("/box/classes"));
        List<String> options = new ArrayList<>(List.of(arguments).subList(3, arguments.length));
        options.add("-g");
        if (!compile(Path.of(arguments[0]), arguments[2], classes, options)) {
            System.exit(1);
        }
        try (OutputStream pipe = Results.pipe()) {
            pipe.write(jar(classes, Path.of(arguments[1])));
        }
    }

    /** Every source below a folder; what javac says goes to stderr. */
    static boolean compile(Path sources, String classPath, Path classes, List<String> more)
            throws IOException {
        try (StandardJavaFileManager files = manager()) {
            return compile(files, sources, classPath, classes, more, System.err);
        }
    }

    static StandardJavaFileManager manager() {
        return ToolProvider.getSystemJavaCompiler().getStandardFileManager(
                null, Locale.ROOT, StandardCharsets.UTF_8);
    }

    /** The same with what {@code files} has read of the class path before. */
    static boolean compile(StandardJavaFileManager files, Path sources, String classPath,
            Path classes, List<String> more, OutputStream told) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-cp", classPath, "-d", classes.toString(), "-encoding", "UTF-8",
                "-proc:none", "-implicit:none", "-Xmaxerrs", "100", "-Xmaxwarns", "100",
                // Nothing is found by its name in a folder: only what was listed is compiled.
                "-sourcepath", ""));
        options.addAll(more);
        if (Files.exists(sources.resolve(SCHEMATA))) {
            // Loaded anew for every trial: linking each `+` at run time would cost more than the
            // trial.
            options.add("-XDstringConcat=inline");
        }
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        PrintWriter aside = new PrintWriter(told);
        boolean built = ToolProvider.getSystemJavaCompiler().getTask(
                        aside, files, said, options, null,
                        files.getJavaFileObjectsFromPaths(below(sources, ".java")))
                .call();
        aside.flush();
        Results messages = new Results(told, "");
        for (Diagnostic<? extends JavaFileObject> each : said.getDiagnostics()) {
            String file = each.getSource() == null
                    ? "" : sources.relativize(Path.of(each.getSource().toUri())).toString();
            messages.diagnostic(severity(each), each.getMessage(Locale.ROOT), file,
                    each.getLineNumber(), each.getStartPosition(), each.getPosition(),
                    each.getEndPosition());
        }
        return built;
    }

    private static String severity(Diagnostic<?> diagnostic) {
        return switch (diagnostic.getKind()) {
            case ERROR -> "error";
            case WARNING, MANDATORY_WARNING -> "warning";
            default -> "note";
        };
    }

    static List<Path> below(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(suffix)).sorted().toList();
        }
    }

    static byte[] jar(Path... folders) throws IOException {
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
