package greenhouse;

import static greenhouse.Event.Kind.CLEARED;
import static greenhouse.Event.Kind.RAISED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmFilterTest {

    private AlarmFilter filter;
    private long clock;

    @BeforeEach
    void threeReadingsAboveThirty() {
        filter = new AlarmFilter(30, 2, 3);
    }

    private void quiet(double... values) {
        for (double value : values) {
            assertThat(filter.accept(clock++, value)).as("value %s", value).isEmpty();
        }
    }

    @Test
    void firstAlarmNeedsAllReadings() {
        quiet(31, 32);
        assertThat(filter.isRaised()).isFalse();
        assertThat(filter.accept(7, 33)).contains(new Event(RAISED, 7, 33));
        assertThat(filter.isRaised()).isTrue();
    }

    @Test
    void readingAtTheLimitInterrupts() {
        quiet(31, 31, 30, 31, 31);
        assertThat(filter.accept(9, 30.1)).contains(new Event(RAISED, 9, 30.1));
    }

    @Test
    void brokenCableNeitherCountsNorInterrupts() {
        quiet(Double.NaN, 31, Double.NaN, 31, Double.NaN);
        assertThat(filter.accept(9, 31)).contains(new Event(RAISED, 9, 31));
        clock = 10;
        quiet(Double.NaN);
        assertThat(filter.isRaised()).isTrue();
    }

    @ParameterizedTest(name = "limit {0}, margin {1}: {2} does not clear, {3} does")
    @CsvSource({"30, 2, 28.1, 28", "30, 0, 30.5, 30", "-5, 1.5, -6.25, -6.5", "0, 10, -9, -40"})
    void clearsAtLimitMinusMargin(double limit, double margin, double stays, double clears) {
        filter = new AlarmFilter(limit, margin, 1);
        assertThat(filter.accept(0, limit + 1)).isPresent();
        assertThat(filter.accept(1, limit + 1)).isEmpty();
        assertThat(filter.accept(2, stays)).isEmpty();
        assertThat(filter.accept(3, clears)).contains(new Event(CLEARED, 3, clears));
        assertThat(filter.isRaised()).isFalse();
        assertThat(filter.accept(4, clears)).isEmpty();
    }

    @Nested
    @DisplayName("after an alarm")
    class AfterAnAlarm {

        @BeforeEach
        void raiseAndClear() {
            quiet(31, 31);
            assertThat(filter.accept(clock++, 31)).isPresent();
            assertThat(filter.accept(clock++, 20)).isPresent();
        }

        @Test
        void countStartsAnew() {
            quiet(35, 35);
            assertThat(filter.accept(60, 35)).contains(new Event(RAISED, 60, 35));
        }
    }

    @Nested
    @DisplayName("bad arguments")
    class BadArguments {

        @ParameterizedTest
        @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
        void readings(int readings) {
            assertThatIllegalArgumentException().isThrownBy(() -> new AlarmFilter(30, 2, readings));
        }

        @Test
        void margin() {
            assertThatIllegalArgumentException().isThrownBy(() -> new AlarmFilter(30, -0.1, 1));
        }

        @Test
        void timeMayStandStillButNotGoBack() {
            filter.accept(-50, 31);
            filter.accept(-50, Double.NaN);
            filter.accept(-40, Double.NaN);
            assertThatIllegalArgumentException().isThrownBy(() -> filter.accept(-41, 31));
            assertThat(filter.accept(-40, 31)).as("the refused reading is not counted").isEmpty();
            assertThat(filter.accept(-40, 31)).isPresent();
        }
    }
}
