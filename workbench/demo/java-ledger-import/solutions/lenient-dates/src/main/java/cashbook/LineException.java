package cashbook;

/** A line of the cash book cannot be read. */
public final class LineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;

    public LineException(int line, String reason) {
        super("line " + line + ": " + reason);
        this.line = line;
    }

    /** Number of the line, counting from 1. */
    public int line() {
        return line;
    }
}
