"""Which edits of Rust code are mutants."""

from __future__ import annotations

import pytest

from tests.languages.rust.mutable import LIB, TESTS, solution, suite
from workbench.languages.mutation import Mutant
from workbench.languages.rust_mutation import RustMutation
from workbench.languages.syntax import first_error, parse
from workbench.model.task import Solution, Suite


def found(source: str) -> tuple[Mutant, ...]:
    tests = suite("use nasty::*;\n#[test] fn a() {}\n")
    return RustMutation().mutants(solution(source), tests)


def edits(source: str) -> set[tuple[str, str, str]]:
    return {(m.operator, m.before, m.after) for m in found(source)}


def body(code: str, returns: str = "i32") -> set[tuple[str, str, str]]:
    """Edits inside a function's body, its stubs left out."""
    source = f"pub fn f(a: i32, b: i32, s: &str, v: &[i32]) -> {returns} {{ {code} }}\n"
    return {e for e in edits(source) if e[0] != "stub"}


@pytest.mark.parametrize(
    ("code", "returns", "wanted"),
    [
        ("a < b", "bool", {("boundary", "<", "<="), ("negate", "<", ">=")}),
        ("a == b", "bool", {("negate", "==", "!=")}),
        ("a << b", "i32", {("arithmetic", "<<", ">>")}),
        ("!(a > b)", "bool", {("unary", "!(a > b)", "(a > b)"), ("boundary", ">", ">="),
                              ("negate", ">", "<=")}),
        ("s.is_empty()", "bool", set()),
        ("1", "i32", {("integer", "1", "2"), ("integer", "1", "0")}),
        ("0xffu8", "u8", {("integer", "0xffu8", "254u8")}),
        ("-1", "i32", {("unary", "-1", "1"), ("integer", "1", "2"), ("integer", "1", "0")}),
        ('"x"', "&str", {("text", '"x"', '""')}),
        ("a.max(b)", "i32", {("call", "max", "min")}),
        ("Some(a)", "Option<i32>", {("optional", "Some(a)", "None")}),
        ("None", "Option<i32>", {("optional", "None", "Some(0)")}),
        ("Err(())", "Result<i32, ()>", {("optional", "Err(())", "Ok(0)")}),
        ("for i in 0..a { g(i) }; b", "i32",
         {("boundary", "..", "..="), ("integer", "0", "1"), ("delete", "g(i)", "()"),
          ("delete", "for i in 0..a { g(i) }", "{}")}),
        ("for _ in v { continue; } a", "i32",
         {("jump", "continue", "break"), ("delete", "for _ in v { continue; }", "{}")}),
        ("g(a); b", "i32", {("delete", "g(a);", ";")}),
        ("let x; x = a; x", "i32", set()),
    ],
)  # fmt: skip
def test_each_operator_makes_its_edits(
    code: str, returns: str, wanted: set[tuple[str, str, str]]
) -> None:
    assert body(code, returns) == wanted


def test_conditions_are_forced_both_ways_and_loops_only_shut() -> None:
    made = body("if s.is_empty() { a } else { b }")
    assert {
        ("condition", "s.is_empty()", "true"),
        ("condition", "s.is_empty()", "false"),
        ("negate", "s.is_empty()", "!s.is_empty()"),
    } <= made
    assert ("condition", "g()", "true") not in body("while g() {} a")


def test_and_within_another_operation_is_swapped_in_parentheses() -> None:
    assert ("logical", "a > 1 && b > 1", "(a > 1 || b > 1)") in body(
        "a > 1 && b > 1 && a > b", "bool"
    )


@pytest.mark.parametrize(
    ("returns", "stubs"),
    [
        ("bool", {"{ false }", "{ true }"}),
        ("i64", {"{ 0 }", "{ 1 }", "{ -1 }"}),
        ("String", {"{ String::new() }", '{ "mutant".into() }'}),
        ("Result<Vec<u8>, ParseIntError>", {"{ Ok(Vec::new()) }", "{ Ok(Vec::from([0])) }"}),
        ("(u8, Option<bool>)", {"{ (0, None) }"}),
        ("Unknown", set()),
        ("impl Iterator<Item = u8>", set()),
        ("&'static str", {'{ "" }', '{ "mutant" }'}),
    ],
)  # fmt: skip
def test_a_stub_returns_what_its_type_allows(returns: str, stubs: set[str]) -> None:
    source = f"pub fn f() -> {returns} {{ g() }}\n"
    assert {after for operator, _, after in edits(source) if operator == "stub"} == stubs


def test_an_arm_is_deleted_only_where_a_wildcard_takes_its_place() -> None:
    with_wildcard = edits("pub fn f(a: u8) -> u8 { match a { 1 => g(), _ => h() } }\n")
    without = edits("pub fn f(a: bool) -> u8 { match a { true => g(), false => h() } }\n")
    assert ("delete", "1 => g(),", "") in with_wildcard
    assert not [e for e in without if e[0] == "delete"]


