"""Tasks for Label Studio: runs as predictions, reviews as annotations.

Source of the format: Label Studio's "basic JSON" of tasks with `data`, `predictions` and
`annotations`. docs/exchange.md has the labelling configuration these names belong to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from workbench.exchange.exported import TOOL, Item, Loss
from workbench.model.review import Review
from workbench.model.run import Run

TARGET = "prompt"


def label_studio(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
    """An array of tasks, written as they come."""
    out.write("[")
    for number, item in enumerate(items):
        yield from _losses(item)
        out.write(",\n" if number else "\n")
        out.write(json.dumps(_task(item), ensure_ascii=True))
    out.write("\n]\n")


def _task(item: Item) -> dict[str, Any]:
    task = item.task
    return {
        "data": {
            "task_id": task.id,
            "title": task.title,
            "language": task.language.value,
            "prompt": task.prompt,
            "solution": _shown(task.candidate.files),
            "tests": _shown(task.given.files),
        },
        "predictions": [_prediction(run) for run in item.runs],
        "annotations": [
            _annotation(review, item.decisions.get(review.reviewer)) for review in item.reviews
        ],
    }


def _prediction(run: Run) -> dict[str, Any]:
    result = [_choice("verdict", run.verdict.value), _text("reason", run.reason)]
    return {"model_version": f"{TOOL}: {run.solution}", "result": result}


def _annotation(review: Review, decision: str | None) -> dict[str, Any]:
    result = [_text("reviewer", review.reviewer)]
    if decision:
        result.append(_choice("decision", decision))
    for axis, rating in review.ratings.items():
        if rating.score is not None:
            result.append(_choice(axis, str(rating.score)))
        if rating.rationale or rating.cannot_judge:
            result.append(_text(f"{axis}-rationale", rating.rationale or rating.cannot_judge))
    if review.difficulty:
        result.append(_choice("difficulty", review.difficulty))
    if review.notes:
        result.append(_text("notes", review.notes))
    return {
        "result": result,
        "was_cancelled": review.state == "cannot_judge" or bool(review.cannot_judge),
        "ground_truth": False,
        "lead_time": round(review.active_s, 1),
    }


def _choice(name: str, value: str) -> dict[str, Any]:
    return {"id": name, "from_name": name, "to_name": TARGET, "type": "choices",
            "value": {"choices": [value]}}  # fmt: skip


def _text(name: str, value: str) -> dict[str, Any]:
    return {"id": name, "from_name": name, "to_name": TARGET, "type": "textarea",
            "value": {"text": [value]}}  # fmt: skip


def _shown(files: dict[str, str]) -> str:
    return "\n".join(f"=== {path}\n{text}" for path, text in files.items())


def _losses(item: Item) -> Iterator[Loss]:
    task = item.task
    if len(task.solutions) > 1:
        yield Loss(task.id, f"solutions beside the candidate: {len(task.solutions) - 1}")
    if task.given.support:
        yield Loss(task.id, f"files the tests read: {len(task.given.support)}")
    if item.assessment is not None:
        yield Loss(task.id, "the assessment")
    if any(run.tests for run in item.runs):
        yield Loss(task.id, "what each test did")
    kept = sum(
        len(review.comments) + len(review.probes) + len(review.given_edits)
        + sum(len(rating.evidence) for rating in review.ratings.values())
        for review in item.reviews
    )  # fmt: skip
    if kept:
        yield Loss(task.id, f"comments, probes, edits and pieces of evidence of reviews: {kept}")
