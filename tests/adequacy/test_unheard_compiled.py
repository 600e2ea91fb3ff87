"""Checks of Go and Rust suites that a passing run never comes to are told at their line."""

from __future__ import annotations

import pytest

from workbench.adequacy.runs import Runs
from workbench.adequacy.unheard import unheard
from workbench.judge.judge import Judge
from workbench.languages.registry import language
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

GO = """package s

func Twice(n int) int { return n * 2 }

func Kind(n int) (string, error) {
\tif n < 0 {
\t\treturn "low", nil
\t}
\treturn "high", nil
}
"""
GO_HEAD = 'package s\n\nimport "testing"\n\n'
GO_TEST = "func Test{}(t *testing.T) {{ k, err := Kind(1); _, _ = k, err; t.Log(k)\n\t{}\n}}\n"
RUST = """pub fn twice(n: i64) -> i64 { n * 2 }
pub fn kind(n: i64) -> Result<&'static str, String> { Ok(if n < 0 { "low" } else { "high" }) }
"""
RUST_HEAD = "use s::*;\n\n"
RUST_TEST = "#[test] fn t{}() {{ let k = kind(1); let _ = &k;\n    {}\n}}\n"
RUST_FOOT = ' assert_eq!(kind(1), Ok("high"));'
CARGO = '[package]\nname = "s"\nversion = "0.1.0"\nedition = "2021"\n'


def told(sandbox: Sandbox, files: dict[str, str]) -> list[str]:
    rust = any(path.endswith(".rs") for path in files)
    solution = {"Cargo.toml": CARGO, "src/lib.rs": RUST} if rust else {"s.go": GO}
    task = Task.model_validate({
        "id": "t", "title": "T", "language": "rust" if rust else "go", "prompt": "Write it.",
        "solutions": [{"name": "candidate", "role": "candidate", "files": solution}],
        "suites": [{"name": "given", "role": "given", "files": files}],
    })  # fmt: skip
    runs = Runs(Judge(sandbox), task)
    assert runs.passes(task.candidate)
    return unheard(runs, language(task.language).inventory(task.given, task.candidate))


GO_IDLE = [
    "for _, n := range []int{} { if Twice(n) != 2 { t.Error(n) } }",
    'if k == "low" { if Twice(1) != 3 { t.Error(k) } }',
    'if err != nil { if err.Error() != "no" { t.Error(err) } }',
    "later := func() { if Twice(1) != 3 { t.Error(k) } }; _ = later",
    'if k == "high" { return }; if Twice(1) != 3 { t.Error(k) }',
    'switch k { case "low": if Twice(1) != 3 { t.Error(k) } }',
    'if k == "high" { t.Log(k) } else if Twice(1) != 3 { t.Error(k) }',
    't.Run("b", func(t *testing.T) { for range k[4:] { if Twice(1) != 3 { t.Error(k) } } })',
]


def test_a_check_that_is_never_run_is_told_at_its_line_in_go(sandbox: Sandbox) -> None:
    tests = "".join(GO_TEST.format(*each) for each in enumerate(GO_IDLE))
    found = told(sandbox, {"s_test.go": GO_HEAD + tests})
    first = GO_HEAD.count("\n") + 2
    lines = range(first, first + 3 * len(GO_IDLE), 3)
    assert found == [
        f"s_test.go:{n} in Test{i} is not run, and candidate passes" for i, n in enumerate(lines)
    ]


GO_FINE = [
    # One of two ways is enough.
    'if k == "low" { if Twice(1) != 3 { t.Error(k) } } else { for range k {'
    " if Twice(1) != 2 { t.Error(k) } } }",
    'if err != nil { if err.Error() != "no" { t.Error(err) }; return };'
    ' if k != "high" { t.Error(k) }',
    # A table need not use all that its test can do.
    "for _, c := range []struct { n int; bad bool }{{1, false}} {"
    " if c.bad { if _, e := Kind(c.n); e == nil { t.Error(c) } }"
    " else { for range k { if Twice(c.n) != 2 { t.Error(c) } } } }",
    "for _, c := range []struct { n int; bad bool }{{1, false}} {"
    " if _, e := Kind(c.n); e != nil { if !c.bad { t.Fatal(e) }; return };"
    ' for range k { if c.n != 1 { t.Error("n") } } }',
    # Who passes does not come to what a failed check looks for.
    'if k != "high" { for range k { if Twice(1) != 3 { t.Error(k) } }; t.Error(k) }',
    # Run, in whatever place.
    "for i := len(k); i > 0; i-- { if x := Twice(i); x != 2*i { t.Error(x) } }",
    'switch { case k == "": t.Error(k); case len(k) > 9: t.Error(k) }',
    "done := make(chan bool); go func() { if Twice(1) != 2 { t.Error(k) }; done <- true }();"
    " <-done",
    # Skipped, which is told elsewhere.
    't.Run("b", func(t *testing.T) { t.Skip(); for range k { if Twice(1) != 2 { t.Error(k) } } })',
]


