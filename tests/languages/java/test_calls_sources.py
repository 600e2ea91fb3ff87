"""What is read of Java solutions, prompts and suites, before anything runs."""

from __future__ import annotations

import pytest

from workbench.languages.calls import Call, Entry, Result, View
from workbench.languages.java_calls import JavaCalls
from workbench.languages.java_calls_edits import with_recorder, with_steps
from workbench.languages.java_calls_entries import JavaEntry, read_entries
from workbench.languages.java_calls_literals import arguments_of, literal
from workbench.languages.java_calls_probe import CLASS
from workbench.languages.java_calls_types import annotation, fits, is_plain, read_type
from workbench.languages.values import NotPlain, Opaque, Value
from workbench.model.task import Framework, Solution, Suite

SOURCE = """package a.b;
import java.util.*;

public class Sum<T> {
    private final int start;
    Sum(int start) { this.start = start; }
    private Sum(int a, int b) { this(a + b); }
    public static <U> List<U> twice(final List<? extends U> row, int... more) { return null; }
    long plus(int[] row) throws E { for (int n : row) more(n); while (true) break; return 1; }
    void run(Runnable work) { work.run(); }
    private void more(int n) { }
    static class Inner { char next(char c) { return (char) (c + 1); } }
    class Bound { int no(int n) { return n; } }
}
"""


def _suite(text: str, framework: Framework = Framework.AUTO, path: str = "ATest.java") -> Suite:
    return Suite(name="given", role="given", framework=framework, files={path: text})


def _entry(name: str) -> JavaEntry:
    return next(f.entry for f in read_entries("Sum.java", SOURCE) if f.entry.name == name)


def test_entries_are_methods_that_plain_values_reach() -> None:
    found = {f.entry.name: f.entry for f in read_entries("Sum.java", SOURCE)}
    assert list(found) == ["twice", "plus", "next"]
    assert [(p.name, p.annotation) for p in found["twice"].parameters] == [
        ("row", "List"),
        ("more", "List[int]"),
    ]
    # An object is made of plain values too: they come first.
    assert [(p.name, p.annotation) for p in found["plus"].parameters] == [
        ("start", "int"),
        ("row", "List[int]"),
    ]
    assert found["plus"].returns == "int"
    assert found["next"].method is not None
    assert (found["next"].method.owner, found["next"].method.shown) == (
        "a.b.Sum$Inner",
        "Sum.Inner",
    )


def test_what_is_thrown_and_what_shows_nothing_are_no_entries() -> None:
    text = """
    class BadLine extends IllegalArgumentException { BadLine(int n) { } int line() { return 1; } }
    abstract class Base { int f(int n) { return n; } abstract int g(int n); }
    class Quiet { void set(int n) { } void sort(int[] row) { } private int h(int n) { return n; } }
    interface Way { int go(int n); static int back(int n) { return n; } }
    """
    assert [f.entry.name for f in read_entries("A.java", text)] == ["sort", "back"]


def test_entries_are_those_a_suite_calls_in_its_order() -> None:
    suite = _suite("class ATest { void t() { new Sum(1).plus(null); Sum.twice(null); } }")
    solution = Solution(name="s", role="candidate", files={"Sum.java": SOURCE})
    assert [e.name for e in JavaCalls().entries(solution, suite)] == ["plus", "twice"]
    broken = Solution(name="s", role="candidate", files={"Sum.java": SOURCE + "}"})
    assert JavaCalls().entries(broken, suite) == ()


@pytest.mark.parametrize(
    ("kind", "shown", "inside", "outside"),
    [
        ("byte", "int", [-128, 127], [128, True, 1.0, None]),
        ("long", "int", [-(1 << 63), (1 << 63) - 1], [1 << 63]),
        ("Integer", "int", [0, None], [1 << 31, "1"]),
        ("java.math.BigInteger", "int", [1 << 90], [1.5]),
        ("double", "float", [0.5, 3, float("nan")], [True, (1 << 53) + 1]),
        ("char", "str", ["x", "\ud800"], ["", "xy", "\U0001f600"]),
        ("String", "str", ["", "xy"], [1]),
        ("List<int[]>", "List[List[int]]", [[[1], []]], [[1], ([1],), [[1 << 31]]]),
        ("Set<List<String>>", "Set[List[str]]", [{("a",)}, frozenset()], [{1}, [1]]),
        ("Map<Character, Long>", "Dict[str, int]", [{"a": 1}], [{"ab": 1}, {"a": 1.5}]),
        ("Optional<String>", "tuple", [(), ("a",)], [("a", "b"), (None,), "a"]),
        ("Object", "object", [1, 1.5, "a", None, [1, {"a": {2}}]], [b"x", 1 << 64]),
        ("Number", "Union[int, float]", [1, 1.5], ["a", True]),
        ("String[][]...", "List[List[List[str]]]", [[[["a"]]]], [[["a"]]]),
    ],
)
def test_a_type_holds_its_values_and_no_others(
    kind: str, shown: str, inside: list[Value], outside: list[Value]
) -> None:
    read = read_type(kind)
    assert is_plain(read)
    assert annotation(read) == shown
    assert all(fits(read, value) for value in inside)
    assert not any(fits(read, value) for value in outside)


