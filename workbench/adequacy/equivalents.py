"""Survivors that compile to the very code of the original: no test can tell them apart.

The byte comparison is one-sided: equal code proves equivalence, different code proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.adequacy.trials import Bench, contain
from workbench.languages.mutation import Mutant
from workbench.model.task import Solution


def compares_code(bench: Bench, solution: Solution) -> bool:
    """Whether this language has compiled code worth comparing."""
    job = bench.mutation.code_job(solution, bench.suite, bench.tests, bench.tools, bench.limits)
    return job is not None


def equivalent(
    bench: Bench, solution: Solution, survivors: Sequence[Mutant]
) -> Iterator[tuple[Mutant, bool]]:
    """Whether each survivor compiles to the original's code. Nothing at all where that code cannot
    be had. A survivor whose single edit does not compile is not called equivalent. Raises
    Cancelled: what was stopped in its middle says nothing of anybody."""
    original = _code(bench, solution)
    if original is None:
        return
    for mutant in survivors:
        yield mutant, _code(bench, mutant.applied(solution)) == original


def _code(bench: Bench, solution: Solution) -> bytes | None:
    job = bench.mutation.code_job(solution, bench.suite, bench.tests, bench.tools, bench.limits)
    if job is None:
        return None
    outcome = contain(bench, job)
    if outcome.exit_code != 0 or outcome.events or not outcome.results:
        return None
    return outcome.results