def test_what_a_run_comes_to_or_may_leave_is_not_told_in_go(sandbox: Sandbox) -> None:
    tests = "".join(GO_TEST.format(*each) for each in enumerate(GO_FINE))
    assert told(sandbox, {"s_test.go": GO_HEAD + tests}) == []


def test_so_it_is_with_assertions_of_testify_and_methods_of_its_suites(sandbox: Sandbox) -> None:
    text = """package s_test

import (
\t"testing"

\t"s"

\tmust "github.com/stretchr/testify/require"
\t"github.com/stretchr/testify/suite"
)

type T struct{ suite.Suite }

func (x *T) TestA() {
\tfor _, n := range []int{} {
\t\tx.Equal(2, s.Twice(n))
\t}
\tfor n := s.Twice(1); n > 0; n-- {
\t\tx.Require().Equal(2*n, s.Twice(n))
\t}
}

func TestT(t *testing.T) { suite.Run(t, new(T)) }

func TestB(t *testing.T) {
\tk, err := s.Kind(1)
\tif err != nil {
\t\tmust.Equal(t, "no", err.Error())
\t}
\tmust.NotPanics(t, func() { must.Equal(t, "high", k) })
}
"""
    found = told(sandbox, {"s_test.go": text, "go.mod": "module s\n\ngo 1.21\n"})
    assert [line.split()[0] for line in found] == ["s_test.go:16", "s_test.go:28"]


RUST_IDLE = [
    "for n in Vec::<i64>::new() { assert_eq!(twice(n), 2); }",
    'if k == Ok("low") { assert!(twice(1) == 3); }',
    'if let Err(e) = &k { assert_eq!(e, "no"); }',
    "let _later = || { assert_eq!(twice(1), 3); };",
    "if k.is_ok() { return; } assert_eq!(twice(1), 3);",
    'match k { Err(e) => assert_eq!(e, "no"), Ok(_) => {} }',
    "[].iter().for_each(|n: &i64| assert_eq!(twice(*n), 3));",
    'while k.is_err() { if twice(1) != 3 { panic!("three") } }',
]


def test_a_check_that_is_never_run_is_told_at_its_line_in_rust(sandbox: Sandbox) -> None:
    tests = "".join(RUST_TEST.format(*each) for each in enumerate(RUST_IDLE))
    found = told(sandbox, {"tests/s.rs": RUST_HEAD + tests})
    first = RUST_HEAD.count("\n") + 2
    lines = range(first, first + 3 * len(RUST_IDLE), 3)
    assert found == [
        f"tests/s.rs:{n} in t{i} is not run, and candidate passes" for i, n in enumerate(lines)
    ]


RUST_FINE = [
    'if k.is_err() { assert_eq!(twice(1), 3); } else { for _ in "ab".chars() {'
    " assert_eq!(twice(1), 2); } }",
    'match &k { Ok(v) => assert_eq!(*v, "high"), Err(e) => assert!(false, "{}", e) }',
    'match &k { Ok(v) if v.len() > 9 => panic!("long"), Ok(v) => assert_eq!(*v, "high"),'
    ' Err(e) => assert_eq!(e, "no") }',
    "for (n, bad) in [(1, false)] { if bad { assert!(kind(n).is_err()); } else"
    " { for c in \"a\".chars() { assert_eq!(c, 'a'); } } }",
    "let mut left = twice(1); while left > 0 { left -= 1; assert!(left < 2) }",
    "\"ab\".chars().for_each(|c| assert!(c < 'c'));",
    "std::thread::spawn(|| { assert_eq!(twice(1), 2); }).join().unwrap();",
    "if cfg!(windows) { assert_eq!(twice(1), 3); }",
    "#[cfg(windows)] { assert_eq!(twice(1), 3); }",
    'if k.is_err() { panic!("no") } else if twice(1) != 2 { panic!("two") }',
]


def test_what_a_run_comes_to_or_may_leave_is_not_told_in_rust(sandbox: Sandbox) -> None:
    tests = "".join(RUST_TEST.format(n, fine + RUST_FOOT) for n, fine in enumerate(RUST_FINE))
    assert told(sandbox, {"tests/s.rs": RUST_HEAD + tests}) == []


def test_unit_tests_of_several_files_say_so_too(sandbox: Sandbox) -> None:
    def unit(over: str) -> str:
        return (
            "mod tests_of {\n    use super::*;\n    mod inner {\n    use super::*;\n    #[test]\n"
            f"    fn a() {{ for n in {over} {{ assert_eq!(twice(n), 2 * n); }} }}\n    }}\n}}\n"
        )

    files = {
        "src/one.rs": unit("std::iter::once(1)").replace("tests_of", "one"),
        "src/two.rs": unit("std::iter::empty()").replace("tests_of", "two"),
    }
    assert told(sandbox, files) == ["src/two.rs:6 in a is not run, and candidate passes"]
