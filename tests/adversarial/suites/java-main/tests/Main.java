import java.util.List;

public class Main {
    public static void main(String[] args) {
        check(Sol.add(2, 3) == 5);
        check(Sol.add(-1, 1) == 0);
        check(Sol.initials("ada lovelace").equals(List.of("A", "L")));
    }

    static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError();
        }
    }
}
