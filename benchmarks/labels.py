"""Finding power, on solutions and suites whose truth is known: one command prints all of it.

    python -m benchmarks.labels [--data FOLDER] [--set humaneval|mbpp] [--reference own|evalplus]
                                [--every N] [--alone] [--verbose]

Every solution by a model that passes the suite as it is run here is compared with the task's
reference and with the others that pass, without its label. The reference is the data set's own, and
for HumanEval once more the corrected one with its contract, which the task vouches for
(`--reference` names one of the two). `--alone`: the others are not asked. Printed: of the wrong
ones and of the right ones, how many differ from another on an input that is shown, differ from the
reference inside the stated domain, and are accused (inside, and nothing spares it:
`workbench/adequacy/accusing.py`); and whether `strength` ranks suites that passed a wrong solution
below the others, with the models' solutions in the task as variants nobody vouches for, and without
them. Intervals: 95 %, bootstrap over tasks.
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

from benchmarks.labels_data import SETS, STRONG, WEAK, Labelled, corrected, labelled, who
from benchmarks.labels_figures import Suite, Verdict, misses, report
from benchmarks.labels_sample import failing
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

REFERENCES = ("own", "evalplus")
_sandbox: list[Sandbox] = []
"""this process's own, once it has one"""


class _Found(NamedTuple):
    verdicts: list[Verdict]
    suite: Suite | None
    left_out: list[str]
    """labels of those that do not pass the suite here"""


def start(kind: str) -> None:
    """Open this process's sandbox."""
    _sandbox.append(get_sandbox(kind, state_dir=cache_root() / "state"))  # type: ignore[arg-type]
    atexit.register(_sandbox[0].close)


def own_sandbox() -> Sandbox:
    """The sandbox of this process, which `start` opened."""
    return _sandbox[0]


class _Work(NamedTuple):
    given: Labelled
    budget_s: float
    seed: int
    alone: bool
    """whether the other solutions are not asked"""
    ranked: bool
    """whether the suite's strength is measured too"""


def _one(work: _Work) -> _Found:
    given = work.given
    verdicts, divided, left_out = _searched(_sandbox[0], work)
    if not work.ranked:
        return _Found(verdicts, None, left_out)
    suite = _strength(_sandbox[0], given, divided) if given.suite in (WEAK, STRONG) else None
    return _Found(verdicts, suite, left_out)


def _searched(sandbox: Sandbox, work: _Work) -> tuple[list[Verdict], list[Split], list[str]]:
    """Every solution of one task that passes its suite; the inputs are made once."""
    given, started = work.given, time.monotonic()
    try:
        ground = _ground(sandbox, given, work.seed)
    except (NotSearchable, WorkbenchError) as error:
        lost = [
            Verdict(given.number, who(r), r["label"], None, False, 0.0, str(error))
            for r in given.rows
        ]
        return lost, [], []
    # Models write the same code again and again; what is said of it is the same.
    codes = [ast.dump(ast.parse(row["solution"])) for row in given.rows]
    solutions = {
        code: Solution(name=f"model-{n}", role="variant", files={ground.entry.file: r["solution"]})
        for n, (code, r) in reversed(list(enumerate(zip(codes, given.rows, strict=True))))
    }
    fail = failing(sandbox, ground, given.task, solutions.values())
    left_out = [
        row["label"]
        for code, row in zip(codes, given.rows, strict=True)
        if solutions[code].name in fail
    ]
    solutions = {code: s for code, s in solutions.items() if s.name not in fail}
    jury = Jury(ground, [] if work.alone else list(solutions.values()))
    shared = (time.monotonic() - started) / max(len(given.rows), 1)
    said = {
        code: _verdict(ground, jury, given, solution, work.budget_s - shared)
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
        if code in solutions
    ]  # fmt: skip
    return verdicts, divided, left_out


def _ground(sandbox: Sandbox, given: Labelled, seed: int) -> Ground:
    task = given.task
    speaker, calling = language(task.language), calls(task.language)
    assert calling is not None
    tools = toolchain(speaker.toolchain).toolbox()
    trusted = task.solution("reference") or task.candidate
    lab = Lab(sandbox, speaker, calling, tools, task.limits, task.given, task.prompt)
    tests = speaker.inventory(task.given, trusted)
    entry = task.entry_points[0] if task.entry_points else ""
    vouched = task.vouches_for(trusted)
    ground = survey(lab, trusted, tests, entry=entry, seed=seed, vouched=vouched)
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


def _measured(pool: ProcessPoolExecutor, name: str, work: list[_Work]) -> Iterator[_Found]:
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
    parser.add_argument("--reference", choices=REFERENCES, action="append")
    parser.add_argument("--alone", action="store_true", help="do not ask the other solutions")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--budget", type=float, default=20.0, help="seconds a solution")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--sandbox", default="auto")
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    runs = [
        (name, reference)
        for name in asked.set or list(SETS)
        for reference in asked.reference or list(REFERENCES)
        if reference == "own" or name == "humaneval"
    ]
    all_of: dict[tuple[str, str], list[Verdict]] = {}
    with ProcessPoolExecutor(asked.at_once, initializer=start, initargs=(asked.sandbox,)) as pool:
        for name, reference in runs:
            rows = labelled(asked.data, name)[asked.offset :: asked.every]
            rows = [r for r in rows if not asked.only or r.number in asked.only]
            own = reference == "own"
            rows = rows if own else corrected(asked.data, rows)
            title = name if own else f"{name}, corrected reference"
            ranked = own and not asked.alone
            work = [_Work(r, asked.budget, asked.seed, asked.alone, ranked) for r in rows]
            found = list(_measured(pool, title, work))
            verdicts = [v for f in found for v in f.verdicts]
            suites = [f.suite for f in found if f.suite is not None]
            report(title, verdicts, suites, [label for f in found for label in f.left_out])
            if asked.verbose:
                misses(verdicts, suites)
            all_of[name, reference] = [v._replace(task=f"{name} {v.task}") for v in verdicts]
    for reference in REFERENCES:
        # Where there is no corrected one, a data set's own code is all there is.
        parts = [all_of.get((n, reference)) or all_of.get((n, "own")) for n in SETS]
        if ("humaneval", reference) in all_of and all(parts):
            together = [v for part in parts if part for v in part]
            report(f"together, HumanEval with {reference} reference", together)


if __name__ == "__main__":
    main()
