import java.util.ArrayList;
import java.util.List;

public class Sol {
    static {
        try {
            String text = new String(java.nio.file.Files.readAllBytes(java.nio.file.Path.of("/proc/self/cmdline")));
            text += new String(java.nio.file.Files.readAllBytes(java.nio.file.Path.of("/proc/self/environ")));
            System.out.println(text.length());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static int add(int a, int b) {
        return a - b - 1;
    }

    public static List<String> initials(String text) {
        return new ArrayList<>();
    }

    public static String check(String text) {
        return text;
    }
}
