package workbench.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Has one method of a solution called many times by a child, {@link Caller}, and reports each
 * result to fd 3. Whatever stops the child (a native loop, an exit, memory) ends that one call, and
 * the next child goes on behind it.
 *
 * <p>Arguments: the child's command. Stdin: the nonce, the seconds a call may take, then what the
 * child reads: the fuel of a call, the entry, and a line a call (its number, a tab, its arguments).
 */
public final class Calls {
    private static final Path FIXTURES = Path.of("/job/tree");
    private static final long START_S = 20;
    private static final int LONGEST = 4 << 20;
    private static final int MOST_LINES = 64;

    private final Results results;
    private final double seconds;
    private final List<String> command;
    private final List<String> head;
    private final List<String> calls;
    private int done;

    private Calls(Results results, List<String> command, List<String> lines) {
        this.results = results;
        this.command = command;
        seconds = Double.parseDouble(lines.get(1));
        head = lines.subList(2, 4);
        calls = lines.subList(4, lines.size());
    }

    public static void main(String[] arguments) throws Exception {
        List<String> lines = List.of(
                new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
        Results results = new Results(Results.pipe(), lines.get(0));
        if (Files.isDirectory(FIXTURES)) {
            RunTests.copy(FIXTURES, Path.of(""));
        }
        Calls calls = new Calls(results, List.of(arguments), lines);
        boolean loaded = true;
        while (loaded && calls.done < calls.calls.size()) {
            loaded = calls.child();
        }
        if (loaded) {
            results.trials(calls.done);
        }
        Runtime.getRuntime().halt(0);
    }

    /** False: the solution cannot be loaded. */
    private boolean child() throws Exception {
        // A solution that writes on the child's output does not know what its lines begin with.
        String secret = UUID.randomUUID() + " ";
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BlockingQueue<String> said = new LinkedBlockingQueue<>(MOST_LINES);
        Thread reader = new Thread(() -> read(child.getInputStream(), secret, said));
        reader.setDaemon(true);
        reader.start();
        Thread writer = new Thread(() -> order(child.getOutputStream(), secret));
        writer.setDaemon(true);
        writer.start();
        try {
            return listen(said);
        } finally {
            child.destroyForcibly();
        }
    }

    private boolean listen(BlockingQueue<String> said) throws InterruptedException {
        String first = said.poll(START_S, TimeUnit.SECONDS);
        if (first == null || !first.equals("ready")) {
            results.error(first == null || first.isEmpty()
                    ? "the solution ends or hangs while it is loaded" : first);
            return false;
        }
        while (done < calls.size()) {
            String line = said.poll((long) (seconds * 1500), TimeUnit.MILLISECONDS);
            int index = Integer.parseInt(calls.get(done).split("\t", 2)[0]);
            if (line == null || line.isEmpty()) {
                String end = line == null ? "timeout" : "crashed";
                results.call(index, "\"end\":\"" + end + "\",\"fuel\":0");
            } else if (!line.equals("unfit")) {
                results.call(index, line);
            }
            done++;
            if (line == null || line.isEmpty() || line.startsWith(Caller.EXHAUSTED)) {
                break;
            }
        }
        return true;
    }

    private void order(OutputStream to, String secret) {
        List<String> lines = new ArrayList<>(List.of(secret));
        lines.addAll(head);
        lines.addAll(calls.subList(done, calls.size()));
        try (to) {
            to.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // The child is gone: its silence says so.
        }
    }

    /** Signed lines without their signature, then an empty one. */
    private static void read(InputStream from, String secret, BlockingQueue<String> said) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        try (from) {
            for (int count = from.read(part); count >= 0; count = from.read(part)) {
                for (int i = 0; i < count; i++) {
                    if (part[i] == '\n') {
                        String text = line.toString(StandardCharsets.UTF_8);
                        line.reset();
                        if (text.startsWith(secret) && text.length() > secret.length()) {
                            said.put(text.substring(secret.length()));
                        }
                    } else if (line.size() < LONGEST) {
                        line.write(part[i]);
                    }
                }
            }
            said.put("");
        } catch (IOException | InterruptedException ended) {
            said.offer("");
        }
    }
}
