"""A review: what one reviewer did and decided about one task."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from workbench.model.base import Document, Files, Id, Text, Value
from workbench.model.evidence import EvidenceRef as EvidenceRef
from workbench.model.evidence import Runs, lacking, without_empty
from workbench.model.form import Answer, Condition
from workbench.model.form import asked as asked_parts
from workbench.model.rubric import Axis, Rubric
from workbench.model.task import Framework, Suite, Task

ReviewState = Literal["draft", "submitted", "cannot_judge"]
DecisionWord = Literal["accept", "revise", "reject"]


class Rating(Value):
    """One axis. Exactly one of `score` and `cannot_judge` decides it; both empty = unfilled."""

    score: int | None = Field(default=None, ge=0, le=3)
    rationale: Text = ""
    cannot_judge: Text = ""
    evidence: tuple[EvidenceRef, ...] = ()
    tags: tuple[Id, ...] = ()


class LineComment(Value):
    """A comment on lines of a solution file, anchored by range and the hash of their text. `quote`
    is that text: when a task's new version no longer has it, the comment can still be read.
    `before` and `after` are the lines around it, which tell one `return None` from another."""

    id: Id
    solution: Id
    file: Text
    first_line: int = Field(ge=1)
    last_line: int = Field(ge=1)
    text_hash: Text
    text: Text
    quote: Text = ""
    before: Text = ""
    after: Text = ""

    @model_serializer(mode="wrap")
    def _as_before(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """See `Review._as_before`."""
        return without_empty(dump(self), "quote", "before", "after")


class ProbeSuite(Value):
    """A suite of the reviewer's own."""

    name: Id
    framework: Framework = Framework.AUTO
    files: Files = Field(min_length=1)


class Override(Value):
    """A decision other than the derived one, and why."""

    decision: DecisionWord
    reason: Text


class SetAside(Value):
    """What was filled in where the rubric, in the end, did not ask: kept, and counted nowhere."""

    ratings: dict[Id, Rating] = Field(default_factory=dict)
    answers: dict[Id, Answer] = Field(default_factory=dict)
    tags: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)
    """Of axes that are asked, at a score at which their kinds are not."""


