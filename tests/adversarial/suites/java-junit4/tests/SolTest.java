import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import org.junit.Test;

public class SolTest {
    @Test
    public void adds() {
        assertEquals(5, Sol.add(2, 3));
    }

    @Test
    public void findsInitials() {
        assertEquals(Arrays.asList("A", "L"), Sol.initials("ada lovelace"));
    }

    @Test(expected = IllegalArgumentException.class)
    public void refusesNothing() {
        Sol.check("");
    }
}
