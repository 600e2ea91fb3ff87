"""Dates, times and durations near those that are known: a field at a time, always valid ones.

They come from a harness as `["v", "datetime", name, fields...]`; nobody's code runs to make others.
"""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterator

from workbench.languages.values import Opaque, from_node

_KINDS: dict[str, tuple[str, ...]] = {
    "date": ("year", "month", "day"),
    "datetime": ("year", "month", "day", "hour", "minute", "second"),
    "time": ("hour", "minute", "second"),
    "timedelta": ("days", "seconds"),
}
_STEPS = {
    "year": (1, -1, 4), "month": (1, -1, 6), "day": (1, -1, 7, -7), "hour": (1, -1, 5, -5, 12),
    "minute": (1, -1, 30), "second": (1, -1), "days": (1, -1), "seconds": (1, -1, 3600, -3600),
}  # fmt: skip
_ENDS = {"month": (1, 2, 12), "day": (1, 28, 31), "hour": (0, 3, 23), "minute": (0, 59),
         "days": (0,), "seconds": (0,)}  # fmt: skip


def edges(value: Opaque) -> Iterator[Opaque]:
    """One field at a time: what lies beside it, and the ends of its range."""
    for at, field, fields in _fields(value):
        wanted = [fields[at] + step for step in _STEPS[field]] + list(_ENDS.get(field, ()))
        for number in dict.fromkeys(wanted):
            made = _made(value, at, number)
            if made is not None and number != fields[at]:
                yield made


def changed(rng: random.Random, value: Opaque) -> Opaque:
    """One of the `edges`, or the value itself where it has none."""
    return rng.choice(list(edges(value)) or [value])


def _fields(value: Opaque) -> Iterator[tuple[int, str, list[int]]]:
    node = json.loads(value.node) if value.node.startswith('["v", "datetime"') else []
    names = _KINDS.get(node[2], ()) if len(node) > 2 else ()
    for at, field in enumerate(names[: len(node) - 3]):
        if type(node[3 + at]) is int:
            yield at, field, node[3:]


def _made(value: Opaque, at: int, number: int) -> Opaque | None:
    node = json.loads(value.node)
    node[3 + at] = number
    plain = [v for v in node[3:] if type(v) is int][: len(_KINDS[node[2]])]
    try:
        getattr(datetime, node[2])(*plain)
    except (ValueError, OverflowError):
        return None
    made = from_node(node)
    return made if isinstance(made, Opaque) else None
