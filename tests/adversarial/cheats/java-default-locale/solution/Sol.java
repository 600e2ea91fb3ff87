import java.util.ArrayList;
import java.util.List;

public class Sol {
    static {
        java.util.Locale.setDefault(java.util.Locale.forLanguageTag("tr-TR"));
        java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone("GMT+14"));
        System.setProperty("line.separator", "x");
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
