"""Whether an edit starts from what is there: what a page does not know of, it must not overwrite.

With each edit a page says what it started from, and what else of it may have arrived: patches,
any of which names what the page takes to be at a place. No clock and no count is needed for it,
so it holds across tabs, processes, restarts and pages that were away for a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.errors import Conflict, InputError
from workbench.jupyter.patches import Place, apply, at, places
from workbench.model.review import Review
from workbench.model.task import Task

_MOST = 16
Patch = Mapping[str, Any]


class Apart(Conflict):
    """The same part was saved elsewhere; `places` are where."""

    def __init__(self, message: str, *, mend: str, places: frozenset[Place]) -> None:
        super().__init__(message, mend=mend)
        self.places = places


def read_bases(value: Any) -> tuple[Patch, ...]:
    """The `bases` of an edit as a page sent them. Raises InputError."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(base, dict) for base in value):
        raise InputError("bases: a list of patches is needed")
    return tuple(value[:_MOST])


def apart(
    there: Review, patch: Patch, bases: Sequence[Patch], task: Task, *, before: Review | None = None
) -> frozenset[Place]:
    """Where `there` holds neither what the page knows nor what it wants. A place that no base
    names is apart when it differs from `before`, and never without one."""
    known = [_laid(there, patch, task), *(_laid(there, base, task) for base in bases)]
    named = [places(patch), *(_named(base) for base in bases)]
    found = set()
    for place in named[0]:
        value = at(there, place)
        if any(place in names for names in named[1:]):
            same = any(
                place in names and review is not None and at(review, place) == value
                for names, review in zip(named, known, strict=True)
            )
        else:
            same = before is None or at(before, place) == value
        if not same:
            found.add(place)
    return frozenset(found)


def _laid(there: Review, patch: Patch, task: Task) -> Review | None:
    """As the patch would leave it: through the model, so that two spellings of one value agree."""
    try:
        return apply(there, {k: v for k, v in patch.items() if k != "active_s"}, task)
    except InputError:
        return None


def _named(base: Patch) -> frozenset[Place]:
    try:
        return places(base)
    except InputError:
        return frozenset()
