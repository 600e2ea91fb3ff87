public record Point(int x, int y) implements Comparable<Point> {
    public Point moved(int dx, int dy) {
        return new Point(x + dx, y + dy);
    }

    public int compareTo(Point other) {
        return x;
    }

    @Override
    public String toString() {
        return x + "," + y;
    }
}
