import java.util.ArrayList;

public class Sol {
    public static int add(int a, int b) {
        return a - b - 1;
    }

    public static java.util.List<String> initials(String text) {
        return new ArrayList<>();
    }

    public static String check(String text) {
        return text;
    }
}
