package trails;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.javatuples.Pair;
import org.javatuples.Quartet;

/** A trail across the sheets of a map. */
public final class Trail {

    private static final int SHEET_METRES = 10_000;

    private final Set<Pair<Integer, Integer>> sheets;

    public Trail(List<Pair<Integer, Integer>> points) {
        Set<Pair<Integer, Integer>> found = new LinkedHashSet<>();
        for (Pair<Integer, Integer> point : List.copyOf(points)) {
            found.add(sheetOf(point));
        }
        sheets = Set.copyOf(found);
    }

    private static Pair<Integer, Integer> sheetOf(Pair<Integer, Integer> point) {
        return Pair.with(
                Math.floorDiv(point.getValue0(), SHEET_METRES),
                Math.floorDiv(point.getValue1(), SHEET_METRES));
    }

    /** Sheets with at least one point of the trail. */
    public Set<Pair<Integer, Integer>> sheets() {
        return sheets;
    }

    /** West, south, east, north. */
    public Optional<Quartet<Integer, Integer, Integer, Integer>> bounds() {
        if (sheets.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Quartet.with(
                        along(Pair::getValue0).min(Integer::compare).orElseThrow(),
                        along(Pair::getValue1).min(Integer::compare).orElseThrow(),
                        along(Pair::getValue0).max(Integer::compare).orElseThrow(),
                        along(Pair::getValue1).max(Integer::compare).orElseThrow()));
    }

    private Stream<Integer> along(Function<Pair<Integer, Integer>, Integer> axis) {
        return sheets.stream().map(axis);
    }
}
