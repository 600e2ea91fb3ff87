package greenhouse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects the events of a filter. */
public final class AlarmLog {

    private final AlarmFilter filter;
    private final List<Event> events = new ArrayList<>();
    private long latest;

    public AlarmLog(AlarmFilter filter) {
        this.filter = filter;
    }

    /** Passes a reading on and keeps the event, if there is one. */
    public void add(long second, double value) {
        filter.accept(second, value).ifPresent(events::add);
        latest = second;
    }

    public List<Event> events() {
        return Collections.unmodifiableList(events);
    }

    /** How often and how long the alarm was raised. */
    public String summary() {
        long alarms = 0;
        long seconds = 0;
        for (Event event : events) {
            if (event.kind() == Event.Kind.RAISED) {
                alarms++;
                seconds -= event.second();
            } else {
                seconds += event.second();
            }
        }
        boolean stillRaised =
                !events.isEmpty() && events.get(events.size() - 1).kind() == Event.Kind.RAISED;
        if (stillRaised) {
            seconds += latest;
        }
        return alarms + (alarms == 1 ? " alarm, " : " alarms, ") + seconds + " s raised";
    }
}
