"""Runs trials: builds what holds the mutants once, and sees to it that every trial gets an end.

A mutant may take its job down with it (a bomb, a native loop, an exit). Then it alone is named, and
those behind it are sent again in a new job. Compiled schemata that do not build lose the mutants
their diagnostics point at, until they do; a mutant is never counted as killed because of that.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from workbench.adequacy.listening import Listening
from workbench.errors import Cancelled
from workbench.languages.base import Inventory, Language
from workbench.languages.mutation import Mutant, Mutation, Schemata, Trial, TrialEnd, TrialResult
from workbench.languages.trial_records import TrialReader
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Cancel, Event, Job, Outcome, Sandbox
from workbench.toolchains.base import Toolbox

_ROUNDS = 12
BATCH = 400
"""trials a job: few enough for its pipe, many enough that its start costs nothing"""
_STUCK_TIMES = 5.0
"""A harness ends a trial after its wall, or after four times that on a crowded machine. One that is
held longer is to blame for the end of its job; before, only the time that was given for all is."""


class NotMutable(Exception):
    """Why nothing can be said: the suite does not load, the instrumented code does not build, no
    test passes. `asleep`: the tests that pass whatever happens, if that is why."""

    def __init__(self, message: str, asleep: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.asleep = asleep


@dataclass(frozen=True)
class Bench:
    """One solution and suite, and what trials of them need."""

    sandbox: Sandbox
    speaker: Language
    mutation: Mutation
    tools: Toolbox
    limits: Limits
    suite: Suite
    tests: Inventory
    cancel: Cancel = field(default_factory=Cancel)


@dataclass(frozen=True)
class Built:
    """Schemata that build. `unbuilt` are the mutants that do not, or cannot stand behind guards."""

    bench: Bench
    schemata: Schemata
    artefact: bytes
    unbuilt: tuple[Mutant, ...]

    def run(
        self, trials: Sequence[Trial], *, wall_s: float = 120.0, trial_wall_s: float = 10.0
    ) -> Generator[TrialResult, None, None]:
        """Each trial's result, `index` being its place in `trials`, as they come; it ends when
        nobody asks for more. What is not reached within `wall_s` seconds has no result: that time
        ran out says nothing of the trial that was at it. Raises NotMutable, Cancelled,
        InfrastructureError."""
        until = time.monotonic() + wall_s
        for first in range(0, len(trials), BATCH):
            yield from self._batch(trials, first, min(first + BATCH, len(trials)), until,
                                   trial_wall_s)  # fmt: skip

    def once(
        self, trials: Sequence[Trial], *, wall_s: float, trial_wall_s: float
    ) -> Generator[TrialResult, None, Ending]:
        """What one job tells, in whatever way it ends. Raises as `run` does."""
        nonce = secrets.token_hex(16)
        job = self.bench.mutation.trial_job(
            self.schemata, self.bench.suite, self.bench.tests, self.bench.tools,
            self.bench.limits, trials,
            nonce=nonce, artefact=self.artefact, trial_wall_s=trial_wall_s,
        )  # fmt: skip
        reader, done, heard = TrialReader(nonce), 0, time.monotonic()
        job = replace(job, limits=replace(job.limits, wall_s=wall_s))
        running = Listening(self.bench.sandbox, job, self.bench.cancel)
        for piece in running.pieces():
            heard = time.monotonic() if piece else heard
            for trial in reader.feed(piece):
                if trial.index < len(trials):
                    done += 1
                    yield trial
        if reader.error:
            raise NotMutable(reader.error)
        whole, silent_s = reader.ended or done == len(trials), time.monotonic() - heard
        return Ending(running.outcome, done, reader.begun, whole, silent_s)

    def _batch(
        self, trials: Sequence[Trial], first: int, last: int, until: float, trial_wall_s: float
    ) -> Iterator[TrialResult]:
        alone = False
        while first < last and (left := until - time.monotonic()) > 0:
            end = first + 1 if alone else last
            job = self.once(trials[first:end], wall_s=left, trial_wall_s=trial_wall_s)
            ending = yield from _moved(job, first)
            if ending.whole:
                first, alone = end, False
                continue
            late = Event.TIMEOUT in ending.outcome.events
            if late and ending.silent_s < _STUCK_TIMES * trial_wall_s:
                return
            if ending.begun is None and not ending.done:
                raise NotMutable(_last_words(ending.outcome))  # nobody is to blame but the job
            first += ending.done
            # The harness went down. Whoever had begun is to blame, or the next, of whom it had not
            # heard yet: the first of them is tried alone. Whose time ran out is known.
            struck = ending.begun is not None and first < last
            if struck and (alone or late):
                yield TrialResult(first, _how(ending.outcome), {}, {})
                first += 1
                struck = False
            alone = struck


@dataclass(frozen=True)
class Ending:
    """How a job of trials ended: `done` of them told, `begun` had not; `whole`: none is missing;
    `silent_s`: how long nothing had been heard of it."""

    outcome: Outcome
    done: int
    begun: int | None
    whole: bool
    silent_s: float = 0.0


def _moved(
    job: Generator[TrialResult, None, Ending], first: int
) -> Generator[TrialResult, None, Ending]:
    """The same results, counted from `first`."""
    while True:
        try:
            trial = next(job)
        except StopIteration as end:
            ending: Ending = end.value
            return ending
        yield replace(trial, index=first + trial.index)


def build(bench: Bench, solution: Solution, mutants: Sequence[Mutant]) -> Built:
    """Schemata of as many of `mutants` as build together. Raises NotMutable when not even the
    instrumented original does."""
    alive, unbuilt = list(mutants), []
    for _ in range(_ROUNDS):
        schemata = bench.mutation.schemata(solution, alive)
        held = set(schemata.mutants)
        unbuilt += [m for m in alive if m not in held]
        alive = list(schemata.mutants)
        job = _build_job(bench, schemata, bench.suite)
        if job is None:
            return Built(bench, schemata, b"", tuple(unbuilt))
        outcome = contain(bench, job)
        made = bench.speaker.parse_build(outcome)
        if made.ok:
            return _clocked(Built(bench, schemata, made.artefact, tuple(unbuilt)))
        blamed = bench.mutation.breakers(outcome, schemata)
        if not blamed:
            if not alive:
                raise NotMutable(f"the instrumented solution does not build: {made.output[-600:]}")
            # Nobody is named: the half that builds stays; what does not is tried in halves again.
            good = _that_build(bench, solution, alive)
            unbuilt += [m for m in alive if m not in set(good)]
            alive = good
            continue
        unbuilt += [m for n, m in enumerate(alive, 1) if n in blamed]
        alive = [m for n, m in enumerate(alive, 1) if n not in blamed]
    raise NotMutable("the instrumented solution does not build, whatever is left out")


def _clocked(built: Built) -> Built:
    """With a clock that can be moved, where a task asks it and that builds as well: what does not
    is our edit's fault, and no mutant may be blamed for it."""
    bench = built.bench
    schemata, suite = bench.mutation.clocked(built.schemata, bench.suite)
    if schemata is built.schemata:
        return built
    job = _build_job(bench, schemata, suite)
    assert job is not None
    made = bench.speaker.parse_build(contain(bench, job))
    return replace(built, schemata=schemata, artefact=made.artefact) if made.ok else built


