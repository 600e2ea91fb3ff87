package workbench.harness;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What is printed while a test runs, kept for its record and passed on. */
final class Capture {
    private static final int MOST = 60_000;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    void install() {
        System.setOut(tee(System.out));
        System.setErr(tee(System.err));
    }

    synchronized String take() {
        String text = kept.toString(StandardCharsets.UTF_8);
        kept.reset();
        return text;
    }

    private synchronized void keep(byte[] bytes, int start, int count) {
        kept.write(bytes, start, Math.min(count, Math.max(0, MOST - kept.size())));
    }

    private PrintStream tee(PrintStream on) {
        OutputStream both = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int start, int count) {
                keep(bytes, start, count);
                on.write(bytes, start, count);
            }

            @Override
            public void flush() {
                on.flush();
            }
        };
        return new PrintStream(both, true, StandardCharsets.UTF_8);
    }
}
