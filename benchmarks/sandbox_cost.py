"""What the sandbox costs: the same run in the sandbox and as a plain process, turn by turn.

    python -m benchmarks.sandbox_cost [--rounds 15]

Prints a table per language: medians of both sides, their difference and ratio, all of one run.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import NamedTuple

from benchmarks.bare import Bare
from benchmarks.figures import Figure
from benchmarks.timing import head, row, turns
from workbench.judge import Judge
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.store.demo import demo_folders, pack
from workbench.toolchains.place import cache_root


def one_task_a_language() -> list[Task]:
    """The first demo task of each language whose candidate passes."""
    found: dict[str, Task] = {}
    for folder in demo_folders():
        task = pack(folder)
        found.setdefault(task.language.value, task)
    return list(found.values())


def timed(sandbox: Sandbox, task: Task) -> tuple[float, float]:
    """Seconds of a whole run, and of its build."""
    judge = Judge(sandbox)
    run = judge.run(task, task.candidate, task.given, method="plain", use_cache=False).run
    return run.duration_s, run.build_s


class Cost(NamedTuple):
    """Seconds of each run of one task on both sides, and of its builds in the sandbox."""

    task: Task
    bare: list[float]
    ours: list[float]
    build: list[float]


def costs(rounds: int) -> Iterator[Cost]:
    """Both sides turn by turn, one task a language."""
    bare, contained = Bare(), get_sandbox("auto", state_dir=cache_root() / "state")
    try:
        for task in one_task_a_language():
            with ThreadPoolExecutor(1) as alone:

                def one(sandbox: Sandbox, t: Task = task) -> Callable[[], tuple[float, float]]:
                    return lambda: alone.submit(timed, sandbox, t).result()

                found = turns({"bare": one(bare), "ours": one(contained)}, rounds)
            yield Cost(
                task, [t for t, _ in found["bare"]], [t for t, _ in found["ours"]],
                [b for _, b in found["ours"]],
            )  # fmt: skip
    finally:
        bare.close()
        contained.close()


def figures(*, quick: bool) -> Iterator[Figure]:
    """A run of each language beside the same as plain processes."""
    for cost in costs(2 if quick else 15):
        ours, bare = ([t * 1e3 for t in side] for side in (cost.ours, cost.bare))
        build = f"of it build {median(cost.build) * 1e3:.0f} ms"
        yield Figure.of(cost.task.language.value, ours, bare, build)


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    head("language", "task", "plain process", "sandbox", "added", "ratio", "of it build")
    for cost in costs(parser.parse_args().rounds):
        plain, ours, build = map(median, (cost.bare, cost.ours, cost.build))
        row(
            cost.task.language.value, f"`{cost.task.id}`", f"{plain * 1e3:.0f} ms",
            f"{ours * 1e3:.0f} ms", f"{(ours - plain) * 1e3:+.0f} ms", f"{ours / plain:.2f}",
            f"{build * 1e3:.0f} ms",
        )  # fmt: skip


if __name__ == "__main__":
    main()
