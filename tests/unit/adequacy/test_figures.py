"""Rates, shares, strength, ranking: the arithmetic of what is measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.adequacy.assess import spread
from workbench.adequacy.coverage import coverage_of, shares
from workbench.adequacy.flags import flags
from workbench.adequacy.flakes import highest, in_words, tally
from workbench.adequacy.matrix import worth
from workbench.adequacy.mutants import Baseline
from workbench.adequacy.strength import score, strength, strength_of
from workbench.adequacy.survivors import ranking
from workbench.languages.benign import WORDS
from workbench.languages.mutation import Probe, Schemata, TrialResult
from workbench.model.assessment import (
    Assessment,
    Fate,
    Flakiness,
    Gate,
    MutantResult,
    Split,
    SuspectAssertion,
    Witness,
)
from workbench.model.run import Status
from workbench.model.task import Solution


def mutant(
    fate: Fate, *, line: int = 1, operator: str = "boundary", **more: object
) -> MutantResult:
    return MutantResult.model_validate(
        {
            "id": f"{line}-{operator}-{fate}", "file": "a.py", "line": line, "column": 1,
            "start": 0, "end": 1, "operator": operator, "before": "<", "after": "<=",
            "fate": fate, **more,
        }
    )  # fmt: skip


def assessment(**more: object) -> Assessment:
    return Assessment.model_validate(
        {"id": "0" * 64, "task_id": "t", "language": "python", "solution": "candidate",
         "suite": "given", **more}
    )  # fmt: skip


def test_no_failure_in_20_does_not_exclude_one_in_seven() -> None:
    assert highest(0, 20) == pytest.approx(0.1391, abs=1e-4)
    assert in_words(Flakiness(id="a", failures=0, runs=20, high=highest(0, 20))) == (
        "0 of 20, below 14 % at 95 %"
    )


@pytest.mark.parametrize(
    ("messages", "severity"),
    [
        (["in the time zone Etc/GMT+5: no"] * 4, "medium"),
        (["in the time zone Etc/GMT+5: no"] * 2, "high"),
        ([*["in the time zone Etc/GMT+5: no"] * 4, "no"], "high"),
        (["no"] * 4, "high"),
    ],
)
def test_a_test_that_needs_a_time_zone_wants_judgement_where_that_is_no_chance(
    messages: list[str], severity: str
) -> None:
    failed = [TrialResult(n, "done", {"a": Status.FAILED}, {"a": said})
              for n, said in enumerate(messages)]  # fmt: skip
    passed = [TrialResult(n, "done", {"a": Status.PASSED}, {}) for n in range(10)]
    (flag,) = flags(assessment(flakes=tally(["a"], [*failed, *passed])))
    assert (flag.kind, flag.severity) == ("reproducible", severity)
    assert ("time zone" in flag.message) == (severity == "medium")


def test_a_test_that_always_fails_may_fail_always() -> None:
    assert highest(5, 5) == 1.0


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_the_bound_lies_above_the_rate_and_shrinks_with_runs(counts: tuple[int, int]) -> None:
    failures, runs = counts
    assert failures / runs < highest(failures, runs) <= 1
    assert highest(failures, runs) > highest(failures, runs + 40)


def test_tests_a_stopped_trial_did_not_reach_did_not_run() -> None:
    stopped = TrialResult(0, "fuel", {"a": Status.PASSED}, {})
    whole = TrialResult(1, "done", {"a": Status.FAILED, "b": Status.PASSED}, {"a": "boom"})
    found = {f.id: f for f in tally(["a", "b", "c"], [stopped, whole])}
    assert (found["a"].failures, found["a"].runs, found["a"].note) == (1, 2, "boom")
    assert (found["b"].failures, found["b"].runs) == (0, 1)
    assert "c" not in found


def test_what_cannot_be_told_apart_and_what_does_not_build_counts_nowhere() -> None:
    mutants = [mutant(f) for f in (Fate.KILLED, Fate.FUEL, Fate.SURVIVED, Fate.NO_COVERAGE,
                                   Fate.EQUIVALENT, Fate.INVALID)]  # fmt: skip
    assert score(mutants) == 0.5


def test_nothing_measured_has_no_strength() -> None:
    assert strength([], []) is None


def test_a_suite_that_passes_what_does_nothing_is_weaker() -> None:
    mutants = [mutant(Fate.KILLED, line=n) for n in range(9)]
    broken = Gate(name="stub_fails", ok=False, detail="")
    held = Gate(name="stub_fails", ok=True, detail="")
    weak, strong = strength([broken], mutants), strength([held], mutants)
    assert weak is not None
    assert strong is not None
    assert weak < strong <= 1


def test_a_suite_that_passes_solutions_which_disagree_is_weaker() -> None:
    mutants = [mutant(Fate.KILLED, line=n) for n in range(9)]
    answers = (("gives 1", ("a", "b")), ("gives 2", ("c",)))
    divided = Split(input="f(0)", answers=answers)
    alone = Split(input="f(1)", answers=answers, first_alone=True)
    values = [strength([], mutants, s) for s in ([divided, alone], [alone], [])]
    assert values == sorted(set(values), key=float)


def test_a_witness_comes_first_and_each_line_once() -> None:
    proof = Witness(input="f(0)", original="1", mutated="2", inside=True)
    survivors = [
        mutant(Fate.SURVIVED, line=1, operator="text"),
        mutant(Fate.SURVIVED, line=2, operator="stub"),
        mutant(Fate.SURVIVED, line=2, operator="integer"),
        mutant(Fate.SURVIVED, line=3, operator="integer", witness=proof),
        mutant(Fate.KILLED, line=4),
    ]
    assert [m.line for m in ranking(survivors)] == [3, 2, 1]
    assert len(ranking(survivors, every=True)) == 4


def test_coverage_counts_tests_and_names_both_outcomes() -> None:
    probes = (Probe("a.py", 1, "line"), Probe("a.py", 2, "true"), Probe("a.py", 2, "false"),
              Probe("a.py", 3, "guard"))  # fmt: skip
    solution = Solution(name="s", role="candidate", files={"a.py": "x"})
    base = Baseline(
        reached={"t": frozenset({0, 1, 3}), "u": frozenset({0})}, fuel={}, alone=(), asleep=()
    )
    (found,) = coverage_of(Schemata(solution, (), probes, ()), base)
    assert found.lines == {1: 2, 3: 1}
    assert found.branches == {"2:false": 0, "2:true": 1}
    assert shares((found,)) == (1.0, 0.5)
    assert shares(()) == (None, None)


def test_flags_are_ordered_by_gravity_and_hold_their_evidence() -> None:
    found = assessment(
        gates=[{"name": "wrong_variants_fail", "ok": False, "detail": "bad: pass", "runs": ["r"]},
               {"name": "reference_passes", "ok": True, "detail": ""},
               {"name": "skeleton_fails", "ok": None, "detail": "none"}],
        mutants=[mutant(Fate.SURVIVED, line=n) for n in range(6)]
        + [mutant(Fate.KILLED, line=n) for n in range(9)],
        flakes=[{"id": "t", "failures": 3, "runs": 20, "high": 0.4}],
        idle=["u"],
    )  # fmt: skip
    raised = flags(found)
    assert [f.severity for f in raised] == ["high", "high", "medium", "medium"]
    assert raised[0].evidence == ("r",)
    assert "3 of 20" in raised[1].message


@pytest.mark.parametrize(
    ("detail", "severity"),
    [("never runs: tests/a.rs:3 checks", "high"),
     ("left out by a feature: tests/a.rs:3 checks", "medium")],
)  # fmt: skip
def test_tests_behind_a_feature_are_for_a_person_to_judge(detail: str, severity: str) -> None:
    gates = [{"name": "everything_runs", "ok": False, "detail": detail}]
    assert [f.severity for f in flags(assessment(gates=gates))] == [severity]


def test_a_test_that_fails_always_is_not_called_flaky() -> None:
    assert flags(assessment(flakes=[{"id": "t", "failures": 20, "runs": 20, "high": 1.0}])) == []


def test_a_test_that_passes_and_fails_in_every_rerun_is_bound_to_its_machine() -> None:
    found = assessment(
        flakes=[{"id": name, "failures": 20, "runs": 20, "high": 1.0} for name in ("t", "u")],
        matrix=[{"solution": "candidate", "kind": "candidate", "suite": "given",
                 "verdict": "fail", "failed": ["u"]}],
    )  # fmt: skip
    (only,) = flags(found.model_copy(update={"solution": "candidate"}))
    assert (only.kind, only.severity) == ("reproducible", "medium")
    assert only.message.startswith("t passes, and fails in all 20 reruns")


def test_what_no_test_reaches_is_flagged_with_an_input_that_shows_it() -> None:
    proof = Witness(input="f(1)", original="gives 1", mutated="gives 2", inside=True)
    (raised,) = flags(assessment(mutants=[mutant(Fate.NO_COVERAGE, witness=proof)]))
    assert raised.severity == "medium"
    assert raised.message.endswith("which no test reaches")


def test_survivors_that_no_input_could_be_tried_on_are_worth_knowing() -> None:
    silent = mutant(Fate.SURVIVED, searched="no input was tried: programs are not made")
    caught = [mutant(Fate.KILLED, line=n) for n in range(2, 20)]
    (raised,) = flags(assessment(mutants=[silent, *caught]))
    assert raised.severity == "low"
    assert "a.py:1: <= passes in place of <" in raised.message
    tried = mutant(Fate.SURVIVED, searched="no input shows it: 900 calls of f came to the same")
    assert flags(assessment(mutants=[tried, *caught])) == []


@pytest.mark.parametrize(
    ("function", "fate", "severity"),
    [("Clock::fmt", Fate.NO_COVERAGE, "low"), ("Clock::fmt", Fate.SURVIVED, "medium"),
     ("Clock::chimes", Fate.NO_COVERAGE, "medium")],
)  # fmt: skip
def test_what_only_shows_a_value_need_not_be_tested(
    function: str, fate: Fate, severity: str
) -> None:
    found = assessment(mutants=[mutant(fate, operator="stub", function=function)])
    assert [f.severity for f in flags(found)] == [severity]


def test_tests_without_checks_that_count_are_blamed_and_not_the_solution() -> None:
    said = "candidate: tampered, passed although every expected value was changed: t.py::T::test_a"

    def kinds(name: str) -> set[str]:
        found = assessment(
            gates=[{"name": "candidate", "ok": False, "detail": said}],
            unheard=[f"t.py:9 in {name} was made to fail, and the test passes"],
        )  # fmt: skip
        return {flag.kind for flag in flags(found)}

    assert kinds("test_a") == {"tests_accept_wrong"}
    assert kinds("test_b") == {"tests_accept_wrong", "solution"}


def test_a_few_mutants_prove_nothing() -> None:
    assert flags(assessment(mutants=[mutant(Fate.SURVIVED)] * 3)) == []


def test_a_test_is_redundant_when_others_kill_all_it_kills() -> None:
    mutants = [
        mutant(Fate.KILLED, line=1, killed_by=["a", "b"]),
        mutant(Fate.KILLED, line=2, killed_by=["b"]),
        mutant(Fate.SURVIVED, line=3),
    ]
    of_a, of_b, of_c = worth(["a", "b", "c"], mutants)
    assert of_a.redundant
    assert not of_b.redundant
    assert len(of_b.alone) == 1
    assert not of_c.redundant
    assert of_c.kills == ()


def test_mutants_that_were_not_all_tried_give_no_strength() -> None:
    some = [mutant(Fate.KILLED, line=n) for n in range(9)]
    assert strength_of(assessment(mutants=some)) is None
    assert strength_of(assessment(mutants=some, done=["mutants"])) == pytest.approx(
        10 / 11, abs=1e-4
    )


def test_a_suite_whose_every_test_sleeps_has_a_strength_of_nought() -> None:
    assert strength_of(assessment(asleep=["t"], done=["mutants"])) == 0.0


def test_of_too_many_mutants_some_of_every_part_are_tried() -> None:
    many = tuple(range(10))
    assert spread(many, 4) == (0, 2, 5, 7)  # type: ignore[arg-type,comparison-overlap]
    assert spread(many, 10) == many  # type: ignore[arg-type,comparison-overlap]


def test_thirteen_tests_that_pin_the_same_are_one_flag() -> None:
    worded = [
        SuspectAssertion(test=f"t{i}", edit="an error is worded differently", file="t.py", line=i)
        for i in range(1, 14)
    ]
    late = SuspectAssertion(test="t1", edit=WORDS["late"], message="took 2 s")
    first, second = flags(assessment(suspects=(*worded, late)))
    assert first.message == (
        "13 tests fail when an error is worded differently: t1, t2, t3 and 10 more"
    )
    assert first.evidence == tuple(f"t.py:{i}" for i in range(1, 14))
    assert (second.kind, second.evidence) == ("reproducible", ("took 2 s",))
    assert second.message == f"t1 fails when {WORDS['late']}"


def test_a_suite_that_hears_no_check_is_blamed_and_not_who_passes_it() -> None:
    said = "candidate: tampered, passed although every expected value was changed: conf.ATest.a"
    gate = Gate(name="candidate", ok=False, detail=said)
    heard = "src/ATest.java:9 in conf.ATest.b what fails in it is caught and forgotten"
    for unheard, kind in ((heard, "solution"), (heard.replace(".b ", ".a "), "tests_accept_wrong")):
        first, *_ = flags(assessment(gates=(gate,), unheard=(unheard,)))
        assert first.kind == kind
