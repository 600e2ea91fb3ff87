"""Rust in the real sandbox: what honest and dishonest code comes to."""

from __future__ import annotations

import pytest

from tests.languages.compiled import Workshop
from workbench.model.run import Status, Verdict
from workbench.model.task import Limits

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

ADD = "pub fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n"
WRONG = "pub fn add(a: i32, b: i32) -> i32 {\n    a - b\n}\n"
CARGO = '[package]\nname = "my-calc"\nversion = "0.1.0"\nedition = "2021"\n'
TESTS = (
    "use my_calc::add;\n\n#[test]\nfn adds() {\n    assert_eq!(add(1, 2), 3);\n}\n\n"
    "mod zero {\n    #[test]\n    fn neutral() {\n"
    "        assert_eq!(super::add(0, 0), 0);\n    }\n}\n"
)


def lib(source: str) -> dict[str, str]:
    return {"Cargo.toml": CARGO, "src/lib.rs": source}


def test_right_solution_passes(rust: Workshop) -> None:
    ran = rust.run(lib(ADD), {"tests/calc.rs": TESTS})
    assert ran.verdict is Verdict.PASS, ran.reason
    assert set(ran.statuses) == {"calc::adds", "calc::zero::neutral"}


def test_wrong_solution_fails_with_both_values(rust: Workshop) -> None:
    ran = rust.run(lib(WRONG), {"tests/calc.rs": TESTS})
    assert ran.verdict is Verdict.FAIL
    assert ran.statuses == {"calc::adds": Status.FAILED, "calc::zero::neutral": Status.PASSED}
    assert ran.decision is not None
    assert "tests/calc.rs:5: assertion `left == right` failed" in ran.decision.tests[0].message


def test_panic_inside_the_solution_is_an_error(rust: Workshop) -> None:
    ran = rust.run(
        lib("pub fn add(_: i32, _: i32) -> i32 {\n    todo!()\n}\n"), {"tests/calc.rs": TESTS}
    )
    assert set(ran.statuses.values()) == {Status.ERRORED}


def test_overflow_is_caught_as_cargo_test_would(rust: Workshop) -> None:
    tests = "#[test]\nfn big() {\n    my_calc::add(i32::MAX, std::hint::black_box(1));\n}\n"
    assert rust.run(lib(ADD), {"tests/calc.rs": tests}).verdict is Verdict.FAIL


def test_unit_tests_outside_any_module_belong_to_the_root(rust: Workshop) -> None:
    tests = (
        "#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn adds() {\n"
        '        assert_eq!(hidden(1), Regex::new("2").unwrap().as_str().parse().unwrap());\n'
        "    }\n}\n"
    )
    main = "use regex::Regex;\nfn main() {}\nfn hidden(a: i32) -> i32 {\n    a + 1\n}\n"
    ran = rust.run({"src/main.rs": main}, {"src/tests.rs": tests})
    assert ran.verdict is Verdict.PASS, ran.reason
    assert set(ran.statuses) == {"tests::adds"}
    wrong = rust.run({"src/main.rs": main.replace("+ 1", "+ 2")}, {"src/tests.rs": tests})
    assert wrong.verdict is Verdict.FAIL


def test_solutions_own_tests_make_room_for_the_suites(rust: Workshop) -> None:
    own = ADD + "\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn mine() {}\n}\n"
    tests = "#[cfg(test)]\nmod tests {\n    #[test]\n    fn adds() {\n        "
    tests += "assert_eq!(super::add(1, 2), 3);\n    }\n}\n"
    ran = rust.run({"src/lib.rs": own}, {"src/tests.rs": tests})
    assert ran.verdict is Verdict.PASS, ran.reason
    assert set(ran.statuses) == {"tests::adds"}


def test_unit_test_module_the_solution_declares_is_found(rust: Workshop) -> None:
    ran = rust.run(
        {"src/lib.rs": ADD + "#[cfg(test)]\nmod checks;\n"},
        {"src/checks.rs": "#[test]\nfn adds() {\n    assert_eq!(super::add(1, 2), 3);\n}\n"},
    )
    assert set(ran.statuses) == {"checks::adds"}
    assert ran.verdict is Verdict.PASS, ran.reason


