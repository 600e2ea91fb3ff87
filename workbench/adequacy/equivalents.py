"""Survivors that compile to the very code of the original: no test can tell them apart.

The byte comparison is one-sided: equal code proves equivalence, different code proves nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from workbench.adequacy.trials import Bench
from workbench.languages.mutation import Mutant
from workbench.model.task import Solution


def compares_code(bench: Bench, solution: Solution) -> bool:
    """Whether this language has compiled code worth comparing."""
    job = bench.mutation.code_job(solution, bench.suite, bench.tests, bench.tools, bench.limits)
    return job is not None


def equivalent(
    bench: Bench, solution: Solution, survivors: Sequence[Mutant], *, until: float
) -> Iterator[tuple[Mutant, bool]]:
    """Whether each survivor compiles to the original's code, until `time.monotonic()` is `until`.
    Nothing at all for a language without compiled code. A survivor whose single edit does not
    compile is not called equivalent."""
    original = _code(bench, solution)
    if original is None:
        return
    for mutant in survivors:
        if time.monotonic() > until:
            return
        yield mutant, _code(bench, mutant.applied(solution)) == original


def _code(bench: Bench, solution: Solution) -> bytes | None:
    job = bench.mutation.code_job(solution, bench.suite, bench.tests, bench.tools, bench.limits)
    if job is None:
        return None
    outcome = bench.sandbox.run(job, bench.cancel)
    if outcome.exit_code != 0 or outcome.events or not outcome.results:
        return None
    return outcome.results
