"""Numbers for inputs: near those seen, small, at round places, and a few far out."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from workbench.adequacy.shapes import Shape

_SMALL = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, -1, -2, -3)
_ROUND = (16, 32, 64, 100, 101, 128, 255, 256, 1000, 1024, 9999, 10000, 10**6, 123456, -10, -100)


def number(
    rng: random.Random, kind: str, shape: Shape, found: Sequence[int | float]
) -> int | float:
    """A number for a place of that shape."""
    floats = kind == "float"
    low, high = shape.low, shape.high
    roll = rng.random()
    value: int | float
    if roll < 0.25 and shape.values.get(kind):
        value = rng.choice(shape.values[kind])
        if rng.random() < 0.5:
            value += rng.choice((1, -1))
    elif roll < 0.45:
        value = rng.choice(_SMALL)
    elif roll < 0.55 and found:
        value = rng.choice(found)
    elif roll < 0.6:
        value = rng.choice(_ROUND)
    elif math.isfinite(low + high) and abs(low) + abs(high) < 1e15:
        span = max(high - low, 10.0)
        reach = span * rng.choice((0, 0, 0, 1, 1, 3))
        value = rng.randint(math.floor(low - reach * (low < 0)), math.ceil(low + span + reach))
        if floats and rng.random() < 0.6:
            value = value + rng.choice((0.1, 0.25, 0.5, 0.75, 0.01, round(rng.random(), 3)))
    else:
        value = rng.choice(_SMALL)
    return float(value) if floats else _whole(value)


def near_number(
    rng: random.Random, value: int | float, shape: Shape, found: Sequence[int | float]
) -> int | float:
    """Another number of the same type, mostly near."""
    kind = "float" if isinstance(value, float) else "int"
    if isinstance(value, float) and not math.isfinite(value):
        return number(rng, kind, shape, found)
    roll = rng.random()
    made: int | float
    if roll < 0.45:
        made = value + rng.choice((1, -1))
    elif roll < 0.55:
        made = -value
    elif roll < 0.65:
        made = value * rng.choice((2, 3, 10))
    elif roll < 0.72 and kind == "float":
        made = value + rng.choice((0.1, -0.1, 0.5, 0.001))
    else:
        return number(rng, kind, shape, found)
    return float(made) if kind == "float" else _whole(made)


def _whole(value: int | float) -> int:
    return int(value) if math.isfinite(value) else 0
