import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SolTest {
    @Test
    void moves() {
        assertEquals(new Point(4, 6), new Point(1, 2).moved(3, 4));
    }

    @Test
    void collects() {
        assertEquals(Set.of("1,2"), Set.copyOf(java.util.List.of(new Point(1, 2).toString())));
    }

    @Test
    void compares() {
        assertEquals(-1, new Point(1, 2).compareTo(new Point(3, 4)));
    }
}
