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
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.vintage.engine.VintageTestEngine;

/** One run of some tests with one mutant active, in classes loaded for it alone. */
final class Trial implements Listener.Sink, TestExecutionListener {
    private static final int LONGEST = 400;

    private static final Map<String, Optional<PlainClass>> PLAIN = new ConcurrentHashMap<>();

    /** The one that runs, for what JUnit makes by name. */
    static volatile Trial current;

    private final Order order;
    private final TaskLoader loader;
    private final List<String> rows = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> passed = ConcurrentHashMap.newKeySet();
    private final long started = System.nanoTime();
    private List<String> ahead = List.of();
    private final Set<String> begun = new HashSet<>();
    private long limit = Long.MAX_VALUE;
    private MethodHandle fill;
    private MethodHandle spent;
    private MethodHandle seen;
    private MethodHandle end;
    private volatile boolean failed;
    private volatile boolean spentOut;
    private volatile boolean overflowed;
    private volatile boolean memory;
    private volatile boolean broken;

    Trial(Order order, TaskLoader loader) throws ReflectiveOperationException {
        this.order = order;
        this.loader = loader;
        Class<?> helper = loader.loadClass("workbench_mutants.M");
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        spent = lookup.findStatic(helper, "spent", MethodType.methodType(long.class));
        seen = lookup.findStatic(helper, "seen", MethodType.methodType(boolean[].class));
        end = lookup.findStatic(helper, "end", MethodType.methodType(void.class));
        fill = lookup.findStatic(helper, "fill", MethodType.methodType(void.class, long.class));
        helper.getMethod("begin", int.class, boolean.class)
                .invoke(null, order.active(), order.probes());
        if (order.clock() != 0 && loader.holds("workbench_mutants.T")) {
            loader.loadClass("workbench_mutants.T").getMethod("ahead", long.class)
                    .invoke(null, order.clock());
        }
    }

    int placeOf(String id) {
        int place = order.tests().indexOf(id);
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    boolean decided() {
        return memory || overflowed || spentOut || broken || (failed && !order.full());
    }

    /** {@code mains}: each test is a class with a {@code main}. */
    void run(boolean mains) {
        current = this;
        try {
            for (int at = 0; at < order.tests().size() && !decided();) {
                String id = order.tests().get(at);
                fill(order.fuel().get(id));
                Class<?> found = loader.loadClass(order.owners().get(id));
                PlainClass plain = mains ? null : PLAIN.computeIfAbsent(
                        found.getName(), name -> Optional.ofNullable(PlainClass.of(found)))
                        .orElse(null);
                String method = id.substring(id.lastIndexOf('.') + 1);
                if (mains) {
                    main(id, found);
                    at++;
                } else if (plain != null && plain.holds(method)) {
                    tell(id, plain.run(found, method));
                    at++;
                } else {
                    at = junit(found, at);
                }
            }
        } catch (Throwable thrown) {
            // A class that cannot be loaded, and what JUnit calls unrecoverable.
            weigh(thrown);
            broken = true;
            failed = true;
        }
        look();
    }

    /** Consecutive tests of a class and of those nested in it go together, so that what is done
     * once for all of them is; JUnit 4 takes them one by one. Returns the place of the first test
     * that was not run. */
    private int junit(Class<?> found, int first) throws ClassNotFoundException {
        int at = first;
        boolean together = isJupiter(found);
        Set<String> wanted = new LinkedHashSet<>();
        Set<Class<?>> classes = new LinkedHashSet<>();
        do {
            String id = order.tests().get(at++);
            wanted.add(id);
            classes.add(loader.loadClass(order.owners().get(id)));
        } while (together && at < order.tests().size() && outermost(order.owners().get(
                order.tests().get(at))).equals(outermost(found.getName())));
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(classes.stream().map(each -> selectClass(each)).toList())
                .enableImplicitConfigurationParameters(false)
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .configurationParameter("junit.platform.stacktrace.pruning.enabled", "false")
                .configurationParameter(
                        "junit.jupiter.testmethod.order.default", TrialOrder.class.getName())
                .filters(Wanted.filter(wanted))
                .build();
        ahead = List.copyOf(wanted);
        fillAhead();
        Engines.LAUNCHER.execute(request, this, new Listener(wanted, this, new Capture()));
        ahead = List.of();
        return at;
    }

    private static String outermost(String binary) {
        int nested = binary.indexOf('$');
        return nested < 0 ? binary : binary.substring(0, nested);
    }

    /** Made only where a class needs it: loading JUnit takes longer than many trials. */
    private static final class Engines {
        static final Launcher LAUNCHER = LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine(), new VintageTestEngine())
                .build());
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

