"""Whether `strength` ranks weak suites below the others, on suites whose weakness is proven.

    python -m benchmarks.strength DATA [--every N] [--at-once 2] [--verbose]

DATA holds `labels/*_weak_tests.jsonl`, `humanevalpack/python.jsonl` and `mbpp/sanitized-mbpp.json`.
A suite is `weak` when it passed a model's solution that is proven wrong, and shows
`no_evidence_of_weakness` when it passed several that are right and none that is wrong. Printed for
each set: AUROC of strength, and of the mutation score alone, with 95 % intervals by bootstrap over
tasks.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from workbench.adequacy.assess import Assessor
from workbench.adequacy.strength import score
from workbench.adequacy.wish import Wish
from workbench.errors import WorkbenchError
from workbench.exchange.registry import FORMATS
from workbench.judge import Judge
from workbench.model.assessment import Assessment
from workbench.model.task import Task
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root

_RESAMPLES = 2_000
SETS = {
    "humaneval": ("humanevalpack", "humanevalpack/python.jsonl", "humanevalpack-python-"),
    "mbpp": ("mbpp", "mbpp/sanitized-mbpp.json", "mbpp-"),
}


class Ranked(NamedTuple):
    """One labelled suite."""

    task_id: str
    weak: bool
    strength: float
    score: float


def auroc(weak: Sequence[float], strong: Sequence[float]) -> float:
    """The chance that a weak suite ranks below another one; ties count half."""
    wins = sum((w < s) + 0.5 * (w == s) for w in weak for s in strong)
    return wins / (len(weak) * len(strong)) if weak and strong else float("nan")


def interval(rows: Sequence[Ranked], field: str) -> tuple[float, float, float]:
    """AUROC and its 95 % interval over resampled tasks."""
    chance = random.Random(7)

    def of(sample: Sequence[Ranked]) -> float:
        values = [(r.weak, getattr(r, field)) for r in sample]
        return auroc([v for w, v in values if w], [v for w, v in values if not w])

    resampled = sorted(
        value
        for _ in range(_RESAMPLES)
        if (value := of(chance.choices(rows, k=len(rows)))) == value
    )
    return of(rows), resampled[len(resampled) // 40], resampled[-len(resampled) // 40]


def assessed(judge: Judge, task: Task) -> Assessment | None:
    """What strength is made of: gates and mutants."""
    found = None
    wish = Wish(budget_s=120, phases=("gates", "mutants"))
    try:
        for step in Assessor(judge, task, wish).steps():
            found = step
    except WorkbenchError as error:
        print(f"  {task.id}: {error}")
    return found


def main() -> None:
    """Assess, rank, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    judge = Judge(sandbox)
    try:
        for name, (format_name, path, prefix) in SETS.items():
            labels = {}
            source = asked.data / "labels" / f"{name}_weak_tests.jsonl"
            for line in source.read_text().splitlines():
                row = json.loads(line)
                labels[prefix + row["task_id"].rpartition("/")[2]] = row["label"]
            kept = {"weak", "no_evidence_of_weakness"}
            tasks = [
                r.task for r in FORMATS[format_name](asked.data / path)
                if r.task is not None and labels.get(r.task.id) in kept
            ][:: asked.every]  # fmt: skip
            with ThreadPoolExecutor(asked.at_once) as pool:
                results = list(pool.map(lambda t: assessed(judge, t), tasks))
            rows = [
                Ranked(t.id, labels[t.id] == "weak", found.strength, score(found.mutants) or 0.0)
                for t, found in zip(tasks, results, strict=True)
                if found is not None and found.strength is not None
            ]
            show(name, rows, len(tasks), verbose=asked.verbose)
    finally:
        sandbox.close()


def show(name: str, rows: list[Ranked], asked: int, *, verbose: bool) -> None:
    """One set."""
    print(f"{name}: {len(rows)} of {asked} suites measured, {sum(r.weak for r in rows)} weak")
    for field in ("strength", "score"):
        value, low, high = interval(rows, field)
        print(f"  AUROC of {field}: {value:.3f} ({low:.3f} to {high:.3f})", flush=True)
    if verbose:
        for row in sorted(rows, key=lambda r: r.strength):
            print(
                f"    {row.strength:.3f} {row.score:.3f} {'weak' if row.weak else ''} {row.task_id}"
            )


if __name__ == "__main__":
    main()
