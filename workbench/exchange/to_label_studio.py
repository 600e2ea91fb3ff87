"""Tasks for Label Studio: runs as predictions, reviews as annotations.

Source of the format: Label Studio's "basic JSON" of tasks with `data`, `predictions` and
`annotations`. The labelling configuration these names belong to is `label_studio_config`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from workbench.exchange.exported import TOOL, Item, Loss, Ran
from workbench.model.review import Review

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
        "predictions": [_prediction(ran) for ran in item.runs],
        "annotations": [
            _annotation(review, item.decisions.get(review.reviewer)) for review in item.reviews
        ],
    }


def _prediction(ran: Ran) -> dict[str, Any]:
    result = [_choices("verdict", ran.word), _text("reason", ran.why)]
    return {"model_version": f"{TOOL}: {ran.run.solution}", "result": result}


def _annotation(review: Review, decision: str | None) -> dict[str, Any]:
    result = [_text("reviewer", review.reviewer)]
    if decision:
        result.append(_choices("decision", decision))
    if review.override:
        result.append(_text("override", review.override.reason))
    if review.cannot_judge:
        result.append(_text("cannot_judge", review.cannot_judge))
    for axis, rating in review.ratings.items():
        if rating.score is not None:
            result.append(_choices(f"axis-{axis}", str(rating.score)))
        unable = f"cannot judge: {rating.cannot_judge}" if rating.cannot_judge else ""
        if why := [text for text in (rating.rationale, unable) if text]:
            result.append(_text(f"why-{axis}", *why))
        if rating.tags:
            result.append(_choices(f"tags-{axis}", *rating.tags))
    for field, answer in review.answers.items():
        result.append(_text(f"field-{field}", f"{answer}"))
    if review.difficulty:
        result.append(_choices("difficulty", review.difficulty))
    if review.confidence is not None:
        result.append(_result("confidence", "number", review.confidence))
    if review.notes:
        result.append(_text("notes", review.notes))
    return {
        "result": result,
        "was_cancelled": review.state == "cannot_judge" or bool(review.cannot_judge),
        "ground_truth": False,
        "lead_time": round(review.active_s, 1),
    }


def _choices(name: str, *values: str) -> dict[str, Any]:
    return _result(name, "choices", list(values))


def _text(name: str, *values: str) -> dict[str, Any]:
    return {**_result(name, "textarea", None), "value": {"text": list(values)}}


def _result(name: str, kind: str, value: Any) -> dict[str, Any]:
    return {"id": name, "from_name": name, "to_name": TARGET, "type": kind, "value": {kind: value}}


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
    if len(task.suites) > 1:
        yield Loss(task.id, f"probe suites: {len(task.suites) - 1}")
    if any(ran.run.tests for ran in item.runs):
        yield Loss(task.id, "what each test did")
    kept = sum(
        len(review.comments) + len(review.probes) + len(review.given_edits) + len(review.what_if)
        + len(review.equivalents) + sum(len(rating.evidence) for rating in review.ratings.values())
        + (review.set_aside is not None)
        for review in item.reviews
    )  # fmt: skip
    if kept:
        yield Loss(task.id, f"comments, probes, edits and pieces of evidence of reviews: {kept}")
