"""How long an assessment of an ordinary task takes, phase by phase.

    python -m benchmarks.assess_cost WORKSPACE... [--every 5] [--reruns 20]

For every n-th task of each workspace: seconds until each phase was done, and the number of mutants.
Printed: medians by language. Nothing is answered from a cache.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from workbench.adequacy.assess import Assessor
from workbench.adequacy.wish import PHASES, Wish
from workbench.errors import WorkbenchError
from workbench.judge import Judge
from workbench.model.task import Task
from workbench.sandboxes.select import get_sandbox
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root


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
        for problem in found.problems:
            print(f"  {task.id}: {problem[:200]}")
    return spent


def main() -> None:
    """Assess, and print a line a language."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspaces", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=5)
    parser.add_argument("--reruns", type=int, default=20)
    asked = parser.parse_args()
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    judge = Judge(sandbox)
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    try:
        for place in asked.workspaces:
            workspace = Workspace.open(place)
            for name in workspace.task_ids()[:: asked.every]:
                task = workspace.task(name)
                try:
                    rows[task.language.value].append(measure(judge, task, asked.reruns))
                except WorkbenchError as error:
                    print(f"  {task.id}: {error}")
    finally:
        sandbox.close()
    for language, measured in rows.items():
        words = [f"{language}: {len(measured)} tasks"]
        for phase in PHASES:
            values = [row[phase] for row in measured if phase in row]
            words.append(f"{phase} {median(values):.2f} s" if values else f"{phase} -")
        counts = [row["count"] for row in measured if row.get("count")]
        words.append(f"{median(counts):.0f} mutants" if counts else "no mutants")
        print(", ".join(words), flush=True)


if __name__ == "__main__":
    main()
