import java.util.ArrayList;
import java.util.List;

public class Sol {
    public static int add(int a, int b) {
        return a + b;
    }

    public static List<String> initials(String text) {
        List<String> found = new ArrayList<>();
        for (String word : text.split(" ")) {
            found.add(word.substring(0, 1).toUpperCase());
        }
        return found;
    }

    public static String check(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the text is empty");
        }
        return text;
    }
}
