"""Mutants of Go and the schemata that hold them, from the text alone: no sandbox."""

from __future__ import annotations

import re

import pytest

from workbench.languages.go_mutation import GoMutation
from workbench.languages.mutation import Mutant, Schemata
from workbench.languages.syntax import first_error, parse
from workbench.model.task import Solution, Suite
from workbench.sandboxes.base import Outcome

SUITE = Suite(name="tests", role="given", files={"a_test.go": "package a\n"})
SPEAKS = GoMutation()


def solution(body: str, **more: str) -> Solution:
    return Solution(name="made", role="candidate", files={"a.go": f"package a\n\n{body}\n", **more})


def mutants(body: str) -> tuple[Mutant, ...]:
    return SPEAKS.mutants(solution(body), SUITE)


def edits(body: str, operator: str) -> list[tuple[str, str]]:
    return [(m.before, m.after) for m in mutants(body) if m.operator == operator]


def held(body: str) -> Schemata:
    made = solution(body)
    return SPEAKS.schemata(made, SPEAKS.mutants(made, SUITE))


@pytest.mark.parametrize(
    ("body", "operator", "expected"),
    [
        ("func F(a, b int) bool { return a < b }", "boundary", [("<", "<=")]),
        ("func F(a, b int) bool { return a == b }", "negate", [("==", "!=")]),
        ("func F(a int) int { return a << 2 }", "arithmetic", [("<<", ">>")]),
        ("func F(a int) { a += 2; _ = a }", "arithmetic", [("+=", "-=")]),
        ("func F(a bool) bool { return !a }", "unary", [("!", "")]),
        ("func F() []int { return []int{0, 1, 7} }", "integer",
         [("0", "1"), ("1", "2"), ("1", "0"), ("7", "8")]),
        ("func F() (int, error) { return g(), h() }", "return",
         [("g()", "0"), ("h()", "nil")]),
        ("func F() (*T, bool) { return nil, false }", "return", []),
        ("func F() (n int, t T) { n++; return }", "stub",
         [("", " return 0, *new(T);"), ("", " return 1, *new(T);")]),
        ("func F(a []int) { defer g(); a[0] = 1; for { break } }", "delete",
         [("defer g()", ""), ("a[0] = 1", "")]),
        ("func F() { for i := range 3 { if i == 1 { continue }; g(i) } }", "jump",
         [("continue", "break")]),
        ('func F(a string) string { return a + "x" }', "text", [('"x"', '""')]),
    ],
)  # fmt: skip
def test_each_operator_makes_its_edits(
    body: str, operator: str, expected: list[tuple[str, str]]
) -> None:
    assert edits(body, operator) == expected


def test_who_looks_at_results_only_where_there_is_no_error_is_given_one() -> None:
    code = "func F(a int) (int, error) { return a, nil }"
    made = ('import "fmt"\n' + code, 'import (\n\te "errors"\n\t"errors"\n)\n' + code)
    for body, error in zip(made, ('fmt.Errorf("mutant")', 'errors.New("mutant")'), strict=True):
        assert edits(body, "return") == [("a", "0"), ("nil", error)]
        assert ("", f" return 0, {error};") in edits(body, "stub")
    assert edits('import f "fmt"\n' + code, "return") == [("a", "0")]


def test_a_string_is_never_subtracted() -> None:
    body = "type T struct{ s string }\nfunc F(t T, a []string) string { return t.s + a[0] + g() }"
    assert edits(body, "arithmetic") == []


def test_what_would_be_left_without_a_use_is_kept() -> None:
    body = 'import "os"\nfunc F() int { n, err := g()\nif err != nil { os.Exit(1) }\nreturn n }'
    assert ("err != nil", "true || (err != nil)") in edits(body, "condition")
    assert ("os.Exit(1)", "if false { os.Exit(1) }") in edits(body, "delete")
    assert ("", "return 0; ") in edits(body, "return")


def test_go_is_never_asked_for_what_it_refuses() -> None:
    assert edits("func F(a int) int { return a / 1 }", "integer") == [("1", "2")]
    assert edits("type P [2]int\nfunc F(p P) int { return p[1] }", "integer") == [("1", "0")]
    assert edits("func F(a int) { switch a { case 1: g()\ncase 2: h() } }", "integer") == [
        ("1", "0"), ("2", "3")]  # fmt: skip
    assert edits("const N = 3\nvar A [4]int", "integer") == []
    assert edits('func F(a int) int { if a > 1 { return 1 } else { panic("") } }', "delete") == []
    assert edits("func F(a int) int { for { if a > 1 { continue }; return 1 } }", "jump") == []


def test_an_exchanged_operator_keeps_what_it_is_applied_to() -> None:
    assert ("a || b", "(a && b)") in edits("func F(a, b, c bool) bool { return a || b || c }",
                                           "logical")  # fmt: skip
    assert edits("func F(a, b, c int) int { return a + b | c }", "arithmetic") == [
        ("a + b | c", "(a + b) & c"), ("+", "-")]  # fmt: skip


