"""What a report on a data set is worth: its ranking and its own figures beside labelled suites.

    python -m benchmarks.report_findings --set humaneval|mbpp [--every N] [--keep FOLDER]

Makes a workspace of the tasks whose suites are labelled: the trusted solution is the candidate, and
solutions by models that pass stand beside it as variants nobody vouches for. Assesses them, writes
the labels as `truth.csv` and the report as `report.html` and `report.json`. Printed: precision and
recall as the report states them, and as they are counted here from assessments and labels without
it; and where the weak suites stand: AUROC (95 %, bootstrap over tasks), precision at 10 and 50.
With `--keep`, the folder stays, and what is assessed in it already is not assessed again.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from benchmarks import labels
from benchmarks.labels_data import SETS, STRONG, WEAK, Labelled, labelled
from benchmarks.labels_figures import Suite, auroc
from workbench.adequacy.assess import Assessor
from workbench.adequacy.wish import Wish, answers
from workbench.commands.reporting import Asked, write
from workbench.errors import WorkbenchError
from workbench.judge import Judge
from workbench.lint.lint import lint
from workbench.model.report import Report
from workbench.model.task import Solution, Task
from workbench.store.assessments import AssessmentFolder
from workbench.store.workspace import Workspace

_WEAK_BELOW = 0.8


def made(given: Labelled) -> Task:
    """The task as it is assessed: what is trusted, and what models wrote, without their labels."""
    task = given.task
    trusted = task.solution("reference") or task.candidate
    (path,) = trusted.files
    # Models write the same code again and again.
    codes = {ast.dump(ast.parse(row["solution"])): row["solution"] for row in given.rows}
    codes.pop(ast.dump(ast.parse(trusted.files[path])), None)
    candidate = Solution(name="candidate", role="candidate", files=trusted.files)
    stubs = [s for s in task.solutions if s.role == "stub"]
    others = [
        Solution(name=f"model-{n}", role="variant", files={path: code})
        for n, code in enumerate(codes.values())
    ]
    return task.model_copy(update={"solutions": (candidate, *stubs, *others)})


def _assess(root: Path, task_id: str, budget_s: float) -> str:
    """In a process of its own; why it could not be, or nothing."""
    space = Workspace.open(root)
    kept = AssessmentFolder(root / "assessments")
    try:
        task, before = space.task(task_id), kept.load(task_id)
        wish = Wish(budget_s=budget_s)
        if before is not None and answers(before, task, wish):
            return ""
        for _ in Assessor(Judge(labels.own_sandbox(), space.runs), task, wish, kept).steps():
            pass
    except WorkbenchError as error:
        return f"{task_id}: {error}"
    return ""


def counted(space: Workspace, truth: dict[str, bool]) -> dict[str, tuple[int, int, int, int]]:
    """By rule: flagged, of these weak, weak, known. From assessments and labels alone."""
    kept = AssessmentFolder(space.root / "assessments")
    held: dict[str, set[str]] = {"high": set(), "marked": set(), "weak": set()}
    known = set()
    for name in truth:
        found = kept.load(name)
        if found is None:
            continue
        known.add(name)
        said = {flag.severity for flag in (*found.flags, *lint(space.task(name)))}
        for rule, holds in (
            ("high", "high" in said),
            ("marked", bool(said & {"high", "medium"})),
            ("weak", found.strength is not None and found.strength < _WEAK_BELOW),
        ):
            held[rule] |= {name} if holds else set()
    weak = {name for name in known if truth[name]}
    return {r: (len(f), len(f & weak), len(weak), len(known)) for r, f in held.items()}


def show(
    report: Report, counts: Sequence[tuple[int, int, int, int]], truth: dict[str, bool]
) -> None:
    """Print both, and the ranking."""
    for said, (flagged, right, weak, known) in zip(report.trust, counts, strict=True):
        print(f"  {said.rule}, on {said.known} tasks")
        for words, figure, mine in (
            ("precision", said.precision, right / flagged if flagged else None),
            ("recall", said.recall, right / weak if weak else None),
        ):
            same = figure.value == mine or (
                figure.value is not None and mine is not None and abs(figure.value - mine) < 1e-9
            )
            told = _share(figure.value, figure.low, figure.high)
            differs = "" if same and said.known == known else "  DIFFERS"
            print(f"    {words:9} report {told}, counted {_share(mine)}{differs}")
    ranked = [t for t in report.tasks if t.task_id in truth and t.tests is not None]
    suites = [
        Suite(t.task_id, WEAK if truth[t.task_id] else STRONG, t.concern, t.strength or 0.0)
        for t in ranked
    ]
    area = auroc(suites, lambda s: -s.strength)
    print(f"  AUROC of the order: {area.value:.3f} [{area.low:.3f}, {area.high:.3f}]")
    for first in (10, 50):
        top = ranked[:first]
        weak = sum(truth[t.task_id] for t in top)
        print(f"  weak among the first {len(top)}: {weak} = {weak / max(len(top), 1):.0%}")
    share = sum(truth[t.task_id] for t in ranked) / max(len(ranked), 1)
    print(f"  weak among all {len(ranked)}: {share:.0%}")


def _share(value: float | None, low: float | None = None, high: float | None = None) -> str:
    if value is None:
        return "undefined"
    return f"{value:.3f}" + (f" [{low:.3f}, {high:.3f}]" if low is not None else "")


def main() -> None:
    """Make, assess, report, print."""
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("WORKBENCH_DATA") or root / "shared/data")
    )
    parser.add_argument("--set", choices=list(SETS), required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--budget", type=float, default=60.0, help="seconds a task")
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--sandbox", default="auto")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    rows = [r for r in labelled(asked.data, asked.set) if r.suite in (WEAK, STRONG)]
    with tempfile.TemporaryDirectory(prefix="report-findings-") as scratch:
        _measure(asked, rows[asked.offset :: asked.every], asked.keep or Path(scratch) / "ws")


def _measure(asked: argparse.Namespace, rows: Sequence[Labelled], folder: Path) -> None:
    there = (folder / "workspace.toml").is_file()
    space = Workspace.open(folder) if there else Workspace.create(folder, name=asked.set)
    truth = {}
    for row in rows:
        task = made(row)
        truth[task.id] = row.suite == WEAK
        space.save_task(task)
    space.refresh()
    work = (repeat(space.root), list(truth), repeat(asked.budget))
    with ProcessPoolExecutor(
        asked.at_once, initializer=labels.start, initargs=(asked.sandbox,)
    ) as pool:
        for done, error in enumerate(pool.map(_assess, *work), start=1):
            print(f"\r{asked.set}: {done} of {len(truth)} tasks", end="", file=sys.stderr)
            if error:
                print(f"\n{error}", file=sys.stderr)
    print(file=sys.stderr)
    lines = ["task_id,defect", *(f"{name},{int(weak)}" for name, weak in truth.items())]
    (space.root / "truth.csv").write_text("\n".join(lines))
    wish = Asked(tasks=tuple(truth), truth=space.root / "truth.csv")
    write(space, wish, space.root / "report.html", lambda *_: None)
    report = write(space, wish, space.root / "report.json", lambda *_: None)
    print(f"{asked.set}: {len(truth)} tasks, {sum(truth.values())} suites weak")
    show(report, list(counted(space, truth).values()), truth)


if __name__ == "__main__":
    main()