class Review(Document):
    """Current state of a review; `revisions.jsonl` beside it keeps every submission."""

    task_id: Id
    task_digest: Text
    """Digest of the task it was made on; differs from the task's now -> the review is stale."""
    reviewer: Id
    rubric: Id
    rubric_version: int = Field(ge=1)
    state: ReviewState = "draft"
    sequence: int = Field(default=0, ge=0)
    """Counts saves; order is by this, never by the clock."""
    given_edits: Files = Field(default_factory=dict)
    """Files of the given suite as the reviewer changed them; only the changed ones."""
    probes: tuple[ProbeSuite, ...] = ()
    what_if: Files = Field(default_factory=dict)
    equivalents: dict[Text, Annotated[Text, Field(min_length=1, max_length=2000)]] = Field(
        default_factory=dict
    )
    """Mutants the reviewer holds for equivalent, by id, each with the reason."""
    ratings: dict[Id, Rating] = Field(default_factory=dict)
    answers: dict[Id, Answer] = Field(default_factory=dict)
    """What is in the rubric's fields, by their ids."""
    set_aside: SetAside | None = None
    """Of a submission: what was not asked. A draft has it among its ratings and answers."""
    difficulty: Text = ""
    confidence: int | None = Field(default=None, ge=1, le=10)
    override: Override | None = None
    cannot_judge: Text = ""
    comments: tuple[LineComment, ...] = ()
    notes: Text = ""
    runs: tuple[Text, ...] = ()
    """Ids of runs made for this review, newest last."""
    active_s: float = Field(default=0.0, ge=0)
    updated_at: Text = ""
    submitted_at: Text = ""

    @model_serializer(mode="wrap")
    def _as_before(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A part that came later is not written while it is empty: the digests of what was
        submitted before there was such a part still hold."""
        return without_empty(dump(self), "equivalents", "answers", "set_aside")


class Revision(Document):
    """One line of `revisions.jsonl`: a submission, chained to the one before by its hash."""

    number: int = Field(ge=1)
    previous: Text
    review: Review
    decision: DecisionWord | None
    digest: Text


def asked(review: Review, rubric: Rubric) -> frozenset[str]:
    """Ids of the axes and fields that are asked, given what is filled in."""

    def holds(condition: Condition) -> bool:
        if condition.field:
            return review.answers.get(condition.field) in condition.answers
        axis = rubric.axis(condition.on)
        rating = review.ratings.get(condition.on, Rating())
        if axis is None or rating.score is None or rating.cannot_judge.strip():
            return False
        marked = bool(set(condition.tags) & set(rating.tags)) and rating.score >= axis.tags_from
        return rating.score in condition.scores or marked

    return asked_parts(rubric.conditions, holds)


def derivation(review: Review, rubric: Rubric) -> tuple[DecisionWord | None, tuple[str, ...]]:
    """The decision the ratings imply, or None while an axis is unfilled; and why, in sentences.

    Scores below an axis's `blocks_from` keep a task. One blocking axis asks for revision; the
    task is rejected when an axis stands at its highest level 3 (cannot tell what is asked, main
    path wrong, tests test something else, a stub passes). What is not asked does not count.
    """
    shown = asked(review, rubric)
    blocking = []
    for axis in rubric.axes:
        if axis.id not in shown:
            continue
        rating = review.ratings.get(axis.id)
        if rating is None or (rating.score is None and not rating.cannot_judge):
            return None, (f"{axis.title} has no score yet",)
        if rating.score is None:
            continue
        if rating.score >= 3:
            return "reject", (f"{_told(axis, rating.score)}: the highest level rejects",)
        if rating.score >= axis.blocks_from:
            blocking.append(f"{_told(axis, rating.score)}: blocks from {axis.blocks_from} on")
    if blocking:
        return "revise", tuple(blocking)
    return "accept", ("no axis is at a level that blocks",)


def _told(axis: Axis, score: int) -> str:
    anchor = f", {axis.levels[score].anchor}" if score < len(axis.levels) else ""
    return f"{axis.title} {score}{anchor}"


def derived_decision(review: Review, rubric: Rubric) -> DecisionWord | None:
    """The decision the ratings imply, or None while an axis is unfilled. See `derivation`."""
    return derivation(review, rubric)[0]


def decision(review: Review, rubric: Rubric) -> DecisionWord | None:
    """The override if there is one, else the derived decision."""
    return review.override.decision if review.override else derived_decision(review, rubric)


def what_is_missing(review: Review, rubric: Rubric, runs: Runs) -> tuple[str, ...]:
    """Why this review cannot be submitted yet, a sentence each, in the rubric's order. `runs`
    gives the runs that chips name: what a run showed is read there, never off the chip."""
    if review.state == "cannot_judge" or review.cannot_judge:
        return () if review.cannot_judge.strip() else ("say why the task cannot be judged",)
    missing: list[str] = []
    shown = asked(review, rubric)
    for axis in rubric.axes:
        if axis.id in shown:
            missing += (f"{axis.title}: {why}" for why in _axis_missing(review, rubric, axis, runs))
    for field in rubric.fields:
        why = field.missing(review.answers.get(field.id)) if field.id in shown else ""
        if why:
            missing.append(f"{field.title}: {why}")
    if not review.difficulty:
        missing.append(f"{rubric.difficulty.title}: not chosen yet")
    if review.confidence is None:
        missing.append("Confidence: not chosen yet")
    if review.override and not review.override.reason.strip():
        missing.append("Override: say why it differs from the derived decision")
    return tuple(missing)


def _axis_missing(review: Review, rubric: Rubric, axis: Axis, runs: Runs) -> list[str]:
    rating = review.ratings.get(axis.id, Rating())
    if rating.cannot_judge.strip():
        both = rating.score is not None
        return ["it has a score and a reason why it cannot be judged: keep one"] if both else []
    if rating.score is None:
        return ["no score yet"]
    if rating.score >= len(axis.levels):
        return [f"there is no level {rating.score}"]
    missing = []
    length = len(rating.rationale.strip())
    if rating.score > 0 and length < rubric.rationale_min:
        missing.append(
            f"a score above 0 needs a rationale of {rubric.rationale_min} characters "
            f"({length} so far)"
        )
    lacks = lacking(
        axis.levels[rating.score].needs,
        rating.evidence,
        task_id=review.task_id,
        comments={comment.id for comment in review.comments},
        runs=runs,
        probes={probe.name for probe in review.probes},
    )
    if lacks:
        missing.append(f"a score of {rating.score} needs evidence {lacks}")
    return missing


def as_given(review: Review, rubric: Rubric) -> Review:
    """The review with what was not asked set aside: what is submitted and told to others."""
    shown = asked(review, rubric)
    aside: SetAside = SetAside(
        ratings={
            a: rating
            for a, rating in review.ratings.items()
            if a in rubric.conditions and a not in shown
        },
        answers={f: answer for f, answer in review.answers.items() if f not in shown},
        tags={
            axis.id: rating.tags
            for axis in rubric.axes
            if axis.id in shown
            and (rating := review.ratings.get(axis.id, Rating())).tags
            and (rating.score or 0) < axis.tags_from
        },
    )
    ratings = {
        a: rating.model_copy(update={"tags": ()}) if a in aside.tags else rating
        for a, rating in review.ratings.items()
        if a not in aside.ratings
    }
    answers = {f: answer for f, answer in review.answers.items() if f not in aside.answers}
    nothing = aside == SetAside()
    return review.model_copy(
        update={"ratings": ratings, "answers": answers, "set_aside": None if nothing else aside}
    )


def as_draft(review: Review) -> Review:
    """A submission as the draft it becomes again: what was set aside is back in its place."""
    aside = review.set_aside or SetAside()
    ratings = {
        a: rating.model_copy(update={"tags": aside.tags.get(a, rating.tags)})
        for a, rating in review.ratings.items()
    }
    return review.model_copy(
        update={
            "state": "draft",
            "submitted_at": "",
            "ratings": {**aside.ratings, **ratings},
            "answers": {**aside.answers, **review.answers},
            "set_aside": None,
        }
    )


def edited_given(task: Task, review: Review) -> Suite:
    """The given suite with the reviewer's edits laid over it; the given suite itself if none."""
    edits = {p: t for p, t in review.given_edits.items() if task.given.files.get(p) != t}
    if not edits:
        return task.given
    return task.given.model_copy(update={"files": {**task.given.files, **edits}})
