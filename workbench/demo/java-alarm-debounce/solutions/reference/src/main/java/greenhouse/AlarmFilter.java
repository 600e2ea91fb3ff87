package greenhouse;

import java.util.Optional;

public final class AlarmFilter {

    private final double raiseAbove;
    private final double clearAt;
    private final int needed;
    private int missing;
    private Long before;

    public AlarmFilter(double limit, double margin, int readings) {
        if (readings <= 0 || margin < 0) {
            throw new IllegalArgumentException("readings " + readings + ", margin " + margin);
        }
        raiseAbove = limit;
        clearAt = limit - margin;
        needed = readings;
        missing = readings;
    }

    public Optional<Event> accept(long second, double value) {
        if (before != null && second < before) {
            throw new IllegalArgumentException("back in time");
        }
        before = second;
        if (isRaised()) {
            if (value <= clearAt) {
                missing = needed;
                return Optional.of(new Event(Event.Kind.CLEARED, second, value));
            }
        } else if (value > raiseAbove) {
            missing--;
            if (missing == 0) {
                return Optional.of(new Event(Event.Kind.RAISED, second, value));
            }
        } else if (value <= raiseAbove) { // false for NaN
            missing = needed;
        }
        return Optional.empty();
    }

    public boolean isRaised() {
        return missing == 0;
    }
}
