"""What is read of Go solutions, prompts and suites, and written into them, before anything runs."""

from __future__ import annotations

import pytest

from workbench.languages.calls import Call, Result, View
from workbench.languages.go_calls import GoCalls
from workbench.languages.go_calls_sources import GoEntry
from workbench.languages.go_calls_types import Types
from workbench.languages.go_calls_values import calls_in, written
from workbench.languages.syntax import parse
from workbench.languages.values import NotPlain, Value
from workbench.model.task import Solution, Suite

CODE = """package calc

import "io"

type Side [2]int

type Point struct{ X, Y int }

type Shut struct{ size int }

func Second(a int8, rest ...string) (string, error) { return rest[a], nil }

func First(m map[string][]float64) int { return len(m) }

func Reads(r io.Reader) int { return 0 }

func Hidden(s Shut) int { return s.size }

func Called(f func() int) int { return f() }

func Nothing(n int) {}

func Turned(row []int) {}

func Moved(p Point, side Side) *Point { return &p }

func Song() string { return "la" }

func (p Point) Method(n int) int { return n }

func Same[T any](v T) T { return v }

func unused(n int) int { return n }
"""
TESTS = """package calc

import "testing"

func TestAll(t *testing.T) {
	Song()
	First(nil)
	if got, _ := Second(0, "a"); got != "a" { t.Fatal(got) }
	Reads(nil); Hidden(Shut{}); Called(nil); Nothing(1); Turned(nil); Moved(Point{}, Side{})
	Same(1)
	Point{}.Method(1)
}
"""


def _suite(text: str) -> Suite:
    return Suite(name="given", role="given", files={"calc_test.go": text})


def _solution(text: str) -> Solution:
    return Solution(name="s", role="candidate", files={"calc.go": text})


def _entries() -> dict[str, GoEntry]:
    found = GoCalls().entries(_solution(CODE), _suite(TESTS))
    return {e.name: e for e in found if isinstance(e, GoEntry)}


def test_entries_are_the_functions_over_plain_values_that_the_suite_names() -> None:
    assert list(_entries()) == ["First", "Second", "Turned", "Moved", "Song"]


def test_values_whose_meaning_is_the_solutions_own_are_not_plain() -> None:
    text = """package calc
type Kind int
const (
	None Kind = iota
	Some
)
type Age int
type Grid [][]int
func (g Grid) Rows() int { return len(g) }
type Side [2]int
func (s Side) Turned() Side { return s }
func A(n int) Kind { return Some }
func B(n int) Age { return 1 }
func C(n int) Grid { return nil }
func D(n int) Side { return Side{} }
"""
    tests = "package calc\nfunc TestAll(t *testing.T) { A(1); B(1); C(1); D(1); x = Side{1, 2} }\n"
    found = GoCalls().entries(_solution(text), _suite(tests))
    assert [e.name for e in found] == ["B", "D"]


def test_an_entry_knows_its_types_in_both_notations() -> None:
    found = _entries()
    second = found["Second"]
    assert [(p.name, p.annotation) for p in second.parameters] == [
        ("a", "int"),
        ("rest", "List[str]"),
    ]
    assert (second.types, second.results) == (("int8", "[]string"), ("string", "error"))
    assert second.fits((127, ["a"]))
    assert not second.fits((128, ["a"]))
    assert not second.fits((1,))
    assert found["First"].parameters[0].annotation == "Dict[str, List[float]]"
    assert "type Side [2]int" in found["Moved"].declared


