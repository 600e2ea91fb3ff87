"""What passes are worth over whole data sets: grades, false alarms, and what stood in the way.

    python -m benchmarks.grades humanevalpack PATH/go.jsonl [--at-once 2] [--only GLOB] [--verbose]

Runs each task's honest solution (the reference, or the candidate where there is none) twice: plain,
and put to the proof. A plain pass that the proof takes away is a false alarm. With `--wrong` the
candidates recorded as wrong are run too: a pass among them is a false pass.
"""

from __future__ import annotations

import argparse
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from workbench.errors import WorkbenchError
from workbench.exchange.registry import FORMATS
from workbench.judge import Judge
from workbench.model.run import Run, Verdict
from workbench.model.task import Solution, Task
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root


class Outcome(NamedTuple):
    """Both runs of one solution."""

    task: Task
    solution: Solution
    plain: Run | None
    proved: Run | None
    error: str = ""


def honest(task: Task) -> Solution:
    """The solution that is known, or believed, to be right."""
    return task.solution("reference") or task.candidate


def run_both(judge: Judge, task: Task, solution: Solution) -> Outcome:
    """Plain first, then with all there is."""
    try:
        plain = judge.run(task, solution, task.given, method="plain", use_cache=False).run
        proved = judge.run(task, solution, task.given, use_cache=False).run
    except WorkbenchError as error:
        return Outcome(task, solution, None, None, str(error))
    return Outcome(task, solution, plain, proved)


def main() -> None:
    """Run and print; exit status 1 when there was a false alarm or a false pass."""
    parser = argparse.ArgumentParser()
    parser.add_argument("format", choices=list(FORMATS))
    parser.add_argument("source", type=Path, nargs="+")
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--only", default="*")
    parser.add_argument("--sandbox", default="auto")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    sandbox = get_sandbox(asked.sandbox, state_dir=cache_root() / "state")
    judge = Judge(sandbox)
    bad = 0
    try:
        for source in asked.source:
            tasks = [
                r.task
                for r in FORMATS[asked.format](source)
                if r.task is not None and fnmatch(r.task.id, asked.only)
            ]
            work = [(task, honest(task)) for task in tasks]
            if asked.wrong:
                work += [(t, s) for t in tasks for s in t.solutions if s.expected == "fail"]
            with ThreadPoolExecutor(asked.at_once) as pool:
                outcomes = list(pool.map(lambda pair: run_both(judge, *pair), work))
            bad += report(source, outcomes, verbose=asked.verbose)
    finally:
        sandbox.close()
    raise SystemExit(1 if bad else 0)


def report(source: Path, outcomes: list[Outcome], *, verbose: bool) -> int:
    """Print a source's figures; how many verdicts the proof got wrong."""
    grades: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    alarms, passes, unsound = [], [], []
    for task, solution, plain, proved, error in outcomes:
        if plain is None or proved is None:
            unsound.append(f"{task.id}: {error}")
            continue
        if solution.expected == "fail":
            if proved.verdict is Verdict.PASS:
                passes.append(f"{task.id}/{solution.name}: {proved.grade}")
            continue
        if plain.verdict is not Verdict.PASS:
            unsound.append(f"{task.id}: plain run is {plain.verdict}: {plain.reason[:160]}")
        elif proved.verdict is not Verdict.PASS:
            alarms.append(f"{task.id}: {proved.verdict}: {proved.reason[:300]}")
        else:
            grades[proved.grade] += 1
            if proved.grade != "A":
                causes[f"{proved.grade}: {proved.grade_reason[:110]}"] += 1
            if verbose and proved.grade == "C":
                print(f"  C {task.id}: {proved.grade_reason[:600]}")
    total = sum(grades.values()) or 1
    shares = ", ".join(f"{g} {grades[g]} ({grades[g] / total:.0%})" for g in "ABC")
    print(f"{source.parent.name}/{source.name}: {shares}; {len(alarms)} false alarms; ", end="")
    print(f"{len(passes)} false passes; {len(unsound)} without a plain pass", flush=True)
    for title, lines in (("ALARM", alarms), ("FALSE PASS", passes), ("no plain pass", unsound)):
        for line in lines:
            print(f"  {title} {line}")
    for cause, count in causes.most_common(None if verbose else 8):
        print(f"  {count:4} {cause}", flush=True)
    return len(alarms) + len(passes)


if __name__ == "__main__":
    main()
