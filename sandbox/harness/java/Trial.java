package workbench.harness;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/** One run of some tests with one mutant active, in classes loaded for it alone. */
final class Trial implements Listener.Sink, TestExecutionListener {
    private static final int LONGEST = 400;

    /** The one that runs, for what JUnit makes by name. */
    static volatile Trial current;

    private final Order order;
    private final TaskLoader loader;
    private final List<String> rows = Collections.synchronizedList(new ArrayList<>());
    private final long started = System.nanoTime();
    private MethodHandle spent;
    private MethodHandle seen;
    private MethodHandle end;
    private volatile boolean failed;
    private volatile boolean spentOut;
    private volatile boolean overflowed;
    private volatile boolean memory;

    /** What to run: {@code tests} are ids, {@code owners} the binary names of their classes. */
    record Order(int index, int active, long fuel, boolean full, boolean probes, long seed,
            List<String> tests, Map<String, String> owners) {}

    Trial(Order order, TaskLoader loader) throws ReflectiveOperationException {
        this.order = order;
        this.loader = loader;
        Class<?> helper = loader.loadClass("workbench_mutants.M");
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        spent = lookup.findStatic(helper, "spent", MethodType.methodType(long.class));
        seen = lookup.findStatic(helper, "seen", MethodType.methodType(boolean[].class));
        end = lookup.findStatic(helper, "end", MethodType.methodType(void.class));
        helper.getMethod("begin", int.class, long.class, boolean.class)
                .invoke(null, order.active, order.fuel, order.probes);
    }

    int placeOf(String id) {
        int place = order.tests.indexOf(id);
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    boolean decided() {
        return memory || overflowed || spentOut || (failed && !order.full);
    }

    void run(Launcher launcher) {
        current = this;
        try {
            if (launcher == null) {
                for (String id : order.tests) {
                    if (!decided()) {
                        main(id);
                    }
                }
            } else {
                junit(launcher);
            }
        } catch (Throwable thrown) {
            // JUnit hands on what it calls unrecoverable.
            weigh(thrown);
            failed = true;
        }
        look();
    }

    /** Consecutive tests of a class go together; JUnit 4 takes them one by one. */
    private void junit(Launcher launcher) throws ClassNotFoundException {
        for (int at = 0; at < order.tests.size() && !decided();) {
            String owner = order.owners.get(order.tests.get(at));
            Class<?> found = loader.loadClass(owner);
            boolean together = isJupiter(found);
            Set<String> wanted = new LinkedHashSet<>();
            do {
                wanted.add(order.tests.get(at++));
            } while (together && at < order.tests.size()
                    && owner.equals(order.owners.get(order.tests.get(at))));
            var request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(found))
                    .enableImplicitConfigurationParameters(false)
                    .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                    .configurationParameter("junit.platform.stacktrace.pruning.enabled", "false")
                    .configurationParameter(
                            "junit.jupiter.testmethod.order.default", TrialOrder.class.getName())
                    .filters(Wanted.filter(wanted))
                    .build();
            launcher.execute(request, this, new Listener(wanted, this, new Capture()));
        }
    }

    private static boolean isJupiter(Class<?> found) {
        for (Class<?> here = found; here != null; here = here.getSuperclass()) {
            for (Method each : here.getDeclaredMethods()) {
                for (Annotation mark : each.getDeclaredAnnotations()) {
                    if (mark.annotationType().getName().startsWith("org.junit.jupiter.")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void main(String id) {
        String status = "passed";
        String message = "";
        try {
            Class<?> found = Class.forName(order.owners.get(id), true, loader);
            Method main = found.getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
        } catch (Throwable thrown) {
            Throwable cause = thrown instanceof InvocationTargetException
                    ? thrown.getCause() : thrown;
            weigh(cause);
            status = cause instanceof AssertionError ? "failed" : "errored";
            message = RunTests.trace(cause);
        }
        test(id, status, 0, message, "", List.of());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        result.getThrowable().ifPresent(this::weigh);
    }

    /** Whether memory or the stack gave out, whoever wrapped what said so. */
    private void weigh(Throwable thrown) {
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable here = thrown; here != null && known.add(here); here = here.getCause()) {
            memory |= here instanceof OutOfMemoryError;
            // Which comes first, the end of the stack or of the fuel, is a matter of what the
            // compiler made of the methods so far; an original has neither.
            overflowed |= here instanceof StackOverflowError && order.active > 0;
        }
    }

    @Override
    public void test(String id, String status, double seconds, String message, String output,
            List<String> children) {
        if (decided()) {
            return;
        }
        look();
        boolean bad = status.equals("failed") || status.equals("errored");
        String said = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
        rows.add("[" + Results.text(id) + "," + Results.text(status) + ","
                + Results.text(bad ? said : "") + "]");
        failed |= bad;
    }

    @Override
    public void diagnostic(String severity, String message, String file, long line) {
        failed |= severity.equals("error");
    }

    private void look() {
        spentOut |= order.fuel > 0 && fuel() > order.fuel;
    }

    private long fuel() {
        try {
            return (long) spent.invokeExact();
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Threads it left behind stop at their next guard. */
    void over() {
        try {
            end.invokeExact();
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    boolean ranOutOfMemory() {
        return memory;
    }

    /** {@code forced}: what the watchdog says, else null. */
    void report(Results results, String forced) {
        String how = forced != null ? forced
                : memory ? "memory" : spentOut || overflowed ? "fuel" : "done";
        List<String> reached = new ArrayList<>();
        if (order.probes) {
            boolean[] all;
            try {
                all = (boolean[]) seen.invokeExact();
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
            for (int i = 0; i < all.length; i++) {
                if (all[i]) {
                    reached.add(Integer.toString(i));
                }
            }
        }
        List<String> shown;
        synchronized (rows) {
            shown = List.copyOf(rows);
        }
        results.trial(order.index, how, shown, fuel(), reached,
                (System.nanoTime() - started) / 1e9);
    }
}
