package cashbook;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of the cash book. */
record Entry(LocalDate date, String text, long cents) {

    private static final Pattern DATE = Pattern.compile("([0-9]{2})\\.([0-9]{2})\\.([0-9]{4})");
    private static final Pattern AMOUNT =
            Pattern.compile("([+-]?)([0-9]{1,9}|[0-9]{1,3}(?:\\.[0-9]{3}){1,2}),([0-9]{2})");

    static Entry parse(String line) {
        String[] parts = line.split(";", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("expected three parts, found " + parts.length);
        }
        String text = parts[1].strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the text is blank");
        }
        return new Entry(parseDate(parts[0].strip()), text, parseCents(parts[2].strip()));
    }

    private static LocalDate parseDate(String part) {
        Matcher date = DATE.matcher(part);
        if (!date.matches()) {
            throw new IllegalArgumentException("not a date: " + part);
        }
        try {
            return LocalDate.of(
                    Integer.parseInt(date.group(3)),
                    Integer.parseInt(date.group(2)),
                    Integer.parseInt(date.group(1)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no such day: " + part, e);
        }
    }

    private static long parseCents(String part) {
        Matcher amount = AMOUNT.matcher(part);
        if (!amount.matches()) {
            throw new IllegalArgumentException("not an amount: " + part);
        }
        long units = Long.parseLong(amount.group(2).replace(".", ""));
        long cents = units * 100 + Long.parseLong(amount.group(3));
        return amount.group(1).equals("-") ? -cents : cents;
    }
}
