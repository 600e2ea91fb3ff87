"""Known values put to their edges: empty, single, doubled, reversed, 0, 1, -1."""

from __future__ import annotations

import math
from collections.abc import Iterator

from workbench.adequacy import moments_made, objects_made
from workbench.adequacy.shapes import SEQUENCES, Shape
from workbench.adequacy.texts_made import Texts
from workbench.languages.values import Built, Opaque, Value


def edges(value: Value, shape: Shape, texts: Texts) -> Iterator[Value]:
    """Values at the edges of what one of its type may be, one place at a time."""
    kind = type(value)
    if kind is bool:
        yield not value
    elif kind is int:
        yield from (0, 1, 2, -1)
        yield from (value + 1, value - 1, -value, value * 2, value * 10, value // 2)
    elif kind is float:
        yield from (0.0, 1.0, -1.0)
        if math.isfinite(value):
            yield from (value + 1, -value, value / 2, value * 10, float(round(value)))
    elif kind is str:
        yield from texts.edges(value)
    elif isinstance(value, Opaque):
        yield from moments_made.edges(value)
    elif isinstance(value, Built):
        yield from objects_made.edges(value, shape, lambda v, s: edges(v, s, texts))
    elif value is None or (kind.__name__ not in SEQUENCES and kind is not dict):
        return
    elif kind is dict:
        if shape.needed is None:
            yield {}
        for key in list(value)[:4]:
            if shape.needed is None or key not in shape.needed:
                yield {k: v for k, v in value.items() if k != key}
            for inner in edges(value[key], shape.below(key), texts):
                yield {**value, key: inner}
    else:
        yield from _sequence_edges(value, kind, shape, texts)


def _sequence_edges(value: Value, kind: type, shape: Shape, texts: Texts) -> Iterator[Value]:
    items = list(value)
    try:
        ordered = sorted(items)
    except TypeError:
        ordered = items[::-1]
    rows = [[], items[:1], items[:2], items[-1:], items[1:], items[:-1], items[::-1], ordered]
    rows += [ordered[::-1], items + items, items[:1] * 2, items[:1] * len(items)]
    rows += [items + items[:1], items[-1:] + items]
    inner = shape.element or Shape()
    for at in dict.fromkeys((0, len(items) - 1, len(items) // 2)):
        if 0 <= at < len(items):
            rows += [[*items[:at], v, *items[at + 1 :]] for v in edges(items[at], inner, texts)]
    for row in rows:
        made = build(kind, row)
        if made is not None:
            yield made


def build(kind: type, row: list[Value]) -> Value | None:
    """A container of a row, or None where an item cannot be in it."""
    if kind in (set, frozenset) and not all(map(hashable, row)):
        return None
    return kind(row)


def hashable(value: Value) -> bool:
    """Whether it can be a key or in a set."""
    if isinstance(value, tuple):
        return all(map(hashable, value))
    return not isinstance(value, list | dict | set | Built)
