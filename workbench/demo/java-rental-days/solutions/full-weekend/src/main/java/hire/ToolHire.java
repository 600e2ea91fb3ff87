package hire;

import java.time.LocalDate;
import java.util.Objects;

/** Prices of the workshop's tools. */
public final class ToolHire {

    private static final int LONG_HIRE_DAYS = 7;

    private final int dayCents;

    /** @param dayCents price of a day from Monday to Friday; a positive even number */
    public ToolHire(int dayCents) {
        if (dayCents <= 0 || dayCents % 2 != 0) {
            throw new IllegalArgumentException("not a positive even price: " + dayCents);
        }
        this.dayCents = dayCents;
    }

    /** Price of a hire in cents, including both the first and the last day. */
    public long priceCents(LocalDate collected, LocalDate returned) {
        Objects.requireNonNull(collected, "collected");
        Objects.requireNonNull(returned, "returned");
        if (returned.isBefore(collected)) {
            throw new IllegalArgumentException("returned before it was collected");
        }
        long days = 0;
        long price = 0;
        for (LocalDate day = collected; !day.isAfter(returned); day = day.plusDays(1)) {
            days++;
            price += dayCents;
        }
        if (days >= LONG_HIRE_DAYS) {
            price = price * 9 / 10;
        }
        return Math.max(price, dayCents);
    }
}
