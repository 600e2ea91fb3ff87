import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SolTest {
    @Test
    void files() throws Exception {
        assertEquals("x", Sol.save("x"));
        assertEquals(List.of("a", "b", "c"), Sol.words());
    }

    @Test
    void processes() throws Exception {
        assertEquals("ada", Sol.child("ada"));
        assertEquals(50, Sol.together(50));
        assertTrue(Sol.took());
    }

    @Test
    void much() {
        assertEquals(2000, Sol.talk(2000));
        assertEquals(3000, Sol.depth(3000));
        assertArrayEquals(new String[] {null, null}, Sol.array(String.class, 2));
        assertEquals("String", Sol.kind("x"));
        assertEquals("no", Sol.safely(() -> { throw new IllegalStateException("no"); }));
    }

    @Nested
    class Deeper {
        @Test
        void values() {
            assertEquals(new Sol.Point(1, 2), new Sol.Point(1, 2));
            assertEquals(new Sol.Name("Ada"), new Sol.Name("ADA"));
        }
    }

    static Stream<Integer> numbers() {
        return IntStream.range(0, 3).boxed();
    }

    @ParameterizedTest(name = "{0} is itself")
    @MethodSource("numbers")
    void rows(int n) {
        assertEquals(n, Sol.depth(n));
    }

    @TestFactory
    Stream<DynamicTest> made() {
        return numbers().map(n -> DynamicTest.dynamicTest("made " + n, () -> assertEquals(n, Sol.depth(n))));
    }
}
