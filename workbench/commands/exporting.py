"""`workbench export`: a workspace's tasks with verdicts and evidence, in formats of others."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.errors import InputError, InvalidFile, NotFound, SaveFailed
from workbench.exchange.exported import Exporter, Item, Loss, fits
from workbench.exchange.registry import EXPORTS, FORMATS
from workbench.exchange.to_records import as_imported
from workbench.model.review import decision
from workbench.model.run import Run
from workbench.model.task import Task
from workbench.store.leftovers import clear_beside, mark
from workbench.store.workspace import Workspace

_Key = tuple[str, str, str, str]
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
    clear_beside(target)
    fresh = target.with_name(f".{target.name}.{mark()}.tmp")
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
    runs = _newest_runs(workspace)
    for task_id in workspace.task_ids():
        try:
            task = workspace.task(task_id)
        except (InvalidFile, NotFound) as error:
            summary.unread.append(str(error))
            continue
        summary.tasks += 1
        yield _item(workspace, task, runs, summary)


def _item(
    workspace: Workspace, task: Task, runs: Mapping[_Key, tuple[str, str]], summary: Summary
) -> Item:
    kept = workspace.imports.kept(task.id)
    found = [
        run
        for solution in task.solutions
        if (named := runs.get((task.id, solution.name, solution.digest, task.given.digest)))
        and (run := workspace.load_run(named[1])) is not None
    ]
    reviews = workspace.reviews.of_task(task.id)
    submitted = [review for review in reviews if review.state != "draft"]
    summary.drafts += len(reviews) - len(submitted)
    assessment = workspace.assessments.load(task.id)
    if assessment is not None and not fits(task, assessment):
        summary.lose(Loss(task.id, "the assessment: the solution has changed since"))
        assessment = None
    return Item(
        task=task,
        record=kept.record if kept is not None else None,
        format=kept.format if kept is not None else "",
        changed=kept is not None and kept.digest != task.digest,
        runs=found,
        reviews=submitted,
        decisions={
            review.reviewer: decision(review, workspace.rubric(review.rubric))
            for review in submitted
        },
        assessment=assessment,
    )


def _newest_runs(workspace: Workspace) -> dict[_Key, tuple[str, str]]:
    """When and which: the newest run of each solution on each suite, by what they held then. A run
    of other texts than the task's now says nothing about the task."""
    newest: dict[_Key, tuple[str, str]] = {}
    for run in workspace.runs.each():
        if not run.selected:
            key = _key(run)
            newest[key] = max(newest.get(key, ("", "")), (run.started_at, run.id))
    return newest


def _key(run: Run) -> _Key:
    return run.task_id, run.solution, run.solution_hash, run.suite_hash