@pytest.mark.parametrize(
    ("value", "kind", "node"),
    [
        (-128, "int8", -128),
        (2**64 - 1, "uint", ["i", "f" * 16]),
        (3, "float64", 3.0),
        ([1], "[]float32", ["L", 1.0]),
        ((1, 2), "Side", ["L", 1, 2]),
        ({"Y": 2, "X": 1}, "Point", ["D", ["X", 1], ["Y", 2]]),
        (None, "*Point", None),
        ([1, 2.0, "a", None, True], "[]any", ["L", 1, 2.0, "a", None, True]),
        (b"\xff", "string", ["b", "ff"]),
    ],
)
def test_a_value_that_fits_its_type_is_sent(value: Value, kind: str, node: Value) -> None:
    assert Types([parse("go", CODE).root_node]).node(value, kind) == node


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (128, "int8"), (-1, "uint64"), (True, "int"), (1.0, "int"), (1, "bool"), (None, "[]int"),
        (2**53 + 1, "float64"), (0.1, "float32"), (10**400, "float64"), ("\ud800", "string"),
        ((1,), "Side"), ({"X": 1}, "Point"), ([1], "map[int]int"), ("ab", "rune"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(value: Value, kind: str) -> None:
    with pytest.raises(NotPlain):
        Types([parse("go", CODE).root_node]).node(value, kind)


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ('f([]float64{1, 2.5}, "a\\n\\x41", -3)', ([1.0, 2.5], "a\nA", -3)),
        ("f(map[string][]int{`a`: {1}, `b`: {}}, [2]int{1, 2})", ({"a": [1], "b": []}, (1, 2))),
        ("f('a', nil, true, int64(7), []byte(\"hi\"))", (97, None, True, 7, [104, 105])),
        ("f([[1, 2], ['a']], False)", ([[1, 2], ["a"]], False)),
        ("f(Point{X: 1, Y: 2})", ({"X": 1, "Y": 2},)),
    ],
)
def test_literals_are_read_in_go_and_in_the_notation_of_prompts(
    text: str, args: tuple[Value, ...]
) -> None:
    assert calls_in(text) == Call(args)


def test_a_signature_and_a_call_of_names_are_no_examples() -> None:
    prompt = "func F(n int) int\nF(n)\n>>> F(3)\nF([]int{1, x})\nt.F(4)\n"
    assert GoCalls().examples(prompt, "F") == (Call((3,)),)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ([[1], []], "[][]int", "[][]int{{1}, {}}"),
        ({"a": [1.0]}, "map[string][]float64", 'map[string][]float64{"a": {1.0}}'),
        ([{"X": 1, "Y": -2}], "[]Point", "[]calc.Point{{X: 1, Y: -2}}"),
        ([{"X": 1, "Y": 0}], "[]*Point", "[]*calc.Point{&calc.Point{X: 1, Y: 0}}"),
        ([97, 39, 10], "[]rune", "[]rune{'a', '\\'', 10}"),
        ([1, 2.0, None, [True]], "[]any", "[]any{1, 2.0, nil, []interface{}{true}}"),
        ('"\u2028\ufeff\x01', "string", '"\\"\u2028\\ufeff\\u0001"'),
        (float("-inf"), "float64", "math.Inf(-1)"),
    ],
)
def test_values_are_written_as_go(value: Value, kind: str, text: str) -> None:
    assert written(value, kind, Types([parse("go", CODE).root_node]), "calc.") == text


@pytest.mark.parametrize(
    ("body", "views"),
    [
        ("assert.Equal(t, 3, F(1))", [View()]),
        ('if got := F(1); got != 3 { t.Errorf("%v", got) }', [View()]),
        ("got, err := F(1)\n\tif err != nil || !reflect.DeepEqual(got, 1) { t.Fatal() }", [View()]),
        ("assert.InDelta(t, 3, F(1), 0.01)", [View((), (0.0, 0.01))]),
        ("if math.Abs(F(1) - 3) > 1e-4 { t.Fatal() }", [View((), (0.0, 1e-4))]),
        ("got := F(1)\n\tsort.Ints(got)\n\tassert.Equal(t, w, got)", [View(("sorted",))]),
        ("assert.ElementsMatch(t, F(1), w)", [View(("sorted",))]),
        ("assert.JSONEq(t, w, string(F(1)))", [View(("json",))]),
        ("assert.Contains(t, F(1), 2)", [View(("unordered",))]),
        ("assert.NotEmpty(t, F(1))", [View(("truth",))]),
        ("for _, x := range F(1) { seen[x] = true }", [View(("unordered",))]),
        ("for i, x := range F(1) { if w[i] != x { t.Fatal() } }", [View()]),
        ('if d := cmp.Diff(w, F(1)); d != "" { t.Fatal() }', [View()]),
        (
            'if d := cmp.Diff(w, F(1), cmpopts.SortSlices(less)); d != "" { t.Fatal() }',
            [View(("unordered",))],
        ),
        (
            "opts := cmp.Options{cmpopts.SortSlices(less)}\n\t_ = cmp.Diff(w, F(1), opts)",
            [View(("unordered",))],
        ),
        (
            "if cmp.Equal(w, F(1), cmpopts.EquateApprox(0, 0.5)) { t.Fatal() }",
            [View((), (0.0, 0.5))],
        ),
        ("if len(F(1)) != 2 { t.Fatal() }", [View(("len",))]),
        ("got := F(1)\n\tif len(got) != 2 || got[0] != 1 { t.Fatal() }", [View()]),
        ("if !sameRow(F(1), w) { t.Fatal() }", [View()]),
        ("checkValid(t, F(1))", [View(direct=False)]),
        ("F(1)", []),
    ],
)
def test_a_suite_shows_how_it_looks_at_results(body: str, views: list[View]) -> None:
    text = f"package s\n\nfunc TestF(t *testing.T) {{\n\t{body}\n}}\n"
    assert list(GoCalls().views(_suite(text), "F")) == views


