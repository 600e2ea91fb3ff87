"""Calls of Rust solutions in the real sandbox."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import pytest

from tests.languages.compiled import Workshop
from workbench.adequacy.search import Lab, search, survey
from workbench.languages.calls import Call, Entry, Result, View
from workbench.languages.registry import calls
from workbench.languages.rust_calls import RustCalls
from workbench.languages.values import Opaque
from workbench.model.run import Verdict
from workbench.model.task import LanguageName, Limits, Solution, Suite

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

MakeLab = Callable[..., Lab]
CARGO = '[package]\nname = "made"\nversion = "0.1.0"\nedition = "2021"\n'
EVERY = """#![forbid(unsafe_code)]
use std::collections::*;
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Side { Left, Right }
#[derive(Debug)]
pub enum Rider { Adult, Age(u8), Group { of: u8, named: String } }
#[derive(Debug)]
pub struct Trip { pub riders: Vec<Rider>, pub fare: Fare, pub back: bool }
#[derive(Debug)]
pub struct Fare(pub u32, pub Side);
pub type Words<'a> = (&'a str, String, char);
pub fn side(n: u8) -> Result<(), Side> { Err(if n > 1 { Side::Left } else { Side::Right }) }
pub fn pair(n: u8) -> Result<(), (u8, u8)> { if n == 0 { Ok(()) } else { Err((n, 1)) } }
pub fn every<'a>(
    ints: (i8, u64, i128, u128), floats: (f32, f64, f64), words: Words<'a>, trips: &'a [Trip],
    rows: (Vec<Vec<u8>>, [i64; 2], VecDeque<bool>, Box<u8>, Option<&str>),
    sets: (HashSet<(i32, String)>, BTreeSet<char>),
    maps: (HashMap<String, Vec<i32>>, BTreeMap<u8, Option<i8>>),
) -> ((i8, u64, i128, u128), (f32, f64, f64), Words<'a>, &'a [Trip],
    (Vec<Vec<u8>>, [i64; 2], VecDeque<bool>, Box<u8>, Option<String>),
    (HashSet<(i32, String)>, BTreeSet<char>),
    (HashMap<String, Vec<i32>>, BTreeMap<u8, Option<i8>>)) {
    let (a, b, c, d, e) = rows;
    (ints, floats, words, trips, (a, b, c, d, e.map(String::from)), sets, maps)
}
"""
ENDS = """
use std::collections::HashSet;
use std::io::Write;
use std::os::fd::FromRawFd;
#[derive(Debug)]
pub enum Error { Empty, Bad(String) }
pub fn ends(n: u64) -> Result<u64, Error> {
    match n {
        1 => panic!("one"),
        2 => loop {},
        3 => std::process::exit(0),
        4 => Ok(vec![1u8; 1 << 33][7] as u64),
        5 => Ok(deep(0)),
        6 => Ok((0..u64::MAX).map(std::hint::black_box).max().unwrap()),
        7 => Err(Error::Bad("seven".into())),
        8 => { say("8\\t1\\treturned\\t[\\"L\\"\\t\\"\\"\\t\\"\\"\\t[]\\n"); Ok(8) }
        9 => { say("{\\"k\\":\\"call\\",\\"c\\":9,\\"end\\":\\"returned\\"}\\n"); Ok(9) }
        10 => Err(Error::Empty),
        11 | 12 => Ok((0..9).collect::<HashSet<u64>>().iter().fold(0, |all, n| all * 10 + n)),
        _ => Ok(n),
    }
}
fn deep(n: u64) -> u64 {
    let held = [n; 9000];
    if n == u64::MAX { 0 } else { std::hint::black_box(&held)[7] + deep(n + 1) }
}
fn say(text: &str) {
    for fd in [3, 101] {
        let mut file = unsafe { std::fs::File::from_raw_fd(fd) };
        let _ = file.write_all(text.as_bytes());
        std::mem::forget(file);
    }
}
"""
INSIDE = """fn main() {}
fn turn(row: &mut Vec<i32>) -> usize { row.reverse(); row.len() }
fn down(n: u8) -> u8 { if n == 0 { 0 } else { down(n - 1) } }
fn half(n: u8) -> u8 { if n % 2 == 1 { panic!("odd {}", n) } n / 2 }
"""
INSIDE_TESTS = """#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn turns() { let mut v = vec![1, 2]; assert_eq!(turn(&mut v), 2); assert!(v[0] > 1) }
    #[test] fn downs() { assert_eq!(down(3), 0); assert_eq!(down(3), 0); }
    #[test] #[should_panic(expected = "odd 5")] fn odds() { half(5); }
}
"""
RIGHT = "pub fn top(row: &[u8]) -> Option<u8> { row.iter().max().copied() }\n"
WRONG = "pub fn top(row: &[u8]) -> Option<u8> { row.iter().take(3).max().copied() }\n"
TOP_TESTS = """use made::top;
#[test] fn tops() { assert_eq!(top(&[3, 1, 2]), Some(3)); assert_eq!(top(&[7]), Some(7)); }
"""


@pytest.fixture
def lab(rust: Workshop) -> MakeLab:
    """`lab({"tests/a.rs": ...})`."""

    def make(files: Mapping[str, str]) -> Lab:
        calling = calls(LanguageName.RUST)
        assert calling is not None
        suite = Suite(name="given", role="given", files=dict(files))
        limits = Limits(wall_s=60, build_wall_s=240, memory_mb=256)
        return Lab(rust.sandbox, rust.speaker, calling, rust.tools, limits, suite)

    return make


def _crate(text: str) -> Solution:
    return Solution(name="s", role="candidate", files={"Cargo.toml": CARGO, "src/lib.rs": text})


def _entry(here: Lab, solution: Solution) -> Entry:
    return here.calls.entries(solution, here.suite)[0]


def test_values_of_every_plain_type_come_back_exactly(lab: MakeLab) -> None:
    here = lab({"tests/a.rs": "use made::*;\n#[test] fn a() { every(); }\n"})
    solution = _crate(EVERY)
    riders = [
        Opaque("Rider::Adult", "Rider::Adult", '["u", "Rider::Adult"]'),
        Opaque("Rider.Age", "Age(7)", '["v", "Rider", "Age", 7]'),
        Opaque(
            "Rider.Group",
            "Group({'of': 3, 'named': 'x'})",
            '["v", "Rider", "Group", ["D", ["of", 3], ["named", "x"]]]',
        ),
    ]
    left = Opaque("Side::Left", "Side::Left", '["u", "Side::Left"]')
    trips = [{"riders": riders, "fare": (640, left), "back": True}]
    ints = (-128, (1 << 64) - 1, -(1 << 127), (1 << 128) - 1)
    floats = (0.1, 5e-324, -math.inf)
    words = ('a\0"\\\n\u007fé😀', "", "😀")
    rows = ([[1], []], [-(1 << 63), 1], [True], 255, None)
    sets = ({(1, "x"), (-1, "")}, {"é"})
    maps = ({"k": [1, 2], "": []}, {0: None, 1: -1})
    args = (ints, floats, words, trips, rows, sets, maps)
    misfit = ((128, *ints[1:]), *args[1:])
    found, none = here.run(solution, _entry(here, solution), [args, misfit])
    assert found is not None
    assert found.value == args
    assert none is None


def test_what_fails_is_told_apart_by_its_variant_or_its_value(lab: MakeLab) -> None:
    here = lab({"tests/a.rs": "use made::*;\n#[test] fn a() { side(0); pair(0); }\n"})
    solution = _crate(EVERY)
    side, pair = here.calls.entries(solution, here.suite)
    found = here.run(solution, side, [(1,), (2,)])
    assert [r.error for r in found if r] == ["Err Side::Right", "Err Side::Left"]
    found = here.run(solution, pair, [(1,), (0,)])
    assert [(r.end, r.error) for r in found if r] == [("raised", 'Err ["T",1,1]'), ("returned", "")]


def test_each_way_a_call_ends_is_named_and_the_rest_goes_on(lab: MakeLab) -> None:
    here = lab({"tests/a.rs": "use made::*;\n#[test] fn a() { ends(0); }\n"})
    solution = _crate(ENDS)
    args = [(n,) for n in range(14)]
    found = here.run(solution, _entry(here, solution), args, call_wall_s=1.0)
    told = [(r.end, r.value, r.error) if r else None for r in found]
    order = told[11]
    assert told == [
        ("returned", 0, ""),
        ("raised", None, "panic"),
        ("fuel", None, ""),
        ("crashed", None, ""),
        ("memory", None, ""),
        ("crashed", None, ""),
        ("timeout", None, ""),
        # Another text in an error is no other error; another variant is.
        ("raised", None, "Err Bad("),
        # What is said on the caller's descriptors is no record, and the process's own doing.
        ("crashed", None, ""),
        ("crashed", None, ""),
        ("raised", None, "Err Empty"),
        # A hash map has the same order in every call.
        order,
        order,
        ("returned", 13, ""),
    ]
    again = here.run(solution, _entry(here, solution), args[1:3])
    assert [r.fuel if r else 0 for r in again] == [1, 500_000]
    assert again[0] is not None
    assert again[0].message == "one"


def test_calls_are_recorded_where_tests_sit_inside_the_solution(lab: MakeLab) -> None:
    here = lab({"src/tests.rs": INSIDE_TESTS})
    solution = Solution(name="s", role="candidate", files={"src/main.rs": INSIDE})
    made = here.record(
        solution, here.speaker.inventory(here.suite, solution),
        here.calls.entries(solution, here.suite),
    )  # fmt: skip
    told = {m.entry: (m.call.args, m.result.end, m.result.value, m.result.after) for m in made}
    assert told == {
        "turn": (([1, 2],), "returned", 2, {0: [2, 1]}),
        "down": ((3,), "returned", 0, {}),
        "half": ((5,), "raised", None, {}),
    }
    assert len(made) == 3


def test_a_difference_is_found_and_its_probe_tells_the_two_apart(
    lab: MakeLab, rust: Workshop
) -> None:
    here = lab({"tests/a.rs": TOP_TESTS})
    right, wrong = _crate(RIGHT), _crate(WRONG)
    ground = survey(here, right, here.speaker.inventory(here.suite, right), most=200)
    assert [g.args for g in (m.call for m in ground.made)] == [([3, 1, 2],), ([7],)]
    same = _crate(RIGHT.replace("row.iter().max()", "row.iter().rev().max()"))
    assert not list(search(ground, same))
    finding = next(search(ground, wrong))
    assert finding.inside
    assert len(finding.args[0]) == 4
    probe = here.calls.probe(
        here.suite, finding.entry, Call(finding.args), finding.expected, ground.oracle.view
    )
    verdicts = [rust.run(s.files, probe.files).verdict for s in (right, wrong)]
    assert verdicts == [Verdict.PASS, Verdict.FAIL]


def test_a_probe_of_what_a_call_changed_holds(rust: Workshop) -> None:
    suite = Suite(name="given", role="given", files={"src/tests.rs": INSIDE_TESTS})
    solution = Solution(name="s", role="candidate", files={"src/main.rs": INSIDE})
    entry = next(e for e in RustCalls().entries(solution, suite) if e.name == "turn")
    result = Result(0, "returned", 2, after={0: [2, 1]})
    probe = RustCalls().probe(suite, entry, Call(([1, 2],)), result, View())
    assert rust.run(solution.files, probe.files, support=probe.support).verdict is Verdict.PASS
