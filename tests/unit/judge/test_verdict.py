"""Every clause of the verdict rule, one at a time: what breaks it can never be a pass."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.judge.verdict import decide
from workbench.languages.base import Inventory, Report, TestRef
from workbench.model.run import Status, TestResult, Verdict
from workbench.model.task import Framework
from workbench.sandboxes.base import Event, Outcome

IDS = ("a", "b", "c")
INVENTORY = Inventory(Framework.PYTEST, tuple(TestRef(i, "t.py", n) for n, i in enumerate(IDS)))
GREEN = Report(
    results=tuple(TestResult(id=i, status=Status.PASSED) for i in IDS), ended=True, claimed_exit=0
)
CLEAN = Outcome(0, None, frozenset(), b"", b"", b"", 0.1)


def verdict_of(
    report: Report = GREEN,
    outcome: Outcome = CLEAN,
    inventory: Inventory = INVENTORY,
    selected: tuple[str, ...] = (),
) -> Verdict:
    return decide(inventory, outcome, report, selected=selected).verdict


def with_status(status: Status) -> Report:
    changed = GREEN.results[1].model_copy(update={"status": status})
    return replace(GREEN, results=(GREEN.results[0], changed, GREEN.results[2]))


def test_green_complete_clean_run_passes() -> None:
    assert verdict_of() is Verdict.PASS


def test_failed_test_fails() -> None:
    assert verdict_of(with_status(Status.FAILED), replace(CLEAN, exit_code=1)) is not Verdict.PASS


def test_failed_test_fails_even_with_exit_code_zero() -> None:
    assert verdict_of(with_status(Status.FAILED)) is Verdict.FAIL


@pytest.mark.parametrize("status", [Status.SKIPPED, Status.NOT_RUN, Status.MISSING])
def test_skipped_test_is_not_a_pass(status: Status) -> None:
    assert verdict_of(with_status(status)) is Verdict.INCOMPLETE


def test_missing_test_is_not_a_pass() -> None:
    report = replace(GREEN, results=GREEN.results[:2])
    decision = decide(INVENTORY, CLEAN, report)
    assert decision.verdict is Verdict.INCOMPLETE
    assert decision.tests[2].status is Status.MISSING


def test_test_reported_twice_is_not_a_pass() -> None:
    report = replace(GREEN, results=(*GREEN.results, GREEN.results[0]))
    assert verdict_of(report) is Verdict.INCOMPLETE


def test_second_report_cannot_turn_a_failure_green() -> None:
    failed = TestResult(id="a", status=Status.FAILED)
    for results in ((failed, *GREEN.results), (*GREEN.results, failed)):
        decision = decide(INVENTORY, CLEAN, replace(GREEN, results=results))
        assert decision.tests[0].status is Status.FAILED
        assert decision.verdict is not Verdict.PASS


def test_unknown_test_is_not_a_pass() -> None:
    extra = TestResult(id="z", status=Status.PASSED)
    assert verdict_of(replace(GREEN, results=(*GREEN.results, extra))) is Verdict.INCOMPLETE


def test_no_end_record_is_not_a_pass() -> None:
    assert verdict_of(replace(GREEN, ended=False)) is Verdict.INCOMPLETE


def test_disagreeing_exit_code_is_tampering() -> None:
    assert verdict_of(outcome=replace(CLEAN, exit_code=3)) is Verdict.TAMPERED


def test_nonzero_exit_of_a_green_run_is_not_a_pass() -> None:
    outcome = replace(CLEAN, exit_code=3)
    assert verdict_of(replace(GREEN, claimed_exit=3), outcome) is Verdict.INCOMPLETE
    assert verdict_of(replace(GREEN, claimed_exit=None), outcome) is Verdict.INCOMPLETE


def test_death_by_signal_is_not_a_pass() -> None:
    outcome = replace(CLEAN, exit_code=None, signal=11)
    assert verdict_of(replace(GREEN, claimed_exit=None), outcome) is Verdict.INCOMPLETE


def test_tamper_flag_is_not_a_pass() -> None:
    assert verdict_of(replace(GREEN, flags=("forged",))) is Verdict.TAMPERED


def test_load_error_is_a_build_error() -> None:
    report = replace(GREEN, results=(), error="SyntaxError: bad", claimed_exit=1)
    decision = decide(INVENTORY, replace(CLEAN, exit_code=1), report)
    assert decision.verdict is Verdict.BUILD_ERROR
    assert {t.status for t in decision.tests} == {Status.NOT_RUN}


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("test.js: SyntaxError: bad '}'\n    at Object.<anonymous> (test.js:1:13)", "bad '}'"),
        ("SyntaxError: bad '}'\n    at f (test.js:1:13)", "SyntaxError: bad '}'"),
        ("sol.py:1: in f\nE   ImportError: no x\nE   ValueError: later", "ValueError: later"),
        ("panic: no such flag\n\n_testmain.go:46 +0x96", "panic: no such flag"),
        ("it broke", "it broke"),
    ],
)
def test_suite_that_cannot_be_loaded_says_what_went_wrong(error: str, told: str) -> None:
    report = replace(GREEN, results=(), error=error, claimed_exit=1)
    reason = decide(INVENTORY, replace(CLEAN, exit_code=1), report).reason
    assert reason.startswith("the suite could not be loaded: ")
    assert reason.endswith(told)


def test_empty_inventory_is_not_a_pass() -> None:
    empty = Inventory(Framework.PYTEST, ())
    assert verdict_of(replace(GREEN, results=()), inventory=empty) is Verdict.INCOMPLETE


def test_suite_that_could_not_be_read_whole_is_not_a_pass() -> None:
    assert verdict_of(inventory=replace(INVENTORY, problems=("odd",))) is Verdict.INCOMPLETE


@pytest.mark.parametrize(
    ("event", "verdict"),
    [
        (Event.TIMEOUT, Verdict.TIMEOUT),
        (Event.MEMORY, Verdict.OUT_OF_MEMORY),
        (Event.STDOUT, Verdict.OUTPUT_LIMIT),
        (Event.STDERR, Verdict.OUTPUT_LIMIT),
        (Event.RESULTS, Verdict.OUTPUT_LIMIT),
        (Event.FILE_SIZE, Verdict.OUTPUT_LIMIT),
        (Event.PIDS, Verdict.INCOMPLETE),
    ],
)
def test_limit_event_outweighs_green_results(event: Event, verdict: Verdict) -> None:
    assert verdict_of(outcome=replace(CLEAN, events=frozenset({event}))) is verdict


def test_every_event_but_cancel_has_a_verdict() -> None:
    for event in set(Event) - {Event.CANCELLED}:
        assert verdict_of(outcome=replace(CLEAN, events=frozenset({event}))) is not Verdict.PASS


def test_part_of_a_suite_never_passes_the_suite() -> None:
    part = replace(GREEN, results=GREEN.results[:1])
    decision = decide(INVENTORY, CLEAN, part, selected=("a",))
    assert decision.verdict is Verdict.INCOMPLETE
    assert "1 of 3 tests were asked for; it passed" in decision.reason
    assert [t.status for t in decision.tests] == [Status.PASSED, Status.NOT_RUN, Status.NOT_RUN]


def test_results_come_in_the_order_of_the_suite_with_their_lines() -> None:
    shuffled = replace(GREEN, results=tuple(reversed(GREEN.results)))
    tests = decide(INVENTORY, CLEAN, shuffled).tests
    assert [(t.id, t.line) for t in tests] == [("a", 0), ("b", 1), ("c", 2)]


results = st.lists(
    st.builds(TestResult, id=st.sampled_from([*IDS, "z"]), status=st.sampled_from(Status)),
    max_size=6,
)


@given(
    results=results,
    ended=st.booleans(),
    claimed=st.sampled_from([None, 0, 1]),
    code=st.sampled_from([None, 0, 1]),
    events=st.frozensets(st.sampled_from(Event), max_size=2),
    flags=st.sampled_from([(), ("odd",)]),
    error=st.sampled_from(["", "boom"]),
)
def test_only_the_one_clean_shape_passes(
    results: list[TestResult],
    ended: bool,
    claimed: int | None,
    code: int | None,
    events: frozenset[Event],
    flags: tuple[str, ...],
    error: str,
) -> None:
    report = Report(tuple(results), ended, claimed, flags, error=error)
    signal = 9 if code is None else None
    outcome = Outcome(code, signal, events - {Event.CANCELLED}, b"", b"", b"", 0.1)
    clean = (
        sorted(r.id for r in results) == list(IDS)
        and all(r.status is Status.PASSED for r in results)
        and ended
        and claimed in (None, 0)
        and code == 0
        and not outcome.events
        and not flags
        and not error
    )
    assert (decide(INVENTORY, outcome, report).verdict is Verdict.PASS) == clean
