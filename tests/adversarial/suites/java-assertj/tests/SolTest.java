import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SolTest {
    private static final int TOTAL = 5;

    @Test
    void adds() {
        assertThat(Sol.add(2, 3)).isEqualTo(TOTAL);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, 0", "10, 20, 30"})
    void addsRows(int a, int b, int total) {
        assertThat(Sol.add(a, b)).isEqualTo(total);
    }

    @Test
    void findsInitials() {
        assertThat(Sol.initials("ada lovelace")).containsExactly("A", "L");
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> Sol.check("")).hasMessage("the text is empty");
    }
}
