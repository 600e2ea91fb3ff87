"""A calibration session: who reviews what, what is hidden from whom, and what was decided."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from workbench.model.base import Document, Id, Text, Value
from workbench.model.review import DecisionWord, Review

SessionState = Literal["planned", "blind", "revealed", "closed"]
"""Goes forward only. While `blind`, a reviewer sees nothing of anybody else."""

Kind = Literal["single", "overlap", "extra", "onboarding", "gold", "repeat"]
"""Why a reviewer has a task. Only `onboarding` is ever told to the reviewer."""

ItemState = Literal["open", "draft", "submitted", "cannot_judge", "skipped"]

Cause = Literal["specification_gap", "guideline_gap", "slip", "taste"]
"""Why reviewers differed, as whoever adjudicates tags it."""


class Settings(Value):
    """How a session is run. Shares are of the session's tasks, gold apart."""

    overlap: float = Field(default=0.25, ge=0, le=1)
    """share of tasks that more than one reviewer rates"""
    ratings_each: int = Field(default=2, ge=2, le=20)
    """ratings of a task in the overlap"""
    extra_gap: int = Field(default=2, ge=1, le=3)
    """an extra reviewer joins when two scores of one axis are so far apart, or on both sides of
    what blocks a task"""
    most_ratings: int = Field(default=4, ge=2, le=50)
    """ratings of a task, extra reviewers included"""
    onboarding: int = Field(default=0, ge=0)
    """gold tasks with feedback a reviewer begins with"""
    onboarding_pass: float = Field(default=0.7, ge=0, le=1)
    """share of onboarding axes within one level and on the right side before live tasks come"""
    gold: float = Field(default=0.0, ge=0, le=0.5)
    """hidden gold tasks a reviewer gets, as a share of the reviewer's live ones"""
    repeats: float = Field(default=0.0, ge=0, le=0.5)
    """own tasks a reviewer gets again, as a share of the reviewer's live ones"""
    pause_after: int = Field(default=0, ge=0)
    """missed hidden gold that pauses a reviewer; 0: never"""
    lease_s: float = Field(default=4 * 3600.0, gt=0)
    """how long a started task is held"""
    skip_needs_reason: bool = True
    seed: int = 1

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.most_ratings < self.ratings_each:
            raise ValueError("most_ratings must not be below ratings_each")
        return self


class Gold(Value):
    """What a task's axes are known to be, and why, told after an onboarding task."""

    task_id: Id
    scores: dict[Id, int] = Field(min_length=1)
    decision: DecisionWord | None = None
    why: Text = ""


class Session(Document):
    """What a lead sets up. Only leads read it whole: it names the gold."""

    id: Id
    title: Text = ""
    state: SessionState = "planned"
    leads: tuple[Id, ...] = Field(min_length=1)
    reviewers: tuple[Id, ...] = ()
    tasks: tuple[Id, ...] = ()
    gold: tuple[Gold, ...] = ()
    settings: Settings = Settings()
    rubric: Id
    rubric_version: int = Field(ge=1)
    revisions_of_rubric: tuple[tuple[int, Text], ...] = ()
    """(version, what changed) as guidelines were revised during the session"""
    created_at: Text = ""

    def gold_of(self, task_id: str) -> Gold | None:
        """What is known of a task, or None."""
        return next((g for g in self.gold if g.task_id == task_id), None)

    def brief(self) -> Brief:
        """What reviewers may know."""
        return Brief(
            id=self.id, title=self.title, state=self.state, rubric=self.rubric,
            rubric_version=self.rubric_version, lease_s=self.settings.lease_s,
            skip_needs_reason=self.settings.skip_needs_reason,
        )  # fmt: skip


class Brief(Document):
    """A session as its reviewers see it."""

    id: Id
    title: Text = ""
    state: SessionState
    rubric: Id
    rubric_version: int = Field(ge=1)
    lease_s: float = Field(gt=0)
    skip_needs_reason: bool = True


class Assignment(Value):
    """A task given to a reviewer. `id` is random and says nothing of `kind`, which only leads see;
    a repeat is an assignment of its own, so that it begins empty."""

    id: Id
    reviewer: Id
    task_id: Id
    kind: Kind
    position: int = Field(ge=0)


class Feedback(Value):
    """What a reviewer is told of an onboarding task after submitting it."""

    assignment: Id
    scores: dict[Id, int]
    decision: DecisionWord | None = None
    why: Text = ""


class Item(Value):
    """A line of a reviewer's own queue: all that is told of an assignment."""

    id: Id
    task_id: Id
    position: int
    practice: bool = False
    """onboarding: feedback comes after it"""
    state: ItemState = "open"
    held_until: float | None = None
    """the lease, in seconds since 1970 by the store's clock"""
    skip_reason: Text = ""


class Submission(Value):
    """One acknowledged submission, numbered from 1 within its assignment and chained: `digest`
    covers `previous`. `order` counts the session's submissions as the store took them."""

    assignment: Id
    reviewer: Id
    number: int = Field(ge=1)
    order: int = Field(default=0, ge=0)
    previous: Text = ""
    digest: Text
    decision: DecisionWord | None = None
    review: Review
    at: Text = ""


class AxisDecision(Value):
    """One axis of an adjudicated task. `unanimous`: everybody said so and nobody had to decide."""

    score: int | None = Field(default=None, ge=0, le=3)
    cannot_judge: bool = False
    unanimous: bool = False
    reason: Text = ""
    cause: Cause | None = None


class Adjudication(Document):
    """What a task's ratings came to. `ratings` are the digests of the submissions it rests on; a
    later one of a task stands in its place, and both are kept."""

    session: Id
    task_id: Id
    by: Id
    number: int = Field(default=1, ge=1)
    axes: dict[Id, AxisDecision]
    decision: DecisionWord | None = None
    ratings: tuple[Text, ...] = ()
    guideline_note: Text = ""
    """what the rubric should say, where the guideline is to blame"""
    at: Text = ""


class Progress(Value):
    """A reviewer's state as the lead sees it: the assignment, its item and newest submission."""

    assignment: Assignment
    item: Item
    submission: Submission | None = None
