"""`workbench review`: a review as JSON or Markdown."""

from __future__ import annotations

import json
from pathlib import Path

from workbench.errors import NotFound
from workbench.jupyter.changes import changed_solution
from workbench.jupyter.freshness import Freshness, in_sentences
from workbench.jupyter.run_notes import RunNotes
from workbench.model.review import Review
from workbench.model.task import Task
from workbench.reports.review import Exported, as_dict
from workbench.reports.review import as_json as json_of
from workbench.reports.review import as_markdown as markdown_of
from workbench.store.assessments import AssessmentFolder
from workbench.store.files import load_document
from workbench.store.pseudonyms import Pseudonyms
from workbench.store.reviewer import current_reviewer
from workbench.store.workspace import Workspace


def _find(target: str, reviewer: str) -> Exported:
    path = Path(target)
    workspace = Workspace.find(path.parent if path.is_file() else Path())
    if workspace is None:
        raise NotFound(
            "this is not a workspace, and the task is given by id",
            mend="cd into the workspace, or name the task's file",
        )
    task = load_document(path, Task) if path.is_file() else workspace.task(target)
    name = reviewer or current_reviewer()
    review = workspace.load_review(task.id, name)
    if review is None:
        there = ", ".join(r.reviewer for r in workspace.reviews.of_task(task.id)) or "none"
        raise NotFound(f"{name} has no review of {task.id}", mend=f"there are reviews by: {there}")
    chain = workspace.reviews.chain(task.id, name)
    return Exported(
        task=task,
        review=review,
        rubric=workspace.rubric(review.rubric),
        runs=[run for run in map(workspace.load_run, review.runs) if run is not None],
        revisions=[(link.number, link.at, link.decision, link.digest) for link in chain.links],
        broken=chain.broken,
        stale=_stale(workspace, task, review),
        workspace=workspace.root,
    )


def _stale(workspace: Workspace, task: Task, review: Review) -> list[str]:
    """As a desk would say it."""
    found = AssessmentFolder(workspace.root / "assessments").load(task.id)
    notes = RunNotes(task, workspace.runs)
    fresh = Freshness(task, notes, changed=lambda name: changed_solution(task, found, name))
    return in_sentences(fresh.of(review, workspace.rubric(review.rubric), found))


def _under(found: Exported, pseudonym: bool) -> Exported:
    """As it is, or under the name that stands for its reviewer in this workspace's reports."""
    workspace = found.workspace
    if not pseudonym or workspace is None:
        return found
    name = Pseudonyms(workspace).of(found.review.reviewer)
    return found._replace(review=found.review.model_copy(update={"reviewer": name}))


def as_json(target: str, reviewer: str, *, pseudonym: bool = False) -> str:
    """Readable JSON."""
    return json_of(_under(_find(target, reviewer), pseudonym))


def as_json_line(target: str, reviewer: str) -> str:
    """One line."""
    return json.dumps(as_dict(_find(target, reviewer)))


def as_markdown(target: str, reviewer: str, *, pseudonym: bool = False) -> str:
    """For reading: decision, axes with rationale and evidence, runs."""
    return markdown_of(_under(_find(target, reviewer), pseudonym))
