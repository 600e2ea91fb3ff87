"""Whether both backends come to the same verdict, test by test.

    python -m benchmarks.backends_agree [WORKSPACE...] [--every 10] [--solution all]

Each task of the workspaces (the demo tasks without any) is judged by both, in turns. Two that
differ are judged again by both, twice: what then agrees was the machine's doing (a wall limit on a
busy one) and is counted apart. The exit status is 1 when any difference stays.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from workbench.judge import Judge
from workbench.judge.batch import items
from workbench.model.run import Run
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.select import get_sandbox
from workbench.store.demo import demo_folders, pack
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root

_AGAIN = 2


def said(run: Run) -> tuple[str, dict[str, str]]:
    """What must be the same: the verdict, and what each test did."""
    return str(run.verdict), {test.id: str(test.status) for test in run.tests}


def difference(first: Judge, second: Judge, task: Task, solution: Solution, suite: Suite) -> str:
    """What the two say differently, or nothing."""
    runs = [j.run(task, solution, suite, use_cache=False).run for j in (first, second)]
    (one, tests), (two, others) = map(said, runs)
    if one != two:
        return f"{one} ({runs[0].reason}) against {two} ({runs[1].reason})"
    changed = [f"{i}: {tests.get(i)} against {others.get(i)}" for i in {*tests, *others}
               if tests.get(i) != others.get(i)]  # fmt: skip
    return "; ".join(sorted(changed))


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
    given = parser.parse_args()
    state = cache_root() / "state"
    backends = [get_sandbox(kind, state_dir=state) for kind in ("bubblewrap", "docker")]
    first, second = map(Judge, backends)
    counts: Counter[str] = Counter()
    began = time.monotonic()
    try:
        for task in tasks(given.workspaces, given.every):
            for _, _, solution, suite in items(first, task, solution=given.solution):
                found = difference(first, second, task, solution, suite)
                again = found
                for _ in range(_AGAIN):
                    again = again and difference(first, second, task, solution, suite)
                kind = "same" if not found else "differed once" if not again else "different"
                counts[kind] += 1
                counts[f"{task.language.value}: {kind}"] += 1
                if found:
                    print(f"{kind}: {task.id}, {solution.name}: {found}", flush=True)
    finally:
        for backend in backends:
            backend.close()
    for kind, number in sorted(counts.items()):
        print(f"{kind}: {number}")
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(1 if counts["different"] else 0)


if __name__ == "__main__":
    main()
