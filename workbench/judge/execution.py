"""One solution against one suite, executed: the jobs, their outcomes, and the rule over them.

Knows how tests are executed (in one sandbox, or solution and tests in one each), not what a
verdict is worth: that is `proof.py`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from workbench.errors import Cancelled, WorkbenchError
from workbench.judge.ahead import NOTHING_AHEAD, Ahead, do_ahead
from workbench.judge.verdict import Decision, decide, limit_struck, not_run
from workbench.languages.base import Built, Inventory, Language, Report, SplitJobs
from workbench.model.run import Diagnostic, Verdict
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Cancel, Event, Job, Outcome, Sandbox
from workbench.toolchains.base import Toolbox

Progress = Callable[[str], None]
"""Told the phase: `building`, `testing`, `checking`."""


class Executed(NamedTuple):
    """What one execution showed."""

    decision: Decision
    diagnostics: tuple[Diagnostic, ...] = ()
    outcome: Outcome | None = None
    build_output: str = ""
    build_s: float = 0.0
    report: Report | None = None

    @property
    def passed(self) -> bool:
        """Whether every clause of the rule held."""
        return self.decision.verdict is Verdict.PASS


class _Artefact(NamedTuple):
    data: bytes = b""
    output: str = ""
    build_s: float = 0.0
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Execution:
    """Everything the executions of one run share."""

    sandbox: Sandbox
    speaker: Language
    tools: Toolbox
    limits: Limits
    cancel: Cancel
    ahead: Ahead = NOTHING_AHEAD

    def refuse(self, solution: Solution, suite: Suite, tests: Inventory) -> Executed | None:
        """What ends a run before anything is executed."""
        rejected = self.speaker.reject(solution, suite)
        if rejected:
            return Executed(Decision(Verdict.TAMPERED, f"not run: {rejected}", not_run(tests)))
        if not tests.tests:
            why = (
                tests.problems[0] if tests.problems else "it has no tests, or none asserts anything"
            )
            return Executed(Decision(Verdict.INCOMPLETE, f"nothing was run: {why}", ()))
        return None

    def prepared(
        self, solution: Solution, tests: Inventory, suites: Sequence[Suite], progress: Progress
    ) -> Execution:
        """The same with `solution` built with each of `suites`, which have the same `tests`, where
        one job can do that."""
        jobs = [
            self.speaker.build_job(solution, suite, tests, self.tools, self.limits)
            for suite in suites
        ]
        unknown = [job for job in jobs if job is not None and self.ahead.outcome(job) is None]
        if len(unknown) > 1:
            progress("building")
        done = do_ahead(self.sandbox, self.speaker.name, unknown, self.cancel)
        return replace(self, ahead=Ahead((*self.ahead.done, *done.done)))

    def together(
        self,
        solution: Solution,
        suite: Suite,
        tests: Inventory,
        *,
        selected: tuple[str, ...] = (),
        progress: Progress = lambda phase: None,
    ) -> Executed:
        """Solution and tests in one sandbox."""
        artefact = self._build(solution, suite, tests, progress)
        if isinstance(artefact, Executed):
            return artefact
        progress("testing")
        nonce = secrets.token_hex(16)
        job = self.speaker.test_job(
            solution, suite, tests, self.tools, self.limits,
            nonce=nonce, artefact=artefact.data, selected=selected,
        )  # fmt: skip
        outcome = self._contain(job)
        report = self.speaker.parse(outcome, tests, nonce)
        decision = decide(tests, outcome, report, selected=selected)
        return _executed(decision, outcome, report, artefact)

    def apart(
        self,
        solution: Solution,
        suite: Suite,
        tests: Inventory,
        *,
        progress: Progress = lambda phase: None,
    ) -> Executed | str:
        """Solution and tests in a sandbox each; or why this suite cannot be run so."""
        nonce = secrets.token_hex(16)
        jobs = self._split(solution, suite, tests, nonce, b"")
        if isinstance(jobs, str):
            return jobs
        artefact = self._build(solution, suite, tests, progress)
        if isinstance(artefact, Executed):
            return artefact
        if artefact.data:
            jobs = self._split(solution, suite, tests, nonce, artefact.data)
            if isinstance(jobs, str):
                return jobs
        progress("testing")
        if self.cancel.is_set():
            raise Cancelled("cancelled")
        outcome, theirs = self.sandbox.run_pair(jobs.tests, jobs.solution, self.cancel)
        self._heed(outcome)
        self._heed(theirs)
        report = self.speaker.parse(outcome, tests, nonce)
        decision = decide(tests, outcome, report)
        struck = limit_struck(theirs)
        if struck and limit_struck(outcome) is None:
            decision = Decision(struck[0], f"in the solution's sandbox {struck[1]}", decision.tests)
        return _executed(decision, outcome, report, artefact)

    def _split(
        self, solution: Solution, suite: Suite, tests: Inventory, nonce: str, artefact: bytes
    ) -> SplitJobs | str:
        try:
            return self.speaker.split_jobs(
                solution, suite, tests, self.tools, self.limits, nonce=nonce, artefact=artefact
            )
        except WorkbenchError:
            raise
        except Exception as error:  # noqa: BLE001 - a suite no language foresaw runs together
            return f"they could not be taken apart: {type(error).__name__}: {error}"

    def _build(
        self, solution: Solution, suite: Suite, tests: Inventory, progress: Progress
    ) -> _Artefact | Executed:
        job = self.speaker.build_job(solution, suite, tests, self.tools, self.limits)
        if job is None:
            return _Artefact()
        outcome = self.ahead.outcome(job)
        if outcome is None:
            progress("building")
            outcome = self._contain(job)
        built = self.speaker.parse_build(outcome)
        struck = limit_struck(outcome)
        if struck or not built.ok:
            return _not_built(struck, built, outcome, tests)
        return _Artefact(built.artefact, built.output, outcome.duration_s, built.diagnostics)

    def _contain(self, job: Job) -> Outcome:
        if self.cancel.is_set():
            raise Cancelled("cancelled")
        outcome = self.sandbox.run(job, self.cancel)
        self._heed(outcome)
        return outcome

    @staticmethod
    def _heed(outcome: Outcome) -> None:
        if Event.CANCELLED in outcome.events:
            raise Cancelled("cancelled")


def _executed(
    decision: Decision, outcome: Outcome, report: Report, artefact: _Artefact
) -> Executed:
    return Executed(
        decision=decision,
        diagnostics=(*artefact.diagnostics, *report.diagnostics),
        outcome=outcome,
        build_output=artefact.output,
        build_s=artefact.build_s,
        report=report,
    )


def _not_built(
    struck: tuple[Verdict, str] | None, built: Built, outcome: Outcome, tests: Inventory
) -> Executed:
    if struck:
        verdict, reason = struck[0], f"while building: {struck[1]}"
    else:
        verdict, reason = Verdict.BUILD_ERROR, _first_error(built.diagnostics)
    return Executed(
        decision=Decision(verdict, reason, not_run(tests)),
        diagnostics=built.diagnostics,
        outcome=outcome,
        build_output=built.output,
        build_s=outcome.duration_s,
    )


def _first_error(diagnostics: tuple[Diagnostic, ...]) -> str:
    for item in diagnostics:
        if item.severity == "error":
            place = f"{item.file}:{item.line}: " if item.file and item.line else ""
            return f"it does not build: {place}{item.message.splitlines()[0][:300]}"
    return "it does not build"
