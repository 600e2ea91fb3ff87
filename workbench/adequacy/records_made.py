"""Makes records: dictionaries with the keys their type or all known ones have, and no others."""

from __future__ import annotations

import random
from collections.abc import Callable

from workbench.adequacy.shapes import Shape
from workbench.languages.values import Value


def fresh(rng: random.Random, shape: Shape, grown: Callable[[Shape], Value]) -> dict[Value, Value]:
    """All keys a record cannot be without, and some of the others."""
    needed = shape.needed or frozenset()
    return {
        key: grown(below)
        for key, below in shape.fields.items()
        if key in needed or (below.allowed and rng.random() < 0.5)
    }


def changed(
    rng: random.Random,
    value: dict[Value, Value],
    shape: Shape,
    grown: Callable[[Shape], Value],
    near: Callable[[Value, Shape], Value],
) -> dict[Value, Value]:
    """What stands below one key changed, or a key that may be left out put in or left out."""
    needed = shape.needed or frozenset()
    loose = [k for k, below in shape.fields.items() if k not in needed and below.allowed]
    if loose and (not value or rng.random() < 0.25):
        at = rng.choice(loose)
        if at in value:
            return {k: v for k, v in value.items() if k != at}
        return {**value, at: grown(shape.fields[at])}
    if not value:
        return value
    at = rng.choice(list(value))
    return {**value, at: near(value[at], shape.below(at))}
