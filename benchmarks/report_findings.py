"""What a report on a data set is worth: its ranking and its own figures beside what is known.

    python -m benchmarks.report_findings --set humaneval|mbpp|demo [--alone] [--every N]
                                         [--keep FOLDER] [--limit SECONDS] [--write]

Makes a workspace of tasks whose defects are known (`benchmarks/report_sets.py`), assesses them,
writes the truth as `truth.csv` and the report as `report.html` and `report.json`. Printed:
precision and recall as the report states them, and as they are counted here from assessments and
truth without it; and where the defects stand: AUROC (95 %, bootstrap over tasks), precision at 10
and 50. With `--keep`, the folder stays, and what is assessed in it already is not assessed again.
After `--limit` seconds no task is begun, and the report is of those that are done. `--write` keeps
the counts in `workbench/reports/measured.json`, which every report states.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path

from benchmarks import labels, report_measured
from benchmarks.labels_data import STRONG, WEAK
from benchmarks.labels_figures import Suite, auroc
from benchmarks.report_sets import NAMES, Chosen
from workbench.adequacy.assess import Assessor
from workbench.adequacy.wish import Wish, answers
from workbench.commands.reporting import Asked, write
from workbench.errors import WorkbenchError
from workbench.judge import Judge
from workbench.lint.lint import lint
from workbench.model.report import Report
from workbench.store.assessments import AssessmentFolder
from workbench.store.workspace import Workspace

_WEAK_BELOW = 0.8
_AHEAD = 2
"""tasks handed out beyond those that work, so that nobody waits"""


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


def _assess_all(asked: argparse.Namespace, root: Path, names: Sequence[str]) -> int:
    """Until all are done, or no more may be begun; how many were."""
    until = time.monotonic() + asked.limit if asked.limit else float("inf")
    left, under_way, done = list(names), set[Future[str]](), 0
    with ProcessPoolExecutor(
        asked.at_once, initializer=labels.start, initargs=(asked.sandbox,)
    ) as pool:
        while left or under_way:
            if time.monotonic() >= until:
                left.clear()
                for future in under_way:
                    future.cancel()
            while left and len(under_way) < asked.at_once + _AHEAD:
                under_way.add(pool.submit(_assess, root, left.pop(0), asked.budget))
            ended, under_way = wait(under_way, timeout=1, return_when=FIRST_COMPLETED)
            for future in ended:
                done += not future.cancelled()
                error = "" if future.cancelled() else future.result()
                print(f"\r{done} of {len(names)} tasks {error}", end="\n" if error else "",
                      file=sys.stderr, flush=True)  # fmt: skip
    print(file=sys.stderr)
    return done


def counted(space: Workspace, truth: dict[str, bool]) -> dict[str, tuple[int, int, int, int]]:
    """By rule: flagged, of these defects, defects, known. From assessments and truth alone."""
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
    defects = {name for name in known if truth[name]}
    return {r: (len(f), len(f & defects), len(defects), len(known)) for r, f in held.items()}


def show(
    report: Report, counts: Sequence[tuple[int, int, int, int]], truth: dict[str, bool]
) -> bool:
    """Print both, and the ranking; whether both are the same."""
    agree = True
    for said, (flagged, right, defects, known) in zip(report.trust, counts, strict=True):
        print(f"  {said.rule}, on {said.known} tasks")
        for words, figure, mine in (
            ("precision", said.precision, right / flagged if flagged else None),
            ("recall", said.recall, right / defects if defects else None),
        ):
            same = figure.value == mine or (
                figure.value is not None and mine is not None and abs(figure.value - mine) < 1e-9
            )
            told = _share(figure.value, figure.low, figure.high)
            agree = agree and same and said.known == known
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
        found = sum(truth[t.task_id] for t in top)
        print(f"  defects among the first {len(top)}: {found} = {found / max(len(top), 1):.0%}")
    share = sum(truth[t.task_id] for t in ranked) / max(len(ranked), 1)
    print(f"  defects among all {len(ranked)}: {share:.0%}")
    return agree


def _share(value: float | None, low: float | None = None, high: float | None = None) -> str:
    if value is None:
        return "undefined"
    return f"{value:.3f}" + (f" [{low:.3f}, {high:.3f}]" if low is not None else "")


def main() -> int:
    """Make, assess, report, print; 1 where the report's figures are not those counted here."""
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("WORKBENCH_DATA") or root / "shared/data")
    )
    parser.add_argument("--set", choices=NAMES, required=True)
    parser.add_argument("--alone", action="store_true", help="without the models' solutions")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--budget", type=float, default=60.0, help="seconds a task")
    parser.add_argument("--limit", type=float, default=0.0, help="seconds until none is begun")
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--sandbox", default="auto")
    parser.add_argument("--keep", type=Path, help="a folder; each set has one of its own in it")
    parser.add_argument("--write", action="store_true", help="keep the counts for all reports")
    asked = parser.parse_args()
    if asked.alone and asked.set == "demo":
        parser.error("--alone: demo tasks hold no solutions by models")
    chosen = Chosen(asked.set, asked.every, asked.offset, asked.alone)
    with tempfile.TemporaryDirectory(prefix="report-findings-") as scratch:
        return 0 if _measure(asked, chosen, (asked.keep or Path(scratch)) / chosen.key) else 1


def _measure(asked: argparse.Namespace, chosen: Chosen, folder: Path) -> bool:
    there = (folder / "workspace.toml").is_file()
    space = Workspace.open(folder) if there else Workspace.create(folder, name=chosen.key)
    known = {one.task.id: one for one in chosen.tasks(asked.data)}
    for one in known.values():
        space.save_task(one.task)
    space.refresh()
    done = _assess_all(asked, space.root, list(known))
    truth = {name: bool(one.shown_by) for name, one in known.items()}
    lines = ["task_id,defect", *(f"{name},{int(defect)}" for name, defect in truth.items())]
    (space.root / "truth.csv").write_text("\n".join(lines))
    wish = Asked(tasks=tuple(truth), truth=space.root / "truth.csv")
    write(space, wish, space.root / "report.html", lambda *_: None)
    report = write(space, wish, space.root / "report.json", lambda *_: None)
    print(f"{chosen.key}: {len(truth)} tasks, {sum(truth.values())} of them defects")
    agree = show(report, list(counted(space, truth).values()), truth)
    found = report_measured.measured(
        chosen, list(report.tasks), {name: one.shown_by for name, one in known.items()}
    )
    for name, count in found.found.items():
        print(f"  {name}: {count.right} of {count.flagged} right, {count.defects} defects")
    if asked.write and done < len(known):
        print(f"not kept: {len(known) - done} tasks were not begun; ask again with --keep")
    elif asked.write:
        report_measured.keep({chosen.key: found})
    return agree


if __name__ == "__main__":
    sys.exit(main())