def test_a_helper_that_sorts_does_not_look_at_the_order() -> None:
    helper = (
        "func equal(t *testing.T, a, b []int) {\n\tslices.Sort(a)\n\tassert.Equal(t, a, b)\n}\n"
    )
    text = "package s\n\nfunc TestF(t *testing.T) {\n\tequal(t, F(1), w)\n}\n"
    assert list(GoCalls().views(_suite(text), "F")) == [View()]
    assert list(GoCalls().views(_suite(text + helper), "F")) == [View(("unordered",))]


def test_constants_are_values_of_the_code_and_not_of_its_imports() -> None:
    text = 'package s\nimport "fmt"\nvar a = []any{0x10, 1.5, \'z\', "no", `raw`}\n'
    assert GoCalls().constants(text) == (16, 1.5, 122, "z", "no", "raw")


def test_no_line_of_a_solution_moves_where_steps_are_counted() -> None:
    text = "package calc\n\nfunc F(n int) int {\n\tfor n > 3 {\n\t\tn--\n\t}\n\treturn n\n}\n"
    suite = _suite("package calc\n\nfunc TestF(t *testing.T) { F(1) }\n")
    solution = _solution(text)
    (entry,) = GoCalls().entries(solution, suite)
    made = GoCalls().callable(solution, suite, entry)
    assert made.files["calc.go"].count("__muF();") == 2
    assert made.files["calc.go"].count("\n") == text.count("\n")
    assert "zzworkbench/serve.go" in made.files


def test_a_probe_stands_in_the_package_of_the_suite_and_imports_what_it_takes() -> None:
    suite = _suite(
        'package calc_test\n\nimport (\n\tc "example/calc"\n\t"testing"\n)\n\n'
        "func TestMoved(t *testing.T) { c.Moved(c.Point{}, c.Side{}) }\n"
    )
    entry = _entries()["Moved"]
    call, result = Call(({"X": 1, "Y": 2}, (3, 4))), Result(0, "returned", {"X": 4, "Y": 6})
    text = GoCalls().probe(suite, entry, call, result, View()).files["counterexample_test.go"]
    assert text.startswith("package calc_test\n")
    assert '\tc "example/calc"\n' in text
    assert "got := c.Moved(c.Point{X: 1, Y: 2}, c.Side{3, 4})" in text


def test_what_is_empty_behind_a_pointer_may_be_nil_and_is_no_probe() -> None:
    code = "package calc\ntype Tree struct { Of []*Tree }\nfunc Grow(n int) *Tree { return nil }\n"
    suite = _suite("package calc\nfunc TestGrow(t *testing.T) { Grow(1) }\n")
    (entry,) = GoCalls().entries(_solution(code), suite)
    full, bare = {"Of": [None]}, {"Of": [{"Of": []}]}
    probe = GoCalls().probe(suite, entry, Call((1,)), Result(0, "returned", full), View())
    assert "reflect.DeepEqual(got, want)" in probe.files["counterexample_test.go"]
    with pytest.raises(NotPlain, match="nil"):
        GoCalls().probe(suite, entry, Call((1,)), Result(0, "returned", bare), View())


def test_a_call_that_did_not_end_is_no_probe() -> None:
    with pytest.raises(NotPlain, match="fuel"):
        GoCalls().probe(_suite(TESTS), _entries()["First"], Call(({},)), Result(0, "fuel"), View())


def test_a_text_that_is_cut_anywhere_is_read_without_a_word() -> None:
    calling = GoCalls()
    for at in range(0, len(CODE), 7):
        solution, suite = _solution(CODE[:at]), _suite(TESTS[: at // 2])
        entries = calling.entries(solution, _suite(TESTS))
        calling.recordable(solution, suite, entries)
        for entry in entries:
            calling.callable(solution, suite, entry)
            assert entry.name in CODE[:at]
        calling.constants(CODE[:at])
        calling.views(suite, "Second")
