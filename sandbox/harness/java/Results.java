package workbench.harness;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The results pipe: fd 3, JSON lines signed with the nonce. */
final class Results implements Listener.Sink {
    private static final int LONGEST = 60_000;

    private final OutputStream out;
    private final String nonce;
    private int tests;

    Results(OutputStream out, String nonce) {
        this.out = out;
        this.nonce = nonce;
    }

    /** Opening /proc/self/fd/3 asks for rights on a pipe another user made; the number does not. */
    static OutputStream pipe() throws ReflectiveOperationException {
        FileDescriptor three = new FileDescriptor();
        Field number = FileDescriptor.class.getDeclaredField("fd");
        number.setAccessible(true);
        number.setInt(three, 3);
        return new FileOutputStream(three);
    }

    @Override
    public synchronized void test(
            String id, String status, double seconds, String message, String output,
            List<String> children) {
        tests++;
        line("\"k\":\"test\",\"id\":" + text(id) + ",\"status\":" + text(status)
                + ",\"duration_s\":" + String.format(java.util.Locale.ROOT, "%.6f", seconds)
                + ",\"message\":" + text(message) + ",\"output\":" + text(output)
                + ",\"children\":" + list(children));
    }

    synchronized void error(String message) {
        line("\"k\":\"error\",\"message\":" + text(message));
    }

    @Override
    public void diagnostic(String severity, String message, String file, long line) {
        diagnostic(severity, message, file, line, -1, -1, -1);
    }

    /** Start, position and end count the file's characters as javac does; -1: nowhere. */
    synchronized void diagnostic(String severity, String message, String file, long line,
            long start, long position, long end) {
        line("\"k\":\"diagnostic\",\"severity\":" + text(severity) + ",\"message\":" + text(message)
                + ",\"source\":\"javac\",\"file\":" + text(file)
                + ",\"line\":" + (line > 0 ? line : "null")
                + (position < 0 ? "" : ",\"at\":[" + start + "," + position + "," + end + "]"));
    }

    /** Trial {@code index} begins: if no record of its end follows, it took the process down. */
    synchronized void begin(int index) {
        line("\"k\":\"begin\",\"t\":" + index);
    }

    /** {@code tests}: those that were chosen here, else null. */
    synchronized void trial(int index, String end, List<String> rows, long fuel,
            List<String> probes, List<String> tests, double seconds) {
        line("\"k\":\"trial\",\"t\":" + index + ",\"end\":" + text(end)
                + ",\"results\":[" + String.join(",", rows) + "],\"fuel\":" + fuel
                + ",\"probes\":[" + String.join(",", probes) + "]"
                + (tests == null ? "" : ",\"tests\":" + list(tests)) + ",\"duration_s\":"
                + String.format(java.util.Locale.ROOT, "%.6f", seconds));
    }

    synchronized void trials(int count) {
        line("\"k\":\"end\",\"count\":" + count);
    }

    /** What call {@code index} did; {@code fields} come from beside the solution. */
    synchronized void call(int index, String fields) {
        line(fields + ",\"k\":\"call\",\"c\":" + index);
    }

    /** A call the suite made. */
    synchronized void made(String fields) {
        line("\"k\":\"made\"," + fields);
    }

    synchronized void end(int exit, List<String> changed) {
        line("\"k\":\"end\",\"exit\":" + exit + ",\"count\":" + tests
                + ",\"changed\":" + list(changed));
    }

    private void line(String fields) {
        try {
            out.write(("{\"n\":" + text(nonce) + "," + fields + "}\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException error) {
            throw new IllegalStateException("results pipe", error);
        }
    }

    private static String list(List<String> values) {
        StringBuilder made = new StringBuilder("[");
        for (String value : values) {
            made.append(made.length() > 1 ? "," : "").append(text(value));
        }
        return made.append(']').toString();
    }

    /** JSON text; lone surrogates and endless strings never leave. */
    static String text(String value) {
        if (value == null) {
            return "\"\"";
        }
        String shown = value.length() > LONGEST ? value.substring(0, LONGEST) + "\n[...]" : value;
        StringBuilder made = new StringBuilder("\"");
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            boolean pair = Character.isHighSurrogate(c) && i + 1 < shown.length()
                    && Character.isLowSurrogate(shown.charAt(i + 1));
            if (pair) {
                made.append(c).append(shown.charAt(++i));
            } else if (c == '"' || c == '\\') {
                made.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                made.append(String.format("\\u%04x", (int) (c < ' ' ? c : '\ufffd')));
            } else {
                made.append(c);
            }
        }
        return made.append('"').toString();
    }
}
