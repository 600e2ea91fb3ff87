package workbench.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.BaseStream;

/**
 * Tells which calls a suite makes into the solution: the outermost ones, each different one once.
 * The host wrote calls of this class around the solution's methods. Without a sink nobody asks, and
 * nothing is told.
 */
public final class Recorded {
    private static final int MOST_CALLS = 3_000;
    private static final int MOST_CHARACTERS = 100_000;

    private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);
    private static final Set<String> SEEN = Collections.synchronizedSet(new HashSet<>());
    private static final Map<Object, List<String>> MADE =
            Collections.synchronizedMap(new IdentityHashMap<>());
    private static volatile Results sink;

    private final String entry;
    private final Object[] args;
    private final List<String> before;
    private final int made;

    private Recorded(String entry, Object[] args, List<String> before, int made) {
        this.entry = entry;
        this.args = args;
        this.before = before;
        this.made = made;
    }

    static void install(Results results) {
        sink = results;
    }

    /** An object was made with these arguments: calls of its methods have them too. */
    public static void made(Object self, Object... args) {
        try {
            List<String> nodes = sink == null || MADE.size() >= MOST_CALLS ? null : exact(args);
            if (nodes != null) {
                MADE.put(self, nodes);
            }
        } catch (Throwable unsaid) {
            // A call that cannot be told is none.
        }
    }

    /** A call begins. {@code self}: the object, where its making counts. */
    public static Object in(String entry, Object self, Object... args) {
        if (DEPTH.get()[0]++ > 0 || sink == null || SEEN.size() >= MOST_CALLS) {
            return null;
        }
        try {
            List<String> nodes = exact(args);
            List<String> first = self == null ? List.of() : MADE.get(self);
            if (nodes == null || first == null) {
                return null;
            }
            List<String> all = new ArrayList<>(first);
            all.addAll(nodes);
            String key = entry + all;
            return key.length() > MOST_CHARACTERS || !SEEN.add(key)
                    ? null : new Recorded(entry, args, all, first.size());
        } catch (Throwable unsaid) {
            return null;
        }
    }

    /** It returned. What an iterator would give is the test's to ask. */
    public static void out(Object call, Object value) {
        DEPTH.get()[0]--;
        if (call instanceof Recorded recorded) {
            boolean once = value instanceof BaseStream<?, ?> || value instanceof Iterator<?>;
            try {
                recorded.tell("\"end\":\"returned\""
                        + (once ? "" : ",\"value\":" + Told.of(value)) + recorded.after());
            } catch (Throwable unsaid) {
                // As above.
            }
        }
    }

    /** It threw. */
    public static void thrown(Object call, Throwable thrown) {
        DEPTH.get()[0]--;
        if (call instanceof Recorded recorded) {
            recorded.tell(Told.thrown(thrown));
        }
    }

    private void tell(String fields) {
        if (fields.length() < 4 * MOST_CHARACTERS) {
            sink.made("\"entry\":" + Results.text(entry) + ",\"args\":["
                    + String.join(",", before) + "],\"kwargs\":{}," + fields);
        }
    }

    private String after() {
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            String now = Told.of(args[i]);
            if (!now.equals(before.get(made + i))) {
                changed.add("[" + (made + i) + "," + now + "]");
            }
        }
        return changed.isEmpty() ? "" : ",\"after\":[" + String.join(",", changed) + "]";
    }

    private static List<String> exact(Object[] args) {
        List<String> nodes = new ArrayList<>();
        for (Object each : args) {
            String node = Told.exact(each);
            if (node == null) {
                return null;
            }
            nodes.add(node);
        }
        return nodes;
    }
}
