"""Builds the program of all mutants while gates are still tried.

Where a language builds what the gates need in one job, a core is idle meanwhile. Whoever leaves
before the end stops the build.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from workbench.adequacy.trials import Bench, Built, build
from workbench.languages.mutation import Mutant
from workbench.languages.registry import builds
from workbench.model.task import Solution
from workbench.sandboxes.base import Cancel

Building = Callable[[], Built]
"""Waits for what is built. Raises as `trials.build` does."""


@contextlib.contextmanager
def building(
    bench: Bench, solution: Solution | None, mutants: Sequence[Mutant]
) -> Iterator[Building | None]:
    """Begun at once where that gains something, else when it is called; None of no solution."""
    if solution is None:
        yield None
        return
    if builds(bench.speaker.name) is None:
        yield lambda: build(bench, solution, mutants)
        return
    stop = Cancel()
    bench.cancel.on_set(stop.set)
    with ThreadPoolExecutor(1, thread_name_prefix="mutants") as pool:
        begun = pool.submit(build, replace(bench, cancel=stop), solution, mutants)
        try:
            yield lambda: replace(begun.result(), bench=bench)
        finally:
            stop.set()
