"""Shadows of Rust suites: what is perturbed, what is left alone, and who passes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.compiled import Workshop
from tests.languages.shadowed import assert_sound, changed, run_shadow, shadow_of, survivors
from workbench.model.run import Status, Verdict
from workbench.model.task import LanguageName

CARGO = '[package]\nname = "calc"\nversion = "0.1.0"\nedition = "2021"\n'
LIB = """use std::collections::HashMap;

pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

pub fn div(a: u8, b: u8) -> Result<u8, Error> {
    if b == 0 { Err(Error::ByZero) } else if a > 200 { Err(Error::TooBig) } else { Ok(a / b) }
}

#[derive(Debug, PartialEq, Clone, Copy)]
pub enum Error {
    ByZero,
    TooBig,
}

pub fn counts(text: &str) -> HashMap<char, usize> {
    let mut found = HashMap::new();
    for letter in text.chars() {
        *found.entry(letter).or_insert(0) += 1;
    }
    found
}

pub fn boom() {
    panic!("it went boom");
}
"""


def lines(body: str, seed: int = 6) -> list[str]:
    """The changed lines of one test's body, or of whole items."""
    source = body if "#[test]" in body else f"#[test]\nfn a() {{\n{body}\n}}\n"
    shadow = shadow_of(
        LanguageName.RUST, {"tests/a.rs": source}, solution={"src/lib.rs": LIB}, seed=seed
    )
    assert shadow.unperturbed == {}
    return changed(source, shadow.suite.files["tests/a.rs"])


@pytest.mark.parametrize(
    ("written", "shadowed"),
    [
        ("assert_eq!(add(1, 2), 3);", "assert_eq!(add(1, 2), 4);"),
        ("assert_eq!(3, add(1, 2));", "assert_eq!(4, add(1, 2));"),
        ("assert!(add(1, 2) == 3);", "assert!(add(1, 2) == 4);"),
        ('assert_eq!(add(1, 2), -3, "why {}", 1);', 'assert_eq!(add(1, 2), -4, "why {}", 1);'),
        ("assert_eq!(div(4, 2), Ok(2u8));", "assert_eq!(div(4, 2), Ok(3u8));"),
        ("assert_eq!(x(), Some(255));", "assert_eq!(x(), Some(254));"),
        (
            "assert_eq!(x(), vec![(1, 'a'), (2, 'b')]);",
            "assert_eq!(x(), vec![(2, 'b'), (3, 'c')]);",
        ),
        ("assert_eq!(x(), vec![0; 4]);", "assert_eq!(x(), vec![1; 4]);"),
        ('assert_eq!(x(), "a".to_string());', 'assert_eq!(x(), "b".to_string());'),
        ('assert_eq!(x(), b"ab");', None),
        ("assert_eq!(x(), [true, false]);", "assert_eq!(x(), [false, true]);"),
        ("assert_eq!(x(), None);", "assert_ne!(x(), None);"),
        ("assert_ne!(x(), 3);", "assert_eq!(x(), 3);"),
        ("assert!(x().is_empty());", "assert!(!(x().is_empty()));"),
        ("assert!(matches!(x(), Ok(3)));", "assert!(!(matches!(x(), Ok(3))));"),
        ("std::assert_eq!(x(), y());", "std::assert_ne!(x(), y());"),
    ],
)
def test_assertions(written: str, shadowed: str | None) -> None:
    found = lines(f"    {written}")
    assert len(found) == 1
    assert shadowed is None or found == [shadowed]


def test_variant_of_an_enum_becomes_another_one_of_the_suite() -> None:
    body = (
        "    assert_eq!(div(1, 0), Err(Error::ByZero));\n    assert_eq!(x(), Err(Error::TooBig));"
    )
    assert lines(body) == [
        "assert_eq!(div(1, 0), Err(Error::TooBig));",
        "assert_eq!(x(), Err(Error::ByZero));",
    ]


def test_expected_panic_is_looked_for_in_vain() -> None:
    found = lines('#[test]\n#[should_panic(expected = "boom")]\nfn a() {\n    calc::boom();\n}\n')
    assert len(found) == 1
    assert found[0].startswith('#[should_panic(expected = "boom')
    assert lines("#[test]\n#[should_panic]\nfn a() {\n    calc::boom();\n}\n") == [
        "#[allow(dead_code)]"
    ]


