package trails;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.javatuples.Pair;
import org.javatuples.Quartet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrailTest {

    private static Trail trail(int... coordinates) {
        List<Pair<Integer, Integer>> points = new ArrayList<>();
        for (int i = 0; i < coordinates.length; i += 2) {
            points.add(Pair.with(coordinates[i], coordinates[i + 1]));
        }
        return new Trail(points);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0",
        "9999, 9999, 0, 0",
        "10000, 9999, 1, 0",
        "-1, 25000, -1, 2",
        "-10000, -10001, -1, -2",
    })
    void sheetOfAPoint(int east, int north, int x, int y) {
        assertEquals(Set.of(Pair.with(x, y)), trail(east, north).sheets());
    }

    @Test
    void trailAcrossTwoSheets() {
        assertIterableEquals(
                List.of(Pair.with(0, 0), Pair.with(1, 0)),
                trail(9000, 500, 10000, 700, 10400, 900).sheets());
    }

    @Test
    void aSheetIsThereOnce() {
        assertEquals(1, trail(1, 1, 20000, 1, 2, 2).sheets().stream()
                .filter(Pair.with(0, 0)::equals).count());
    }

    @Test
    void noPoints() {
        assertTrue(trail().sheets().isEmpty());
        assertEquals(Optional.empty(), trail().bounds());
    }

    @Test
    void boundsOfOnePoint() {
        assertEquals(Optional.of(Quartet.with(3, -1, 3, -1)), trail(31000, -4).bounds());
    }

    @Test
    void boundsOfALoop() {
        Trail loop = trail(0, 0, -15000, 8000, -3000, 42000, 29999, 100, 0, 0);
        assertEquals(Optional.of(Quartet.with(-2, 0, 2, 4)), loop.bounds());
    }

    @Test
    void setIsUnmodifiable() {
        Set<Pair<Integer, Integer>> sheets = trail(5, 5).sheets();
        assertThrows(UnsupportedOperationException.class, () -> sheets.add(Pair.with(7, 7)));
    }

    @Test
    void laterChangesOfTheListDoNotMatter() {
        List<Pair<Integer, Integer>> points = new ArrayList<>(List.of(Pair.with(1, 1)));
        Trail trail = new Trail(points);
        points.add(Pair.with(50000, 50000));
        assertEquals(Set.of(Pair.with(0, 0)), trail.sheets());
    }

    @Test
    void nullIsRefused() {
        assertThrows(NullPointerException.class, () -> new Trail(null));
        assertThrows(
                NullPointerException.class,
                () -> new Trail(Arrays.asList(Pair.with(1, 1), null)));
    }
}
