package cashbook;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Run with assertions enabled: {@code java -ea cashbook.CashBookTest}. */
public final class CashBookTest {

    private CashBookTest() {}

    public static void main(String[] args) {
        testExample();
        testEmptyBook();
        testAmounts();
        testBadAmounts();
        testDates();
        testBadDates();
        testTexts();
        testFirstBadLineIsNamed();
        testMonthsAreInOrder();
        testManyCents();
        System.out.println("all checks done");
    }

    private static long amount(String amount) {
        return CashBook.read(List.of("01.01.2024;x;" + amount)).balanceCents();
    }

    /** Number of the line that is refused, or 0. */
    private static int refused(String... lines) {
        try {
            CashBook.read(List.of(lines));
            return 0;
        } catch (LineException e) {
            return e.line();
        }
    }

    static void testExample() {
        CashBook book = CashBook.read(
                List.of("# June", "03.06.2024; Fees ; 120,00", "", "04.07.2024;Seeds;-18,40"));
        assert book.size() == 2 : book.size();
        assert book.balanceCents() == 10160 : book.balanceCents();
        Map<YearMonth, Long> expected =
                Map.of(YearMonth.of(2024, 6), 12000L, YearMonth.of(2024, 7), -1840L);
        assert book.byMonth().equals(expected) : book.byMonth();
    }

    static void testEmptyBook() {
        for (List<String> lines : List.of(List.<String>of(), List.of("", "   ", "  # nothing; yet"))) {
            CashBook book = CashBook.read(lines);
            assert book.size() == 0 && book.balanceCents() == 0 && book.byMonth().isEmpty();
        }
    }

    static void testAmounts() {
        Map<String, Long> amounts = Map.of(
                "0,00", 0L, "-0,05", -5L, "+7,10", 710L, "1204,00", 120400L, "1.204,00", 120400L,
                "-1.234.567,89", -123456789L, "999999999,99", 99999999999L, "0012,30", 1230L,
                "999.999.999,99", 99999999999L);
        amounts.forEach((text, cents) -> {
            assert amount(text) == cents : text + " was read as " + amount(text);
        });
    }

    static void testBadAmounts() {
        for (String text : List.of(
                "", "12", "12,5", "12,500", ",50", "12.50", "12.04,00", "1.2044,00", "1.204.00", "--1,00",
                "1 000,00", "1000000000,00", "1.000.000.000,00", "1,0x", "٣,00", "- 1,00", ".123,00",
                "1234.567,00", "1..234,00", "1.234567,00")) {
            assert refused("01.01.2024;x;" + text) == 1 : "accepted " + text;
        }
    }

    static void testDates() {
        for (String date : List.of("29.02.2024", "31.12.1999", "01.01.0001", " 30.04.2023 ")) {
            assert refused(date + ";x;1,00") == 0 : "refused " + date;
        }
    }

    static void testBadDates() {
        for (String date : List.of(
                "", "29.02.2023", "31.04.2024", "00.01.2024", "01.13.2024", "1.1.2024", "01.01.24",
                "2024-01-01", "01.01.20245", "01/01/2024")) {
            assert refused(date + ";x;1,00") == 1 : "accepted " + date;
        }
    }

    static void testTexts() {
        assert refused("01.01.2024;  ;1,00") == 1;
        assert refused("01.01.2024;1,00") == 1;
        assert refused("01.01.2024;a;b;1,00") == 1;
        assert refused("01.01.2024;x;1,00;") == 1;
        assert refused("01.01.2024;# Grüße, \"20 %\";1,00") == 0;
    }

    static void testFirstBadLineIsNamed() {
        assert refused("# a", "", "01.01.2024;x;1,00", "oops", "01.01.2024;x;1", "nope") == 4;
    }

    static void testMonthsAreInOrder() {
        CashBook book = CashBook.read(List.of(
                "05.03.2024;x;1,00", "28.12.2023;x;2,00", "31.03.2024;x;-4,00", "01.01.2024;x;0,00"));
        List<YearMonth> months = List.of(
                YearMonth.of(2023, 12), YearMonth.of(2024, 1), YearMonth.of(2024, 3));
        assert List.copyOf(book.byMonth().keySet()).equals(months) : book.byMonth();
        assert book.byMonth().get(YearMonth.of(2024, 3)) == -300 : book.byMonth();
    }

    static void testManyCents() {
        List<String> lines = new ArrayList<>();
        long expected = 0;
        for (int cents = 0; cents < 100; cents++) {
            lines.add(String.format("01.01.2024;x;%d,%02d", cents, cents));
            expected += cents * 101L;
        }
        assert CashBook.read(lines).balanceCents() == expected;
    }
}
