package workbench.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.stream.Stream;

/**
 * Runs many trials in one JVM and reports each to fd 3.
 *
 * <p>Stdin: the nonce, {@code junit} or {@code main}, the seconds a trial may take whose tests are
 * chosen here, and any other, each mutant's probe, parted by commas, the number of tests, a line
 * each (id, class), then a line a trial ({@link Order}).
 *
 * <p>What a trial leaves in the JVM is put back: classes, properties, streams, locale, files,
 * threads. Where that fails (a thread that runs on, memory that ran out, a test that never returns)
 * the trial is reported and the JVM ends; whoever drives it sends the rest to a new one.
 */
public final class Trials {
    /** Frames enough that fuel ends a recursion before the stack does. */
    private static final long STACK = 64L << 20;

    /** Lines before the tests. */
    private static final int HEAD = 5;

    private static final int MOST_THREADS = 200;
    private static final long RUNNING_MS = 150;
    private static final long SLEEPING_MS = 10;

    /** The iteration order of {@code Set.of} is chosen when a JVM starts: varied trials get more
     * than one. */
    private static final int VARIED_IN_A_JVM = 7;

    private final Results results;
    private final boolean mains;
    private final Folders folders;
    private final Watchdog watchdog;
    private final Choice choice;
    private final double seconds;
    private final double plainSeconds;
    private final Properties properties = (Properties) System.getProperties().clone();
    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();
    private int waiting;

    private Trials(Results results, List<String> head) throws IOException {
        this.results = results;
        mains = head.get(1).equals("main");
        seconds = Double.parseDouble(head.get(2));
        plainSeconds = Double.parseDouble(head.get(3));
        choice = new Choice(Stream.of(head.get(4).split(",")).filter(each -> !each.isEmpty())
                .mapToInt(Integer::parseInt).toArray());
        folders = new Folders(Path.of("/job/tree"), List.of(Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("java.io.tmpdir"))));
        watchdog = new Watchdog(results);
    }

    public static void main(String[] arguments) throws Exception {
        List<String> lines = List.of(new String(
                System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
        Results results = new Results(Results.pipe(), lines.get(0));
        Trials trials = new Trials(results, lines.subList(0, HEAD));
        int first = HEAD + 1 + Integer.parseInt(lines.get(HEAD));
        List<String> ids = new ArrayList<>();
        Map<String, String> owners = new LinkedHashMap<>();
        for (String line : lines.subList(HEAD + 1, first)) {
            String[] parts = line.split("\t", 2);
            ids.add(parts[0]);
            owners.put(parts[0], parts[1]);
        }
        Path jar = Path.of("/job/task.jar");
        Map<String, byte[]> classes = TaskLoader.read(jar);
        int varied = 0;
        for (String line : lines.subList(first, lines.size())) {
            Order order = Order.of(line, ids, owners);
            if (order.seed() != 0 && ++varied > VARIED_IN_A_JVM) {
                Runtime.getRuntime().halt(0);
            }
            trials.run(order.covering() ? trials.choice.made(order) : order,
                    new TaskLoader(jar, classes));
        }
        results.trials(lines.size() - first);
        Runtime.getRuntime().halt(0);
    }

    private void run(Order order, TaskLoader loader) throws Exception {
        restore();
        if (order.seed() != 0) {
            TimeZone.setDefault(zone(order.seed()));
        }
        results.begin(order.index());
        Trial trial = new Trial(order, loader);
        ThreadGroup group = new ThreadGroup("trial");
        Thread thread = new Thread(group, () -> {
            vary(order.seed());
            trial.run(mains);
        }, "main", STACK);
        thread.setContextClassLoader(loader);
        watchdog.watch(trial, order.covering() ? seconds : plainSeconds);
        thread.start();
        thread.join();
        if (!watchdog.release()) {
            // It struck in this very moment, and is about to end the JVM.
            Thread.sleep(Long.MAX_VALUE);
        }
        trial.over();
        trial.note(choice);
        boolean clean = quiet(group) && folders.restore();
        trial.report(results, null);
        if (trial.ranOutOfMemory() || !clean) {
            Runtime.getRuntime().halt(0);
        }
    }

    /** Identity hash codes come from the thread's own sequence: how far along it is, the seed
     * says. */
    private static void vary(long seed) {
        for (long i = seed == 0 ? 0 : Math.floorMod(seed, 97L) + 1; i > 0; i--) {
            System.identityHashCode(new Object());
        }
    }

    /** Of no place, so that no clock is put forward in it: what goes wrong is a matter of hours. */
    private static TimeZone zone(long seed) {
        long hours = Math.floorMod(seed * 7, 23L) - 11;
        return TimeZone.getTimeZone(
                String.format(Locale.ROOT, "GMT%+d:%02d", hours, Math.floorMod(seed * 13, 60L)));
    }

    private void restore() {
        System.setProperties((Properties) properties.clone());
        System.setIn(InputStream.nullInputStream());
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        Locale.setDefault(locale);
        TimeZone.setDefault(zone);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
    }

    /** Whether no thread of the trial runs on. Those that wait do no harm, in small numbers: when
     * they wake up, their next guard stops them. */
    private boolean quiet(ThreadGroup group) throws InterruptedException {
        long began = System.currentTimeMillis();
        while (true) {
            Thread[] left = new Thread[MOST_THREADS + 1];
            int count = group.enumerate(left, true);
            boolean running = false;
            boolean sleeping = false;
            for (int i = 0; i < count; i++) {
                Thread.State state = left[i].getState();
                left[i].interrupt();
                sleeping |= state == Thread.State.TIMED_WAITING;
                running |= state == Thread.State.RUNNABLE || state == Thread.State.BLOCKED
                        || state == Thread.State.NEW;
            }
            long spent = System.currentTimeMillis() - began;
            boolean patient = spent < (running ? RUNNING_MS : SLEEPING_MS);
            if (!(running || sleeping) || !patient) {
                waiting += count;
                return !running && waiting <= MOST_THREADS;
            }
            Thread.sleep(1);
        }
    }
}
