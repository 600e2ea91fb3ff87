"""Finding power, on solutions and suites whose truth is known: one command prints all of it.

    python -m benchmarks.labels [--data FOLDER] [--set humaneval|mbpp] [--every N] [--verbose]

Every solution by a model that passes its suite is compared with the task's own reference and with
the others that pass, without its label. Printed: of the wrong ones and of the right ones, how many
differ from another on an input that is shown, differ from the reference inside the stated domain,
and are accused (inside, and the others' votes bear the reference out); and whether `strength` ranks
suites that passed a wrong solution below the others, with the models' solutions in the task as
variants nobody vouches for, and without them. Intervals: 95 %, bootstrap over tasks.
"""

from __future__ import annotations

import argparse
import ast
import atexit
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from benchmarks.labels_data import SETS, STRONG, WEAK, Labelled, labelled, who
from benchmarks.labels_figures import Suite, Verdict, misses, report
from workbench.adequacy.assess import Assessor
from workbench.adequacy.disagreement import splits
from workbench.adequacy.search import Ground, Jury, Lab, NotSearchable, search, survey
from workbench.adequacy.strength import strength
from workbench.adequacy.wish import Wish
from workbench.errors import WorkbenchError
from workbench.judge import Judge
from workbench.languages.registry import calls, language
from workbench.model.assessment import Split
from workbench.model.task import Solution
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

_sandbox: list[Sandbox] = []
"""this process's own, once it has one"""


class _Found(NamedTuple):
    verdicts: list[Verdict]
    suite: Suite | None


def _start(kind: str) -> None:
    _sandbox.append(get_sandbox(kind, state_dir=cache_root() / "state"))  # type: ignore[arg-type]
    atexit.register(_sandbox[0].close)


def _one(work: tuple[Labelled, float, int]) -> _Found:
    given, budget_s, seed = work
    verdicts, divided = _searched(_sandbox[0], given, budget_s=budget_s, seed=seed)
    suite = _strength(_sandbox[0], given, divided) if given.suite in (WEAK, STRONG) else None
    return _Found(verdicts, suite)


def _searched(
    sandbox: Sandbox, given: Labelled, *, budget_s: float, seed: int
) -> tuple[list[Verdict], list[Split]]:
    """Every solution of one task; the inputs are made once."""
    started = time.monotonic()
    try:
        ground = _ground(sandbox, given, seed)
    except (NotSearchable, WorkbenchError) as error:
        lost = [
            Verdict(given.number, who(r), r["label"], None, False, 0.0, str(error))
            for r in given.rows
        ]
        return lost, []
    # Models write the same code again and again; what is said of it is the same.
    codes = [ast.dump(ast.parse(row["solution"])) for row in given.rows]
    solutions = {
        code: Solution(name=f"model-{n}", role="variant", files={ground.entry.file: r["solution"]})
        for n, (code, r) in reversed(list(enumerate(zip(codes, given.rows, strict=True))))
    }
    jury = Jury(ground, list(solutions.values()))
    shared = (time.monotonic() - started) / max(len(given.rows), 1)
    said = {
        code: _verdict(ground, jury, given, solution, budget_s - shared)
        for code, solution in solutions.items()
    }
    divided = list(splits(ground, jury, list(solutions.values())))
    sides = {name for split in divided for _, names in split.answers for name in names}
    verdicts = [
        said[code]._replace(
            who=who(row), label=row["label"], divided=solutions[code].name in sides,
            took_s=said[code].took_s + shared,
        )
        for code, row in zip(codes, given.rows, strict=True)
    ]  # fmt: skip
    return verdicts, divided


def _ground(sandbox: Sandbox, given: Labelled, seed: int) -> Ground:
    task = given.task
    speaker, calling = language(task.language), calls(task.language)
    assert calling is not None
    tools = toolchain(speaker.toolchain).toolbox()
    trusted = task.solution("reference") or task.candidate
    lab = Lab(sandbox, speaker, calling, tools, task.limits, task.given, task.prompt)
    tests = speaker.inventory(task.given, trusted)
    entry = task.entry_points[0] if task.entry_points else ""
    ground = survey(lab, trusted, tests, entry=entry, seed=seed)
    ground.answers(ground.corpus)
    return ground


def _verdict(
    ground: Ground, jury: Jury, given: Labelled, solution: Solution, budget_s: float
) -> Verdict:
    started = time.monotonic()
    finding, error = None, ""
    try:
        for finding in search(ground, solution, budget_s=budget_s, jury=jury):
            if finding.stands:
                break
    except (NotSearchable, WorkbenchError) as problem:
        error = str(problem)
    took = time.monotonic() - started
    return Verdict(given.number, solution.name, "", finding, False, took, error)


def _strength(sandbox: Sandbox, given: Labelled, divided: Sequence[Split]) -> Suite | None:
    """Gates and mutants by an assessment of the task as it is; then with what the others showed."""
    wish = Wish(budget_s=120, phases=("gates", "mutants"))
    try:
        found = list(Assessor(Judge(sandbox), given.task, wish).steps())[-1]
    except WorkbenchError as error:
        print(f"\n{given.task.id}: {error}", file=sys.stderr)
        return None
    if found.strength is None:
        return None
    told = strength(found.gates, found.mutants, divided)
    assert told is not None
    return Suite(given.number, given.suite, told, found.strength)


def _measured(
    pool: ProcessPoolExecutor, name: str, work: list[tuple[Labelled, float, int]]
) -> Iterator[_Found]:
    for done, found in enumerate(pool.map(_one, work), start=1):
        print(f"\r{name}: {done} of {len(work)} tasks", end="", file=sys.stderr, flush=True)
        yield found
    print(file=sys.stderr)


def main() -> None:
    """Run and print."""
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("WORKBENCH_DATA") or root / "shared/data")
    )
    parser.add_argument("--set", choices=list(SETS), action="append")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--budget", type=float, default=20.0, help="seconds a solution")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--sandbox", default="auto")
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    all_verdicts: list[Verdict] = []
    with ProcessPoolExecutor(asked.at_once, initializer=_start, initargs=(asked.sandbox,)) as pool:
        for name in asked.set or list(SETS):
            rows = labelled(asked.data, name)[asked.offset :: asked.every]
            rows = [r for r in rows if not asked.only or r.number in asked.only]
            found = list(_measured(pool, name, [(r, asked.budget, asked.seed) for r in rows]))
            verdicts = [v for f in found for v in f.verdicts]
            suites = [f.suite for f in found if f.suite is not None]
            report(name, verdicts, suites)
            if asked.verbose:
                misses(verdicts, suites)
            all_verdicts += [v._replace(task=f"{name} {v.task}") for v in verdicts]
    if len(asked.set or SETS) > 1:
        report("together", all_verdicts, [])


if __name__ == "__main__":
    main()
