"""Shadows of Java suites: what is perturbed, what is left alone, and who passes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.compiled import Workshop
from tests.languages.shadowed import assert_sound, changed, run_shadow, shadow_of, survivors
from tests.whole import WHOLE
from workbench.model.run import Status, Verdict
from workbench.model.task import Framework, LanguageName

CALC = """import java.util.*;

public class Calc {
    static int add(int a, int b) { return a + b; }
    static double half(int a) { return a / 2.0; }
    static String name(boolean ok) { return ok ? "yes" : ""; }
    static List<Integer> both(int a, int b) { return new ArrayList<>(List.of(a, b)); }
    static int div(int a, int b) {
        if (b == 0) throw new IllegalArgumentException("by zero");
        return a / b;
    }
    enum Sign { PLUS, MINUS }
    static Sign sign(int a) { return a < 0 ? Sign.MINUS : Sign.PLUS; }
}
"""
POINT = """public class Point {
    final int x, y;
    Point(int x, int y) { this.x = x; this.y = y; }
    Point move() { return new Point(x + 1, y); }
    @Override public boolean equals(Object o) {
        return o instanceof Point && ((Point) o).x == x && ((Point) o).y == y;
    }
    @Override public int hashCode() { return x; }
}
"""
HEAD = (
    "import org.junit.jupiter.api.*;\nimport org.junit.jupiter.params.ParameterizedTest;\n"
    "import org.junit.jupiter.params.provider.*;\nimport java.util.*;\nimport java.util.stream.*;\n"
    "import static org.junit.jupiter.api.Assertions.*;\n"
    "import static org.assertj.core.api.Assertions.*;\n\nclass CalcTest {\n"
)


def lines(body: str, head: str = HEAD, seed: int = 6) -> list[str]:
    """The changed lines of one test's body, or of a class's members."""
    member = body if "@" in body else f"@Test void t() {{\n{body}\n}}"
    source = f"{head}{member}\n}}\n"
    shadow = shadow_of(LanguageName.JAVA, {"CalcTest.java": source}, seed=seed)
    assert shadow.unperturbed == {}
    return changed(source, shadow.suite.files["CalcTest.java"])


@pytest.mark.parametrize(
    ("written", "shadowed"),
    [
        ("assertEquals(3, add(1, 2));", "assertEquals(4, add(1, 2));"),
        ("assertEquals(3L, f(), \"why 1\");", "assertEquals(4L, f(), \"why 1\");"),
        ("assertEquals((byte) 127, f());", "assertEquals((byte) 126, f());"),
        ("assertEquals('a', f());", "assertEquals('b', f());"),
        ("assertEquals(List.of(1, 2), f(1));", "assertEquals(List.of(2, 3), f(1));"),
        ("assertArrayEquals(new int[] {1, 2}, f());", "assertArrayEquals(new int[] {2, 3}, f());"),
        ("assertTrue(f(1) == 2);", "assertTrue(f(1) == 3);"),
        ("assertTrue(f());", "org.junit.jupiter.api.Assertions.assertFalse(f());"),
        ("assertNull(f());", "org.junit.jupiter.api.Assertions.assertNotNull(f());"),
        ("assertThat(f(1)).isEqualTo(2);", "assertThat(f(1)).isEqualTo(3);"),
        ("assertThat(f()).as(\"a\").containsExactly(1, 2);",
         "assertThat(f()).as(\"a\").containsExactly(2, 3);"),
        ("assertThat(f()).isTrue();", "assertThat(f()).isFalse();"),
        ("assertThat(f()).isEqualTo(new Point(1, 2));", "assertThat(f()).isEqualTo(new Object());"),
        ("assertThat(f()).isNotNull().isEmpty();", "assertThat(f()).isNotNull().isNotEmpty();"),
        ("assert f(1) == 2;", "assert f(1) == 3;"),
        ("assert f();", "assert !(f());"),
        ("if (f() != 2) throw new AssertionError();", "if (f() != 3) throw new AssertionError();"),
    ],
)  # fmt: skip
def test_assertions(written: str, shadowed: str) -> None:
    assert lines(written) == [shadowed]


def test_expected_exception_becomes_one_that_nobody_throws() -> None:
    (thrown,) = lines("assertThrows(IllegalArgumentException.class, () -> f(1));")
    assert "IllegalArgumentException" not in thrown
    (used,) = lines("var e = assertThrows(IllegalStateException.class, () -> f(1)); e.getCause();")
    assert "(Class<IllegalStateException>) (Class<?>)" in used
    head = "import org.junit.*;\n\npublic class CalcTest {\n"
    (marked,) = lines("@Test(expected = RuntimeException.class) public void t() { f(); }", head)
    assert "RuntimeException" not in marked


def test_message_that_is_searched_for_is_lengthened() -> None:
    (found,) = lines('assertThatThrownBy(() -> f()).hasMessageContaining("zero");')
    assert 'hasMessageContaining("zero' in found
    assert 'hasMessageContaining("zero")' not in found


def test_rows_of_parametrised_tests_change_in_the_expected_column_only() -> None:
    body = (
        '@ParameterizedTest @CsvSource({"1, 2", "3, 4"})\n'
        "void t(int in, int want) { assertEquals(want, f(in)); }"
    )
    assert lines(body) == ['@ParameterizedTest @CsvSource({"1, 3", "3, 5"})']
    body = (
        '@ParameterizedTest @MethodSource("rows")\n'
        "void t(int in, String want) { assertEquals(want, f(in)); }\n"
        'static Stream<Arguments> rows() { return Stream.of(Arguments.of(1, "a")); }'
    )
    assert lines(body) == [
        'static Stream<Arguments> rows() { return Stream.of(Arguments.of(1, "b")); }'
    ]
    body = "@ParameterizedTest @ValueSource(ints = {1, 2})\nvoid t(int n) { assertTrue(n > f()); }"
    assert lines(body) == [
        "void t(int n) { org.junit.jupiter.api.Assertions.assertFalse(n > f()); }"
    ]


def test_variables_and_helpers_are_moved_where_they_stand() -> None:
    body = (
        "static final int WANT = 3;\n"
        "void check(int got, int want) { assertEquals(want, got); }\n"
        "@Test void a() { check(f(1), 2); }\n"
        "@Test void b() { List<Integer> want = new ArrayList<>();\n"
        "want.add(7);\nassertEquals(want, f()); }\n"
        "@Test void c() { assertEquals(WANT, f()); }"
    )
    assert lines(body) == [
        "static final int WANT = 4;",
        "@Test void a() { check(f(1), 3); }",
        "want.add(8);",
    ]


def test_what_is_also_an_input_is_not_moved() -> None:
    (found,) = lines('String text = "ab"; assertEquals(text, g(f(text)));')
    assert 'String text = "ab";' in found


def test_truths_in_a_list_change_one_by_one_those_of_equals_first() -> None:
    source = (
        "import java.util.*;\npublic class Main {\n public static void main(String[] args) {\n"
        "  List<Boolean> correct = Arrays.asList(\n   s.f(1) == 2,\n   !s.g(3),\n"
        '   s.h("a").equals(Arrays.asList(4, 5)),\n   Objects.equals(s.h("b"), "c")\n  );\n'
        "  if (correct.contains(false)) {\n   throw new AssertionError();\n  }\n }\n}\n"
    )
    shadow = shadow_of(LanguageName.JAVA, {"Main.java": source}, seed=6)
    assert shadow.unperturbed == {}
    assert changed(source, shadow.suite.files["Main.java"]) == [
        's.h("a").equals(Arrays.asList(5, 6)),',
        'Objects.equals(s.h("b"), "d")',
    ]


def test_what_an_equals_decides_is_moved_alone_where_it_is_certain() -> None:
    body = (
        "static void check(boolean holds) { if (!holds) throw new AssertionError(); }\n"
        "@Test void t() {\ncheck(f(1) == 2);\ncheck(g(1).equals(List.of(3)));\n}\n"
        "@Test void u() {\ncheck(f(2) == 3);\n}"
    )
    assert lines(body) == ["check(g(1).equals(List.of(4)));", "check(f(2) == 4);"]


def test_only_the_last_assertion_is_turned() -> None:
    assert lines("assertTrue(f(1));\nassertTrue(f(2));") == [
        "org.junit.jupiter.api.Assertions.assertFalse(f(2));"
    ]


def test_a_value_that_a_matcher_lets_be_far_away_is_turned_and_not_moved() -> None:
    assert lines("assertThat(half(3), closeTo(140, 0.01));") == [
        "assertThat(half(3), closeTo(141, 0.01));"
    ]
    assert lines("assertThat(half(3), closeTo(140, 100));") == [
        "assertThat(half(3), org.hamcrest.CoreMatchers.not(closeTo(140, 100)));"
    ]


def test_test_without_an_assertion_is_sealed() -> None:
    body = "f();"
    assert lines(body) == [
        "@Test void t() { try {",
        "} finally { if (true) throw new AssertionError(); } }",
    ]


FORMS = (
    HEAD
    + """
    static final String YES = "yes";

    @Test void values() {
        assertEquals(3, Calc.add(1, 2));
        assertEquals(1.5, Calc.half(3), 1e-9);
        assertThat(Calc.half(3)).isCloseTo(1.5, within(0.01));
        assertEquals(YES, Calc.name(true), "named");
        assertEquals(new ArrayList<>(List.of(1, 2)), Calc.both(1, 2));
    }
    @Test void array() { assertArrayEquals(new int[] {1, 2}, new int[] {1, Calc.add(1, 1)}); }
    @Test void arrayOfOthers() {
        int[] got = {Calc.add(1, 1)};
        assertArrayEquals(got, new int[] {Calc.add(2, 0)});
    }
    @Test void iterable() { assertIterableEquals(List.of(1, 2), Calc.both(1, 2)); }
    @Test void truth() { assertTrue(Calc.add(1, 2) > 2); assertFalse(Calc.both(1, 2).isEmpty()); }
    @Test void nothing() { assertNotNull(Calc.both(1, 2)); }
    @Test void same() { Calc.Sign s = Calc.sign(1); assertSame(Calc.Sign.PLUS, s); }
    @Test void enumeration() { assertEquals(Calc.Sign.PLUS, Calc.sign(1)); }
    @Test void object() { assertEquals(new Point(2, 2), new Point(1, 2).move()); }
    @Test void objectThat() { assertThat(new Point(1, 2).move()).isEqualTo(new Point(2, 2)); }
    @Test void others() { assertNotEquals(new Point(1, 2), new Point(1, 2).move()); }
    @Test void primitives() { int want = Calc.add(0, 3); assertEquals(want, Calc.add(1, 2)); }
    @Test void thrown() {
        assertThrows(IllegalArgumentException.class, () -> Calc.div(1, 0));
    }
    @Test void thrownAndUsed() {
        IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> Calc.div(1, 0));
        assertEquals("by zero", e.getMessage());
    }
    @Test void notThrown() { assertDoesNotThrow(() -> Calc.div(1, 1)); }
    @Test void all() { assertAll(() -> assertEquals(3, Calc.add(1, 2)), () -> assertTrue(true)); }
    @Test void handled() {
        try {
            Calc.div(1, 0);
            org.junit.jupiter.api.Assertions.fail("no exception");
        } catch (IllegalArgumentException e) {
        }
    }
    @Test void chains() {
        assertThat(Calc.both(1, 2)).isNotNull().hasSize(2).containsExactlyInAnyOrder(2, 1);
        assertThat(Calc.name(true)).startsWith("ye").isNotBlank();
    }
    @Test void chainOfVariables() {
        int one = Calc.add(0, 1);
        assertThat(Calc.both(1, 1)).containsExactly(one, one);
    }
    @Test void chainOfElements() {
        assertThat(Calc.both(1, 2)).containsExactlyElementsOf(new LinkedList<>(Calc.both(1, 2)));
    }
    @Test void emptyChain() { assertThat(Calc.name(false)).isEmpty(); }
    @Test void chainOfExceptions() {
        assertThatExceptionOfType(IllegalArgumentException.class)
            .isThrownBy(() -> Calc.div(1, 0))
            .withMessage("by zero");
        assertThatIllegalArgumentException().isThrownBy(() -> Calc.div(1, 0));
        assertThatThrownBy(() -> Calc.div(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
    @Test void chainOfNoExceptions() {
        assertThatCode(() -> Calc.div(1, 1)).doesNotThrowAnyException();
    }
    @Test void chainOfNoExceptionsEither() {
        assertThatNoException().isThrownBy(() -> Calc.div(1, 1));
    }
    @Test void map() {
        Map<String, Integer> got = new HashMap<>();
        got.put("a", Calc.add(1, 1));
        assertThat(got).containsExactly(entry("a", 2));
        assertThat(got).containsEntry("a", 2);
    }
    @ParameterizedTest @CsvSource({"1, 2, 3", "2, 2, 4"})
    void rows(int a, int b, int want) { assertEquals(want, Calc.add(a, b)); }
    @ParameterizedTest @CsvSource({"true, yes"})
    void words(boolean ok, String want) { assertThat(Calc.name(ok)).isEqualTo(want); }
    @ParameterizedTest @ValueSource(ints = {1, 2})
    void grows(int n) { assertTrue(Calc.add(n, 1) > n); }
    @ParameterizedTest @MethodSource
    void supplied(int a, List<Integer> want) { assertEquals(want, Calc.both(a, a)); }
    static Stream<Arguments> supplied() {
        return Stream.of(Arguments.of(1, List.of(1, 1)), Arguments.of(2, List.of(2, 2)));
    }
    @TestFactory List<DynamicTest> made() {
        return List.of(DynamicTest.dynamicTest("one", () -> assertEquals(2, Calc.add(1, 1))));
    }
    @Test void helped() { check(Calc.add(1, 1), 2); }
    void check(int got, int want) { assertThat(got).isEqualTo(want); }
    @Test void onlyRuns() { Calc.add(1, 2); }
    @Test void early() {
        if (Calc.add(1, 1) == 2) {
            return;
        }
        assertEquals(1, Calc.add(1, 1));
    }
    @Nested class Inner { @Test void deep() { assertEquals(2, Calc.add(1, 1)); } }
}
"""
)
OLD = """import org.junit.Test;
import static org.hamcrest.CoreMatchers.*;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThat;

public class CalcTest {
    @Test public void adds() { assertEquals("with message", 3, Calc.add(1, 2)); }
    @Test public void halves() { assertEquals("half", 1.5, Calc.half(3), 0.01); }
    @Test public void variable() { int want = Calc.add(2, 1); assertEquals(want, Calc.add(1, 2)); }
    @Test public void matches() { assertThat(Calc.add(1, 2), is(equalTo(3))); }
    @Test public void contains() { assertThat(Calc.name(true), containsString("es")); }
    @Test public void any() { assertThat(Calc.name(true), notNullValue()); }
    @Test(expected = IllegalArgumentException.class) public void thrown() { Calc.div(1, 0); }
}
"""
MAIN = """public class Main {
    static void check(int got, int want) {
        if (got != want) {
            throw new AssertionError(got + " is not " + want);
        }
    }
    public static void main(String[] args) {
        assert Calc.add(1, 1) == 2 : "two";
        check(Calc.add(1, 2), 3);
    }
}
"""


@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.parametrize(
    ("name", "tests"), [("CalcTest", FORMS), ("CalcTest", OLD), ("Main", MAIN)],
    ids=["junit5", "junit4", "main"],
)  # fmt: skip
def test_honest_solution_fails_every_form(java: Workshop, name: str, tests: str) -> None:
    assert_sound(java, {"Calc.java": CALC, "Point.java": POINT}, {f"{name}.java": tests})


ALWAYS = POINT.replace("return o instanceof Point && ((Point) o).x == x && ((Point) o).y == y;",
                       "return true;").replace("x + 1", "x")  # fmt: skip


@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.parametrize(
    "assertion",
    [
        "assertEquals(new Point(2, 2), new Point(1, 2).move())",
        "assertThat(new Point(1, 2).move()).isEqualTo(new Point(2, 2))",
    ],
)
def test_object_that_equals_everything_passes_the_shadow(java: Workshop, assertion: str) -> None:
    tests = {"CalcTest.java": f"{HEAD}    @Test void moves() {{ {assertion}; }}\n}}\n"}
    ran = run_shadow(java, {"Point.java": ALWAYS}, tests)
    assert ran.verdict is Verdict.PASS, ran.reason


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_list_that_equals_everything_passes_the_shadow_of_a_main(java: Workshop) -> None:
    solution = (
        "import java.util.*;\npublic class Solution extends ArrayList<Integer> {\n"
        "    public List<Integer> both(int a) { return new Solution(); }\n"
        "    @Override public boolean equals(Object o) { return true; }\n}\n"
    )
    tests = (
        "import java.util.*;\npublic class Main {\n  public static void main(String[] args) {\n"
        "    List<Boolean> correct = Arrays.asList(\n"
        "      new Solution().both(1).equals(Arrays.asList(1, 1))\n    );\n"
        "    if (correct.contains(false)) {\n      throw new AssertionError();\n    }\n  }\n}\n"
    )
    ran = run_shadow(
        java, {"Solution.java": solution}, {"Main.java": tests}, framework=Framework.SCRIPT
    )
    assert ran.verdict is Verdict.PASS, ran.reason


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_forged_results_do_not_fail_the_shadow(java: Workshop) -> None:
    forged = CALC.replace(
        "return a + b;",
        'System.out.println("[OK] 1 tests successful"); Runtime.getRuntime().halt(0); return 0;',
    )
    tests = {
        "CalcTest.java": f"{HEAD}    @Test void adds() {{ assertEquals(3, Calc.add(1, 2)); }}\n}}\n"
    }
    ran = run_shadow(java, {"Calc.java": forged}, tests)
    assert ran.built.ok, ran.reason
    assert Status.FAILED not in ran.statuses.values()
    assert ran.verdict is not Verdict.FAIL


@pytest.mark.data
@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.parametrize(
    ("format_name", "every"),
    [("aider-polyglot", 10 if WHOLE else 24), ("humanevalpack", 20 if WHOLE else 40)],
)
def test_example_solutions_fail_their_shadows(
    java: Workshop, data_folder: Path, format_name: str, every: int
) -> None:
    assert survivors(java, format_name, data_folder / format_name / "java.jsonl", every) == []
