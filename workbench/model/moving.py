"""The parts a session is made of, as they are moved from one store to another."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from workbench.model.base import Id, Text, Value
from workbench.model.review import Review
from workbench.model.run import Run
from workbench.model.session import Adjudication, Assignment, Feedback, Session, Submission


class SessionPart(Value):
    """The session itself. Always first, and once."""

    part: Literal["session"] = "session"
    session: Session


class AssignmentPart(Value):
    """One assignment."""

    part: Literal["assignment"] = "assignment"
    assignment: Assignment


class DraftPart(Value):
    """A review that is not submitted, or not again."""

    part: Literal["draft"] = "draft"
    assignment: Id
    review: Review


class SkipPart(Value):
    """A task the reviewer left."""

    part: Literal["skip"] = "skip"
    assignment: Id
    reason: Text = ""


class SubmissionPart(Value):
    """A submission with the request it came by, oldest first: sent again, it is still kept once."""

    part: Literal["submission"] = "submission"
    submission: Submission
    request: Text = ""


class FeedbackPart(Value):
    """What a reviewer was told of an onboarding task."""

    part: Literal["feedback"] = "feedback"
    feedback: Feedback


class StandingPart(Value):
    """Whether a reviewer is past onboarding, and why nothing is handed out, if so."""

    part: Literal["standing"] = "standing"
    reviewer: Id
    admitted: bool = False
    paused: Text = ""


class AdjudicationPart(Value):
    """A decision."""

    part: Literal["adjudication"] = "adjudication"
    adjudication: Adjudication


class RunPart(Value):
    """A run a reviewer made."""

    part: Literal["run"] = "run"
    reviewer: Id
    run: Run


Part = Annotated[
    SessionPart
    | AssignmentPart
    | DraftPart
    | SkipPart
    | SubmissionPart
    | FeedbackPart
    | StandingPart
    | AdjudicationPart
    | RunPart,
    Field(discriminator="part"),
]
