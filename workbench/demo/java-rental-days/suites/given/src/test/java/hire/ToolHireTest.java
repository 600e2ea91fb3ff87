package hire;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.time.LocalDate;
import org.junit.Before;
import org.junit.Test;

public class ToolHireTest {

    private static final LocalDate MONDAY = LocalDate.of(2024, 6, 3);

    private ToolHire hire;

    @Before
    public void setUp() {
        hire = new ToolHire(1200);
    }

    private long price(int from, int to) {
        return hire.priceCents(MONDAY.plusDays(from), MONDAY.plusDays(to));
    }

    @Test
    public void sameDay() {
        assertThat(price(0, 0), is(1200L));
    }

    @Test
    public void sameSaturdayCostsAWholeDay() {
        assertThat(price(5, 5), is(1200L));
    }

    @Test
    public void mondayToWednesday() {
        assertThat(price(0, 2), is(3600L));
    }

    @Test
    public void weekendIsHalfPrice() {
        assertThat(price(5, 6), is(1200L));
        assertThat(price(4, 7), is(3600L));
    }

    @Test
    public void sixDaysHaveNoReduction() {
        assertThat(price(0, 5), is(6600L));
    }

    @Test
    public void wholeWeekIsReduced() {
        assertThat(price(0, 6), is(6480L));
    }

    @Test
    public void acrossTheEndOfFebruary() {
        LocalDate thursday = LocalDate.of(2024, 2, 29);
        assertThat(hire.priceCents(thursday, LocalDate.of(2024, 3, 1)), equalTo(2400L));
    }
}
