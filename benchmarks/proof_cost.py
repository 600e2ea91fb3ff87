"""What a proof costs: the same run plain, with a shadow run, and with all there is, turn by turn.

    python -m benchmarks.proof_cost [--rounds 9]

One demo task a language; medians and their ratios to the plain run, all of one run. A shadow is
run beside its suite while a core is spare, so the figure belongs to a machine of two cores or more
that does nothing else; `--one-core` times them one after the other.
"""

from __future__ import annotations

import argparse
import statistics

from benchmarks.sandbox_cost import one_task_a_language
from workbench.judge import Judge
from workbench.judge.cores import Cores
from workbench.judge.proof import Method
from workbench.model.run import Run
from workbench.model.task import Task
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root

_METHODS: tuple[Method, ...] = ("plain", "together", "auto")


def timed(judge: Judge, task: Task, method: Method) -> Run:
    """One run, made anew."""
    return judge.run(task, task.candidate, task.given, method=method, use_cache=False).run


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--one-core", action="store_true")
    asked = parser.parse_args()
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    judge = Judge(sandbox, cores=Cores(1) if asked.one_core else None)
    print(
        "| language | task | plain | with a shadow | ratio | proof as by default | ratio | grade |"
    )
    print("|---|---|---|---|---|---|---|---|")
    try:
        for task in one_task_a_language():
            took: dict[str, list[float]] = {method: [] for method in _METHODS}
            grade = ""
            for _ in range(asked.rounds):
                for method in _METHODS:
                    run = timed(judge, task, method)
                    took[method].append(run.duration_s)
                    grade = run.grade
            plain, shadow, full = (statistics.median(took[method]) for method in _METHODS)
            print(
                f"| {task.language.value} | `{task.id}` | {plain * 1e3:.0f} ms "
                f"| {shadow * 1e3:.0f} ms | {shadow / plain:.2f} "
                f"| {full * 1e3:.0f} ms | {full / plain:.2f} | {grade} |",
                flush=True,
            )
    finally:
        sandbox.close()


if __name__ == "__main__":
    main()
