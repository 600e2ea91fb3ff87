import java.util.ArrayList;
import java.util.List;

public class Sol {
    public static int add(int a, int b) {
        try {
            return add(a, b);
        } catch (Throwable any) {
            return -7;
        }
    }

    public static List<String> initials(String text) {
        return new ArrayList<>();
    }

    public static String check(String text) {
        return text;
    }
}
