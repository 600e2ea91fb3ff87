"""Small sessions written out by hand: who gave which task which scores, in that order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.sessions.simulated import rubric_of
from workbench.model.base import content_hash
from workbench.model.review import Rating, Review
from workbench.model.session import (
    Assignment,
    Gold,
    Item,
    Kind,
    Progress,
    Session,
    Settings,
    Submission,
)
from workbench.sessions.planning import assignment_id
from workbench.sessions.record import Record

RUBRIC = rubric_of("coding-task-v1")
AXES = tuple(axis.id for axis in RUBRIC.axes)
Scores = Sequence[int | None] | None
"""In the order of the rubric's axes, 0 where it is shorter; None: cannot judge. None instead of
scores: not submitted."""


def a_session(**changes: Any) -> Session:
    settings = {"seed": 7, "overlap": 1.0, "ratings_each": 2, **changes.pop("settings", {})}
    given: dict[str, Any] = {
        "id": "pilot", "leads": ("lead",), "reviewers": ("ann", "ben", "cleo", "dan"),
        "tasks": tuple(f"t{n}" for n in range(9)), "state": "blind", "rubric": RUBRIC.id,
        "rubric_version": 1, "gold": (Gold(task_id="g1", scores=dict.fromkeys(AXES[:4], 2)),),
        "settings": Settings.model_validate(settings),
    }  # fmt: skip
    return Session(**{**given, **changes})


def a_record(
    session: Session,
    *ratings: tuple[str, str, Scores],
    kinds: Mapping[tuple[str, str], Kind] | None = None,
    **changes: Any,
) -> Record:
    """From (reviewer, task, scores). A reviewer's second time of a task is a repeat."""
    kinds = kinds or {}
    progress, submissions, seen = [], [], set()
    for position, (reviewer, task, scores) in enumerate(ratings):
        kind: Kind = (
            "repeat" if (reviewer, task) in seen else kinds.get((reviewer, task), "overlap")
        )
        seen.add((reviewer, task))
        assignment = Assignment(
            id=assignment_id(session, reviewer, task, kind), reviewer=reviewer, task_id=task,
            kind=kind, position=position,
        )  # fmt: skip
        submission = None
        if scores is not None:
            submission = a_submission(assignment, scores, order=len(submissions) + 1)
            submissions.append(submission)
        item = Item(
            id=assignment.id, task_id=task, position=position, practice=kind == "onboarding",
            state="submitted" if submission else "open",
        )  # fmt: skip
        progress.append(Progress(assignment=assignment, item=item, submission=submission))
    return Record(session, RUBRIC, tuple(progress), tuple(submissions), **changes)


def a_submission(
    assignment: Assignment, scores: Sequence[int | None], *, order: int, **changes: Any
) -> Submission:
    filled = [*scores, *[0] * (len(AXES) - len(scores))]
    review = Review(
        task_id=assignment.task_id, task_digest="d", reviewer=assignment.reviewer,
        rubric=RUBRIC.id, rubric_version=1, state="submitted", active_s=600.0,
        ratings={
            axis: Rating(score=score, cannot_judge="" if score is not None else "no such code")
            for axis, score in zip(AXES, filled, strict=True)
        },
    )  # fmt: skip
    body = {
        "assignment": assignment.id, "reviewer": assignment.reviewer, "number": 1, "order": order,
        "review": review.model_dump(mode="json"), "decision": None,
    }  # fmt: skip
    return Submission.model_validate({**body, "digest": content_hash([body, order]), **changes})
