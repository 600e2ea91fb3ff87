"""The answers of docs/desk-protocol.md that more than one module gives."""

from __future__ import annotations

from typing import Any, Protocol

from workbench.errors import Cancelled, WorkbenchError
from workbench.jupyter.view import standing
from workbench.model.evidence import Runs
from workbench.model.review import Review
from workbench.model.rubric import Rubric

Message = dict[str, Any]


class Client(Protocol):
    """A page that shows a desk or a board. `send` may be called from any thread, never raises."""

    key: str
    """Stays the same over a reload of the page, so that a dead page's place is taken over."""

    def send(self, message: Message) -> None:
        """Deliver one JSON object."""
        ...


class Judged(Protocol):
    """A review with what it takes to say where it stands."""

    @property
    def review(self) -> Review:
        """As it is on disk."""
        ...

    @property
    def rubric(self) -> Rubric:
        """What it is made of."""
        ...

    @property
    def runs(self) -> Runs:
        """What its evidence names."""
        ...


def saved(number: int | None, judged: Judged) -> Message:
    """An edit is on disk."""
    review = judged.review
    return {
        "type": "saved",
        "edit": number,
        "sequence": review.sequence,
        "at": review.updated_at,
        **standing(review, judged.rubric, judged.runs),
    }


def review_changed(judged: Judged) -> Message:
    """Another page or process saved."""
    review = judged.review
    return {
        "type": "review_changed",
        "review": review.model_dump(mode="json"),
        **standing(review, judged.rubric, judged.runs),
    }


def notice(level: str, error: WorkbenchError) -> Message:
    """An error the page shows as a line, with what to do."""
    return {"type": "notice", "level": level, "text": error.message, "mend": error.mend}


def save_failed(
    number: int, error: WorkbenchError, *, conflict: Any = None, places: Any = None
) -> Message:
    """An edit that is not on disk; the page keeps the text. `places` are those in conflict."""
    return {
        "type": "save_failed",
        "edit": number,
        "reason": error.message,
        "mend": error.mend,
        "conflict": conflict,
        "places": places,
    }


def said(level: str, text: str) -> Message:
    """A line the page shows."""
    return {"type": "notice", "level": level, "text": text, "mend": ""}


def failed(request: str, error: WorkbenchError) -> Message:
    """A run request came to nothing; what to do."""
    return {
        "type": "run_failed",
        "request": request,
        "reason": error.message,
        "mend": error.mend,
        "cancelled": isinstance(error, Cancelled),
    }
