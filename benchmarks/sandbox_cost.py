"""What the sandbox costs: the same run in the sandbox and as a plain process, turn by turn.

    python -m benchmarks.sandbox_cost [--rounds 15]

Prints a table per language: medians of both sides, their difference and ratio, all of one run.
"""

from __future__ import annotations

import argparse
import statistics
from concurrent.futures import ThreadPoolExecutor

from benchmarks.bare import Bare
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


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    bare, contained = Bare(), get_sandbox("auto", state_dir=cache_root() / "state")
    print("| language | task | plain process | sandbox | added | ratio | of it build |")
    print("|---|---|---|---|---|---|---|")
    try:
        for task in one_task_a_language():
            sides: dict[str, list[tuple[float, float]]] = {"bare": [], "ours": []}
            with ThreadPoolExecutor(1) as alone:
                for _ in range(rounds):
                    sides["bare"].append(alone.submit(timed, bare, task).result())
                    sides["ours"].append(alone.submit(timed, contained, task).result())
            plain = statistics.median(t for t, _ in sides["bare"])
            ours = statistics.median(t for t, _ in sides["ours"])
            build = statistics.median(b for _, b in sides["ours"])
            print(
                f"| {task.language.value} | `{task.id}` | {plain * 1e3:.0f} ms "
                f"| {ours * 1e3:.0f} ms | {(ours - plain) * 1e3:+.0f} ms | {ours / plain:.2f} "
                f"| {build * 1e3:.0f} ms |"
            )
    finally:
        bare.close()
        contained.close()


if __name__ == "__main__":
    main()