def test_shared_helpers_several_binaries_and_fixtures(rust: Workshop) -> None:
    uses = "mod common;\n#[test]\nfn reads() {\n    assert_eq!(common::answer(), 3);\n}\n"
    helper = (
        "pub fn answer() -> i32 {\n"
        '    std::fs::read_to_string("tests/data/in.txt").unwrap().parse().unwrap()\n}\n'
    )
    ran = rust.run(
        lib(ADD),
        {"tests/one.rs": uses, "tests/two.rs": TESTS},
        support={"tests/common/mod.rs": helper, "tests/data/in.txt": "3"},
    )
    assert ran.verdict is Verdict.PASS, ran.reason
    assert set(ran.statuses) == {"one::reads", "two::adds", "two::zero::neutral"}


def test_crates_of_the_kit_by_the_manifests_version(rust: Workshop) -> None:
    manifest = CARGO + '\n[dependencies]\nrand = "0.8"\nitertools = "0.5"\nthiserror = "1.0"\n'
    source = (
        "use rand::Rng;\nuse itertools::Itertools;\n\n#[derive(Debug, thiserror::Error)]\n"
        '#[error("no")]\npub struct No;\n\npub fn add(a: i32, b: i32) -> i32 {\n'
        "    let zero = rand::thread_rng().gen_range(0..1);\n"
        "    vec![a, b, zero].into_iter().fold1(|x, y| x + y).unwrap()\n}\n"
    )
    ran = rust.run({"Cargo.toml": manifest, "src/lib.rs": source}, {"tests/calc.rs": TESTS})
    assert ran.verdict is Verdict.PASS, ran.reason


def test_crate_the_kit_lacks_is_named(rust: Workshop) -> None:
    manifest = CARGO + '\n[dependencies]\ntokio = "1"\n'
    ran = rust.run(
        {"Cargo.toml": manifest, "src/lib.rs": f"use tokio::fs;\n{ADD}"}, {"tests/calc.rs": TESTS}
    )
    assert ran.verdict is Verdict.BUILD_ERROR
    assert "Cargo.toml asks for tokio 1; the kit has no version of it" in ran.reason


def test_ignored_test_is_not_a_pass(rust: Workshop) -> None:
    ran = rust.run(lib(ADD), {"tests/calc.rs": TESTS.replace("#[test]", "#[test]\n#[ignore]", 1)})
    assert ran.verdict is Verdict.INCOMPLETE
    assert ran.statuses["calc::adds"] is Status.SKIPPED


def test_should_panic_and_proptest_and_cases(rust: Workshop) -> None:
    tests = (
        "use my_calc::add;\nuse proptest::prelude::*;\nuse rstest::rstest;\n\n"
        '#[test]\n#[should_panic(expected = "overflow")]\nfn panics() {\n'
        "    add(i32::MAX, std::hint::black_box(1));\n}\n\n"
        "proptest! {\n    #[test]\n    fn commutes(a in 0..9, b in 0..9) {\n"
        "        prop_assert_eq!(add(a, b), add(b, a));\n    }\n}\n\n"
        "#[rstest]\n#[case(1, 2)]\n#[case(2, 3)]\nfn grows(#[case] a: i32, #[case] b: i32) {\n"
        "    assert_eq!(add(a, 1), b);\n}\n"
    )
    manifest = CARGO + '\n[dev-dependencies]\nproptest = "1"\nrstest = "0.25"\n'
    ran = rust.run({"Cargo.toml": manifest, "src/lib.rs": ADD}, {"tests/calc.rs": tests})
    assert ran.verdict is Verdict.PASS, ran.reason
    assert ran.decision is not None
    rows = {t.id: t.children for t in ran.decision.tests}
    assert rows["calc::grows"] == ("passed case_1", "passed case_2")
    assert set(rows) == {"calc::panics", "calc::commutes", "calc::grows"}


