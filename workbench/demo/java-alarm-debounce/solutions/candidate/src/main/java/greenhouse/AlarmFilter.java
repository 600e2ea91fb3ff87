package greenhouse;

import java.util.Optional;

/** Turns readings into alarms, without spikes and flutter. */
public final class AlarmFilter {

    private final double limit;
    private final double margin;
    private final int readings;

    private boolean raised;
    private int high;
    private long latest = Long.MIN_VALUE;

    public AlarmFilter(double limit, double margin, int readings) {
        if (readings < 1) {
            throw new IllegalArgumentException("readings must be at least 1: " + readings);
        }
        if (margin < 0) {
            throw new IllegalArgumentException("margin must not be negative: " + margin);
        }
        this.limit = limit;
        this.margin = margin;
        this.readings = readings;
    }

    /** Takes a reading; returns the event it brings about, if any. */
    public Optional<Event> accept(long second, double value) {
        if (second < latest) {
            throw new IllegalArgumentException("second " + second + " is before " + latest);
        }
        latest = second;
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        return raised ? whileRaised(second, value) : whileClear(second, value);
    }

    private Optional<Event> whileRaised(long second, double value) {
        if (value > limit - margin) {
            return Optional.empty();
        }
        raised = false;
        high = 0;
        return Optional.of(new Event(Event.Kind.CLEARED, second, value));
    }

    private Optional<Event> whileClear(long second, double value) {
        high = value > limit ? high + 1 : 0;
        if (high < readings) {
            return Optional.empty();
        }
        raised = true;
        return Optional.of(new Event(Event.Kind.RAISED, second, value));
    }

    public boolean isRaised() {
        return raised;
    }
}
