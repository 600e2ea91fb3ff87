"""Rust: layouts, inventories, refusals and event streams, without running anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.languages.base import Inventory, TestRef
from workbench.languages.rust import RustLanguage
from workbench.languages.rust_events import read_events
from workbench.languages.rust_manifest import choose, read_manifest
from workbench.languages.rust_source import holds
from workbench.model.run import Status
from workbench.model.task import Framework, Solution, Suite

ONE = Inventory(Framework.LIBTEST, (TestRef("t::a", "tests/t.rs", 2),))
START = b'{"n":"N","target":"t","k":"start"}\n'
BEGIN = b'{ "type": "suite", "event": "started", "test_count": 1 }\n'
RUN = b'{ "type": "test", "event": "started", "name": "a" }\n'
OK = b'{ "type": "test", "name": "a", "event": "ok", "exec_time": 0.5 }\n'
DONE = b'{ "type": "suite", "event": "ok", "passed": 1, "failed": 0 }\n'
EXIT = b'\n{"n":"N","target":"t","k":"exit","exit":0}\n{"n":"N","k":"end","exit":0,"count":1}\n'
PASSED = (START, BEGIN, RUN, OK, DONE, EXIT)


def ids(solution: dict[str, str], suite: dict[str, str]) -> list[str]:
    return [
        t.id
        for t in RustLanguage()
        .inventory(
            Suite(name="t", role="given", files=suite),
            Solution(name="s", role="candidate", files=solution),
        )
        .tests
    ]


def test_integration_tests_carry_the_name_of_their_file() -> None:
    tests = """
#[test] fn a() {}
#[cfg(feature = "extra")] #[test] fn gated() {}
#[test] #[should_panic] fn p() {}
#[cfg(not(windows))] mod deep { /// doc
    #[test] #[ignore = "later"] fn b() {} fn helper() {} }