def test_compile_error_names_file_and_line(rust: Workshop) -> None:
    ran = rust.run(lib('pub fn add(a: i32, b: i32) -> i32 {\n    "s"\n}\n'), {"tests/c.rs": TESTS})
    assert ran.verdict is Verdict.BUILD_ERROR
    assert (ran.built.diagnostics[0].file, ran.built.diagnostics[0].line) == ("src/lib.rs", 2)


def test_endless_loop_is_a_timeout(rust: Workshop) -> None:
    ran = rust.run(
        lib(ADD),
        {"tests/c.rs": "#[test]\nfn a() {\n    loop {}\n}\n"},
        limits=Limits(wall_s=2, build_wall_s=240),
    )
    assert ran.verdict is Verdict.TIMEOUT


def test_stack_overflow_is_an_error_of_the_running_test(rust: Workshop) -> None:
    source = "#[allow(unconditional_recursion)]\npub fn add(a: i32, b: i32) -> i32 {\n"
    source += "    std::hint::black_box(add(a, b)) + 1\n}\n"
    ran = rust.run(lib(source), {"tests/calc.rs": TESTS})
    assert ran.verdict is Verdict.FAIL
    assert ran.statuses["calc::adds"] is Status.ERRORED


def test_only_selected_tests_run(rust: Workshop) -> None:
    ran = rust.run(lib(WRONG), {"tests/calc.rs": TESTS}, selected=("calc::zero::neutral",))
    assert ran.statuses == {"calc::adds": Status.NOT_RUN, "calc::zero::neutral": Status.PASSED}


def test_writing_past_the_capture_breaks_no_honest_run(rust: Workshop) -> None:
    noisy = (
        'use std::io::Write;\npub fn add(a: i32, b: i32) -> i32 {\n    println!("captured");\n'
        '    std::io::stdout().write_all(b"no newline").unwrap();\n'
        "    std::io::stdout().flush().unwrap();\n    a + b\n}\n"
    )
    ran = rust.run(lib(noisy), {"tests/calc.rs": TESTS})
    assert ran.verdict is Verdict.PASS, ran.reason


OK = '{{ \\"type\\": \\"test\\", \\"name\\": \\"adds\\", \\"event\\": \\"ok\\" }}'

PRINTS = f'use std::io::Write; let mut out = std::io::stdout(); writeln!(out, "\\n{OK}").unwrap();'


@pytest.mark.parametrize(
    "trick",
    [
        "std::process::exit(0);",
        "std::panic::set_hook(Box::new(|_| std::process::exit(0))); panic!();",
        PRINTS,
        f"{PRINTS} out.flush().unwrap(); std::process::exit(0);",
    ],
)
def test_wrong_solution_with_a_trick_never_passes(rust: Workshop, trick: str) -> None:
    source = WRONG.replace("    a - b", f"    {trick}\n    #[allow(unreachable_code)]\n    (a - b)")
    ran = rust.run(lib(source), {"tests/calc.rs": TESTS})
    assert ran.verdict in (Verdict.INCOMPLETE, Verdict.TAMPERED, Verdict.FAIL), ran.reason


def test_solution_that_rewrites_the_expected_values_does_not_pass(rust: Workshop) -> None:
    tests = (
        "#[test]\nfn adds() {\n    let made = my_calc::add(1, 2).to_string();\n"
        '    assert_eq!(made, std::fs::read_to_string("tests/want").unwrap());\n'
        '    std::fs::write("mine", made).unwrap();\n}\n'
    )
    cheat = WRONG.replace("a - b", 'std::fs::write("tests/want", "-1").unwrap();\n    a - b')
    ran = rust.run(lib(cheat), {"tests/calc.rs": tests}, support={"tests/want": "3"})
    assert ran.verdict is Verdict.TAMPERED
    assert "tests/want" in ran.reason
    ran = rust.run(lib(ADD), {"tests/calc.rs": tests}, support={"tests/want": "3"})
    assert ran.verdict is Verdict.PASS, ran.reason
