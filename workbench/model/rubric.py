"""A rubric: axes, levels with anchors, what evidence a level needs. Read from YAML elsewhere."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from workbench.model.base import Document, Id, Text, Value

EvidenceKind = Literal[
    "run", "failing_run", "passing_run", "two_readings", "repeat_runs", "line_comment", "text"
]


class Level(Value):
    """One score of an axis. `anchor` is the short text in view; `needs` the evidence it takes."""

    score: int = Field(ge=0, le=3)
    anchor: Text
    description: Text = ""
    needs: tuple[EvidenceKind, ...] = ()


class Axis(Value):
    """One question the reviewer answers. Scores of `blocks_from` and above block the task."""

    id: Id
    title: Text
    question: Text
    levels: tuple[Level, ...] = Field(min_length=2)
    blocks_from: int = Field(default=2, ge=1, le=3)
    tags: tuple[Id, ...] = ()
    """Kinds the reviewer may mark on this axis (`narrow`, `wide`, `mismatch`)."""
    notes: tuple[Text, ...] = ()
    """What adjudication made plain, oldest first; each raised the rubric's version."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        scores = [level.score for level in self.levels]
        if scores != list(range(len(scores))):
            raise ValueError(f"axis {self.id}: levels must be 0, 1, 2... in order, got {scores}")
        return self


class Choice(Value):
    """A question with named answers (difficulty)."""

    id: Id
    title: Text
    options: tuple[Text, ...] = Field(min_length=2)


class Rubric(Document):
    """What a review is made of. Scores above 0 need a rationale of `rationale_min` characters."""

    id: Id
    version: int = Field(ge=1)
    title: Text
    rationale_min: int = Field(default=100, ge=0)
    axes: tuple[Axis, ...] = Field(min_length=1)
    difficulty: Choice
    confidence_max: int = Field(default=5, ge=2, le=10)

    @model_validator(mode="after")
    def _unique(self) -> Self:
        ids = [axis.id for axis in self.axes]
        if len(set(ids)) != len(ids):
            raise ValueError("axis ids must differ")
        return self

    def axis(self, axis_id: str) -> Axis | None:
        """The axis of that id, or None."""
        return next((a for a in self.axes if a.id == axis_id), None)
