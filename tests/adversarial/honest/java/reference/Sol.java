import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Does honest work with everything a program may use. */
public class Sol {
    static String save(String text) {
        try {
            Files.writeString(Path.of("out.txt"), text);
            Path copy = Files.createTempFile("x", ".txt");
            Files.writeString(copy, Files.readString(Path.of("out.txt")));
            return Files.readString(copy);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    static List<String> words() throws IOException {
        List<String> found = new ArrayList<>(Arrays.asList(Files.readString(Path.of("words.txt")).trim().split("\\s+")));
        found.sort(null);
        return found;
    }

    static String child(String text) throws IOException {
        Process process = new ProcessBuilder("/bin/echo", "-n", text).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static int together(int n) throws InterruptedException, ExecutionException {
        AtomicInteger total = new AtomicInteger();
        var pool = Executors.newFixedThreadPool(8);
        for (int i = 0; i < n; i++) {
            pool.submit(total::incrementAndGet);
        }
        pool.shutdown();
        while (!pool.isTerminated()) {
            Thread.sleep(1);
        }
        return total.get() + CompletableFuture.supplyAsync(() -> 0).get();
    }

    static boolean took() throws InterruptedException {
        Instant began = Instant.now();
        Thread.sleep(5 + new Random().nextInt(5));
        return !Instant.now().isBefore(began.plusMillis(4));
    }

    static int talk(int n) {
        for (int i = 0; i < n; i++) {
            System.out.println("line " + i);
        }
        System.err.println("[ 0 tests failed ]");
        return n;
    }

    static int depth(int n) {
        return n == 0 ? 0 : 1 + depth(n - 1);
    }

    @SuppressWarnings("unchecked")
    static <T> T[] array(Class<T> of, int size) {
        return (T[]) Array.newInstance(of, size);
    }

    static String kind(Object of) {
        return of.getClass().getSimpleName();
    }

    static String safely(Supplier<String> work) {
        try {
            return work.get();
        } catch (RuntimeException error) {
            return error.getMessage();
        }
    }

    record Point(int x, int y) {}

    /** A name is the same however it is written. */
    static final class Name implements Comparable<Name> {
        private final String text;

        Name(String text) {
            this.text = text;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Name name && name.text.equalsIgnoreCase(text);
        }

        @Override
        public int hashCode() {
            return text.toLowerCase().hashCode();
        }

        @Override
        public int compareTo(Name other) {
            return text.compareToIgnoreCase(other.text);
        }
    }
}
