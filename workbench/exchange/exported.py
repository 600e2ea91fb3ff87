"""What goes out: a task with what is known of it, and what a target has no place for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TextIO

from workbench.model.assessment import MISSED, Assessment, Fate
from workbench.model.review import Review
from workbench.model.run import Run
from workbench.model.task import Task

TOOL = "reviewer-workbench"


@dataclass(frozen=True)
class Item:
    """A task, the record it was made from, and the newest of all that was found out about it."""

    task: Task
    record: Mapping[str, Any] | None = None
    format: str = ""
    changed: bool = False
    """the task is not what the import made of the record"""
    runs: Sequence[Run] = ()
    """of the given suite, one a solution"""
    reviews: Sequence[Review] = ()
    decisions: Mapping[str, str | None] = field(default_factory=dict)
    """by reviewer"""
    assessment: Assessment | None = None


@dataclass(frozen=True)
class Loss:
    """Something the target cannot hold, of one task, in a sentence."""

    task_id: str
    what: str
    whole: bool = False
    """the task is not in the file at all"""


class Exporter(Protocol):
    """Writes items as they come; yields what is lost."""

    def __call__(self, items: Iterable[Item], out: TextIO) -> Iterator[Loss]: ...


def evidence(item: Item) -> dict[str, Any]:
    """What the workbench found out, as plain JSON values: the field that is added to a record."""
    found: dict[str, Any] = {"task_id": item.task.id, "task_changed": item.changed}
    found["verdicts"] = {
        run.solution: {
            "verdict": run.verdict.value,
            "grade": run.grade,
            "reason": run.reason,
            "run_id": run.id,
        }
        for run in item.runs
    }
    found["reviews"] = [
        {
            "reviewer": review.reviewer,
            "state": review.state,
            "decision": item.decisions.get(review.reviewer),
            "scores": {axis: rating.score for axis, rating in review.ratings.items()},
            "rationales": {a: r.rationale for a, r in review.ratings.items() if r.rationale},
            "difficulty": review.difficulty,
            "confidence": review.confidence,
            "cannot_judge": review.cannot_judge,
            "stale": review.task_digest != item.task.digest,
        }
        for review in item.reviews
    ]
    if item.assessment is not None:
        found["assessment"] = _assessment(item.assessment)
    return found


def fits(task: Task, found: Assessment) -> bool:
    """Whether an assessment speaks of the solution as it is now: each mutant's text stands where
    it says."""
    solution = task.solution(found.solution)
    if solution is None:
        return False
    sources = {path: text.encode() for path, text in solution.files.items()}
    return all(
        sources.get(m.file, b"")[m.start : m.end] == m.before.encode() for m in found.mutants
    )


def _assessment(found: Assessment) -> dict[str, Any]:
    counted = [m for m in found.mutants if m.fate not in (Fate.INVALID, Fate.EQUIVALENT)]
    return {
        "id": found.id,
        "strength": found.strength,
        "mutants": len(counted),
        "survivors": sum(m.fate in MISSED for m in counted),
        "flags": [
            {"kind": f.kind, "severity": f.severity, "message": f.message} for f in found.flags
        ],
        "flaky": [flake.id for flake in found.flakes if flake.failures],
    }


def unsaid(item: Item, *, reviews: bool = False, assessment: bool = False) -> Iterator[Loss]:
    """Losses of targets that hold runs alone, or runs and one of the two."""
    if item.reviews and not reviews:
        yield Loss(item.task.id, f"reviews: {len(item.reviews)}")
    if item.assessment is not None and not assessment:
        yield Loss(item.task.id, "the assessment")
