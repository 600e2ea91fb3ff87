"""Documents as the database keeps them: exact text, from which it makes JSONB by itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic_core import from_json

from workbench.errors import InvalidFile
from workbench.model.base import Document, Value, canonical_json
from workbench.model.rubric import Rubric
from workbench.model.session import Item, Submission
from workbench.store.files import validate, validate_value

V = TypeVar("V", bound=Value)
TAKEN = {"digest", "order", "seen"}
"""what the store says of a submission when it takes it: see `chain.digest_of`"""


def as_body(value: Value) -> str:
    """A document's canonical text."""
    return canonical_json(value.model_dump(mode="json")).decode("utf-8")


def from_body(cls: type[V], body: str, name: str) -> V:
    """The document in a text. Raises InvalidFile or FutureVersion."""
    if issubclass(cls, Document):
        return validate(cls, _parsed(body, name), name)
    return validate_value(cls, _parsed(body, name), name)


def _parsed(body: str, name: str) -> Any:
    # The database took it only because it is JSON; a month's submissions are read at a time.
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise InvalidFile(f"{name}: {str(error)[:200]}") from None


def submission_body(submission: Submission) -> str:
    """What a submission's digest covers."""
    value = submission.model_dump(mode="json", exclude=TAKEN)
    return canonical_json(value).decode("utf-8")


def submission_of(body: str, digest: str, *, seen: bool, order: int = 0) -> Submission:
    """The submission the database keeps as that text. `order` is 0 for reviewers: it would tell
    how much others did."""
    name = "a submission in the database"
    value = _parsed(body, name)
    if not isinstance(value, dict):
        raise InvalidFile(f"{name} is no object")
    taken = {"digest": digest, "order": order, "seen": seen}
    return validate_value(Submission, {**value, **taken}, name)


def readable(body: str, digest: str, *, seen: bool, order: int) -> Submission | None:
    """The same, or None for what a reviewer submitted by hand and is no review: one person's
    nonsense must not keep a lead from everybody else's."""
    try:
        return submission_of(body, digest, seen=seen, order=order)
    except InvalidFile:
        return None


def item_of(row: Sequence[Any]) -> Item:
    """A line of a queue, from the columns of the database's type `item`."""
    return Item(
        id=row[0], task_id=row[1], position=row[2], practice=row[3], state=row[4],
        held_until=row[5], skip_reason=row[6],
    )  # fmt: skip


def blocks_of(rubric: Rubric) -> str:
    """Each axis with the score from which it blocks a task, as JSON."""
    return json.dumps({axis.id: axis.blocks_from for axis in rubric.axes})


def plain(text: str) -> str:
    """Text for a column of the database, which cannot hold the character NUL: its picture."""
    return text.replace("\x00", "\u2400")
