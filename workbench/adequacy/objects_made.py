"""Makes objects of the solution as arguments: of those that are known, an argument of the
constructor at a time. What was called of them since stays."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from workbench.adequacy.shapes import Shape
from workbench.languages.values import Built, Value


def edges(
    value: Built, shape: Shape, of: Callable[[Value, Shape], Iterator[Value]]
) -> Iterator[Built]:
    """One argument of the constructor put to its edges."""
    for at, below in enumerate(shape.made_of(value)):
        for inner in of(value.made[at], below):
            yield _with(value, at, inner)
    for at in range(len(value.steps)):
        yield replace(value, steps=value.steps[:at] + value.steps[at + 1 :])


def fresh(rng: random.Random, shape: Shape, grown: Callable[[Shape], Value]) -> Value:
    """A known object, some of its constructor's arguments grown anew."""
    value = rng.choice(shape.values["Built"])
    for at, below in enumerate(shape.made_of(value)):
        if rng.random() < 0.5:
            value = _with(value, at, grown(below))
    return value


def changed(
    rng: random.Random, value: Built, shape: Shape, near: Callable[[Value, Shape], Value]
) -> Built:
    """One argument of the constructor changed."""
    places = shape.made_of(value)
    if not places:
        return value
    at = rng.randrange(len(places))
    return _with(value, at, near(value.made[at], places[at]))


def _with(value: Built, at: int, inner: Value) -> Built:
    return replace(value, made=(*value.made[:at], inner, *value.made[at + 1 :]))
