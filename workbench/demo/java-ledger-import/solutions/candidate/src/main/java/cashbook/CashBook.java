package cashbook;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The entries of a cash book. */
public final class CashBook {

    private final List<Entry> entries;

    private CashBook(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Reads a cash book; the first bad line stops the reading. */
    public static CashBook read(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (isSkipped(line)) {
                continue;
            }
            try {
                entries.add(Entry.parse(line));
            } catch (IllegalArgumentException e) {
                throw new LineException(number, e.getMessage());
            }
        }
        return new CashBook(entries);
    }

    private static boolean isSkipped(String line) {
        String text = line.strip();
        return text.isEmpty() || text.startsWith("#");
    }

    public int size() {
        return entries.size();
    }

    public long balanceCents() {
        return entries.stream().mapToLong(Entry::cents).sum();
    }

    /** Sum of each month that has entries. */
    public SortedMap<YearMonth, Long> byMonth() {
        SortedMap<YearMonth, Long> sums = new TreeMap<>();
        for (Entry entry : entries) {
            sums.merge(YearMonth.from(entry.date()), entry.cents(), Long::sum);
        }
        return sums;
    }
}
