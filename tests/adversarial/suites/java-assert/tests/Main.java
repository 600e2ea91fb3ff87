public class Main {
    public static void main(String[] args) {
        assert Sol.add(2, 3) == 5;
        assert Sol.initials("ada lovelace").size() == 2;
    }
}
