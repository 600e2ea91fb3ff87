"""How long an assessment of an ordinary task takes, phase by phase.

    python -m benchmarks.assess_cost WORKSPACE... [--every 5] [--reruns 20]

For every n-th task of each workspace: seconds until each phase was done, and the number of mutants.
Printed: medians by language. Nothing is answered from a cache.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure
from benchmarks.workspaces import EXERCISES, exercises
from workbench.adequacy.assess import Assessor
from workbench.adequacy.wish import PHASES, Wish
from workbench.errors import WorkbenchError
from workbench.judge import Judge
from workbench.model.task import Task
from workbench.sandboxes.select import get_sandbox
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root

_AWAITED = ("gates", "flakes", "mutants")
"""What a reviewer waits for; coverage comes with the mutants. Searches stream in behind."""


def _spent(row: dict[str, float], phases: Iterable[str]) -> float:
    return sum(row.get(phase, 0.0) for phase in phases)


def measure(judge: Judge, task: Task, reruns: int) -> dict[str, float]:
    """Seconds of each phase, and how many mutants there were."""
    spent: dict[str, float] = {}
    began = time.monotonic()
    known: tuple[str, ...] = ()
    found = None
    for step in Assessor(judge, task, Wish(budget_s=300, reruns=reruns)).steps():
        found = step
        for phase in step.done:
            if phase not in known:
                spent[phase] = time.monotonic() - began
                began = time.monotonic()
        known = step.done
    if found is not None:
        spent["count"] = len(found.mutants)
        spent["problems"] = len(found.problems)
        for problem in found.problems:
            print(f"  {task.id}: {problem[:200]}")
    return spent


def measured(
    places: Iterable[Path], reruns: int, *, every: int = 1, most: int | None = None
) -> Iterator[tuple[str, dict[str, float]]]:
    """The language of each task and what was measured of it."""
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    judge = Judge(sandbox)
    try:
        for place in places:
            workspace = Workspace.open(place)
            for name in list(workspace.task_ids())[every - 1 :: every][:most]:
                task = workspace.task(name)
                try:
                    yield task.language.value, measure(judge, task, reruns)
                except WorkbenchError as error:
                    print(f"  {task.id}: {error}")
    finally:
        sandbox.close()


def figures(*, quick: bool) -> Iterator[Figure]:
    """Every fifth exercise of each language, or the first: what is awaited, and all phases."""
    reruns, every, most = (5, 5, 1) if quick else (20, 5, None)
    for code in EXERCISES:
        with exercises(code) as place:
            rows = [row for _, row in measured([place], reruns, every=every, most=most)]
        if rows:
            counts = median(row.get("count", 0) for row in rows)
            failed = sum(bool(row.get("problems")) for row in rows)
            told = f"{counts:.0f} mutants; something could not be measured of {failed} tasks"
            for phase in PHASES:
                values = [row[phase] for row in rows if phase in row]
                print(f"  {code}: {phase} {median(values):.2f} s" if values else f"  {phase} -")
            yield Figure.of(code.value, [_spent(row, _AWAITED) for row in rows], note=told)
            yield Figure.of(f"all {code}", [_spent(row, PHASES) for row in rows], note=told)


def main() -> None:
    """Assess, and print a line a language."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspaces", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=5)
    parser.add_argument("--reruns", type=int, default=20)
    asked = parser.parse_args()
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    for language, row in measured(asked.workspaces, asked.reruns, every=asked.every):
        rows[language].append(row)
    for language, found in rows.items():
        words = [f"{language}: {len(found)} tasks"]
        for phase in PHASES:
            values = [row[phase] for row in found if phase in row]
            words.append(f"{phase} {median(values):.2f} s" if values else f"{phase} -")
        counts = [row["count"] for row in found if row.get("count")]
        words.append(f"{median(counts):.0f} mutants" if counts else "no mutants")
        print(", ".join(words), flush=True)


if __name__ == "__main__":
    main()
