package hire;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

public final class ToolHire {

    private final long half;

    public ToolHire(int dayCents) {
        if (dayCents < 2 || (dayCents & 1) == 1) {
            throw new IllegalArgumentException("dayCents: " + dayCents);
        }
        half = dayCents / 2;
    }

    public long priceCents(LocalDate collected, LocalDate returned) {
        long days = ChronoUnit.DAYS.between(collected, returned) + 1;
        if (days < 1) {
            throw new IllegalArgumentException(collected + " is after " + returned);
        }
        // Every full week has ten half days of work and two of weekend.
        long halves = days / 7 * 12;
        int weekday = collected.getDayOfWeek().getValue();
        for (long rest = days % 7; rest > 0; rest--) {
            halves += weekday > 5 ? 1 : 2;
            weekday = weekday % 7 + 1;
        }
        long price = halves * half;
        return Math.max(days < 7 ? price : price * 9 / 10, 2 * half);
    }
}