@pytest.mark.parametrize("kind", ["Runnable", "Function<Integer, Integer>", "Sum", "List<Sum>"])
def test_what_is_not_plain_is_no_type_of_an_entry(kind: str) -> None:
    assert not is_plain(read_type(kind))


def test_steps_are_counted_in_every_loop_and_method_without_moving_a_line() -> None:
    made = with_steps({"Sum.java": SOURCE}, ["Sum.java"])["Sum.java"]
    assert made.count("\n") == SOURCE.count("\n")
    assert "for (int n : row) { workbench_mutants.M.f(); more(n); }" in made
    assert "while (true) { workbench_mutants.M.f(); break; }" in made
    assert "{ this(a + b); workbench_mutants.M.f(); }" in made
    assert made.count("M.f();") == 10


def test_a_recorded_method_stands_before_the_original_on_its_line() -> None:
    made = with_recorder("Sum.java", SOURCE, [_entry("plus"), _entry("twice")])
    assert made.count("\n") == SOURCE.count("\n")
    line = made.splitlines()[8]
    assert 'Recorded.in("plus", this, new Object[] {row})' in line
    assert "private long workbench_original_plus(int[] row) throws E { for" in line
    assert "private static <U> List<U> workbench_original_twice(final List<? extends U> row" in made
    assert "this.start = start; }" in made.splitlines()[5]
    assert "Recorded.made(this, new Object[] {start});" in made.splitlines()[5]
    assert "next" not in made.split("Inner")[0]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("f(Arrays.asList(1, -2), \"a\\n\\u0041\", '\\'')", [[1, -2], "a\nA", "'"]),
        ("f(new int[] {0x10, 010, 1_0L}, 1e3, 2f)", [[16, 8, 10], 1000.0, 2.0]),
        ("f(new ArrayList<>(List.of(true)), Map.of(1, null))", [[True], {1: None}]),
        ("f([1, (2, 'a')], {'a': true})", [[1, [2, "a"]], {"a": True}]),
        ("f(Optional.empty(), new int[][] {{1}, {}})", [(), [[1], []]]),
    ],
)
def test_arguments_are_read_as_java_or_a_prompt_writes_them(text: str, values: list[Value]) -> None:
    assert arguments_of(text) == values


def test_a_signature_is_no_example() -> None:
    prompt = "`int f(int n, List<Integer> row)` gives\n>>> f(3, Arrays.asList(1))\n4\n// f(n) == 2"
    assert JavaCalls().examples(prompt, "f") == (Call((3, [1])),)


def test_constants_are_numbers_texts_and_characters() -> None:
    text = "class A { /* 9 */ String s = \"a\"; char c = 'c'; long n = 7L; double d = 1.5; }"
    assert set(JavaCalls().constants(text)) == {"a", "c", 7, 1.5}


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("long", 5, "5L"),
        ("double", 1, "1.0"),
        ("float", 0.5, "0.5f"),
        ("short", -1, "(short) (-1)"),
        ("char", "'", "'\\''"),
        ("String", 'é"\n\0', '"\\u00e9\\"\\n\\000"'),
        ("int[][]", [[1], []], "new int[][] {new int[] {1}, new int[] {}}"),
        ("List<Long>", [1], "new ArrayList<>(Arrays.<Long>asList(1L))"),
        ("Set<String>", {"b", "a"}, 'new HashSet<>(Arrays.<String>asList("a", "b"))'),
        ("Map<String, Integer>", {"a": 1},
         'new HashMap<String, Integer>() {{ put("a", 1); }}'),
        ("Object", [1, 2.5], "new ArrayList<>(Arrays.<Object>asList(1, 2.5))"),
        ("Optional<Integer>", (3,), "Optional.of(3)"),
    ],
)  # fmt: skip
def test_values_are_written_as_their_type_has_them(kind: str, value: Value, written: str) -> None:
    assert literal(read_type(kind), value) == written


