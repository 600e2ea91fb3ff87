package workbench.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * One record a test method. Rows of parameterised, repeated and dynamic tests are gathered under
 * the method they belong to; what breaks a class or an engine breaks every test below it.
 */
final class Listener implements TestExecutionListener {
    private static final int ROWS = 500;

    /** Where the records go. */
    interface Sink {
        void test(String id, String status, double seconds, String message, String output,
                List<String> children);

        void diagnostic(String severity, String message, String file, long line);
    }

    private static final class Method {
        String status;
        double seconds;
        String message = "";
        final StringBuilder output = new StringBuilder();
        final List<String> rows = new ArrayList<>();
    }

    private final Set<String> wanted;
    private final Sink results;
    private final Capture capture;
    private final Map<String, Long> started = new HashMap<>();
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final Set<String> reported = new HashSet<>();
    private TestPlan plan;
    private boolean failed;

    Listener(Set<String> wanted, Sink results, Capture capture) {
        this.wanted = wanted;
        this.results = results;
        this.capture = capture;
    }

    boolean failed() {
        return failed;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        finish(test, "skipped", reason == null ? "" : reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String message = result.getThrowable().map(RunTests::trace).orElse("");
        finish(test, RunTests.statusOf(result), message);
    }

    private void finish(TestIdentifier test, String status, String message) {
        if (!status.equals("passed") && !status.equals("skipped")) {
            failed = true;
        }
        String id = idOf(test);
        if (id == null) {
            if (!status.equals("passed")) {
                spread(test, status, message);
            }
            return;
        }
        boolean row = !isMethod(test);
        Method method = methods.computeIfAbsent(id, unused -> new Method());
        method.output.append(capture.take());
        if (row && method.rows.size() < ROWS) {
            method.rows.add(status + " " + test.getDisplayName());
        }
        if (method.status == null || rank(status) > rank(method.status)) {
            method.status = status;
            method.message = message;
        }
        if (!row) {
            long now = System.nanoTime();
            method.seconds += (now - started.getOrDefault(test.getUniqueId(), now)) / 1e9;
            // A JUnit 4 runner may come back to a method; Jupiter is through with it.
            if (test.getUniqueId().startsWith("[engine:junit-jupiter]")) {
                report(id);
            }
        }
    }

    private void report(String id) {
        Method method = methods.remove(id);
        reported.add(id);
        results.test(id, method.status, method.seconds, method.message,
                method.output.toString(), method.rows);
    }

    /** A container that failed or was skipped: its tests never began, or passed before it broke. */
    private void spread(TestIdentifier container, String status, String message) {
        if (status.equals("failed") || status.equals("errored")) {
            results.diagnostic("error", message, container.getDisplayName(), 0);
        }
        for (TestIdentifier each : plan.getDescendants(container)) {
            String id = idOf(each);
            if (id != null && isMethod(each) && !reported.contains(id)) {
                Method method = methods.computeIfAbsent(id, unused -> new Method());
                if (method.status == null || rank(status) > rank(method.status)) {
                    method.status = status;
                    method.message = message;
                }
            }
        }
    }

    private static int rank(String status) {
        return List.of("passed", "skipped", "failed", "errored").indexOf(status);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan testPlan) {
        List.copyOf(methods.keySet()).forEach(this::report);
    }

    /** The id of the method a test is, or is a row of; null for classes and engines. */
    private String idOf(TestIdentifier test) {
        for (TestIdentifier here = test; here != null;
                here = plan.getParent(here).orElse(null)) {
            if (here.getSource().orElse(null) instanceof MethodSource method) {
                String id = method.getClassName().replace('$', '.') + "." + method.getMethodName();
                if (wanted.contains(id)) {
                    return id;
                }
            }
        }
        return null;
    }

    /** Whether the identifier is the method itself: its parent has no method source. */
    private boolean isMethod(TestIdentifier test) {
        return test.getSource().orElse(null) instanceof MethodSource
                && plan.getParent(test)
                        .map(parent -> !(parent.getSource().orElse(null) instanceof MethodSource))
                        .orElse(true);
    }
}
