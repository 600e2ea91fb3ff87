"""What goes out: a task with what is known of it, and what a target has no place for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TextIO

from workbench.model.assessment import MISSED, Assessment, Fate
from workbench.model.report import Outcome
from workbench.model.review import Review
from workbench.model.rubric import Rubric
from workbench.model.run import Run, Verdict
from workbench.model.task import Task

TOOL = "reviewer-workbench"
STALE = "stale"


@dataclass(frozen=True)
class Ran:
    """A kept run, and what it says now. A run that would be another one now says how it ended
    then, which is no verdict; code that passes at times and at times does not has none either."""

    run: Run
    outcome: Outcome

    @property
    def passes(self) -> bool:
        """Whether it is a pass of now."""
        return self.outcome.verdict == Verdict.PASS

    @property
    def word(self) -> str:
        """The verdict in a word: one of `Verdict`, `varied`, or `stale`."""
        return STALE if self.outcome.changed else self.outcome.verdict

    @property
    def why(self) -> str:
        """The reason, with what was said then and what changed since."""
        found = self.outcome
        return f"{found.then} then: {found.changed}" if found.changed else found.reason


@dataclass(frozen=True)
class Item:
    """A task, the record it was made from, and the newest of all that was found out about it."""

    task: Task
    record: Mapping[str, Any] | None = None
    format: str = ""
    changed: bool = False
    """the task is not what the import made of the record"""
    runs: Sequence[Ran] = ()
    """of the given suite, one a solution"""
    reviews: Sequence[Review] = ()
    decisions: Mapping[str, str | None] = field(default_factory=dict)
    """by reviewer"""
    assessment: Assessment | None = None
    rubrics: Sequence[Rubric] = ()
    """what reviewers are asked"""


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
    found["verdicts"] = {ran.run.solution: _verdict(ran) for ran in item.runs}
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
            "whole": review.model_dump(mode="json"),
        }
        for review in item.reviews
    ]
    if item.assessment is not None:
        found["assessment"] = _assessment(item.assessment)
    return found


def _verdict(ran: Ran) -> dict[str, Any]:
    run, outcome = ran.run, ran.outcome
    found: dict[str, Any] = {
        "verdict": outcome.verdict or None,
        "grade": outcome.grade or None,
        "reason": outcome.reason,
        "run_id": run.id,
        "started_at": run.started_at,
        "toolchain": run.toolchain,
        "tests": {test.id: test.status.value for test in run.tests},
        "messages": {test.id: test.message for test in run.tests if test.message},
    }
    if outcome.changed:
        found |= {"then": outcome.then, "changed": outcome.changed}
    return found


def unheld_by_evidence(item: Item) -> Iterator[Loss]:
    """What `evidence` leaves out: it stands in the workspace, and in other formats."""
    printed = (bool(ran.run.stdout or ran.run.stderr or ran.run.build_output) for ran in item.runs)
    if any(printed) or any(test.output for ran in item.runs for test in ran.run.tests):
        yield Loss(item.task.id, "what its runs printed")
    found = item.assessment
    if found is not None and (found.mutants or found.coverage or found.matrix):
        yield Loss(
            item.task.id, "the assessment's mutants, coverage and matrix, which have formats of"
            " their own (sarif, mutation-elements, lcov)",
        )  # fmt: skip


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
