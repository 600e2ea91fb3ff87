package workbench.harness;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.vintage.engine.VintageTestEngine;

/**
 * Runs the tests a plan names and reports each to fd 3; the nonce comes on stdin.
 *
 * <p>The plan: {@code junit} or {@code main}, then a line a test: its id, and the binary name of
 * the class it stands in, parted by a tab. With a second argument, {@code record}, calls into the
 * solution are told too.
 */
public final class RunTests {
    private RunTests() {}

    public static void main(String[] arguments) throws Exception {
        String nonce = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).trim();
        Results results = new Results(Results.pipe(), nonce);
        List<String> plan = Files.readAllLines(Path.of(arguments[0]));
        if (arguments.length > 1) {
            Recorded.install(results);
        }
        copy(Path.of("/job/tree"), Path.of(""));
        Map<String, String> before = stamps();
        if (!before.isEmpty()) {
            // The kernel's stamps are some milliseconds coarse.
            Thread.sleep(10);
        }
        Capture capture = new Capture();
        capture.install();
        int exit = plan.get(0).equals("main")
                ? mains(plan.subList(1, plan.size()), results, capture)
                : junit(plan.subList(1, plan.size()), results, capture);
        System.out.flush();
        System.err.flush();
        results.end(exit, changed(before));
        // Threads a test left behind must not keep the process alive.
        Runtime.getRuntime().halt(exit);
    }

    /** Fixtures, into the working folder: tests may write there. */
    static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> found = Files.walk(from)) {
            all = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : all) {
            Path target = to.resolve(from.relativize(file).toString());
            if (target.getParent() != null) {
                Files.createDirectories(target.getParent());
            }
            Files.write(target, Files.readAllBytes(file));
        }
    }

    /** Which file lies under the name of each of the suite's data files, and when it last changed,
     * which nobody inside can set back. */
    private static Map<String, String> stamps() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : Files.readAllLines(Path.of("/job/fixtures"))) {
            if (Files.exists(Path.of(name), LinkOption.NOFOLLOW_LINKS)) {
                found.put(name, Files.readAttributes(
                        Path.of(name), "unix:ino,ctime", LinkOption.NOFOLLOW_LINKS).toString());
            }
        }
        return found;
    }

    /** The suite's data files that no longer are what they were, or were something else in between:
     * a solution that writes what it is compared with must not pass. */
    private static List<String> changed(Map<String, String> before) throws IOException {
        List<String> found = new ArrayList<>();
        Map<String, String> now = stamps();
        for (String name : Files.readAllLines(Path.of("/job/fixtures"))) {
            byte[] given = Files.readAllBytes(Path.of("/job/tree", name));
            Path left = Path.of(name);
            // A named pipe in its place would never end.
            if (!Files.isRegularFile(left, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(left) != given.length
                    || !now.get(name).equals(before.get(name))
                    || !Arrays.equals(given, Files.readAllBytes(left))) {
                found.add(name);
            }
        }
        return found;
    }

    private static int junit(List<String> tests, Results results, Capture capture) {
        Set<String> classes = new LinkedHashSet<>();
        Set<String> wanted = new LinkedHashSet<>();
        for (String line : tests) {
            String[] parts = line.split("\t", 2);
            wanted.add(parts[0]);
            classes.add(parts[1]);
        }
        var selectors = new ArrayList<org.junit.platform.engine.DiscoverySelector>();
        for (String name : classes) {
            try {
                selectors.add(selectClass(
                        Class.forName(name, false, RunTests.class.getClassLoader())));
            } catch (ClassNotFoundException | LinkageError error) {
                results.error("test class " + name + " cannot be loaded: " + error);
                return 1;
            }
        }
        // Engines and listeners by name: whatever META-INF/services says is not asked.
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine(), new VintageTestEngine())
                .build());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .enableImplicitConfigurationParameters(false)
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .filters(Wanted.filter(wanted))
                .build();
        Listener listener = new Listener(wanted, results, capture);
        launcher.execute(request, listener);
        return listener.failed() ? 1 : 0;
    }

    private static int mains(List<String> tests, Results results, Capture capture) {
        int exit = 0;
        for (String line : tests) {
            String[] parts = line.split("\t", 2);
            String status = "passed";
            String message = "";
            long started = System.nanoTime();
            try {
                Class<?> found = Class.forName(parts[1], true, RunTests.class.getClassLoader());
                Method main = found.getDeclaredMethod("main", String[].class);
                main.setAccessible(true);
                main.invoke(null, (Object) new String[0]);
            } catch (InvocationTargetException thrown) {
                status = thrown.getCause() instanceof AssertionError ? "failed" : "errored";
                message = trace(thrown.getCause());
            } catch (Throwable broken) {
                status = "errored";
                message = trace(broken);
            }
            if (!status.equals("passed")) {
                exit = 1;
            }
            results.test(parts[0], status, (System.nanoTime() - started) / 1e9, message,
                    capture.take(), List.of());
        }
        return exit;
    }

    /** A throwable as text, without the frames of harness and framework below the test's own. */
    static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(text, true));
        } catch (Throwable hostile) {
            return thrown.getClass().getName() + " (its description threw "
                    + hostile.getClass().getName() + ")";
        }
        StringBuilder kept = new StringBuilder();
        for (String line : text.toString().split("\n")) {
            String frame = line.strip();
            if (!frame.matches("at (java\\.base/|org\\.junit\\.|workbench\\.harness\\.|jdk\\.).*")) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString().strip();
    }

    static String statusOf(TestExecutionResult result) {
        return switch (result.getStatus()) {
            case SUCCESSFUL -> "passed";
            case ABORTED -> "skipped";
            case FAILED -> result.getThrowable().orElse(null) instanceof AssertionError
                    ? "failed" : "errored";
        };
    }
}
