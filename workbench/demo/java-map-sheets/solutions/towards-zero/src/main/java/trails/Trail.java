package trails;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.javatuples.Pair;
import org.javatuples.Quartet;

public final class Trail {

    private final SortedSet<Pair<Integer, Integer>> sheets = new TreeSet<>();
    private Quartet<Integer, Integer, Integer, Integer> bounds;

    public Trail(List<Pair<Integer, Integer>> points) {
        for (Pair<Integer, Integer> point : points) {
            add(sheet(point.getValue0()), sheet(point.getValue1()));
        }
    }

    private static int sheet(int metres) {
        return metres / 10_000;
    }

    private void add(int x, int y) {
        sheets.add(Pair.with(x, y));
        bounds =
                bounds == null
                        ? Quartet.with(x, y, x, y)
                        : Quartet.with(
                                Math.min(bounds.getValue0(), x),
                                Math.min(bounds.getValue1(), y),
                                Math.max(bounds.getValue2(), x),
                                Math.max(bounds.getValue3(), y));
    }

    public Set<Pair<Integer, Integer>> sheets() {
        return Collections.unmodifiableSet(sheets);
    }

    public Optional<Quartet<Integer, Integer, Integer, Integer>> bounds() {
        return Optional.ofNullable(bounds);
    }
}
