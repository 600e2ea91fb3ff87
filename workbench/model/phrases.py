"""A reviewer's own sentences for rationales, level by level."""

from __future__ import annotations

from pydantic import Field

from workbench.model.base import Document, Id, Text, Value


class Phrase(Value):
    """A sentence that may begin the rationale of one score on one axis of a rubric."""

    rubric: Id
    axis: Id
    score: int = Field(ge=0, le=3)
    text: Text = Field(min_length=1, max_length=2000)


class Phrases(Document):
    """`phrases/<reviewer>.phrases.json`: oldest first."""

    reviewer: Id
    phrases: tuple[Phrase, ...] = Field(default=(), max_length=2000)
