package sample;

import static org.junit.Assert.assertEquals;

import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ExpectedException;

public class OldTest {
    @SuppressWarnings("deprecation")
    @Rule
    public ExpectedException expected = ExpectedException.none();

    private Shelf<String> shelf;

    @Before
    public void begin() {
        shelf = new Shelf<>();
    }

    @Test
    public void puts() {
        shelf.put("a", "b");
        assertEquals("b", shelf.first().get());
    }

    @Test
    public void fails() {
        assertEquals(1, 2);
    }

    @Test
    public void refuses() {
        expected.expect(IllegalArgumentException.class);
        shelf.put("a", null);
    }
}
