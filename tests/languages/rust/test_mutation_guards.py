"""How Rust mutants stand behind guards, and whom a failed build blames."""

from __future__ import annotations

import json

import pytest

from tests.languages.rust.mutable import LIB, TESTS, solution, suite
from workbench.languages.mutation import Schemata
from workbench.languages.rust_helper import NAME
from workbench.languages.rust_mutation import RustMutation
from workbench.sandboxes.base import Outcome

MUTATION = RustMutation()


def guarded(source: str) -> Schemata:
    made = solution(source)
    tests = suite("use nasty::*;\n#[test] fn a() {}\n")
    return MUTATION.schemata(made, MUTATION.mutants(made, tests))


def text(source: str) -> str:
    """The guarded source without the helper, its calls shortened."""
    whole = guarded(source).solution.files["src/lib.rs"]
    shown = whole.split("\nmod " + NAME)[0].split(")] ", 1)[1]
    return shown.replace(f"self::{NAME}", "M").replace(f"super::{NAME}", "UP")


def failed(*spans: tuple[int, int], children: tuple[tuple[int, int], ...] = ()) -> Outcome:
    def span(start: int, end: int, primary: bool) -> dict[str, object]:
        return {"file_name": "src/lib.rs", "byte_start": start, "byte_end": end,
                "is_primary": primary, "expansion": None}  # fmt: skip

    message = {
        "level": "error",
        "spans": [span(*spans[0], True), *(span(*s, False) for s in spans[1:])],
        "children": [{"spans": [span(*s, True) for s in children], "children": []}],
    }
    return Outcome(1, None, frozenset(), b"", json.dumps(message).encode() + b"\n", b"", 0.1)


def test_the_original_comes_first_and_the_last_mutant_takes_the_rest() -> None:
    shown = text("pub fn f(a: U, b: U) -> bool { a < b }\n")
    assert "(match M::on(1) { ..=2 | 5.. => a < b, 3 => a <= b, _ => a >= b })" in shown


def test_a_stub_leaves_before_the_body_begins() -> None:
    shown = text("pub fn f() -> bool { g() }\n")
    assert (
        "-> bool { M::fuel(); match M::on(0) { 1 => return false, 2 => return true, _ => {} }"
        in shown
    )


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("pub fn f() -> U { g(); h() }", "match M::on(0) { ..=0 | 2.. => { g(); }, _ => {} }"),
        ("pub fn f() -> U { &1 }", "(match M::on(0) { ..=0 | 3.. => &1, 1 => &2, _ => &0 })"),
        ("pub fn f() -> U { -1 }",
         "(match M::on(0) { ..=0 | 4.. => -1, 1 => 1, 2 => -2, _ => -0 })"),
        ("pub fn f(a: U) -> U { for i in b..a { return i; } a }",
         "b..(match M::on(1) { ..=1 | 3.. => a, _ => M::next(a) })"),
        ("pub fn f(a: U) -> U { &v[..a] }",
         "(match M::on(0) { ..=0 | 2.. => &v[..a], _ => &v[..=a] })"),
        ("pub fn f(a: U) -> U { match a { A => g(), _ => h() } }", "A if M::on(0) != 1 => {"),
        ("pub fn f(a: U) -> U { if let A(b) = a { b } else { c } }",
         "if let A(b) = a { M::hit(3); M::hit(1); b } else { M::hit(4); M::hit(2); c }"),
        ("mod m { pub fn f() -> U { 7 } }", "(match UP::on(0) { ..=0 | 2.. => 7, _ => 8 })"),
        ("pub fn f(a: U) -> U { a.map(|x| x.b()) }", "a.map(|x| { M::fuel(); x.b() })"),
    ],
)  # fmt: skip
def test_each_form_of_guard(source: str, form: str) -> None:
    assert form in text(source + "\n")


def test_no_line_moves_and_the_places_hold_the_mutants_text() -> None:
    made = solution(LIB, "2024")
    held = MUTATION.schemata(made, MUTATION.mutants(made, suite(TESTS)))
    shown = held.solution.files["src/lib.rs"]
    before, after = LIB.split("\n"), shown.split("\n")
    for row, line in enumerate(before):
        if line.startswith(("pub fn", "impl", "    fn", "pub trait")):
            assert after[row].startswith(line.split("{")[0])
    assert len(held.reach) == len(held.mutants)
    assert all(held.probes[p].kind == "guard" for p in held.reach)
    assert all(
        held.probes[held.reach[n]].line <= m.line or m.after == ""
        for n, m in enumerate(held.mutants)
    )


def test_a_mutant_whose_text_is_in_error_is_blamed_alone() -> None:
    held = guarded("pub fn f(a: U, b: U) -> U { a + b * 2 }\n")
    shown = held.solution.files["src/lib.rs"].encode()
    for number, mutant in enumerate(held.mutants, 1):
        if mutant.operator == "arithmetic":
            edited = b"a - b * 2" if mutant.before == "+" else b"b / 2"
            start = shown.index(edited)
            assert MUTATION.breakers(failed((start, start + len(edited))), held) == {number}


def test_an_error_in_the_original_blames_the_mutant_a_note_points_at() -> None:
    held = guarded("pub fn f(a: U, b: U) -> U { a + b }\n")
    shown = held.solution.files["src/lib.rs"].encode()
    original, mutated = shown.index(b"a + b"), shown.index(b"a - b")
    outcome = failed((original, original + 5), (mutated, mutated + 5))
    assert MUTATION.breakers(outcome, held) == {1}


def test_an_error_in_the_original_alone_blames_all_of_its_guard() -> None:
    held = guarded("pub fn f(a: U, b: U) -> U { a < b }\n")
    start = held.solution.files["src/lib.rs"].encode().index(b"a < b")
    assert MUTATION.breakers(failed((start, start + 5)), held) == {1, 2}


def test_nobody_is_blamed_for_an_error_elsewhere_or_for_noise() -> None:
    held = guarded("pub fn f(a: U, b: U) -> U { a < b }\n" + "\n" * 400 + "pub fn g( {}\n")
    end = held.solution.files["src/lib.rs"].index("pub fn g")
    assert MUTATION.breakers(failed((end, end + 3)), held) == frozenset()
    noise = Outcome(1, None, frozenset(), b"", b'{"level": "error", "spans": 3}\nerror\n', b"", 0.1)
    assert MUTATION.breakers(noise, held) == frozenset()


def test_attributes_that_would_refuse_a_guard_are_eased() -> None:
    shown = text("#![forbid(unsafe_code)]\n#[deny(missing_docs)]\npub fn f() -> bool { g() }\n")
    assert "forbid" not in shown
    assert "deny" not in shown


def test_a_statement_with_an_attribute_is_left_alone() -> None:
    shown = text("pub fn f() -> U { #[allow(unused)] let a = 1; a }\n")
    assert "#[allow(unused)] let a = 1;" in shown


def test_schemata_of_no_mutants_still_hold_probes_and_fuel() -> None:
    held = MUTATION.schemata(solution("pub fn f() -> U { 1 }\n"), ())
    assert held.mutants == held.reach == ()
    assert [(p.line, p.kind) for p in held.probes] == [(1, "line")]
    assert " 1 }\n" in held.solution.files["src/lib.rs"]