#[cfg(windows)] mod other { #[test] fn c() {} }
macro_rules! case { ($name:ident, $n:expr) => { #[test] fn $name() {} }; }
case!(made, 1);
proptest! { #[test] fn prop(n in 0..9) {} }
"""
    found = ids({"src/lib.rs": ""}, {"tests/t.rs": tests, "tests/u/main.rs": "#[test]\nfn z() {}"})
    assert found == ["t::a", "t::p", "t::deep::b", "t::made", "t::prop", "u::z"]


def test_features_on_by_default_let_their_tests_in() -> None:
    manifest = '[package]\nname = "x"\n[features]\ndefault = ["io"]\nio = ["extra"]\nextra = []\n'
    tests = '#[cfg(feature = "extra")]\n#[test]\nfn a() {}\n'
    assert ids({"src/lib.rs": "", "Cargo.toml": manifest}, {"tests/t.rs": tests}) == ["t::a"]


def test_unit_tests_are_found_by_module_or_included() -> None:
    body = "#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() {}\n}\n"
    assert ids({"src/main.rs": "fn main() {}"}, {"src/tests.rs": body}) == ["tests::a"]
    assert ids({"src/lib.rs": "mod tests;"}, {"src/tests.rs": "#[test]\nfn a() {}"}) == ["tests::a"]
    nested = {"src/lib.rs": "mod x { mod y; }"}
    assert ids(nested, {"src/x/y.rs": "#[test]\nfn a() {}"}) == ["x::y::a"]


def test_solutions_own_tests_do_not_count() -> None:
    own = "#[cfg(test)]\nmod mine {\n    #[test]\n    fn m() {}\n}\n"
    assert ids({"src/lib.rs": own}, {"src/t.rs": "#[test]\nfn a() {}"}) == ["a"]


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        ("test", True),
        ("not(test)", False),
        ('all(unix, target_os = "linux")', True),
        ('any(windows, feature = "f")', True),
        ('feature = "g"', False),
        ("any()", False),
        ("all()", True),
        ("not(" * 500, False),
    ],
)
def test_cfg_is_evaluated_as_a_test_build_would(condition: str, held: bool) -> None:
    assert holds(condition, frozenset({"f"})) is held


@pytest.mark.parametrize(
    ("wanted", "version"),
    [("1", "1.2.0"), ("^1.0", "1.2.0"), ("0.8.5", "0.8.9"), ("0.3", None), ("*", "1.2.0")],
)
def test_crates_are_chosen_as_cargo_would(wanted: str, version: str | None) -> None:
    index = [
        {"package": "rand", "version": v, "crate": "rand", "file": v, "default": v == "1.2.0"}
        for v in ("0.8.9", "1.2.0")
    ]
    manifest = read_manifest({"Cargo.toml": f'[dependencies]\nrand = "{wanted}"\n'})
    chosen, lacking = choose(manifest, index)
    assert [e["version"] for e in chosen.values()] == ([version] if version else [])
    assert bool(lacking) is (version is None)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("build.rs", "fn main() {}"),
        (".cargo/config.toml", "[target.x]\nrunner = 'true'"),
        ("rust-toolchain.toml", ""),
        ("tests/more.rs", ""),
        ("Cargo.toml", "[lib]\nproc-macro = true"),
        ("Cargo.toml", "[[test]]\nname = 't'\nharness = false"),
        ("Cargo.toml", "[package]\nbuild = 'x.rs'"),
        ("Cargo.toml", "[patch.crates-io]\nrand = { path = 'r' }"),
        ("Cargo.toml", "not toml"),
        ("src/lib.rs", "macro_rules! assert_eq { ($($t:tt)*) => {}; }"),
        ("src/lib.rs", "mod m { macro_rules! panic { () => {}; } }"),
        ("src/lib.rs", "pub use crate::mine as assert_eq;"),
        ("src/lib.rs", '#[link_section = ".init_array"]\nstatic A: fn() = f;'),
        ("src/lib.rs", "#![no_main]"),
        ("src/lib.rs", 'const T: &str = include_str!("../tests/t.rs");'),
        ("src/lib.rs", 'const T: &str = include_str!(concat!("../tests/", "t.rs"));'),
    ],
)
def test_submission_that_takes_over_the_build_is_refused(path: str, source: str) -> None:
    solution = Solution(name="s", role="candidate", files={path: source})
    suite = Suite(name="t", role="given", files={"tests/t.rs": ""})
    assert RustLanguage().reject(solution, suite).startswith(path)


def test_honest_files_are_not_refused() -> None:
    files = {
        "Cargo.toml": '[package]\nname = "x"\nedition = "2021"\n[dependencies]\nrand = "0.8"\n',
        "src/lib.rs": 'mod a;\nconst W: &str = include_str!("words.txt");\n'
        '#[doc = "link_section"]\nmacro_rules! hashmap { () => {}; }\n',
        "src/a.rs": "pub fn f() { assert!(true); panic!(); }",
        "src/words.txt": "a",
    }
    suite = Suite(name="t", role="given", files={"tests/t.rs": ""})
    assert RustLanguage().reject(Solution(name="s", role="candidate", files=files), suite) == ""


def test_a_plain_stream_is_a_pass_noise_or_not() -> None:
    noisy = (START, BEGIN, RUN, b"printed " + OK, b'{"n":"forged","k":"end"}\n{\n', DONE, EXIT)
    for parts in (PASSED, noisy):
        report = read_events(b"".join(parts), ONE, "N")
        assert [(r.id, r.status) for r in report.results] == [("t::a", Status.PASSED)]
        assert (report.ended, report.claimed_exit, report.flags) == (True, 0, ())


@pytest.mark.parametrize(
    "parts",
    [
        (START, BEGIN, RUN, OK, OK, DONE, EXIT),
        (START, BEGIN, OK, DONE, EXIT),
        (START, BEGIN, RUN, OK, RUN, OK, DONE, EXIT),
        (START, RUN, OK, DONE, EXIT),
        (START, BEGIN, BEGIN, RUN, OK, DONE, EXIT),
        (START, BEGIN, RUN, OK, DONE, DONE, EXIT),
        (START, BEGIN, RUN, OK.replace(b'"ok"', b'"failed"'), DONE, EXIT),
        (BEGIN, *PASSED),
        (*PASSED, OK),
        (START, BEGIN, RUN, b'{ "type": "test", "name": "a", "name": "b" }\n', OK, DONE, EXIT),
    ],
)
def test_contradictions_are_flagged(parts: tuple[bytes, ...]) -> None:
    assert read_events(b"".join(parts), ONE, "N").flags


def test_leaving_through_the_back_door_is_no_end() -> None:
    assert not read_events(b"".join((START, BEGIN, RUN, OK, EXIT)), ONE, "N").ended


@given(st.binary(max_size=400))
def test_any_bytes_give_a_report(noise: bytes) -> None:
    for raw in (noise, START + BEGIN + noise + b"\n" + EXIT, b"".join(PASSED) + noise):
        assert len(read_events(raw, ONE, "N").flags) <= 20
