"""Skips: that a reviewer left a task, why, and when it was taken up again."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workbench.model.base import Document, Id, Text, Value


class Skip(Value):
    """One time a task was left. `reopened_at` is empty while it is."""

    at: Text
    reason: Annotated[Text, Field(min_length=1, max_length=2000)]
    reopened_at: Text = ""


class Skips(Document):
    """All times one reviewer left one task, oldest first. None is ever taken away."""

    task_id: Id
    reviewer: Id
    skips: tuple[Skip, ...] = ()

    @property
    def open(self) -> Skip | None:
        """The skip that stands, or None."""
        return self.skips[-1] if self.skips and not self.skips[-1].reopened_at else None