def test_tuple_tables_variables_and_helpers_are_moved_where_they_stand() -> None:
    body = (
        "fn check(input: i32, expected: i32) {\n    assert_eq!(add(input, 0), expected);\n}\n\n"
        "#[test]\nfn a() {\n    check(1, 1);\n}\n\n"
        "#[test]\nfn b() {\n    let cases = [(1, 2), (3, 4)];\n"
        "    for (input, expected) in cases {\n        assert_eq!(add(input, 1), expected);\n"
        "    }\n}\n\n"
        "const WANT: &[i32] = &[5];\n#[test]\nfn c() {\n    assert_eq!(x(), WANT);\n}\n"
    )
    assert lines(body) == [
        "check(1, 2);",
        "let cases = [(1, 3), (3, 5)];",
        "const WANT: &[i32] = &[6];",
    ]


def test_what_is_also_an_input_turns_the_assertion() -> None:
    body = '    let text = String::from("ab");\n    assert_eq!(same(&text), text);'
    assert lines(body) == ["assert_ne!(same(&text), text);"]


def test_what_an_expected_object_is_made_from_is_moved_and_called_unsure() -> None:
    source = "#[test]\nfn a() {\n    assert_eq!(x().moved(1), Point::new(4, 6));\n}\n"
    shadow = shadow_of(
        LanguageName.RUST, {"tests/a.rs": source}, solution={"src/lib.rs": LIB}, seed=6
    )
    assert shadow.unsure == {"a::a"}
    found = changed(source, shadow.suite.files["tests/a.rs"])
    assert found == ["assert_eq!(x().moved(1), Point::new(5, 14));"]


def test_arguments_of_what_is_tested_are_never_moved() -> None:
    assert lines("    let note = x();\n    assert_eq!(hidden(note, 0), note);") == [
        "assert_ne!(hidden(note, 0), note);"
    ]


def test_the_side_that_is_tested_is_never_moved() -> None:
    body = "    assert_eq!(Reactor::new().add(&[x], |_| 0), Err(Cell::Input(x)));"
    assert lines(body) == ["assert_ne!(Reactor::new().add(&[x], |_| 0), Err(Cell::Input(x)));"]


def test_constants_of_one_name_in_two_modules_are_two() -> None:
    body = (
        "mod a {\n    const WANT: i32 = 3;\n    #[test]\n    fn t() {\n"
        "        assert_eq!(super::f(), WANT);\n    }\n}\n"
        "mod b {\n    const WANT: i32 = 5;\n    #[test]\n    fn t() {\n"
        "        assert_eq!(super::f(), WANT);\n    }\n}\n"
    )
    assert lines(body) == ["const WANT: i32 = 4;", "const WANT: i32 = 6;"]


