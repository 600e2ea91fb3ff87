"""Java mutants and schemata, from the source alone."""

from __future__ import annotations

import pytest

from workbench.languages.java_mutants import mutants_of
from workbench.languages.java_mutation import JavaMutation
from workbench.languages.mutation import Mutant, Schemata
from workbench.model.task import Solution, Suite


def in_method(body: str, kind: str = "int", fields: str = "") -> str:
    return f"class A {{\n{fields}\n{kind} f(int a, int b) {{\n{body}\n}}\n}}\n"


def edits(source: str, operator: str = "") -> set[tuple[str, str]]:
    found = mutants_of("A.java", source)
    return {(m.before, m.after) for m in found if operator in ("", m.operator)}


def instrumented(source: str) -> tuple[Schemata, str]:
    solution = Solution(name="s", role="candidate", files={"A.java": source})
    made = JavaMutation().schemata(solution, mutants_of("A.java", source))
    return made, made.solution.files["A.java"].replace("workbench_mutants.", "")


def test_a_mutant_is_one_edit_that_can_be_applied_and_found_again() -> None:
    source = in_method('String s = "ä"; return a < b ? 1 : 2;')
    found = mutants_of("A.java", source)
    assert found == mutants_of("A.java", source)
    assert len({m.id for m in found}) == len(found)
    solution = Solution(name="s", role="candidate", files={"A.java": source})
    boundary = next(m for m in found if m.operator == "boundary")
    assert (boundary.line, boundary.before, boundary.function) == (4, "<", "A.f")
    assert source.splitlines()[3][boundary.column - 1] == "<"
    assert "a <= b" in boundary.applied(solution).files["A.java"]


def test_the_suites_own_files_have_no_mutants() -> None:
    files = {"A.java": in_method("return a + b;"), "ATest.java": in_method("return a + b;")}
    solution = Solution(name="s", role="candidate", files=files)
    suite = Suite(name="t", role="given", files={"ATest.java": files["ATest.java"]})
    assert {m.file for m in JavaMutation().mutants(solution, suite)} == {"A.java"}


def test_a_file_that_is_not_java_has_no_mutants() -> None:
    assert mutants_of("A.java", "class A { int f( { } }") == []


@pytest.mark.parametrize(
    "source",
    [
        in_method('String s = "n"; return (s + a).length();'),
        in_method("return 1;", fields='String name(int n) { return name + n; } String name = "";'),
        in_method('String s = ""; s += a; return 0;'),
    ],
)
def test_text_has_no_minus(source: str) -> None:
    assert not edits(source, "arithmetic")


def test_a_loop_without_end_keeps_its_condition() -> None:
    source = in_method("while (true) { if (a > 1) return 1; a++; }")
    assert not edits(source, "boolean")
    assert ("a > 1", "false") in edits(source, "condition")


def test_a_loops_condition_becomes_false_in_a_way_the_compiler_does_not_see_through() -> None:
    source = in_method("while (a > b) { a--; } return a;")
    assert edits(source, "condition") == {("a > b", "Boolean.FALSE")}


def test_constants_of_case_labels_and_annotations_stay() -> None:
    source = in_method(
        "switch (a) { case ONE: return b; case 7: break; } return a;",
        fields='static final int ONE = 1; static final String WHY = "x"; '
        '@SuppressWarnings(WHY) void g() {} @Deprecated(since = "3") void h() {}',
    )
    assert not edits(source, "integer")
    assert not edits(source, "text")


def test_a_pattern_keeps_the_variable_it_declares() -> None:
    source = in_method("if (o instanceof String s && s.isEmpty()) return 1; return 2;",
                       fields="Object o;")  # fmt: skip
    assert not edits(source, "logical")
    assert not edits(source, "condition")


@pytest.mark.parametrize(
    ("kind", "defaults"),
    [
        ("void", {"{ }"}),
        ("boolean", {"{ return true; }", "{ return false; }"}),
        ("Long", {"{ return 0L; }"}),
        ("String", {'{ return ""; }'}),
        ("List<int[]>", {"{ return java.util.List.of(); }"}),
        ("int[][]", {"{ return new int[0][]; }"}),
        ("A", {"{ return null; }"}),
    ],
)
def test_a_body_gives_way_to_a_default_of_its_type(kind: str, defaults: set[str]) -> None:
    body = "g();" if kind == "void" else "g(); return h();"
    assert {after for _, after in edits(in_method(body, kind), "stub")} == defaults


def test_what_only_prints_is_not_deleted() -> None:
    assert edits(in_method('System.out.println("x"); g(); return a;'), "delete") == {("g();", ";")}


def test_integers_stay_in_their_range() -> None:
    found = edits(in_method("return a + 2147483647 + 0x0f;"), "integer")
    assert found == {("0x0f", "0x10")}


def test_a_long_table_is_not_mutated_row_by_row() -> None:
    rows = ", ".join(str(n) for n in range(10, 60))
    assert len(edits(f"class A {{ int[] T = {{{rows}}}; }}", "integer")) == 3


def test_no_line_moves() -> None:
    source = in_method("if (a < b\n    && b > 3) {\n  g(a,\n    b);\n}\nreturn a\n + b;")
    made, text = instrumented(source)
    assert len(text.splitlines()) == len(source.splitlines())
    assert "b > " in text.splitlines()[4]
    assert {p.line for p in made.probes if p.kind == "line"} == {4, 6, 9}


def test_constants_that_are_narrowed_are_guarded_with_a_cast() -> None:
    _, text = instrumented(in_method("byte x = 1 + 2; char c = cond ? 'a' : 5; return x;"))
    assert "byte x = (byte) (M.a(" in text
    assert "char c = (char) (M.a(" in text


def test_a_constant_beside_a_char_is_guarded_with_it() -> None:
    _, text = instrumented(in_method("g(a > b ? 'a' : 0); return 1;"))
    assert "? a > b ? 'a' : 1 : " in text


def test_a_return_is_guarded_as_a_statement_because_a_conditional_would_unbox() -> None:
    source = "class A { Integer f(Integer a) { g(); return a; } }"
    _, text = instrumented(source)
    assert "{ return 0; } else return a;" in text


def test_steps_of_for_loops_remain_calls() -> None:
    _, text = instrumented(in_method("for (int i = 0; i < a; i++, b += 2) g(); return b;"))
    assert "? i-- : (i++)))" in text
    assert "M.v((M.a(" in text


def test_nothing_stands_before_the_call_of_another_constructor() -> None:
    _, text = instrumented("class A extends B { A(int a) { super(a + 1); g(); } }")
    assert "{ super((M.a(1) ?" in text
    assert "; M.f();" in text


def test_steps_are_counted_without_loss_where_there_are_threads() -> None:
    made, _ = instrumented("class A { synchronized int f() { return 1; } }")
    assert "AtomicLong" in made.solution.files["workbench_mutants/M.java"]


def test_every_mutant_has_a_number_a_probe_and_a_place() -> None:
    source = in_method("int c = a * b; for (int i = 0; i < c; i++) { c -= i; } return c;")
    mutants: list[Mutant] = mutants_of("A.java", source)
    made, _ = instrumented(source)
    assert list(made.mutants) == mutants
    assert all(made.probes[p].kind == "guard" for p in made.reach)
    assert {n for _, _, n in made.places["A.java"]} == set(range(1, len(mutants) + 1))
    text = made.solution.files["A.java"].encode()
    shown = {n: text[s:e].decode() for s, e, n in made.places["A.java"]}
    star = next(n for n, m in enumerate(mutants, 1) if m.before == "*")
    assert shown[star] == "a / b"
