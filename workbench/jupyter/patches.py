"""What an edit changes in a review, and at which places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from workbench.errors import InputError
from workbench.model.review import Review
from workbench.model.task import Task
from workbench.store.files import explain

_BY_KEY = ("given_edits", "what_if", "ratings", "answers", "equivalents")
_WHOLE = (
    "probes",
    "difficulty",
    "confidence",
    "override",
    "cannot_judge",
    "notes",
    "comments",
)
_ACTIVE = "active_s"
_MADE_ON = ("task_digest", "rubric", "rubric_version")

Place = tuple[str, str]
"""A field of the review and, for a mapping, the key in it: the grain at which edits collide."""


def places(patch: Mapping[str, Any]) -> frozenset[Place]:
    """What a patch would overwrite. Raises InputError on a field no page may set."""
    found: set[Place] = set()
    for field, value in patch.items():
        if field in _BY_KEY:
            if not isinstance(value, dict):
                raise InputError(f"{field}: an object is needed")
            found |= {(field, str(key)) for key in value}
        elif field in _WHOLE:
            found.add((field, ""))
        elif field != _ACTIVE:
            # Active time only grows; two tabs never disagree about it in a way that loses work.
            raise InputError(f"{field[:80]!r} is not a part of a review that can be edited")
    return frozenset(found)


def apply(review: Review, patch: Mapping[str, Any], task: Task) -> Review:
    """The review with the patch laid over it. Raises InputError; the review is a value."""
    places(patch)
    value = review.model_dump(mode="json")
    for field, new in patch.items():
        if field in _BY_KEY:
            kept = {**value.get(field, {}), **new}
            value[field] = {key: item for key, item in kept.items() if item is not None}
        elif field == _ACTIVE:
            value[field] = max(value[field], _seconds(new))
        else:
            value[field] = new
    for field, original in (("given_edits", task.given), ("what_if", task.candidate)):
        # Typing a character and taking it back is no edit.
        value[field] = {p: t for p, t in value[field].items() if original.files.get(p) != t}
    try:
        return Review.model_validate(value)
    except ValidationError as error:
        raise InputError(f"not saved: {explain(error)}") from None


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError("active_s: a number of seconds is needed")
    return float(value)


def with_content_of(review: Review, past: Review) -> Review:
    """The review with all a reviewer can edit as `past` had it, and of what `past` was made on."""
    taken = {f: getattr(past, f) for f in (*_BY_KEY, *_WHOLE, *_MADE_ON)}
    return review.model_copy(update=taken)


def same_content(a: Review, b: Review) -> bool:
    """Whether nothing a reviewer can edit differs."""
    return all(getattr(a, f) == getattr(b, f) for f in (*_BY_KEY, *_WHOLE))


def at(review: Review, place: Place) -> Any:
    """What the review holds at a place; None where a mapping has no such key."""
    field, key = place
    value = getattr(review, field)
    return value.get(key) if field in _BY_KEY else value
