"""Whether shadows of Go, Rust and Java suites are sound: honest solutions fail all their tests.

    python -m benchmarks.shadow_soundness_compiled FORMAT FILE [FILE...] [--seed 7] [--only ID]
    python -m benchmarks.shadow_soundness_compiled demo

Runs each task's solution that is expected to pass against its suite and then against the shadow,
in the sandbox. A line for every test that the shadow does not fail though it is not named as
unperturbed, a line for every task with tests that are, and a table at the end.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from workbench.exchange.registry import FORMATS
from workbench.judge import Judge
from workbench.languages.registry import language
from workbench.model.run import Status, Verdict
from workbench.model.task import LanguageName, Solution, Task
from workbench.sandboxes.select import get_sandbox
from workbench.store.demo import demo_folders, pack
from workbench.toolchains.place import cache_root

_COMPILED = (LanguageName.GO, LanguageName.RUST, LanguageName.JAVA)
_FELL = (Status.FAILED, Status.ERRORED)


def tasks(format_name: str, files: list[Path]) -> Iterator[Task]:
    """The tasks of data files, or the demo's."""
    if format_name == "demo":
        yield from (pack(folder) for folder in demo_folders())
    for file in files:
        for imported in FORMATS[format_name](file):
            if imported.task is not None:
                yield imported.task


def honest(task: Task) -> Solution:
    """The solution that answers the task: its reference, else its candidate."""
    return next((s for s in task.solutions if s.role == "reference"), task.candidate)


def check(judge: Judge, task: Task, seed: int, counts: Counter[str]) -> None:
    """One task: count, and say what is wrong."""
    speaker, suite, solution = language(task.language), task.given, honest(task)
    inventory = speaker.inventory(suite, solution)
    began = time.perf_counter()
    shadow = speaker.shadow(suite, solution, inventory, seed)
    took = (time.perf_counter() - began) * 1e3
    counts["slowest shadow, ms"] = max(counts["slowest shadow, ms"], round(took))
    counts["tasks"] += 1
    counts["tests"] += len(inventory.tests)
    if shadow.unperturbed:
        counts["tasks with an unperturbed test"] += 1
        counts["unperturbed tests"] += len(shadow.unperturbed)
        print(f"{task.id}: unperturbed: {dict(shadow.unperturbed)}", flush=True)
    if speaker.inventory(shadow.suite, solution) != inventory:
        print(f"{task.id}: the shadow is another suite", flush=True)
        counts["inventories that differ"] += 1
    real = judge.run(task, solution, suite).run
    if real.verdict is not Verdict.PASS:
        counts["honest solutions that do not pass"] += 1
        print(f"{task.id}: not honest: {real.verdict}: {real.reason}", flush=True)
        return
    run = judge.run(task, solution, shadow.suite).run
    if run.verdict is Verdict.BUILD_ERROR:
        counts["shadows that do not build"] += 1
        print(f"{task.id}: does not build: {run.reason}\n{run.build_output[:1500]}", flush=True)
        return
    counts["unsure tests"] += len(shadow.unsure)
    for test in run.tests:
        if test.status not in _FELL and test.id not in shadow.unperturbed:
            kind = "unsure shadow tests" if test.id in shadow.unsure else "shadow tests"
            counts[f"{kind} {test.status}"] += 1
            print(f"{task.id}: {test.id}: {test.status}, {run.verdict}: {run.reason}", flush=True)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("format", choices=[*sorted(FORMATS), "demo"])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", default="", help="tasks whose id holds this text")
    chosen = parser.parse_args()
    judge = Judge(get_sandbox("auto", state_dir=cache_root() / "state"))
    counts: Counter[str] = Counter()
    try:
        for task in tasks(chosen.format, chosen.files):
            if task.language in _COMPILED and chosen.only in task.id:
                check(judge, task, chosen.seed, counts)
    finally:
        judge.close()
    for name, number in sorted(counts.items()):
        print(f"| {name} | {number} |")


if __name__ == "__main__":
    main()
