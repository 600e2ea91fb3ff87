package greenhouse;

/** A change of the alarm, with the reading that brought it about. */
public record Event(Kind kind, long second, double value) {

    /** Direction of the change. */
    public enum Kind { RAISED, CLEARED }
}
