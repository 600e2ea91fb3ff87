"""Measures a suite and tries mutants on it in one job, where the language's harness can.

On a small suite most of the time goes into what a job needs before its first trial: a sandbox, an
interpreter, the framework, the suite. So the mutants are sent along with the measuring trials, and
the harness chooses each one's tests from what it measured, by the rule of `mutants.covering`. Here
that rule is applied again, to the same figures: a trial whose tests are not those counts for
nothing, like one that a job which broke off did not get to, and is run as any other.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from workbench.adequacy.mutants import (
    Baseline,
    baseline,
    covering,
    examine,
    fate,
    measure,
    measuring,
    result,
    unbuildable,
)
from workbench.adequacy.trials import BATCH, Built, Ending
from workbench.languages.mutation import Mutant, Trial, TrialResult
from workbench.model.assessment import Fate, MutantResult

Trying = Generator[TrialResult, None, Ending]


def survey(
    built: Built,
    unsteady: frozenset[str] = frozenset(),
    mutants: Sequence[Mutant] | None = None,
    *,
    full: bool = False,
    wall_s: float = 120.0,
    trial_wall_s: float = 10.0,
) -> tuple[Baseline, Iterator[MutantResult]]:
    """What `measure` and `examine` give, of the same arguments, in `wall_s` seconds together.
    Raises as `measure` does; the results are to be taken at once, as the job goes on meanwhile."""
    until = time.monotonic() + wall_s

    def rest(base: Baseline, some: Sequence[Mutant] | None) -> Iterator[MutantResult]:
        left = until - time.monotonic()
        return examine(built, base, some, full=full, wall_s=left, trial_wall_s=trial_wall_s)

    if not built.bench.mutation.chooses:
        base = measure(built, unsteady, wall_s=wall_s)
        return base, rest(base, mutants)
    first = measuring(built, unsteady)
    wanted = None if mutants is None else set(mutants)
    numbers = [
        n for n, mutant in enumerate(built.schemata.mutants, 1)
        if wanted is None or mutant in wanted
    ][: max(0, BATCH - len(first))]  # fmt: skip
    trials = first + [
        Trial(n, (), full=full, fresh=built.schemata.mutants[n - 1].static, covering=True)
        for n in numbers
    ]
    job = built.once(trials, wall_s=wall_s, trial_wall_s=trial_wall_s)
    base = _measured(built, first, unsteady, job, until)

    def results() -> Iterator[MutantResult]:
        told = set()
        with closing(job):
            for trial in job:
                number = trials[trial.index].active
                mutant = built.schemata.mutants[number - 1]
                tests = covering(built, base, number)
                if trial.tests == tests:
                    told.add(mutant)
                    yield (
                        fate(built, base, mutant, tests, trial)
                        if tests else result(mutant, Fate.NO_COVERAGE)
                    )  # fmt: skip
        every = built.schemata.mutants if mutants is None else mutants
        left = [m for m in every if m not in told]
        if left:
            yield from rest(base, left)
        if mutants is None:
            yield from map(unbuildable, built.unbuilt)

    return base, results()


def _measured(
    built: Built, first: list[Trial], unsteady: frozenset[str], job: Trying, until: float
) -> Baseline:
    """The baseline, as soon as the job has told it. A job that broke off before is named for it
    by those that measure alone."""
    found: list[TrialResult] = []
    try:
        while len(found) < len(first):
            found.append(next(job))
        return baseline(built, first, sorted(found, key=lambda t: t.index))
    except StopIteration:
        return measure(built, unsteady, wall_s=until - time.monotonic())
    except BaseException:
        job.close()
        raise
