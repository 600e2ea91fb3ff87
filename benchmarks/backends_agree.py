"""Whether both backends come to the same verdict, test by test.

    python -m benchmarks.backends_agree [WORKSPACE...] [--every 10] [--solution all] [--at-once 2]

Each task of the workspaces (the demo tasks without any) is judged by both, in turns. Two that
differ are judged again by both, twice: what then agrees was the machine's doing (a wall limit on a
busy one) and is counted apart. What the passes are worth is counted by language, and every verdict
that is not the recorded one is named. The exit status is 1 when any difference stays.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from workbench.judge import Judge
from workbench.judge.batch import items
from workbench.model.run import Run, Verdict
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.select import get_sandbox
from workbench.store.demo import demo_folders, pack
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root

_AGAIN = 2


class Compared(NamedTuple):
    """One solution and suite: the first backend's run, and what stayed different."""

    task: Task
    solution: Solution
    run: Run
    kind: str
    found: str


def said(run: Run) -> tuple[str, dict[str, str]]:
    """What must be the same: the verdict, and what each test did."""
    return str(run.verdict), {test.id: str(test.status) for test in run.tests}


def difference(first: Run, second: Run) -> str:
    """What the two say differently, or nothing."""
    (one, tests), (two, others) = said(first), said(second)
    if one != two:
        return f"{one} ({first.reason}) against {two} ({second.reason})"
    changed = [f"{i}: {tests.get(i)} against {others.get(i)}" for i in {*tests, *others}
               if tests.get(i) != others.get(i)]  # fmt: skip
    return "; ".join(sorted(changed))


def compare(judges: tuple[Judge, Judge], task: Task, solution: Solution, suite: Suite) -> Compared:
    """Judge by both, and again where they differ."""
    run, other = [j.run(task, solution, suite, use_cache=False).run for j in judges]
    found = again = difference(run, other)
    for _ in range(_AGAIN):
        if again:
            again = difference(*[j.run(task, solution, suite, use_cache=False).run for j in judges])
    kind = "same" if not found else "differed once" if not again else "different"
    return Compared(task, solution, run, kind, found)


def tasks(workspaces: list[Path], every: int) -> Iterator[Task]:
    """Every n-th task of each workspace, else of the demo."""
    if not workspaces:
        for folder in demo_folders()[::every]:
            yield pack(folder)
    for place in workspaces:
        workspace = Workspace.open(place)
        for name in workspace.task_ids()[::every]:
            yield workspace.task(name)


def main() -> None:
    """Judge, compare, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspaces", nargs="*", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--solution", default="")
    parser.add_argument("--at-once", type=int, default=1)
    given = parser.parse_args()
    state = cache_root() / "state"
    backends = [get_sandbox(kind, state_dir=state) for kind in ("bubblewrap", "docker")]
    judges = Judge(backends[0]), Judge(backends[1])
    counts: Counter[str] = Counter()
    began = time.monotonic()
    work = (
        (task, solution, suite)
        for task in tasks(given.workspaces, given.every)
        for _, _, solution, suite, _ in items(judges[0], task, solution=given.solution)
    )
    try:
        with ThreadPoolExecutor(given.at_once) as pool:
            for one in pool.map(lambda item: compare(judges, *item), work):
                note(one, counts)
    finally:
        for backend in backends:
            backend.close()
    for kind, number in sorted(counts.items()):
        print(f"{kind}: {number}")
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(1 if counts["different"] else 0)


def note(one: Compared, counts: Counter[str]) -> None:
    """Count it, and print what a person wants to see of it."""
    language, passed = one.task.language.value, one.run.verdict is Verdict.PASS
    counts[one.kind] += 1
    counts[f"{language}: {one.kind}"] += 1
    if passed:
        counts[f"{language}: grade {one.run.grade}"] += 1
    where = f"{one.task.id}, {one.solution.name}"
    if one.found:
        print(f"{one.kind}: {where}: {one.found}", flush=True)
    if one.solution.expected and (one.solution.expected == "pass") is not passed:
        counts[f"{language}: not as recorded"] += 1
        print(f"not as recorded: {where}: {one.run.verdict}: {one.run.reason[:200]}", flush=True)
    if passed and one.run.grade == "C":
        print(f"C: {where}: {one.run.grade_reason[:200]}", flush=True)


if __name__ == "__main__":
    main()
