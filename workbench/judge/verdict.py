"""The rule that turns what came out of a sandbox into a verdict. Pure: no I/O, no language.

`pass` needs every clause to hold; the first that does not names the verdict. Each clause stands
for a cheat or an accident that was seen to turn wrong code green.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from workbench.languages.base import Inventory, Report, TestRef
from workbench.model.run import Status, TestResult, Verdict
from workbench.sandboxes.base import Event, Outcome


class Decision(NamedTuple):
    """A verdict, its reason in a sentence, and one result for every test of the inventory."""

    verdict: Verdict
    reason: str
    tests: tuple[TestResult, ...]


_NAMES_ERROR = re.compile(r"^(?:[^\s:]+: )?(?:[\w.]*(?:Error|Exception)|panic)(?: \[\w+\])?:")

_LIMITS: tuple[tuple[Event, Verdict, str], ...] = (
    (Event.MEMORY, Verdict.OUT_OF_MEMORY, "the memory limit struck"),
    (Event.TIMEOUT, Verdict.TIMEOUT, "the time limit struck"),
    (Event.STDOUT, Verdict.OUTPUT_LIMIT, "more was printed to stdout than allowed"),
    (Event.STDERR, Verdict.OUTPUT_LIMIT, "more was printed to stderr than allowed"),
    (Event.RESULTS, Verdict.OUTPUT_LIMIT, "the results pipe was flooded"),
    (Event.FILE_SIZE, Verdict.OUTPUT_LIMIT, "a file grew larger than allowed"),
    (Event.PIDS, Verdict.INCOMPLETE, "the limit on processes and threads struck"),
)


def limit_struck(outcome: Outcome) -> tuple[Verdict, str] | None:
    """The verdict of the most telling limit event, or None."""
    for event, verdict, reason in _LIMITS:
        if event in outcome.events:
            return verdict, reason
    return None


def not_run(inventory: Inventory) -> tuple[TestResult, ...]:
    """Every test of the inventory as `not_run`."""
    return tuple(_absent(ref, Status.NOT_RUN) for ref in inventory.tests)


def decide(
    inventory: Inventory, outcome: Outcome, report: Report, *, selected: tuple[str, ...] = ()
) -> Decision:
    """Apply the rule to a finished test job.

    `selected` names the ids that were asked for; a partial run can fail but never pass a suite.
    """
    asked = [ref for ref in inventory.tests if not selected or ref.id in set(selected)]
    ended = report.ended and not outcome.events
    tests = _line_up(inventory, report, {ref.id for ref in asked}, ended=ended)
    verdict, reason = _rule(inventory, asked, outcome, report, tests)
    if verdict is Verdict.PASS and len(asked) < len(inventory.tests):
        return Decision(
            Verdict.INCOMPLETE,
            f"{len(asked)} of {len(inventory.tests)} tests were asked for; {_they(len(asked))}",
            tests,
        )
    return Decision(verdict, reason, tests)


def _rule(
    inventory: Inventory,
    asked: list[TestRef],
    outcome: Outcome,
    report: Report,
    tests: tuple[TestResult, ...],
) -> tuple[Verdict, str]:
    struck = limit_struck(outcome)
    if struck:
        return struck
    if report.flags:
        return Verdict.TAMPERED, "the results were tampered with: " + "; ".join(report.flags[:3])
    counts = Counter(result.id for result in report.results)
    expected = {ref.id for ref in asked}
    twice = sorted(i for i, n in counts.items() if n > 1)
    if twice:
        return Verdict.INCOMPLETE, f"reported more than once: {_names(twice)}"
    extra = sorted(set(counts) - expected)
    if extra:
        return Verdict.INCOMPLETE, f"reported but not in the suite: {_names(extra)}"
    if not expected:
        return Verdict.INCOMPLETE, "the suite has no tests"
    if report.error:
        return Verdict.BUILD_ERROR, f"the suite could not be loaded: {_telling(report.error)}"
    failed = [t.id for t in tests if t.status in (Status.FAILED, Status.ERRORED)]
    if not report.ended:
        how = f"signal {outcome.signal}" if outcome.signal else f"exit code {outcome.exit_code}"
        return Verdict.INCOMPLETE, f"the run broke off before its end record ({how})"
    if report.claimed_exit is not None and report.claimed_exit != outcome.exit_code:
        ended_with = "a signal" if outcome.signal else outcome.exit_code
        return Verdict.TAMPERED, (
            f"the end record announced exit code {report.claimed_exit}, "
            f"the process ended with {ended_with}"
        )
    if failed:
        return Verdict.FAIL, f"{len(failed)} of {len(asked)} tests failed: {_names(failed)}"
    missing = [t.id for t in tests if t.id in expected and t.status is Status.MISSING]
    if missing:
        return Verdict.INCOMPLETE, f"never reported: {_names(missing)}"
    idle = [t.id for t in tests if t.id in expected and t.status is not Status.PASSED]
    if idle:
        return Verdict.INCOMPLETE, f"skipped or not run: {_names(idle)}"
    if inventory.problems:
        return Verdict.INCOMPLETE, f"the suite could not be read whole: {inventory.problems[0]}"
    if outcome.exit_code != 0:
        return Verdict.INCOMPLETE, (
            f"all {len(asked)} tests passed, yet the process ended with "
            + (f"signal {outcome.signal}" if outcome.signal else f"exit code {outcome.exit_code}")
        )
    return Verdict.PASS, f"all {len(asked)} tests passed" if len(asked) > 1 else "the test passed"


def _line_up(
    inventory: Inventory, report: Report, asked: set[str], *, ended: bool
) -> tuple[TestResult, ...]:
    """One result per test of the inventory in its order, then whatever else was reported."""
    reported: dict[str, TestResult] = {}
    for result in report.results:
        # The worse of two reports stands: the first may be a forgery.
        if result.id not in reported or reported[result.id].status is Status.PASSED:
            reported[result.id] = result
    absent = Status.MISSING if ended and not report.error else Status.NOT_RUN
    lined = []
    for ref in inventory.tests:
        found = reported.pop(ref.id, None)
        if found is None:
            lined.append(_absent(ref, absent if ref.id in asked else Status.NOT_RUN))
        else:
            lined.append(found.model_copy(update={"file": ref.file, "line": ref.line}))
    return (*lined, *reported.values())


def _absent(ref: TestRef, status: Status) -> TestResult:
    return TestResult(id=ref.id, status=status, file=ref.file, line=ref.line)


def _names(ids: list[str]) -> str:
    shown = ", ".join(i[:120] for i in ids[:5])
    return shown if len(ids) <= 5 else f"{shown} and {len(ids) - 5} more"


def _they(count: int) -> str:
    return "it passed" if count == 1 else "they passed"


def _telling(error: str) -> str:
    """The line of a traceback that says what went wrong: its last one that names an error, for
    Python puts it last and others put it above the frames."""
    lines = [line.strip().removeprefix("E  ").strip() for line in error.splitlines()]
    lines = [line for line in lines if line]
    naming = [line for line in lines if _NAMES_ERROR.search(line)]
    return (naming or lines or [""])[-1][:300]
