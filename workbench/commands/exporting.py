"""`workbench export`: a workspace's tasks with verdicts and evidence, in formats of others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.errors import InputError, InvalidFile, NotFound, SaveFailed, WorkbenchError
from workbench.exchange.exported import Exporter, Item, Loss, Ran, fits
from workbench.exchange.registry import EXPORTS, FORMATS
from workbench.exchange.to_records import as_imported
from workbench.model.assessment import Assessment
from workbench.model.review import Review, decision
from workbench.model.rubric import Rubric
from workbench.model.task import Task
from workbench.reports.made_again import Now
from workbench.reports.newest_runs import Runs, newest_runs
from workbench.reports.of_now import assessment_of_now, outcome_of
from workbench.store.workspace import Workspace

_SHOWN = 20
_KINDS = 1000


@dataclass
class Summary:
    """What was written, and what was lost on the way: kinds of losses with how many tasks."""

    tasks: int = 0
    left_out: int = 0
    drafts: int = 0
    unread: list[str] = field(default_factory=list)
    losses: dict[str, tuple[int, str]] = field(default_factory=dict)

    def lose(self, loss: Loss) -> None:
        """Count one loss."""
        self.left_out += loss.whole
        word = f"the task, {loss.what}" if loss.whole else loss.what
        what = word if word in self.losses or len(self.losses) < _KINDS else "other things"
        count, first = self.losses.get(what, (0, loss.task_id))
        self.losses[what] = (count + 1, first)

    def __str__(self) -> str:
        return f"{self.tasks - self.left_out} tasks written, {self.left_out} left out"

    def report(self) -> list[str]:
        """For reading: what the file does not hold."""
        lines = [f"not read: {problem}" for problem in self.unread[:_SHOWN]]
        if self.drafts:
            lines.append(f"{self.drafts} reviews are drafts and left out")
        found = sorted(self.losses.items(), key=lambda item: -item[1][0])
        for what, (count, first) in found[:_SHOWN]:
            others = f" and {count - 1} more" if count > 1 else ""
            lines.append(f"not in the file: {what} ({first}{others})")
        if len(found) > _SHOWN:
            lines.append(f"and {len(found) - _SHOWN} other kinds of things")
        return lines


def as_dict(summary: Summary, target: Path) -> dict[str, Any]:
    """The line of `--json`."""
    return {
        "file": str(target),
        "tasks": summary.tasks - summary.left_out,
        "left_out": summary.left_out,
        "drafts": summary.drafts,
        "unread": summary.unread,
        "losses": [
            {"what": what, "tasks": count, "first": first}
            for what, (count, first) in summary.losses.items()
        ],
    }


def export(format_name: str, directory: Path, target: Path) -> Summary:
    """Write the workspace's tasks to `target`, whole or not at all.

    Raises InputError for an unknown format, NotFound without a workspace, SaveFailed.
    """
    exporter = _exporter(format_name)
    workspace = Workspace.open(directory)
    if target.is_dir():
        raise InputError(f"{target} is a folder", mend="name the file to write")
    summary = Summary()
    fresh = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with fresh.open("w", encoding="utf-8") as out:
            for loss in exporter(_items(workspace, summary), out):
                summary.lose(loss)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(target)
    except OSError as error:
        raise SaveFailed(
            f"{target} cannot be written: {error.strerror}", mend="choose another place"
        ) from None
    finally:
        fresh.unlink(missing_ok=True)
    return summary


def _exporter(name: str) -> Exporter:
    if name in EXPORTS:
        return EXPORTS[name].write
    records = [known for known, found in FORMATS.items() if found.kind == "records"]
    if name in records:
        return as_imported(name)
    raise InputError(
        f"there is no export format {name!r}", mend=f"use one of {', '.join([*EXPORTS, *records])}"
    )


def _items(workspace: Workspace, summary: Summary) -> Iterator[Item]:
    """Every task that can be read, with all that is known of it, one at a time."""
    reading = _Reading(workspace, summary)
    for task_id in workspace.task_ids():
        try:
            task = workspace.task(task_id)
        except (InvalidFile, NotFound) as error:
            summary.unread.append(str(error))
            continue
        summary.tasks += 1
        yield reading.item(task)


class _Reading:
    """What a workspace knows of a task, by the rule reports go by: what is not of now is said."""

    def __init__(self, workspace: Workspace, summary: Summary) -> None:
        self._workspace = workspace
        self._summary = summary
        self._runs: Runs = newest_runs(workspace.root / "runs")
        self._now = Now()
        self._rubrics: dict[str, Rubric | None] = {}

    def item(self, task: Task) -> Item:
        kept = self._workspace.imports.kept(task.id)
        reviews = self._reviews(task)
        names = dict.fromkeys((self._workspace.config.rubric, *(r.rubric for r in reviews)))
        rubrics = {name: self._rubric(name) for name in names}
        return Item(
            task=task,
            record=kept.record if kept is not None else None,
            format=kept.format if kept is not None else "",
            changed=kept is not None and kept.digest != task.digest,
            runs=tuple(self._ran(task)),
            reviews=reviews,
            decisions={
                review.reviewer: decision(review, rubric)
                if (rubric := rubrics[review.rubric])
                else review.override.decision
                if review.override
                else None
                for review in reviews
            },
            assessment=self._assessment(task),
            rubrics=tuple(rubric for rubric in rubrics.values() if rubric is not None),
        )

    def _ran(self, task: Task) -> Iterator[Ran]:
        for solution in task.solutions:
            outcome = outcome_of(task, solution, self._runs, self._now)
            run = self._workspace.load_run(outcome.run) if outcome.run else None
            if run is None:
                continue
            if outcome.changed:
                what = f"the present verdict of {solution.name}: {outcome.changed}"
                self._summary.lose(Loss(task.id, what))
            # The same files may have been run under another name.
            yield Ran(run.model_copy(update={"solution": solution.name}), outcome)

    def _reviews(self, task: Task) -> tuple[Review, ...]:
        try:
            reviews = self._workspace.reviews.of_task(task.id)
        except WorkbenchError as error:
            self._summary.unread.append(f"reviews of {task.id}: {error}")
            return ()
        submitted = tuple(review for review in reviews if review.state != "draft")
        self._summary.drafts += len(reviews) - len(submitted)
        return submitted

    def _rubric(self, name: str) -> Rubric | None:
        if name not in self._rubrics:
            try:
                self._rubrics[name] = self._workspace.rubric(name)
            except WorkbenchError as error:
                self._summary.unread.append(f"rubric {name}: {error}; no decision is derived by it")
                self._rubrics[name] = None
        return self._rubrics[name]

    def _assessment(self, task: Task) -> Assessment | None:
        found = self._workspace.assessments.load(task.id)
        if found is None:
            return None
        if not fits(task, found):
            self._summary.lose(Loss(task.id, "the assessment: the solution has changed since"))
            return None
        unsaid: list[str] = []
        usable = assessment_of_now(found, task, self._now, unsaid)
        for what in unsaid:
            self._summary.lose(Loss(task.id, what if usable else f"the assessment: {what}"))
        return usable
