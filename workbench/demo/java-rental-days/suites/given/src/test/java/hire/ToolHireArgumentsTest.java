package hire;

import static org.junit.Assert.assertThrows;

import java.time.LocalDate;
import org.junit.Test;

public class ToolHireArgumentsTest {

    private static final LocalDate DAY = LocalDate.of(2024, 6, 3);

    @Test(expected = IllegalArgumentException.class)
    public void returnedBeforeCollected() {
        new ToolHire(1200).priceCents(DAY, DAY.minusDays(1));
    }

    @Test
    public void pricesThatAreNotPositiveAndEven() {
        for (int cents : new int[] {0, -2, 1, 1199, Integer.MIN_VALUE}) {
            assertThrows("" + cents, IllegalArgumentException.class, () -> new ToolHire(cents));
        }
    }

    @Test
    public void datesMustBeThere() {
        ToolHire hire = new ToolHire(1200);
        assertThrows(NullPointerException.class, () -> hire.priceCents(null, DAY));
        assertThrows(NullPointerException.class, () -> hire.priceCents(DAY, null));
    }

    @Test
    public void fractionOfACentIsDropped() {
        // A whole week at 2 cents a day: 12 cents less 10 % are 10.8.
        org.junit.Assert.assertEquals(10L, new ToolHire(2).priceCents(DAY, DAY.plusDays(6)));
    }
}
