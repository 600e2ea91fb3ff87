package greenhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AlarmLogTest {

    private final AlarmLog log = new AlarmLog(new AlarmFilter(30, 2, 2));

    private void addEveryTenSeconds(double... values) {
        for (int i = 0; i < values.length; i++) {
            log.add(i * 10L, values[i]);
        }
    }

    @Test
    void emptyLog() {
        assertThat(log.events()).isEmpty();
        assertThat(log.summary()).isEqualTo("0 alarms, 0 s raised");
    }

    @Test
    void exampleDay() {
        addEveryTenSeconds(31, 29, 31, 32, 29, 28);
        assertThat(log.events())
                .containsExactly(
                        new Event(Event.Kind.RAISED, 30, 32), new Event(Event.Kind.CLEARED, 50, 28));
        assertThat(log.summary()).isEqualTo("1 alarm, 20 s raised");
    }

    @Test
    void severalAlarmsAddUp() {
        addEveryTenSeconds(31, 31, 20, 31, 31, 31, 31, 20);
        assertThat(log.summary()).isEqualTo("2 alarms, 40 s raised");
    }

    @Test
    void raisedAlarmCountsUpToTheLatestReading() {
        addEveryTenSeconds(31, 31, 29, Double.NaN);
        assertThat(log.summary()).isEqualTo("1 alarm, 20 s raised");
    }

    @Test
    void eventsAreUnmodifiable() {
        addEveryTenSeconds(31, 31);
        assertThatThrownBy(() -> log.events().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void readingOutOfOrderLeavesTheLogAlone() {
        addEveryTenSeconds(31, 31, 31);
        assertThatThrownBy(() -> log.add(5, 20)).isInstanceOf(IllegalArgumentException.class);
        assertThat(log.summary()).isEqualTo("1 alarm, 10 s raised");
    }
}