def _that_build(bench: Bench, solution: Solution, mutants: list[Mutant]) -> list[Mutant]:
    """The largest part found by halving."""
    if len(mutants) <= 1:
        return []
    half = len(mutants) // 2
    good: list[Mutant] = []
    for part in (mutants[:half], mutants[half:]):
        schemata = bench.mutation.schemata(solution, part)
        job = _build_job(bench, schemata, bench.suite)
        assert job is not None
        outcome = contain(bench, job)
        if bench.speaker.parse_build(outcome).ok:
            good += part
            continue
        blamed = bench.mutation.breakers(outcome, schemata)
        if blamed:
            good += [m for n, m in enumerate(schemata.mutants, 1) if n not in blamed]
        else:
            good += _that_build(bench, solution, part)
    return good


def _build_job(bench: Bench, schemata: Schemata, suite: Suite) -> Job | None:
    solution = schemata.solution
    job = bench.speaker.build_job(solution, suite, bench.tests, bench.tools, bench.limits)
    return job and replace(job, env={**job.env, **bench.mutation.build_env})


def contain(bench: Bench, job: Job) -> Outcome:
    """Run a job to its end. Raises Cancelled, InfrastructureError."""
    if bench.cancel.is_set():
        raise Cancelled("cancelled")
    outcome = bench.sandbox.run(job, bench.cancel)
    if Event.CANCELLED in outcome.events:
        raise Cancelled("cancelled")
    return outcome


def _how(outcome: Outcome) -> TrialEnd:
    if Event.TIMEOUT in outcome.events:
        return "timeout"
    return "memory" if Event.MEMORY in outcome.events else "crashed"


def _last_words(outcome: Outcome) -> str:
    said = (outcome.stderr or outcome.stdout).decode("utf-8", "replace").strip()
    struck = ", ".join(sorted(e.value for e in outcome.events))
    return f"the trials did not start: {struck or said[-600:] or 'no word of why'}"
