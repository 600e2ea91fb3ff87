package sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShelfTest {
    private Shelf<Integer> shelf;

    @BeforeEach
    void begin() {
        shelf = new Shelf<>();
    }

    @Test
    @DisplayName("what is put is there")
    void puts() {
        shelf.put("a", 3);
        shelf.put("a", 2);
        assertThat(shelf.first()).contains(2);
        assertThat(shelf.shown()).isEqualTo("a: 2\n2 things");
        assertThat(List.of(1, 2)).containsExactly(1, 2).hasSize(2);
        assertThat(3).isEqualTo(3);
        assertThat(true).isTrue();
        assertEquals(List.of("b", "a"), Shelf.names(List.of(
                new Shelf.Place(1, "a"), new Shelf.Place(2, "b"))));
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> shelf.put("a", null))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("nothing");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> shelf.put("a", null)).withMessage("nothing to put: a");
        assertThrows(IllegalArgumentException.class, () -> shelf.put("a", null));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 3"})
    void rows(int one, int other) {
        assertTrue(one < other);
        Shelf.sizes(Shelf.Size.LARGE, new int[] {one, other});
    }

    @Test
    void failsByAssertion() {
        assertThat(shelf.shown()).isEqualTo("other");
    }

    @Test
    void failsByEquality() {
        assertEquals(List.of(1), List.of(2), "other");
    }

    @Test
    void breaks() {
        shelf.put("a", null);
    }

    @Test
    @Disabled("skipped")
    void skipped() {}
}