@pytest.mark.parametrize(
    "source",
    [
        "const A: i32 = 1 + 2;\n",
        "static A: [i32; 2] = [1, 2];\n",
        "pub enum E { A = 1, B = 2 }\n",
        "#[derive(Debug)]\n#[repr(align(8))]\npub struct S(pub i32);\n",
        "macro_rules! m { ($x:expr) => { $x + 1 }; }\n",
        "#[cfg(test)]\nmod tests { fn f() -> i32 { 1 + 2 } }\n",
        '#[cfg(feature = "absent")]\npub fn f() -> i32 { 1 + 2 }\n',
        "#[test]\nfn f() { assert!(1 < 2); }\n",
        "pub trait T { fn f(&self) -> i32; const N: i32 = 1; }\n",
        "pub fn f(x: S) -> S { x.0 }\n",
        "pub const fn f() -> i32 { 1 + 2 }\nconst A: i32 = f();\n",
    ],
)
def test_what_does_not_run_in_a_function_of_the_solution_has_no_mutants(source: str) -> None:
    assert found(source) == ()


def test_arguments_of_known_macros_are_mutated_and_their_messages_are_not() -> None:
    made = body('format!("{} {}", a + 1, vec![b; 2].len())', "String")
    assert {("arithmetic", "+", "-"), ("integer", "1", "2"), ("integer", "2", "3")} <= made
    assert not [e for e in made if e[0] == "text"]
    assert body("mine!(a + 1)") == set()


def test_a_macro_of_the_solution_hides_the_known_one() -> None:
    source = "macro_rules! vec { ($x:expr) => { $x } }\npub fn f() -> U { vec![1 + 2] }\n"
    assert found(source) == ()


def test_a_const_fn_no_constant_needs_is_mutated() -> None:
    assert ("arithmetic", "+", "-") in edits("pub const fn f(a: i32) -> i32 { a + a }\n")


def test_only_compiled_files_of_the_solution_have_mutants() -> None:
    made = Solution(
        name="made", role="candidate",
        files={"src/lib.rs": "mod a;\npub fn f() -> bool { a::g() }\n",
               "src/a.rs": "pub fn g() -> bool { true }\n",
               "src/loose.rs": "pub fn h() -> bool { true }\n",
               "src/given.rs": "pub fn i() -> bool { true }\n"},
    )  # fmt: skip
    tests = Suite(
        name="given", role="given", support={"src/given.rs": "pub fn i() -> bool { true }\n"},
        files={"tests/a.rs": "use task::f;\n#[test] fn a() { assert!(f()); }\n"},
    )  # fmt: skip
    assert {m.file for m in RustMutation().mutants(made, tests)} == {"src/lib.rs", "src/a.rs"}


def test_every_mutant_is_valid_rust_in_order_and_the_same_again() -> None:
    # The compiler knows `p.1.0` and chains of three conditions; the grammar does not.
    unknown = ("&& let Some(y)", "p.1.0")
    source = "\n".join(s for s in LIB.split("\n") if not any(u in s for u in unknown))
    made = solution(source, "2024")
    mutants = RustMutation().mutants(made, suite(TESTS))
    assert len(mutants) > 200
    assert mutants == RustMutation().mutants(made, suite(TESTS))
    assert [m.start for m in mutants] == sorted(m.start for m in mutants)
    assert len({m.id for m in mutants}) == len(mutants)
    for mutant in mutants:
        applied = mutant.applied(made).files["src/lib.rs"]
        assert not first_error(parse("rust", applied)), mutant
        assert applied != source
        assert source.encode()[mutant.start : mutant.end].decode() == mutant.before


@pytest.mark.parametrize(
    "code",
    ["a + " * 1_200 + "b", "(" * 1_200 + "a" + ")" * 1_200,
     "if a > b { 1 } else " * 400 + "{ 2 }", "{" * 1_200 + "a" + "}" * 1_200],
)  # fmt: skip
def test_what_nests_deeper_than_the_stack_is_left_as_it_is(code: str) -> None:
    made = solution(f"pub fn f(a: i32, b: i32) -> i32 {{ {code} }}\n")
    mutants = RustMutation().mutants(made, suite("use nasty::f;\n#[test] fn a() { f(1, 2); }\n"))
    assert mutants
    held = RustMutation().schemata(made, mutants)
    assert len(held.mutants) == len(mutants)


def test_functions_are_named_with_modules_and_types() -> None:
    names = {m.function for m in RustMutation().mutants(solution(LIB, "2024"), suite(TESTS))}
    assert {"inner::deeper::add", "Pair::area", "Shape::double", "swap"} <= names


@pytest.mark.parametrize(
    "source", ["pub fn f( -> {{{ 1 +\n", "\ufeff", "", "fn f() { vec![", "}}}"]
)
def test_broken_source_raises_nothing(source: str) -> None:
    found(source)
