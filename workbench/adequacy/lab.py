"""Where calls of solutions are made: builds what has to be built, runs jobs, reads results."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from workbench.adequacy.inputs import Args
from workbench.errors import Cancelled
from workbench.languages.base import Inventory, Language
from workbench.languages.calls import FUEL, Calls, Entry, Made, Result, parse_calls
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Cancel, Event, Job, Outcome, Sandbox
from workbench.toolchains.base import Toolbox

JOB_WALL_S = 12.0
_RESULTS_BYTES = 48 << 20


class NotSearchable(Exception):
    """Why nothing can be searched: no entry, no known call, a solution that does not load."""


@dataclass(frozen=True)
class Lab:
    """Where searches of one task run, and what they know of it."""

    sandbox: Sandbox
    speaker: Language
    calls: Calls
    tools: Toolbox
    limits: Limits
    suite: Suite
    prompt: str = ""
    cancel: Cancel = field(default_factory=Cancel)
    built: dict[str, bytes] = field(default_factory=dict)
    """artefacts of solutions, by what was built"""

    def run(
        self, solution: Solution, entry: Entry, args: Sequence[Args], *, fuel: int = FUEL,
        wall_s: float = JOB_WALL_S, call_wall_s: float = 2.0,
    ) -> list[Result | None]:  # fmt: skip
        """What `solution` does with each of `args`; None for those the job did not get to.
        Raises NotSearchable when the solution cannot be loaded."""
        nonce = secrets.token_hex(16)
        ready = self.calls.callable(solution, self.suite, entry)
        job = self.calls.call_job(
            ready, self.suite, self.tools, self.limits, entry, [entry.call(a) for a in args],
            nonce=nonce, fuel=fuel, call_wall_s=call_wall_s, artefact=self._built(ready),
        )  # fmt: skip
        limits = replace(job.limits, wall_s=wall_s, results_bytes=_RESULTS_BYTES)
        outcome = self._contain(replace(job, limits=limits))
        report = parse_calls(outcome.results, nonce)
        if not report.results and args and (report.error or not report.ended):
            raise NotSearchable(report.error or _last_words(outcome))
        found: list[Result | None] = [None] * len(args)
        for result in report.results:
            if 0 <= result.index < len(found):
                found[result.index] = result
        return found

    def record(
        self, solution: Solution, inventory: Inventory, entries: Sequence[Entry]
    ) -> list[Made]:
        """The calls the suite makes into a solution."""
        nonce = secrets.token_hex(16)
        ready = self.calls.recordable(solution, self.suite, entries)
        job = self.calls.record_job(
            ready, self.suite, inventory, self.tools, self.limits, entries,
            nonce=nonce, artefact=self._built(ready),
        )  # fmt: skip
        return list(parse_calls(self._contain(job).results, nonce).made)

    def _built(self, ready: Solution) -> bytes:
        """The artefact of a solution, built once for all its jobs."""
        if ready.digest not in self.built:
            tests = self.speaker.inventory(self.suite, ready)
            job = self.speaker.build_job(ready, self.suite, tests, self.tools, self.limits)
            if job is None:
                self.built[ready.digest] = b""
            else:
                made = self.speaker.parse_build(self._contain(job))
                if not made.ok:
                    raise NotSearchable(f"it does not build: {made.output[-300:]}")
                self.built[ready.digest] = made.artefact
        return self.built[ready.digest]

    def _contain(self, job: Job) -> Outcome:
        if self.cancel.is_set():
            raise Cancelled("cancelled")
        outcome = self.sandbox.run(job, self.cancel)
        if Event.CANCELLED in outcome.events:
            raise Cancelled("cancelled")
        return outcome


def _last_words(outcome: Outcome) -> str:
    said = (outcome.stderr or outcome.stdout).decode("utf-8", "replace").strip()
    struck = ", ".join(sorted(e.value for e in outcome.events))
    return f"the calls did not start: {struck or said[-300:] or 'no word of why'}"