FORMS = """use calc::{add, boom, counts, div, Error};
use std::collections::HashMap;

#[test]
fn literals() {
    assert_eq!(add(1, 2), 3);
    assert_eq!(div(254, 127), Err(Error::TooBig));
    assert_eq!(div(1, 0), Err(Error::ByZero));
    assert!(add(0, 0) == 0, "zero");
}

#[test]
fn maps() {
    let mut expected = HashMap::new();
    expected.insert('a', 2);
    expected.insert('z', 1);
    assert_eq!(counts("aza"), expected);
    assert_eq!(counts("x"), HashMap::from([('x', 1)]));
}

#[test]
fn result() -> Result<(), String> {
    let got = div(8, 2).map_err(|e| format!("{e:?}"))?;
    assert_eq!(got, 4u8);
    Ok(())
}

#[test]
fn conditions() {
    if add(1, 1) != 2 {
        panic!("no");
    }
    match div(1, 0) {
        Ok(_) => panic!("no error"),
        Err(e) => assert!(matches!(e, Error::ByZero)),
    }
}

#[test]
fn rows() {
    for &(a, b, want) in [(1, 2, 3), (2, 2, 4)].iter() {
        assert_eq!(add(a, b), want, "{a} {b}");
    }
}

struct Case {
    input: i32,
    expected: i32,
}

#[test]
fn cases() {
    for case in &[Case { input: 1, expected: 2 }, Case { input: 2, expected: 3 }] {
        assert_eq!(add(case.input, 1), case.expected);
    }
}

#[test]
#[should_panic(expected = "boom")]
fn panics_so() {
    boom();
}

#[test]
#[should_panic]
fn panics() {
    boom();
}

#[test]
fn only_runs() {
    let _ = add(1, 2);
}

#[test]
fn early() {
    if add(1, 1) == 2 {
        return;
    }
    assert!(false);
}

fn check(a: i32, expected: i32) {
    assert_eq!(add(a, 1), expected);
}

#[test]
fn by_helper() {
    check(1, 2);
    check(2, 3);
}

#[test]
fn by_closure() {
    let check = |a: i32, want: i32| assert_eq!(add(a, 1), want);
    check(1, 2);
}

macro_rules! case {
    ($name:ident, $a:expr, $want:expr) => {
        #[test]
        fn $name() {
            assert_eq!(add($a, 1), $want);
        }
    };
}
case!(made, 1, 2);
"""


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_honest_solution_fails_every_form(rust: Workshop) -> None:
    assert_sound(rust, {"Cargo.toml": CARGO, "src/lib.rs": LIB}, {"tests/forms.rs": FORMS})


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_honest_solution_fails_unit_tests_beside_it(rust: Workshop) -> None:
    unit = (
        "#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn adds() {\n"
        "        assert!(add(1, 2) == 3);\n    }\n}\n"
    )
    assert_sound(rust, {"src/main.rs": LIB + "\nfn main() {}\n"}, {"src/tests.rs": unit})


EQUAL_TO_ALL = (
    "#[derive(Debug)]\npub struct Any;\n"
    "impl PartialEq<i32> for Any { fn eq(&self, _: &i32) -> bool { true } }\n"
    "pub fn add(_: i32, _: i32) -> Any { Any }\n"
)
FAKE = (
    "pub fn add(_: i32, _: i32) -> i32 {\n"
    '    println!("test adds ... ok\\n\\ntest result: ok. 1 passed; 0 failed");\n'
    "    std::process::exit(0)\n}\n"
)
ADDS = "#[test]\nfn adds() {\n    assert_eq!(calc::add(1, 2), 3);\n}\n"


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_value_that_equals_everything_passes_the_shadow(rust: Workshop) -> None:
    ran = run_shadow(rust, {"Cargo.toml": CARGO, "src/lib.rs": EQUAL_TO_ALL}, {"tests/a.rs": ADDS})
    assert ran.verdict is Verdict.PASS, ran.reason


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_enum_that_equals_everything_passes_the_shadow(rust: Workshop) -> None:
    lib = (
        "#[derive(Debug)]\npub enum Sign { Plus, Minus }\n"
        "impl PartialEq for Sign { fn eq(&self, _: &Sign) -> bool { true } }\n"
        "pub fn sign(_: i32) -> Sign { Sign::Plus }\n"
    )
    tests = (
        "use calc::*;\n#[test]\nfn signs() {\n    assert_eq!(sign(-1), Sign::Minus);\n"
        "    assert_eq!(sign(1), Sign::Plus);\n}\n"
    )
    solution = {"Cargo.toml": CARGO, "src/lib.rs": lib}
    assert run_shadow(rust, solution, {"tests/a.rs": tests}).verdict is Verdict.PASS


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_forged_results_do_not_fail_the_shadow(rust: Workshop) -> None:
    ran = run_shadow(rust, {"Cargo.toml": CARGO, "src/lib.rs": FAKE}, {"tests/a.rs": ADDS})
    assert ran.built.ok, ran.reason
    assert Status.FAILED not in ran.statuses.values()
    assert ran.verdict is not Verdict.FAIL


@pytest.mark.data
@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.parametrize(("format_name", "every"), [("aider-polyglot", 10), ("humanevalpack", 20)])
def test_example_solutions_fail_their_shadows(
    rust: Workshop, data_folder: Path, format_name: str, every: int
) -> None:
    assert survivors(rust, format_name, data_folder / format_name / "rust.jsonl", every) == []
