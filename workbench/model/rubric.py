"""A rubric: axes, levels with anchors, what evidence a level needs. Read from YAML elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from workbench.model.base import Document, Id, Text, Value
from workbench.model.evidence import EvidenceKind
from workbench.model.form import Condition, Conditions, FormField, circle


class Level(Value):
    """One score of an axis. `anchor` is the short text in view; `needs` the kinds of evidence of
    which it takes one; `phrases` are sentences to begin a rationale with."""

    score: int = Field(ge=0, le=3)
    anchor: Text
    description: Text = ""
    needs: tuple[EvidenceKind, ...] = ()
    phrases: tuple[Text, ...] = ()


class Axis(Value):
    """One question the reviewer answers. Scores of `blocks_from` and above block the task."""

    id: Id
    title: Text
    question: Text
    levels: tuple[Level, ...] = Field(min_length=2)
    blocks_from: int = Field(default=2, ge=1, le=3)
    tags: tuple[Id, ...] = ()
    """Kinds the reviewer may mark on this axis (`narrow`, `wide`, `mismatch`)."""
    tags_from: int = Field(default=0, ge=0, le=3)
    """The score from which on the kinds are asked; below it none is marked."""
    shown_when: tuple[Condition, ...] = ()
    """Asked only while all of these hold."""
    notes: tuple[Text, ...] = ()
    """What adjudication made plain, oldest first; each raised the rubric's version."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        scores = [level.score for level in self.levels]
        if scores != list(range(len(scores))):
            raise ValueError(f"axis {self.id}: levels must be 0, 1, 2... in order, got {scores}")
        if self.tags_from >= len(self.levels):
            raise ValueError(f"axis {self.id}: `tags_from` {self.tags_from} is no level of it")
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

    fields: tuple[FormField, ...] = ()
    """What is asked beside the axes. A field stands below the axis its first condition names."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        ids = [part.id for part in self.parts]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        twice += [f.id for f in self.fields if f.id == self.difficulty.id]
        if twice:
            raise ValueError(f"axis and field ids must differ; twice: {', '.join(twice)}")
        for part in self.parts:
            for condition in part.shown_when:
                problem = self._problem(condition)
                if problem:
                    raise ValueError(f"{part.id}: `shown_when` names {problem}")
        rounds = circle(self.conditions)
        if rounds:
            raise ValueError(f"`shown_when` goes round in a circle: {' -> '.join(rounds)}")
        return self

    def _problem(self, condition: Condition) -> str:
        """What a condition names that is not there, or ''."""
        if condition.axis:
            axis = self.axis(condition.axis)
            if axis is None:
                return f"axis {condition.axis}; there are {_listed(a.id for a in self.axes)}"
            scores = [score for score in condition.scores if score >= len(axis.levels)]
            if scores:
                return f"level {scores[0]} of {axis.id}, which has 0 to {len(axis.levels) - 1}"
            tags = [tag for tag in condition.tags if tag not in axis.tags]
            return f"tag {tags[0]} of {axis.id}; it has {_listed(axis.tags)}" if tags else ""
        field = next((f for f in self.fields if f.id == condition.field), None)
        if field is None:
            return f"field {condition.field}; there are {_listed(f.id for f in self.fields)}"
        if field.kind != "choice":
            return f"field {field.id}, which is a {field.kind}: only a choice can be named"
        unknown = [answer for answer in condition.answers if answer not in field.options]
        return f"answer {unknown[0]!r} of {field.id}" if unknown else ""

    @property
    def parts(self) -> tuple[Axis | FormField, ...]:
        """Every axis, then every field."""
        return (*self.axes, *self.fields)

    @cached_property
    def conditions(self) -> Conditions:
        """Every axis and field by its id, with when it is asked."""
        return {part.id: part.shown_when for part in self.parts}

    def axis(self, axis_id: str) -> Axis | None:
        """The axis of that id, or None."""
        return next((a for a in self.axes if a.id == axis_id), None)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
