import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SolTest {
    @Test
    void adds() {
        assertEquals(5, Sol.add(2, 3));
    }

    @Test
    void addsBelowZero() {
        assertEquals(0, Sol.add(-1, 1));
    }

    @Test
    void findsInitials() {
        assertEquals(List.of("A", "L"), Sol.initials("ada lovelace"));
    }

    @Test
    void refusesNothing() {
        assertThrows(IllegalArgumentException.class, () -> Sol.check(""));
    }
}
