"""A workspace as a report: every task read once, none kept longer than its facts need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import workbench
from workbench.errors import NotFound, WorkbenchError
from workbench.lint.duplicates import Duplicates
from workbench.lint.lint import lint
from workbench.model.report import Opinion, Report, TaskFacts
from workbench.model.rubric import Rubric
from workbench.model.task import Task
from workbench.reports.facts import facts_of, opinion_of, with_flags
from workbench.reports.made_again import Now
from workbench.reports.newest_runs import newest_runs
from workbench.reports.proven import proven
from workbench.reports.trusting import REVIEWS, by_reviews, trust
from workbench.store.assessments import AssessmentFolder
from workbench.store.pseudonyms import Pseudonyms
from workbench.store.workspace import Workspace

Progress = Callable[[str, int, int], None]
"""what is read, how many of it, of how many (0: nobody knows yet)"""


def gather(
    workspace: Workspace,
    *,
    only: Sequence[str] = (),
    reviewer: str = "",
    names: bool = False,
    truth: tuple[Mapping[str, bool], str] | None = None,
    progress: Progress = lambda what, done, of: None,
) -> Report:
    """A report on all tasks, on those of `only`, or on those that `reviewer` reviewed, with that
    review alone. Reviewers are pseudonyms unless `names`. `truth` says of tasks whether they are
    defects, and who says so; else reviewers' decisions do. What cannot be read is in `left_out`.
    Raises NotFound where there is nothing to report on."""
    called = Pseudonyms(workspace.root).of if not names else str
    runs = newest_runs(workspace.root / "runs", lambda n: progress("runs", n, 0))
    now = Now()
    reading = _Reading(workspace, called, reviewer)
    ids = tuple(only) or workspace.task_ids()
    tasks: list[TaskFacts] = []
    seen = Duplicates()
    for number, task_id in enumerate(ids, start=1):
        progress("tasks", number, len(ids))
        task = reading.task(task_id)
        if task is None:
            continue
        opinions = reading.opinions(task)
        if reviewer and not opinions:
            continue
        seen.add(task)
        found = reading.assessments.load(task_id)
        tasks.append(facts_of(task, runs, now, found, opinions, lint(task)))
    if not tasks:
        raise NotFound(
            f"{reviewer} has no submitted review" if reviewer else "there is no task",
            mend="; ".join(reading.left_out[:3]) or "workbench import, or workbench init --demo",
        )
    repeated = seen.flags()
    tasks = [with_flags(t, repeated[t.task_id]) if t.task_id in repeated else t for t in tasks]
    tasks.sort(key=lambda facts: (-facts.concern, facts.task_id))
    kind = "reviewer" if reviewer else "task" if only and len(only) == 1 else "data_set"
    told, unproven = proven(tasks)
    known, against = truth or (by_reviews(tasks), REVIEWS)
    return Report(
        kind=kind, title=_title(kind, workspace, tasks, called(reviewer) if reviewer else ""),
        workspace=workspace.config.name, made_at=_now(), workbench=workbench.__version__,
        names=names, subject=called(reviewer) if reviewer else "", tasks=tuple(tasks),
        left_out=tuple(reading.left_out), proven=told, unproven=unproven,
        trust=trust(tasks, known, against),
    )  # fmt: skip


class _Reading:
    def __init__(self, workspace: Workspace, called: Callable[[str], str], reviewer: str) -> None:
        self.assessments = AssessmentFolder(workspace.root / "assessments")
        self.left_out: list[str] = []
        self._workspace = workspace
        self._called = called
        self._reviewer = reviewer
        self._rubrics: dict[str, Rubric | None] = {}

    def task(self, task_id: str) -> Task | None:
        try:
            return self._workspace.task(task_id)
        except WorkbenchError as error:
            self.left_out.append(f"task {task_id}: {error}")
            return None

    def opinions(self, task: Task) -> tuple[Opinion, ...]:
        try:
            reviews = self._workspace.reviews.of_task(task.id)
        except WorkbenchError as error:
            self.left_out.append(f"reviews of {task.id}: {error}")
            return ()
        return tuple(
            opinion_of(review, self._rubric(review.rubric), task, self._called)
            for review in reviews
            if review.state != "draft" and self._reviewer in ("", review.reviewer)
        )

    def _rubric(self, rubric_id: str) -> Rubric | None:
        if rubric_id not in self._rubrics:
            try:
                self._rubrics[rubric_id] = self._workspace.rubric(rubric_id)
            except WorkbenchError as error:
                self.left_out.append(f"rubric {rubric_id}: {error}; no decision is derived by it")
                self._rubrics[rubric_id] = None
        return self._rubrics[rubric_id]


def _title(kind: str, workspace: Workspace, tasks: Sequence[TaskFacts], subject: str) -> str:
    if kind == "task":
        return tasks[0].title
    if kind == "reviewer":
        return f"Reviews by {subject}"
    return workspace.config.name


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def places(task_id: str, runs: Iterable[str]) -> list[str]:
    """Files of a workspace behind what is said of a task, relative to its root."""
    files = [f"tasks/{task_id}.task.json", f"assessments/{task_id}.assessment.json"]
    return files + [f"runs/{run[:2]}/{run}.run.json" for run in runs if run]


def relative(workspace: Path, report: Path) -> str:
    """What leads from a report to the workspace, or nothing where it lies elsewhere: a report that
    is sent away has no links that lead nowhere."""
    folder = report.resolve().parent
    if folder != workspace and workspace not in folder.parents:
        return ""
    return "../" * len(folder.relative_to(workspace).parts) or "./"