    private void main(String id, Class<?> found) {
        Throwable wrong = null;
        try {
            Method main = found.getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException thrown) {
            wrong = thrown.getCause();
        } catch (Throwable thrown) {
            wrong = thrown;
        }
        tell(id, wrong);
    }

    private void tell(String id, Throwable wrong) {
        if (wrong != null) {
            weigh(wrong);
        }
        test(id, PlainClass.statusOf(wrong), 0, wrong == null ? "" : shown(wrong), "", List.of());
    }

    private static String shown(Throwable wrong) {
        try {
            return String.valueOf(wrong);
        } catch (Throwable hostile) {
            return wrong.getClass().getName();
        }
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
            overflowed |= here instanceof StackOverflowError && order.active() > 0;
        }
    }

    @Override
    public void test(String id, String status, double seconds, String message, String output,
            List<String> children) {
        look();
        // What stopped the whole trial is no result of the test it stopped.
        if (decided()) {
            return;
        }
        boolean bad = status.equals("failed") || status.equals("errored");
        String said = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
        rows.add("[" + Results.text(id) + "," + Results.text(status) + ","
                + Results.text(bad ? said : "") + "]");
        if (status.equals("passed")) {
            passed.add(id);
        } else {
            passed.remove(id);
        }
        failed |= bad;
        fillAhead();
    }

    @Override
    public void diagnostic(String severity, String message, String file, long line) {
        failed |= severity.equals("error");
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.getSource().orElse(null) instanceof MethodSource method) {
            String id = method.getClassName().replace('$', '.') + "." + method.getMethodName();
            if (ahead.contains(id) && begun.add(id)) {
                fill(order.fuel().get(id));
            }
        }
    }

    /** Between two tests nobody knows whose turn is next: their class may have an order of its
     * own. */
    private void fillAhead() {
        long most = -1;
        for (String id : ahead) {
            long share = begun.contains(id) ? -1 : order.fuel().get(id);
            most = most == 0 || share == 0 ? 0 : Math.max(most, share);
        }
        if (most >= 0) {
            fill(most);
        }
    }

    /** From here on so many steps may be taken; 0 is as many as it takes. */
    private void fill(long most) {
        look();
        if (decided()) {
            return;
        }
        limit = most == 0 ? Long.MAX_VALUE : fuel() + most;
        try {
            fill.invokeExact(limit);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void look() {
        spentOut |= fuel() > limit;
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
        List<String> reached = new ArrayList<>();
        boolean[] all = order.probes() ? seen() : new boolean[0];
        for (int i = 0; i < all.length; i++) {
            if (all[i]) {
                reached.add(Integer.toString(i));
            }
        }
        List<String> shown;
        synchronized (rows) {
            shown = List.copyOf(rows);
        }
        results.trial(order.index(), forced == null ? how() : forced, shown, fuel(), reached,
                order.covering() ? order.tests() : null, (System.nanoTime() - started) / 1e9);
    }

    /** What it showed, for those that are chosen by it. */
    void note(Choice choice) {
        choice.note(order, how(), Set.copyOf(passed), fuel(), seen());
    }

    private String how() {
        return memory ? "memory" : spentOut || overflowed ? "fuel" : broken ? "crashed" : "done";
    }

    private boolean[] seen() {
        try {
            return (boolean[]) seen.invokeExact();
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
