package workbench.harness;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes calls of one method, one after the other, and tells each result to {@link Calls}. */
public final class Caller {
    /** Several times what tests have; deeper ones end as if out of fuel, and soon. */
    private static final long STACK = 8L << 20;

    /** After it the process ends: what fills its memory is there to stay. */
    static final String EXHAUSTED = "\"end\":\"memory\"";

    private static final int MOST = 40_000;

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final String secret;
    private final long fuel;
    private final List<String> lines;
    private final Fixed lots = new Fixed();
    private Callee callee;
    private MethodHandle fill;
    private MethodHandle spent;
    private boolean exhausted;

    private Caller(List<String> lines) {
        secret = lines.get(0);
        fuel = Long.parseLong(lines.get(1));
        this.lines = lines;
    }

    public static void main(String[] arguments) throws Exception {
        Caller caller = new Caller(List.of(
                new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n")));
        System.setIn(InputStream.nullInputStream());
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        Thread thread = new Thread(null, caller::run, "main", STACK);
        thread.setUncaughtExceptionHandler((where, thrown) -> Runtime.getRuntime().halt(1));
        thread.start();
        thread.join();
        Runtime.getRuntime().halt(0);
    }

    private void run() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> helper = Class.forName("workbench_mutants.M");
            fill = lookup.findStatic(helper, "fill",
                    MethodType.methodType(void.class, long.class));
            spent = lookup.findStatic(helper, "spent", MethodType.methodType(long.class));
            limit(fuel);
            callee = Callee.of(lines.get(2));
        } catch (Throwable thrown) {
            say(("cannot be loaded: " + thrown).replace('\n', ' '));
            return;
        }
        say("ready");
        for (String line : lines.subList(3, lines.size())) {
            say(call((List<?>) Nodes.read(line.split("\t", 2)[1])));
            if (exhausted) {
                return;
            }
        }
    }

    private String call(List<?> nodes) {
        Object[] given;
        List<String> before = new ArrayList<>();
        try {
            given = callee.given(nodes);
        } catch (IllegalArgumentException | ClassCastException | NullPointerException unfit) {
            return "unfit";
        }
        for (Object each : given) {
            before.add(Told.of(each));
        }
        lots.again();
        long start = spent();
        limit(start + fuel);
        String said;
        long steps = 0;
        try {
            Object value = callee.call(given);
            steps = spent() - start;
            String told = told(value);
            List<String> after = after(given, before);
            said = bounded("\"end\":\"returned\",\"value\":" + told,
                    after.isEmpty() ? "" : ",\"after\":[" + String.join(",", after) + "]");
        } catch (Throwable thrown) {
            steps = steps == 0 ? spent() - start : steps;
            said = raised(thrown);
        }
        if (spent() - start > fuel || said.isEmpty()) {
            // Which comes first, the end of the stack or of the steps, is a matter of what the
            // compiler made of the methods so far.
            return "\"end\":\"fuel\",\"fuel\":" + (fuel + 1);
        }
        return said + ",\"fuel\":" + steps;
    }

    /** Empty: the stack gave out. */
    private String raised(Throwable thrown) {
        Throwable here = thrown;
        for (int depth = 0; here != null && depth < 50; depth++, here = here.getCause()) {
            if (here instanceof OutOfMemoryError) {
                exhausted = true;
                return EXHAUSTED;
            }
            if (here instanceof StackOverflowError) {
                return "";
            }
        }
        return Told.thrown(thrown);
    }

    private static String told(Object value) {
        try {
            return Told.of(value);
        } catch (Told.TooLarge large) {
            return "[\"o\",\"large\",\"\"]";
        }
    }

    private static List<String> after(Object[] given, List<String> before) {
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            String now = told(given[i]);
            if (!now.equals(before.get(i))) {
                changed.add("[" + i + "," + now + "]");
            }
        }
        return changed;
    }

    /** What is too long to read is told by its digest. */
    private static String bounded(String value, String after) throws Exception {
        String all = value + after;
        if (all.length() <= MOST) {
            return all;
        }
        byte[] sum = MessageDigest.getInstance("SHA-256")
                .digest(all.getBytes(StandardCharsets.UTF_8));
        return "\"end\":\"returned\",\"value\":[\"o\",\"large\",\"<" + all.length()
                + " characters, sha256 " + HexFormat.of().formatHex(sum, 0, 8) + ">\"]";
    }

    private long spent() {
        try {
            return (long) spent.invokeExact();
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void limit(long steps) {
        try {
            fill.invokeExact(steps);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void say(String body) {
        try {
            out.write((secret + body + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException nobodyListens) {
            Runtime.getRuntime().halt(1);
        }
    }
}
