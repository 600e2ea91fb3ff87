"""Checks of Rust suites that can fail nobody are told; what only looks like one is not. What a run
surely comes to is not asked."""

from __future__ import annotations

import pytest

from workbench.languages.base import Inventory
from workbench.languages.hearing import asking, idle_checks
from workbench.languages.registry import language
from workbench.model.task import Framework, LanguageName, Solution, Suite


def suite_of(body: str, name: str = "adds", marks: str = "") -> tuple[Suite, Inventory]:
    files = {"tests/s.rs": f"use s::f;\n#[test]{marks}\nfn {name}() {{\n    {body}\n}}\n"}
    suite = Suite(name="given", role="given", framework=Framework.LIBTEST, files=files)
    solution = Solution(name="s", role="candidate", files={"src/lib.rs": "pub fn f() {}\n"})
    return suite, language(LanguageName.RUST).inventory(suite, solution)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("assert!(true);", "always holds"),
        ('assert!(ok || true, "no");', "always holds"),
        ("assert!(!false);", "never true"),
        ("assert!(x == x);", "`x` is compared with itself"),
        ("assert_eq!(x, x);", "with itself"),
        ("assert_eq!(&x, &x);", "with itself"),
        ("debug_assert_eq!(1, 1);", "with itself"),
        ("assert!(v.len() >= 0);", "always holds"),
        ("assert!((x - 30.0).abs() < 30.0);", "within 30 of it"),
        ("assert!((30.0_f64 - x).abs() <= 31.0);", "within 31 of it"),
        ('if x != x { panic!("no") }', "with itself"),
        ("let _ = std::panic::catch_unwind(|| assert_eq!(f(1), 2));", "caught and forgotten"),
    ],
)
def test_a_check_that_holds_whatever_comes_out_is_told(body: str, words: str) -> None:
    ((file, line, said),) = idle_checks(*suite_of(body), LanguageName.RUST)
    assert (file, line) == ("tests/s.rs", 4)
    assert words in said


@pytest.mark.parametrize(
    "body",
    [
        "assert!(f(1) == f(1));",
        "assert_eq!(x, x.clone()); assert_eq!(x, x);",
        'match f(1) { 1 => assert!(true), _ => panic!("no") }',
        "assert_eq!(x.a, x.a);",
        "assert_ne!(x, y);",
        "assert!(v.len() > 0);",
        "assert!((x - 30.0).abs() < 1e-9);",
        "assert!((x - y).abs() < 30.0);",
        "assert!(false || x == y);",
        'assert!(false, "not to be come to");',
        "let made = std::panic::catch_unwind(|| assert_eq!(f(1), 2)); assert!(made.is_err());",
    ],
)
def test_what_may_fail_is_not_told(body: str) -> None:
    assert idle_checks(*suite_of(body), LanguageName.RUST) == []


def test_a_test_of_equality_compares_with_itself_for_a_reason() -> None:
    suite = suite_of("assert_eq!(x, x);", "equality_is_reflexive")
    assert idle_checks(*suite, LanguageName.RUST) == []


def asked(body: str, marks: str = "") -> list[int]:
    suite, inventory = suite_of(body, marks=marks)
    heard = asking(suite, inventory, LanguageName.RUST, "w-")
    assert heard is not None
    if not heard.places:
        assert heard.suite.files == suite.files
    return [line for _, line in heard.places.values()]


@pytest.mark.parametrize(
    "body",
    [
        "assert_eq!(f(1), 2);",
        "for n in 0..3 { assert_eq!(f(n), n); }",
        "let rows = [(1, 2)]; for (n, want) in rows { assert_eq!(f(n), want); }",
        'match f(1) { Ok(n) => assert_eq!(n, 1), Err(e) => panic!("{e}") }',
        "match f(1) { Ok(n) => assert_eq!(n, 1), Err(e) => assert_eq!(e, 2) }",
        "if f(1) { assert_eq!(f(2), 2) } else { assert_eq!(f(2), 3) }",
        'if f(1) != 2 { panic!("one") } else { assert_eq!(f(2), 2) }',
        "loop { assert_eq!(f(2), 2); break; }",
        # Nothing would be told by it.
        "if cfg!(unix) { assert_eq!(f(2), 2) }",
        "for (n, bad) in [(1, false)] { if bad { assert!(f(n).is_err()); } assert!(f(n) != 3); }",
        "loop { if f(1) { break; } assert!(start.elapsed() < limit); }",
        "if cfg!(miri) { return; } for n in f(1) { assert_eq!(n, 1); }",
        'if f(1) != 2 { if f(2) { panic!("1") } else { panic!("2") } }',
        'for n in f(1) { if n { bad += 1; if bad > most { panic!("many") } } }',
        "for n in 0..9 { if f(1) { break; } assert!(n < 8); }",
        'if f(1) { for x in f(2) { assert_eq!(x, 3) } panic!("no") }',
    ],
)
def test_what_a_run_surely_comes_to_is_not_asked(body: str) -> None:
    assert asked(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "for n in f(1) { assert_eq!(n, 1); }",
        "if f(1) { assert_eq!(f(2), 2); }",
        'if f(1) { f(2); } else if f(2) { panic!("two") }',
        "if f(1) { return; } assert_eq!(f(2), 2);",
        "f(|n| assert_eq!(n, 1));",
        "match f(1) { Ok(n) => assert_eq!(n, 1), Err(_) => {} }",
        "let later = || { assert_eq!(f(1), 2); };",
    ],
)
def test_what_a_run_may_leave_is_asked(body: str) -> None:
    assert asked(body) == [4]


def test_who_expects_a_panic_is_not_asked_what_comes_behind_it() -> None:
    assert asked("for n in f(1) { assert_eq!(n, 1); }", " #[should_panic]") == []