def test_what_has_no_literal_is_refused() -> None:
    for kind, value in (("Sum", Opaque("Sum", "Sum@")), ("int", 1 << 31), ("List<Integer>[]", [])):
        with pytest.raises(NotPlain):
            literal(read_type(kind), value)


@pytest.mark.parametrize(
    ("line", "view"),
    [
        ("assertEquals(1, A.f(2));", View()),
        ("assertEquals(1.0, A.f(2), 0.01);", View((), (0.0, 0.01))),
        ("assertTrue(A.f(2));", View(("truth",))),
        ("assertThat(A.f(2)).isEqualTo(3);", View()),
        ("assertThat(A.f(2)).isCloseTo(3, within(0.5));", View((), (0.0, 0.5))),
        ("assertThat(A.f(2)).containsExactlyInAnyOrder(3);", View(("sorted",))),
        ("assertThat(A.f(2), is(3));", View()),
        ("int[] r = A.f(2); Arrays.sort(r); assertArrayEquals(x, r);", View(("sorted",))),
        ("assertEquals(s, new HashSet<>(A.f(2)));", View(("set",))),
        ("if (Math.abs(A.f(2) - 1.5) > 1e-3) throw x;", View((), (0.0, 1e-3))),
        ("boolean b = !A.f(2).equals(x);", View()),
        ("assertEquals(2, A.f(2).size());", View(("len",))),
        ("use(A.f(2));", View(direct=False)),
    ],
)
def test_views_are_how_assertions_look_at_results(line: str, view: View) -> None:
    suite = _suite(f"class ATest {{ void t() {{ {line} }} }}")
    assert JavaCalls().views(suite, "f") == (view,)


def test_a_suite_that_only_expects_exceptions_looks_at_no_result() -> None:
    text = "class ATest { void t() { assertThrows(E.class, () -> A.f(2)); } }"
    assert JavaCalls().views(_suite(text), "f") == ()


HEADS = {
    Framework.JUNIT5: "import org.junit.jupiter.api.Test;\nimport static "
    "org.junit.jupiter.api.Assertions.*;\n",
    Framework.JUNIT4: "import org.junit.*;\n",
    Framework.SCRIPT: "",
}


@pytest.mark.parametrize(
    ("framework", "more", "line"),
    [
        (Framework.JUNIT5, "", "assertEquals(3L, new Sum(1).plus(new int[] {2}));"),
        (Framework.JUNIT4, "", "assertEquals(3L, new Sum(1).plus(new int[] {2}));"),
        (Framework.JUNIT5, "import static org.assertj.core.api.Assertions.assertThat;\n",
         "assertThat(new Sum(1).plus(new int[] {2})).isEqualTo(3L);"),
        (Framework.SCRIPT, "", "if (!Objects.deepEquals(3L, new Sum(1).plus(new int[] {2})))"),
    ],
)  # fmt: skip
def test_a_probe_has_the_manner_of_its_suite(framework: Framework, more: str, line: str) -> None:
    suite = _suite(
        f"package a.b;\n{HEADS[framework]}{more}class ATest {{}}\n", framework, "src/ATest.java"
    )
    result = Result(0, "returned", 3)
    made = JavaCalls().probe(suite, _entry("plus"), Call((1, [2])), result, View())
    text = made.files["src/CounterexampleTest.java"]
    assert text.startswith("package a.b;\n")
    assert line in text
    # Whoever keeps it may call the file otherwise.
    assert f"\nclass {CLASS} {{" in text
    assert len(set(text.splitlines())) >= len([x for x in text.splitlines() if x.startswith("imp")])


def test_a_probe_of_what_no_source_gave_is_refused() -> None:
    suite = _suite(f"{HEADS[Framework.JUNIT5]}class ATest {{}}\n")
    with pytest.raises(NotPlain):
        JavaCalls().probe(suite, Entry("A.java", "f"), Call((1,)), Result(0, "returned", 1), View())
    with pytest.raises(NotPlain):
        JavaCalls().probe(suite, _entry("plus"), Call((1, [2])), Result(0, "fuel"), View())
