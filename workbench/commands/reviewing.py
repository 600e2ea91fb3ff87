"""`workbench review`: a review as JSON or Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbench.errors import NotFound
from workbench.model.review import Review, as_given, asked, decision, derivation, what_is_missing
from workbench.model.rubric import Rubric
from workbench.model.task import Task
from workbench.store.files import load_document
from workbench.store.reviewer import current_reviewer
from workbench.store.workspace import Workspace


def _find(target: str, reviewer: str) -> tuple[Workspace, Task, Review, Rubric]:
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
    return workspace, task, review, workspace.rubric(review.rubric)


def as_dict(target: str, reviewer: str) -> dict[str, Any]:
    """The review with its decision and its runs' verdicts: what an export holds."""
    workspace, task, review, rubric = _find(target, reviewer)
    runs = [run for run in map(workspace.load_run, review.runs) if run is not None]
    derived, why = derivation(review, rubric)
    return {
        "review": as_given(review, rubric).model_dump(mode="json"),
        "decision": decision(review, rubric),
        "derived_decision": derived,
        "derived_why": list(why),
        "missing": list(what_is_missing(review, rubric, workspace.load_run)),
        "stale": task.digest != review.task_digest,
        "revisions": len(workspace.revisions(task.id, review.reviewer)),
        "runs": [
            {
                "id": r.id, "solution": r.solution, "suite": r.suite, "verdict": r.verdict.value,
                "grade": r.grade, "reason": r.reason,
            }
            for r in runs
        ],
    }  # fmt: skip


def as_json(target: str, reviewer: str) -> str:
    """Readable JSON."""
    return json.dumps(as_dict(target, reviewer), indent=1, ensure_ascii=False)


def as_json_line(target: str, reviewer: str) -> str:
    """One line."""
    return json.dumps(as_dict(target, reviewer))


def as_markdown(target: str, reviewer: str) -> str:
    """For reading: decision, axes with rationale and evidence, runs."""
    _, task, review, rubric = _find(target, reviewer)
    told = as_dict(target, reviewer)
    lines = [
        f"# Review of {task.title} (`{task.id}`)",
        "",
        f"Reviewer {review.reviewer}, {review.state}, save {review.sequence}, "
        f"{review.updated_at or 'never saved'}. "
        f"Decision: **{told['decision'] or 'none yet'}**.",
        "",
        f"Derived: {told['derived_decision'] or 'none yet'} ({'; '.join(told['derived_why'])}).",
    ]
    if review.override:
        lines += ["", f"Decided otherwise: {review.override.reason}"]
    if told["stale"]:
        lines += ["", "The task has changed since this review was made."]
    if review.cannot_judge:
        lines += ["", f"Cannot judge: {review.cannot_judge}"]
    shown = asked(review, rubric)
    for axis in rubric.axes:
        if axis.id not in shown:
            lines += ["", f"## {axis.title}: not asked"]
            continue
        rating = review.ratings.get(axis.id)
        if rating is None or (rating.score is None and not rating.cannot_judge):
            lines += ["", f"## {axis.title}: not filled"]
            continue
        if rating.score is None or rating.score >= len(axis.levels):
            lines += ["", f"## {axis.title}: cannot judge", "", rating.cannot_judge]
            continue
        lines += ["", f"## {axis.title}: {rating.score}, {axis.levels[rating.score].anchor}"]
        if rating.rationale:
            lines += ["", rating.rationale]
        lines += [f"- {chip.label or chip.text or chip.kind}" for chip in rating.evidence]
    for field in rubric.fields:
        if field.id in shown:
            answer = review.answers.get(field.id, "not filled")
            value = f"{answer:g}" if isinstance(answer, float) else answer
            lines += ["", f"## {field.title}", "", value]
    if told["missing"]:
        lines += ["", "## Missing", "", *(f"- {sentence}" for sentence in told["missing"])]
    if told["runs"]:
        lines += ["", "## Runs", ""]
        lines += [
            f"- {r['verdict']} ({r['grade']}): {r['solution']} x {r['suite']}: {r['reason']}"
            for r in told["runs"]
        ]
    return "\n".join(lines) + "\n"
