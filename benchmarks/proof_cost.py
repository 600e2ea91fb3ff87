"""What a proof costs: the same run plain, with a shadow run, and with all there is, turn by turn.

    python -m benchmarks.proof_cost [--rounds 9]

One demo task a language; medians and their ratios to the plain run, all of one run. A shadow is
run beside its suite while a core is spare, so the figure belongs to a machine of two cores or more
that does nothing else; `--one-core` times them one after the other.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from statistics import median
from typing import NamedTuple

from benchmarks.figures import Figure
from benchmarks.sandbox_cost import one_task_a_language
from benchmarks.timing import head, row, turns
from workbench.judge import Judge
from workbench.judge.cores import Cores
from workbench.judge.proof import Method
from workbench.model.run import Run
from workbench.model.task import Task
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root

_METHODS: tuple[Method, ...] = ("plain", "together", "auto")


class Cost(NamedTuple):
    """Seconds of each method's runs of one task, and the grade of the last."""

    task: Task
    plain: list[float]
    shadow: list[float]
    full: list[float]
    grade: str


def costs(rounds: int, cores: Cores | None = None) -> Iterator[Cost]:
    """The methods turn by turn, one task a language; each run made anew."""
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    judge = Judge(sandbox, cores=cores)
    try:
        for task in one_task_a_language():

            def one(method: Method, t: Task = task) -> Callable[[], Run]:
                return lambda: (
                    judge.run(t, t.candidate, t.given, method=method, use_cache=False).run
                )

            found = turns({method: one(method) for method in _METHODS}, rounds)
            took = [[run.duration_s for run in found[method]] for method in _METHODS]
            yield Cost(task, *took, found["auto"][-1].grade)
    finally:
        sandbox.close()


def figures(*, quick: bool) -> Iterator[Figure]:
    """A shadow, and all there is, beside the plain run."""
    for cost in costs(1 if quick else 9):
        code = cost.task.language.value
        plain, shadow, full = ([t * 1e3 for t in side] for side in cost[1:4])
        yield Figure.of(f"shadow {code}", shadow, plain)
        yield Figure.of(f"proof {code}", full, plain, f"grade {cost.grade}")


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--one-core", action="store_true")
    asked = parser.parse_args()
    head(
        "language", "task", "plain", "with a shadow", "ratio", "proof as by default", "ratio",
        "grade",
    )  # fmt: skip
    for cost in costs(asked.rounds, Cores(1) if asked.one_core else None):
        plain, shadow, full = (median(side) for side in cost[1:4])
        row(
            cost.task.language.value, f"`{cost.task.id}`", f"{plain * 1e3:.0f} ms",
            f"{shadow * 1e3:.0f} ms", f"{shadow / plain:.2f}", f"{full * 1e3:.0f} ms",
            f"{full / plain:.2f}", cost.grade,
        )  # fmt: skip


if __name__ == "__main__":
    main()
