"""Whether mutants in schemata tell the truth: against single edits run alone, and run again.

    python -m benchmarks.mutation_truth WORKSPACE... [--sample 5] [--runs 3] [--only GLOB]

Per language: how many mutants, the share that schemata hold, milliseconds per mutant with builds
and baseline, how many of the sampled mutants end otherwise when their edit alone is run plainly
(killed or survived), and whether all runs gave every mutant the same fate. Exit status 1 when a
goal is missed: 95 % held, 1 % disagreeing, no difference between runs.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure
from benchmarks.grades import honest
from benchmarks.workspaces import EXERCISES, exercises
from workbench.adequacy.mutants import examine, measure
from workbench.adequacy.trials import Bench, NotMutable, build
from workbench.errors import WorkbenchError
from workbench.judge import Judge
from workbench.languages.mutation import Mutant
from workbench.languages.registry import language, mutation
from workbench.model.assessment import Fate, MutantResult
from workbench.model.run import Verdict
from workbench.model.task import Task
from workbench.sandboxes.select import get_sandbox
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

ALIVE = (Fate.SURVIVED, Fate.NO_COVERAGE, Fate.EQUIVALENT)


@dataclass
class Tally:
    """What was seen of one language."""

    tasks: int = 0
    mutants: int = 0
    held: int = 0
    each_ms: list[float] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    sampled: int = 0
    unbuildable: int = 0
    disagreeing: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def one_run(judge: Judge, bench: Bench, task: Task) -> tuple[dict[str, MutantResult], int, int]:
    """Every mutant's result by id; how many schemata hold, and of how many."""
    solution = honest(task)
    mutants = bench.mutation.mutants(solution, task.given)
    built = build(bench, solution, mutants)
    base = measure(built, wall_s=300.0)
    results = {r.id: r for r in examine(built, base, wall_s=600.0)}
    return results, len(built.schemata.mutants), len(mutants)


def alone(judge: Judge, task: Task, mutant: Mutant) -> bool | None:
    """Whether the suite fails the edit when it is all there is; None when it does not build."""
    edited = mutant.applied(honest(task))
    run = judge.run(task, edited, task.given, method="plain", use_cache=False).run
    if run.verdict is Verdict.BUILD_ERROR:
        return None
    return run.verdict is not Verdict.PASS


def examine_task(
    judge: Judge, bench: Bench, task: Task, asked: argparse.Namespace, tally: Tally
) -> None:
    """All runs of one task, and its sample."""
    began = time.monotonic()
    first, held, of = one_run(judge, bench, task)
    took = time.monotonic() - began
    tally.tasks += 1
    tally.mutants += of
    tally.held += held
    if of:
        tally.each_ms.append(took * 1000 / of)
    tally.fates.update(r.fate.value for r in first.values())
    for _ in range(asked.runs - 1):
        again, _, _ = one_run(judge, bench, task)
        for id in sorted({*first, *again}):
            fates = [r[id].fate.value if id in r else "absent" for r in (first, again)]
            if fates[0] != fates[1]:
                tally.unlike.append(f"{task.id} {id}: {fates[0]}, then {fates[1]}")
    by_id = {m.id: m for m in bench.mutation.mutants(honest(task), task.given)}
    candidates = sorted(i for i, r in first.items() if r.fate is not Fate.INVALID)
    chosen = random.Random(f"{asked.seed}{task.id}").sample(
        candidates, min(asked.sample, len(candidates))
    )
    for id in chosen:
        fails = alone(judge, task, by_id[id])
        if fails is None:
            tally.unbuildable += 1
            continue
        tally.sampled += 1
        if fails is (first[id].fate in ALIVE):
            said = "killed" if fails else "survives"
            m = by_id[id]
            tally.disagreeing.append(
                f"{task.id} {id}: {first[id].fate.value} in schemata, {said} alone: "
                f"{m.before!r} -> {m.after!r} {first[id].reason[:100]}"
            )


def tasks_of(asked: argparse.Namespace) -> Iterator[Task]:
    """The tasks that are asked for, in order of their ids."""
    for folder in asked.workspaces:
        space = Workspace.open(folder)
        ids = sorted(i for i in space.task_ids() if fnmatch(i, asked.only))
        if asked.most and len(ids) > asked.most:
            ids = sorted(random.Random(asked.seed).sample(ids, asked.most))
        for id in ids:
            yield space.task(id)


