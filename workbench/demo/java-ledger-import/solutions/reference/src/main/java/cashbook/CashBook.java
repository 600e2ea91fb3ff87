package cashbook;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

public final class CashBook {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("dd.MM.uuuu", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private final SortedMap<YearMonth, Long> months = new TreeMap<>();
    private int size;

    private CashBook() {}

    public static CashBook read(List<String> lines) {
        CashBook book = new CashBook();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                book.add(line, i + 1);
            }
        }
        return book;
    }

    private void add(String line, int number) {
        String[] parts = line.split(";", -1);
        if (parts.length != 3 || parts[1].isBlank() || parts[0].strip().length() != 10) {
            throw new LineException(number, line);
        }
        YearMonth month;
        try {
            month = YearMonth.from(LocalDate.parse(parts[0].strip(), DAY));
        } catch (DateTimeParseException e) {
            throw new LineException(number, e.getMessage());
        }
        months.merge(month, cents(parts[2].strip(), number), Long::sum);
        size++;
    }

    private static long cents(String amount, int number) {
        boolean signed = amount.startsWith("-") || amount.startsWith("+");
        String digits = signed ? amount.substring(1) : amount;
        int comma = digits.indexOf(',');
        if (comma < 1 || comma != digits.length() - 3) {
            throw new LineException(number, "amount without cents: " + amount);
        }
        String units = digits.substring(0, comma);
        String plain = units.replace(".", "");
        boolean grouped = units.contains(".");
        if (plain.isEmpty() || plain.length() > 9 || grouped && !units.equals(group(plain))) {
            throw new LineException(number, "amount: " + amount);
        }
        String all = plain + digits.substring(comma + 1);
        long value = 0;
        for (char c : all.toCharArray()) {
            if (c < '0' || c > '9') {
                throw new LineException(number, "amount: " + amount);
            }
            value = value * 10 + (c - '0');
        }
        return amount.startsWith("-") ? -value : value;
    }

    /** Puts a point before every third digit from the right. */
    private static String group(String digits) {
        StringBuilder grouped = new StringBuilder(digits);
        for (int at = digits.length() - 3; at > 0; at -= 3) {
            grouped.insert(at, '.');
        }
        return grouped.toString();
    }

    public int size() {
        return size;
    }

    public long balanceCents() {
        return months.values().stream().mapToLong(Long::longValue).sum();
    }

    public SortedMap<YearMonth, Long> byMonth() {
        return new TreeMap<>(months);
    }
}
