package greenhouse;

import java.util.ArrayList;
import java.util.List;

public final class AlarmLog {

    private final AlarmFilter filter;
    private List<Event> events = List.of();
    private long finished;
    private long alarms;
    private long since;
    private long now;

    public AlarmLog(AlarmFilter filter) {
        this.filter = filter;
    }

    public void add(long second, double value) {
        var event = filter.accept(second, value);
        now = second;
        event.ifPresent(this::keep);
    }

    private void keep(Event event) {
        var longer = new ArrayList<>(events);
        longer.add(event);
        events = List.copyOf(longer);
        switch (event.kind()) {
            case RAISED -> {
                alarms++;
                since = event.second();
            }
            case CLEARED -> finished += event.second() - since;
        }
    }

    public List<Event> events() {
        return events;
    }

    public String summary() {
        boolean raised = alarms > 0 && events.get(events.size() - 1).kind() == Event.Kind.RAISED;
        long seconds = finished + (raised ? now - since : 0);
        return String.format("%d alarm%s, %d s raised", alarms, alarms == 1 ? "" : "s", seconds);
    }
}