def test_only_the_solutions_own_built_files_are_mutated() -> None:
    files = {"b_windows.go": "package a\n\nfunc G() int { return 1 }\n",
             "c.go": "package a\n\nfunc H() int { return 1 }\n"}  # fmt: skip
    suite = Suite(name="tests", role="given", files={"a_test.go": "package a\n"},
                  support={"c.go": "package a\n"})  # fmt: skip
    found = SPEAKS.mutants(solution("func F() int { return 1 }", **files), suite)
    assert {m.file for m in found} == {"a.go"}


def test_a_file_that_is_no_go_has_no_mutants() -> None:
    assert mutants("func F( {") == ()


def test_ids_and_order_depend_on_the_text_alone() -> None:
    body = "func F(a, b int) int { if a < b { return a }\nreturn b + 1 }"
    assert mutants(body) == mutants(body)
    found = mutants(body)
    assert len({m.id for m in found}) == len(found)
    assert [m.start for m in found] == sorted(m.start for m in found)


def test_what_runs_before_any_test_is_static() -> None:
    found = mutants("var A = []int{7}\nfunc init() { A[0] = 8 }\nfunc F() int { return 9 }")
    assert {m.before: m.static for m in found if m.operator == "integer" and m.before != "0"} == {
        "7": True, "8": True, "9": False}  # fmt: skip


BODY = """type T struct{ f float64; n uint8 }
var table = map[string]T{"a": {1, 2}, "b": {f: 3, n: 4}}
func (t *T) F(a, b int, s []string) (n int, err error) {
loop:
	for i := 0; i < len(s); i += 2 {
		x := a*b - i%3
		if v, ok := table[s[i]]; !ok && x > 1 {
			continue loop
		} else if v.n == 2 {
			break
		}
		go g(x); n -= -x
	}
	y := -a
	switch { case y > 2: return y & 3, nil }
	return strings.Index(s[0], "x"), err
}"""


def test_every_mutant_of_ordinary_code_finds_a_guard() -> None:
    made = solution(BODY)
    found = SPEAKS.mutants(made, SUITE)
    schemata = SPEAKS.schemata(made, found)
    assert schemata.mutants == found
    assert first_error(parse("go", schemata.solution.files["a.go"])) == ""


def test_each_mutant_stands_in_the_schemata_at_its_place_and_has_a_guard() -> None:
    schemata = held(BODY)
    text = schemata.solution.files["a.go"].encode()
    named = {n for _, _, n in schemata.places["a.go"]}
    assert named == set(range(1, len(schemata.mutants) + 1))
    for start, end, n in schemata.places["a.go"]:
        if end > start and schemata.mutants[n - 1].after:
            assert schemata.mutants[n - 1].after in text[start:end].decode()
    assert {schemata.probes[p].kind for p in schemata.reach} == {"guard"}


def test_code_that_leaves_no_space_after_its_keywords_is_still_read() -> None:
    body = 'func F(s string) int {\n\tfor range"ab" { if(s == "") { return-1 } }\n\treturn 0\n}'
    assert first_error(parse("go", held(body).solution.files["a.go"])) == ""


def test_lines_and_both_sides_of_a_condition_have_probes() -> None:
    schemata = held("func F(a int) int {\n\tif a > 1 {\n\t\treturn 1\n\t}\n\treturn 2\n}")
    found = sorted((p.kind, p.line) for p in schemata.probes if p.kind != "guard")
    assert found == [("false", 4), ("line", 4), ("line", 5), ("line", 7), ("true", 4)]


def test_the_literal_of_a_negative_number_keeps_its_own_mutants() -> None:
    schemata = held("var low = -7")
    text = schemata.solution.files["a.go"]
    asked = {int(n) for n in re.findall(r"__muSh[lr]\(\d+, (\d+)\)", text)}
    assert asked == set(range(1, len(schemata.mutants) + 1))
    assert {m.before for m in schemata.mutants} == {"-", "7"}


def test_functions_and_loops_burn_fuel() -> None:
    text = held("func F() {\n\tfor {\n\t\tfunc() {}()\n\t}\n}").solution.files["a.go"]
    assert text.count("__muF();") == 3


def test_a_message_blames_the_mutant_it_points_at_or_those_around() -> None:
    schemata = held("func F(a, b T) T {\n\tx := a + b\n\treturn x * 2\n}")
    lines = schemata.solution.files["a.go"].split("\n")

    def blamed(text: str, column: int | None = 1) -> set[str]:
        line, row = next((n, row) for n, row in enumerate(lines, 1) if text in row)
        at = "" if column is None else f":{row.index(text) + column}"
        said = f"# a\n./a.go:{line}{at}: no such thing\n".encode()
        outcome = Outcome(1, None, frozenset(), b"", said, b"", 0.1)
        return {schemata.mutants[n - 1].after for n in SPEAKS.breakers(outcome, schemata)}

    assert blamed("__muAdd") == blamed("a ,  b") == {"-"}
    assert blamed("return x / 2") == {"/"}
    assert blamed("package") == set()
