"""Survivors that compile to the very code of the original: no test can tell them apart.

The byte comparison is one-sided: equal code proves equivalence, different code proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from workbench.adequacy.trials import Bench, contain
from workbench.judge.ahead import do_ahead
from workbench.languages.mutation import Mutant
from workbench.languages.registry import builds
from workbench.model.task import Solution
from workbench.sandboxes.base import Job

_FIRST, _MOST = 4, 24
"""builds in one job"""


def compares_code(bench: Bench, solution: Solution) -> bool:
    """Whether this language has compiled code worth comparing."""
    return _job(bench, solution) is not None


def equivalent(
    bench: Bench, solution: Solution, survivors: Sequence[Mutant]
) -> Iterator[tuple[Mutant, bool]]:
    """Whether each survivor compiles to the original's code. Nothing at all where that code cannot
    be had. A survivor whose single edit does not compile is not called equivalent. Raises
    Cancelled: what was stopped in its middle says nothing of anybody."""
    codes = _codes(bench, chain([solution], (m.applied(solution) for m in survivors)))
    original = next(codes)
    if original is None:
        return
    for mutant, code in zip(survivors, codes, strict=True):
        yield mutant, code == original


def _codes(bench: Bench, solutions: Iterator[Solution]) -> Iterator[bytes | None]:
    """The code of each; None where it cannot be had. Where several builds can be one job, each
    makes more than the one before: the first must not take long to tell anything."""
    name = bench.speaker.name
    size, most = (_FIRST, _MOST) if builds(name) is not None else (1, 1)
    while some := list(islice(solutions, size)):
        jobs = [_job(bench, solution) for solution in some]
        ahead = do_ahead(bench.sandbox, name, jobs, bench.cancel)
        for job in jobs:
            if job is None:
                yield None
                continue
            outcome = ahead.outcome(job) or contain(bench, job)
            made = outcome.exit_code == 0 and not outcome.events and outcome.results
            yield outcome.results if made else None
        size = min(2 * size, most)


def _job(bench: Bench, solution: Solution) -> Job | None:
    return bench.mutation.code_job(solution, bench.suite, bench.tests, bench.tools, bench.limits)
