"""A review: what one reviewer did and decided about one task."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from workbench.model.base import Document, Files, Id, Text, Value
from workbench.model.rubric import Rubric
from workbench.model.task import Framework, Suite, Task

ReviewState = Literal["draft", "submitted", "cannot_judge"]
DecisionWord = Literal["accept", "revise", "reject"]


class KeptAsItWas(Value):
    """Why a reviewer holds on to evidence of something that changed since, and what there was
    then: one more change, and it has to be looked at again."""

    reason: Annotated[Text, Field(min_length=1, max_length=2000)]
    basis: dict[Text, Text] = Field(default_factory=dict)


class EvidenceRef(Value):
    """A chip on an axis: a run, two readings, a line comment, a mutant that no test notices, a
    counterexample, a text. `ref` is the id of a run, a comment or a mutant; `label` what the chip
    says; `text` carries evidence that is words, and what a mutant or a counterexample is, which
    outlives the assessment it came from. `basis` is what it was measured on
    (`workbench.model.basis`); a run and a comment carry that themselves."""

    kind: Literal[
        "run", "two_readings", "repeat_runs", "line_comment", "mutant", "counterexample", "text"
    ]
    ref: Text = ""
    label: Text = Field(default="", max_length=300)
    text: Text = ""
    basis: dict[Text, Text] = Field(default_factory=dict)
    kept: KeptAsItWas | None = None

    @model_serializer(mode="wrap")
    def _as_before(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """As `Review._as_before`."""
        return _without_empty(dump(self), "basis", "kept")


class Rating(Value):
    """One axis. Exactly one of `score` and `cannot_judge` decides it; both empty = unfilled."""

    score: int | None = Field(default=None, ge=0, le=3)
    rationale: Text = ""
    cannot_judge: Text = ""
    evidence: tuple[EvidenceRef, ...] = ()
    tags: tuple[Id, ...] = ()


class LineComment(Value):
    """A comment on lines of a solution file, anchored by range and the hash of their text."""

    id: Id
    solution: Id
    file: Text
    first_line: int = Field(ge=1)
    last_line: int = Field(ge=1)
    text_hash: Text
    text: Text


class ProbeSuite(Value):
    """A suite of the reviewer's own."""

    name: Id
    framework: Framework = Framework.AUTO
    files: Files = Field(min_length=1)


class Override(Value):
    """A decision other than the derived one, and why."""

    decision: DecisionWord
    reason: Text


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
        return _without_empty(dump(self), "equivalents")


def _without_empty(value: dict[str, Any], *names: str) -> dict[str, Any]:
    return {k: v for k, v in value.items() if k not in names or v}


class Revision(Document):
    """One line of `revisions.jsonl`: a submission, chained to the one before by its hash."""

    number: int = Field(ge=1)
    previous: Text
    review: Review
    decision: DecisionWord | None
    digest: Text


def derived_decision(review: Review, rubric: Rubric) -> DecisionWord | None:
    """The decision the ratings imply, or None while an axis is unfilled.

    Scores below an axis's `blocks_from` keep a task. One blocking axis asks for revision; the
    task is rejected when an axis stands at its highest level 3 (cannot tell what is asked, main
    path wrong, tests test something else, a stub passes).
    """
    decision: DecisionWord = "accept"
    for axis in rubric.axes:
        rating = review.ratings.get(axis.id)
        if rating is None or (rating.score is None and not rating.cannot_judge):
            return None
        if rating.score is None:
            continue
        if rating.score >= 3:
            return "reject"
        if rating.score >= axis.blocks_from:
            decision = "revise"
    return decision


def decision(review: Review, rubric: Rubric) -> DecisionWord | None:
    """The override if there is one, else the derived decision."""
    return review.override.decision if review.override else derived_decision(review, rubric)


def what_is_missing(review: Review, rubric: Rubric) -> tuple[str, ...]:
    """Why this review cannot be submitted yet, a sentence each, in the rubric's order."""
    if review.state == "cannot_judge" or review.cannot_judge:
        return () if review.cannot_judge.strip() else ("say why the task cannot be judged",)
    missing: list[str] = []
    for axis in rubric.axes:
        rating = review.ratings.get(axis.id, Rating())
        if rating.cannot_judge.strip():
            continue
        if rating.score is None:
            missing.append(f"{axis.title}: no score yet")
            continue
        if rating.score >= len(axis.levels):
            missing.append(f"{axis.title}: there is no level {rating.score}")
            continue
        if rating.score > 0 and len(rating.rationale.strip()) < rubric.rationale_min:
            missing.append(
                f"{axis.title}: a score above 0 needs a rationale of "
                f"{rubric.rationale_min} characters ({len(rating.rationale.strip())} so far)"
            )
        if axis.levels[rating.score].needs and not rating.evidence:
            needs = " or ".join(n.replace("_", " ") for n in axis.levels[rating.score].needs)
            missing.append(f"{axis.title}: a score of {rating.score} needs evidence ({needs})")
    if not review.difficulty:
        missing.append(f"{rubric.difficulty.title}: not chosen yet")
    if review.confidence is None:
        missing.append("Confidence: not chosen yet")
    if review.override and not review.override.reason.strip():
        missing.append("Override: say why it differs from the derived decision")
    return tuple(missing)


def edited_given(task: Task, review: Review) -> Suite:
    """The given suite with the reviewer's edits laid over it; the given suite itself if none."""
    edits = {p: t for p, t in review.given_edits.items() if task.given.files.get(p) != t}
    if not edits:
        return task.given
    return task.given.model_copy(update={"files": {**task.given.files, **edits}})
