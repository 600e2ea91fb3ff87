"""Edits of the engine run one by one, as whoever has no schemata must: shared by all peers."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.grades import honest
from workbench.languages.mutation import Mutant
from workbench.languages.registry import mutation
from workbench.model.task import Solution, Task

Lay = Callable[[Path, Task, Solution], object]
"""lays a solution and the given suite out as a project"""
Run = Callable[[Path], float]
"""seconds its tests take there"""


def sampled(task: Task, count: int) -> list[Mutant]:
    """Some of the engine's own mutants, the same ones each time."""
    mutants = mutation(task.language).mutants(honest(task), task.given)
    return random.Random(1).sample(mutants, min(count, len(mutants)))


def one_by_one(
    task: Task, count: int, lay: Lay, run: Run, *, warm: Run | None = None
) -> tuple[float, int]:
    """Seconds, and how many; `warm` builds what all of them share and is not counted."""
    solution, chosen = honest(task), sampled(task, count)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay(folder, task, solution)
        if warm is not None:
            warm(folder)
        took = 0.0
        for mutant in chosen:
            lay(folder, task, mutant.applied(solution))
            took += run(folder)
    return took, len(chosen)