def parsed(words: list[str] | None = None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspaces", type=Path, nargs="+")
    parser.add_argument("--sample", type=int, default=5, help="mutants a task run alone")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="*")
    parser.add_argument("--most", type=int, default=0, help="tasks a workspace, drawn by --seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sandbox", default="auto")
    parser.add_argument("--budget", type=float, default=3600.0, help="seconds to begin tasks in")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args(words)


def tallied(asked: argparse.Namespace) -> dict[str, Tally]:
    """By language, as far as the budget goes."""
    until = time.monotonic() + asked.budget
    sandbox = get_sandbox(asked.sandbox, state_dir=cache_root() / "state")
    judge = Judge(sandbox)
    tallies: dict[str, Tally] = {}
    try:
        for task in tasks_of(asked):
            if time.monotonic() > until:
                print(f"the budget ended before {task.id}")
                break
            tally = tallies.setdefault(task.language.value, Tally())
            speaker = language(task.language)
            tools = toolchain(speaker.toolchain).toolbox()
            tests = speaker.inventory(task.given, honest(task))
            bench = Bench(sandbox, speaker, mutation(task.language), tools, task.limits, task.given,
                          tests)  # fmt: skip
            before = tally.mutants, len(tally.disagreeing)
            try:
                examine_task(judge, bench, task, asked, tally)
            except (NotMutable, WorkbenchError) as error:
                tally.refused.append(f"{task.id}: {str(error)[:300]}")
                continue
            if asked.verbose:
                print(f"  {task.id}: {tally.mutants - before[0]} mutants, "
                      f"{tally.each_ms[-1] if tally.each_ms else 0:.1f} ms each, "
                      f"{len(tally.disagreeing) - before[1]} disagree", flush=True)  # fmt: skip
    finally:
        sandbox.close()
    return tallies


def figures(*, quick: bool) -> Iterator[Figure]:
    """Twelve exercises a language, or one; a language at a time."""
    much = ["--most=1", "--sample=2", "--runs=2"] if quick else ["--most=12", "--budget=1100"]
    for code in EXERCISES:
        with exercises(code) as workspace:
            tally = tallied(parsed([str(workspace), *much])).get(code.value)
        if tally is None:
            continue
        report(code.value, tally)
        told = f"{tally.tasks} tasks, {len(tally.refused)} refused"
        if tally.mutants:
            held = tally.held * 100 / tally.mutants
            yield Figure(f"held {code.value}", held, tally.mutants, note=told)
        if tally.sampled:
            differ = len(tally.disagreeing) * 100 / tally.sampled
            yield Figure(f"differ {code.value}", differ, tally.sampled)
        if tally.mutants:
            yield Figure(f"unlike {code.value}", len(tally.unlike), tally.mutants)


def main() -> None:
    """Run and print."""
    missed = [report(name, tally) for name, tally in tallied(parsed()).items()]
    raise SystemExit(1 if any(missed) else 0)


def report(name: str, tally: Tally) -> bool:
    """Print a language's figures; whether it misses a goal."""
    held = tally.held / tally.mutants if tally.mutants else 0.0
    differ = len(tally.disagreeing) / tally.sampled if tally.sampled else 0.0
    each = f"{median(tally.each_ms):.1f}" if tally.each_ms else "-"
    print(f"{name}: {tally.tasks} tasks, {tally.mutants} mutants, {held:.1%} held; "
          f"{each} ms a mutant (median of tasks); "
          f"{len(tally.disagreeing)} of {tally.sampled} sampled differ ({differ:.1%}), "
          f"{tally.unbuildable} do not build alone; {len(tally.unlike)} unlike between runs; "
          f"{len(tally.refused)} tasks refused")  # fmt: skip
    print("  " + ", ".join(f"{fate} {n}" for fate, n in tally.fates.most_common()))
    for title, lines in (
        ("DIFFERS", tally.disagreeing), ("UNLIKE", tally.unlike), ("refused", tally.refused)
    ):  # fmt: skip
        for line in lines:
            print(f"  {title} {line}", flush=True)
    return held < 0.95 or differ > 0.01 or bool(tally.unlike)


if __name__ == "__main__":
    main()
