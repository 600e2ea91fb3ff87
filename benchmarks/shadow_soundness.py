"""Honest solutions against shadows: every test must fail, or be named as not perturbed.

    python -m benchmarks.shadow_soundness DATA_FOLDER [--only python] [--task NAME] [--seeds 1]

For every Python, JavaScript and TypeScript task of the data sets in DATA_FOLDER and of the demo:
each solution that passes the given suite runs its shadow. Prints, per language, tests that passed
in a shadow (each accuses an honest solution: there must be none), the tests no perturbation was
found for, and what making a shadow costs.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from workbench.exchange.registry import FORMATS
from workbench.judge import Judge
from workbench.languages.base import Shadow
from workbench.languages.registry import language
from workbench.model.run import Status, Verdict
from workbench.model.task import Solution, Task
from workbench.sandboxes.select import get_sandbox
from workbench.store.demo import demo_folders, pack
from workbench.toolchains.place import cache_root

SETS = (
    ("humanevalpack", "humanevalpack/python.jsonl"),
    ("humanevalpack", "humanevalpack/js.jsonl"),
    ("mbpp", "mbpp/sanitized-mbpp.json"),
    ("aider-polyglot", "aider-polyglot/python.jsonl"),
    ("aider-polyglot", "aider-polyglot/javascript.jsonl"),
    ("exercism", "exercism/typescript.jsonl"),
)
LANGUAGES = ("python", "javascript", "typescript")
FAILING = (Status.FAILED, Status.ERRORED)


@dataclass
class Found:
    """What one task's shadow came to."""

    task: Task
    tests: int = 0
    runs: int = 0
    survived: list[str] = field(default_factory=list)
    unperturbed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    remark: str = ""


def tasks(folder: Path, only: str, named: str) -> Iterator[Task]:
    """Every task in question."""
    found = [
        item.task
        for form, path in SETS
        for item in FORMATS[form](folder / path)
        if item.task is not None
    ]
    found += [pack(demo) for demo in demo_folders()]
    for task in found:
        spoken = task.language.value
        if spoken in LANGUAGES and only in ("", spoken) and named in task.id:
            # What is asked here is not how fast a busy machine is.
            limits = task.limits.model_copy(update={"wall_s": 6 * task.limits.wall_s})
            yield task.model_copy(update={"limits": limits})


def honest(task: Task) -> list[Solution]:
    """Solutions the data set vouches for."""
    return [s for s in task.solutions if s.expected == "pass" or s.role == "reference"]


def shadow_of(task: Task, solution: Solution, seed: int) -> Shadow:
    """The shadow of the given suite, and that it keeps the inventory."""
    speaker = language(task.language)
    inventory = speaker.inventory(task.given, solution)
    shadow = speaker.shadow(task.given, solution, inventory, seed)
    if speaker.inventory(shadow.suite, solution) != inventory:
        raise SystemExit(f"{task.id}: the shadow's inventory differs")
    return shadow


def examine(judge: Judge, task: Task, seed: int) -> Found:
    """Run the shadow with every honest solution that passes the suite itself."""
    found = Found(task)
    for solution in honest(task):
        began = time.perf_counter()
        shadow = shadow_of(task, solution, seed)
        found.seconds = time.perf_counter() - began
        real = judge.run(task, solution, task.given, method="plain", use_cache=False).run
        if real.verdict is not Verdict.PASS:
            found.remark = f"{solution.name} itself: {real.verdict}, {real.reason}"
            continue
        found.runs += 1
        found.tests = len(real.tests)
        found.unperturbed = dict(shadow.unperturbed)
        run = judge.run(task, solution, shadow.suite, method="plain", use_cache=False).run
        if run.verdict is not Verdict.FAIL:
            found.remark = f"shadow of {solution.name}: {run.verdict}, {run.reason}"
        for test in run.tests:
            if test.status not in FAILING and test.id not in shadow.unperturbed:
                found.survived.append(f"{solution.name}: {test.id} {test.status}")
    return found


def report(name: str, all_found: list[Found]) -> None:
    """One language's figures."""
    judged = [f for f in all_found if f.runs]
    named = [f for f in judged if f.unperturbed]
    print(f"\n## {name}")
    print(
        f"{len(judged)} tasks, {sum(f.runs for f in judged)} honest solutions, "
        f"{sum(f.tests for f in judged)} tests; shadow passes: "
        f"{sum(len(f.survived) for f in judged)}; tasks with an unperturbed test: {len(named)} "
        f"({100 * len(named) / max(1, len(judged)):.1f} %)"
    )
    if judged:
        cost = [f.seconds * 1e3 for f in judged]
        print(f"making a shadow: median {statistics.median(cost):.1f} ms, most {max(cost):.1f} ms")
    for found in all_found:
        for line in found.survived:
            print(f"  SURVIVED {found.task.id}: {line}")
        if found.remark:
            print(f"  remark {found.task.id}: {found.remark[:200]}")
    for why, count in Counter(w for f in judged for w in f.unperturbed.values()).most_common():
        print(f"  unperturbed x{count}: {why}")
    for found in named:
        print(f"    {found.task.id}: {', '.join(list(found.unperturbed)[:4])}")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", choices=("", *LANGUAGES))
    parser.add_argument("--task", default="")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    judge = Judge(sandbox)
    by_language: dict[str, list[Found]] = {}
    try:
        with ThreadPoolExecutor(given.jobs) as pool:
            wanted = [
                (t, s)
                for t in tasks(given.folder, given.only, given.task)
                for s in range(given.seeds)
            ]
            for found in pool.map(lambda w: examine(judge, w[0], 1000 + w[1]), wanted):
                by_language.setdefault(found.task.language.value, []).append(found)
    finally:
        sandbox.close()
    for name, all_found in by_language.items():
        report(name, all_found)


if __name__ == "__main__":
    main()
