"""Rust mutants in the real sandbox: what each trial comes to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.languages.compiled import Workshop
from tests.languages.fuelled import assert_tests_have_fuel_of_their_own
from tests.languages.rust.mutable import LIB, TESTS, solution, suite
from workbench.adequacy.trials import Bench, Built, build
from workbench.languages.mutation import CANARY, NOTHING, Mutant, Trial, TrialResult
from workbench.languages.rust_mutation import RustMutation
from workbench.model.run import Status
from workbench.model.task import Limits, Solution, Suite

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

MUTATION = RustMutation()
LIMITS = Limits(wall_s=60, build_wall_s=240, memory_mb=256)
HASHES = """use std::collections::HashSet;
pub fn order() -> Vec<u8> { (0..40u8).collect::<HashSet<u8>>().into_iter().collect() }
"""
WILD = """pub fn count(n: u32) -> u32 { let mut i = 0; while i < n { i += 1; } i }
pub fn fill(n: u64) -> u64 {
    let mut held: Vec<u64> = Vec::new();
    while (held.len() as u64) < n { if n > 1_000 { held.resize(99_999_999, 7); } held.push(n) }
    held.iter().sum()
}
pub fn leave(flag: bool) -> bool { if flag { std::process::exit(0); } true }
pub fn wait(n: usize) -> u8 {
    let (to, from) = std::sync::mpsc::channel();
    let kept = to.clone();
    if n > 0 { to.send(7).unwrap(); }
    let got = from.recv().unwrap();
    drop(kept);
    got
}
pub fn mark() -> bool {
    let seen = std::path::Path::new("mark").exists();
    std::fs::write("mark", "x").unwrap();
    !seen
}
"""
WILD_TESTS = """use nasty::*;
#[test] fn counts() { assert_eq!(count(3), 3); }
#[test] fn fills() { assert_eq!(fill(2), 4); }
#[test] fn leaves() { assert!(leave(false)); }
#[test] fn waits() { assert_eq!(wait(1), 7); }
#[test] fn marks() { assert!(mark()); }
"""


def bench(rust: Workshop, made: Solution, tests: Suite) -> Bench:
    inventory = rust.speaker.inventory(tests, made)
    return Bench(rust.sandbox, rust.speaker, MUTATION, rust.tools, LIMITS, tests, inventory)


def built(rust: Workshop, made: Solution, tests: Suite) -> Built:
    return build(bench(rust, made, tests), made, MUTATION.mutants(made, tests))


def outcomes(results: Sequence[TrialResult]) -> list[object]:
    return [(r.end, dict(r.statuses), dict(r.messages), r.fuel, r.probes) for r in results]


def number(held: Built, before: str, after: str) -> int:
    found = [
        n for n, m in enumerate(held.schemata.mutants, 1) if (m.before, m.after) == (before, after)
    ]
    assert len(found) == 1, (before, after, found)
    return found[0]


def test_guards_change_nothing_kill_when_active_and_do_so_again(rust: Workshop) -> None:
    made, tests = solution(LIB, "2024"), suite(TESTS)
    held = built(rust, made, tests)
    assert held.unbuilt == ()
    ids = tuple(ref.id for ref in held.bench.tests.tests)
    asked = [
        *(Trial(NOTHING, (test,), probes=True) for test in ids),
        Trial(NOTHING, ids, full=True),
        Trial(CANARY, ids, full=True),
        *(Trial(n, ids, fuel=5_000) for n in range(1, len(held.schemata.mutants) + 1)),
    ]
    results = list(held.run(asked))
    assert all(set(r.statuses.values()) == {Status.PASSED} for r in results[: len(ids) + 1])
    canary = results[len(ids) + 1]
    assert (canary.end, set(canary.statuses.values())) == ("crashed", {Status.ERRORED})
    assert outcomes(results) == outcomes(list(held.run(asked)))
    active = results[len(ids) + 2 :]
    killed = [r for r in active if r.failed or r.end != "done"]
    assert len(killed) > 0.8 * len(active)
    assert all(len(r.failed) <= 1 for r in killed)
    reached = frozenset[int]().union(*(r.probes for r in results[: len(ids)]))
    for result, probe in zip(active, held.schemata.reach, strict=True):
        assert probe in reached or not result.failed


def test_what_runs_wild_ends_in_a_named_state_and_the_rest_goes_on(rust: Workshop) -> None:
    held = built(rust, solution(WILD), suite(WILD_TESTS))
    ids = tuple(f"a::{name}" for name in ("counts", "fills", "leaves", "waits", "marks"))
    wild = {
        "fuel": (number(held, "i += 1;", ";"), 0, 3_000),
        "memory": (number(held, "n > 1_000", "true"), 1, 0),
        "crashed": (number(held, "flag", "true"), 2, 0),
        "timeout": (number(held, "to.send(7).unwrap();", ";"), 3, 0),
    }
    asked = [Trial(n, ids, fuel=fuel) for n, _, fuel in wild.values()]
    results = list(held.run([*asked, Trial(NOTHING, ids)], trial_wall_s=6.0))
    for result, (end, (_, at, _)) in zip(results, wild.items(), strict=False):
        # What stops a whole trial is no result of a test; a test that ends its process has one.
        failed = (ids[at],) if end == "crashed" else ()
        assert (result.end, result.failed) == (end, failed)
        assert list(result.statuses) == [*ids[:at], *failed]
    assert (results[-1].end, results[-1].failed) == ("done", ())
    assert set(results[-1].statuses) == set(ids)


def test_every_test_has_fuel_of_its_own(rust: Workshop) -> None:
    held = built(rust, solution(WILD), suite(WILD_TESTS))
    assert_tests_have_fuel_of_their_own(held, ("a::counts", "a::fills", "a::waits"))


def test_a_whole_suite_with_nothing_active_shares_a_process(rust: Workshop) -> None:
    source = (
        "use std::sync::atomic::{AtomicBool, Ordering::SeqCst};\nstatic SEEN: AtomicBool = "
        "AtomicBool::new(false);\npub fn first() -> bool { !SEEN.swap(true, SeqCst) }\n"
    )
    tests = suite(
        "use nasty::*;\n#[test] fn a() { assert!(first()); }\n#[test] fn b() { assert!(first()); }"
        "\n#[test] fn c() { first(); std::process::exit(0); }\n#[test] fn d() {}\n"
    )
    held = built(rust, solution(source), tests)
    ids = ("a::a", "a::b", "a::c", "a::d")
    asked = [Trial(NOTHING, ids, full=True), *(Trial(NOTHING, (i,), full=True) for i in ids)]
    asked += [Trial(NOTHING, ids[:2], full=True, seed=seed) for seed in range(1, 9)]
    whole, *results = held.run(asked)
    assert (whole.end, whole.failed) == ("crashed", ("a::b", "a::c"))
    assert set(whole.statuses) == set(ids)
    assert [r.failed for r in results[:4]] == [(), (), ("a::c",), ()]
    assert {r.failed for r in results[4:]} == {("a::a",), ("a::b",)}


def test_hash_maps_have_the_order_of_the_seed(rust: Workshop) -> None:
    tests = suite('use nasty::*;\n#[test] fn a() { panic!("{:?}", order()) }\n')
    held = built(rust, solution(HASHES), tests)
    asked = [Trial(NOTHING, ("a::a",), seed=seed) for seed in (0, 0, 1, 2)]
    first, again, other, third = (dict(r.messages)["a::a"] for r in held.run(asked))
    assert first == again
    assert len({first, other, third}) == 3


def single(rust: Workshop, made: Solution, tests: Suite, mutant: Mutant) -> set[str] | None:
    """The tests that fail when only this edit is built; None when it does not build."""
    ran = rust.run(mutant.applied(made).files, tests.files, limits=LIMITS)
    if not ran.built.ok:
        return None
    return {test for test, status in ran.statuses.items() if status is not Status.PASSED}


def test_a_single_edit_does_what_its_guarded_form_does(rust: Workshop) -> None:
    source = LIB.replace("#![deny(warnings, clippy::all)]\n", "")
    made, tests = solution(source, "2024"), suite(TESTS)
    held = built(rust, made, tests)
    ids = tuple(ref.id for ref in held.bench.tests.tests)
    sample = range(7, len(held.schemata.mutants) + 1, 61)
    asked = [Trial(n, ids, fuel=5_000, full=True) for n in sample]
    for n, result in zip(sample, held.run(asked), strict=True):
        alone = single(rust, made, tests, held.schemata.mutants[n - 1])
        if alone is not None:
            assert set(result.failed) == alone, held.schemata.mutants[n - 1]


EQUAL = """pub fn plain(a: u32) -> u32 { let b = a; if b > 0 { b } else { 0 } }
pub fn generic<T: Into<u32> + Copy>(a: T, b: T) -> u32 { let c: u32 = a.into(); c / 2 + b.into() }
"""


def code(rust: Workshop, made: Solution, tests: Suite) -> bytes:
    inventory = rust.speaker.inventory(tests, made)
    job = MUTATION.code_job(made, tests, inventory, rust.tools, LIMITS)
    assert job is not None
    outcome = rust.sandbox.run(job)
    assert outcome.exit_code == 0, outcome.stderr
    return outcome.results


def test_compiled_code_is_equal_for_equivalents_alone(rust: Workshop) -> None:
    made, tests = solution(EQUAL), suite("use nasty::*;\n#[test] fn a() { plain(1); }\n")
    mutants = {(m.before, m.after): m for m in MUTATION.mutants(made, tests)}
    original = code(rust, made, tests)
    # `b >= 0` gives b too, where it is 0; what a library only describes is compared as well.
    assert code(rust, mutants[">", ">="].applied(made), tests) == original
    assert code(rust, mutants["0", "1"].applied(made), tests) != original
    assert code(rust, mutants["/", "*"].applied(made), tests) != original
    longer = made.model_copy(update={"files": {**made.files, "src/lib.rs": f"\n\n{EQUAL}"}})
    assert code(rust, longer, tests) == original
