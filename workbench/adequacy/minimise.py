"""Makes a counterexample small: one step at a time, many tries a job.

Each round offers every smaller neighbour of the input at once, and takes the smallest that still is
a counterexample. Rounds end when none is, or with the budget.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from workbench.languages.values import Built, Value, key_of, size_of

Args = tuple[Value, ...]
_ROUNDS = 12
_NEIGHBOURS = 250


class Sized(Protocol):
    """What is minimised: anything with arguments."""

    @property
    def args(self) -> Args:
        """The input."""
        ...


F = TypeVar("F", bound=Sized)


def minimise(
    found: F,
    trial: Callable[[Sequence[Args]], Sequence[F | None]],
    budget_s: float,
    neighbours: Callable[[Args], list[Args]] | None = None,
) -> F:
    """The smallest counterexample reached. `trial` says which inputs still are one; `neighbours`
    gives what is smaller, `smaller` where it is not given."""
    neighbours = neighbours or smaller
    end = time.monotonic() + budget_s
    for _ in range(_ROUNDS):
        tried = neighbours(found.args)
        if not tried or time.monotonic() > end:
            return found
        good = [f for f in trial(tried) if f is not None]
        if not good:
            return found
        found = min(good, key=lambda f: size_of(f.args))
    return found


def smaller(args: Args) -> list[Args]:
    """Neighbours of an input that are smaller, the smallest first."""
    made: dict[str, Args] = {}
    size = size_of(args)
    for at, value in enumerate(args):
        for less in _less(value):
            candidate = (*args[:at], less, *args[at + 1 :])
            if size_of(candidate) < size:
                made.setdefault(key_of(candidate), candidate)
    # Two equal arguments may only shrink together.
    for at, value in enumerate(args):
        for other in range(at + 1, len(args)):
            if key_of(args[other]) == key_of(value):
                for less in _less(value):
                    row = list(args)
                    row[at] = row[other] = less
                    made.setdefault(key_of(tuple(row)), tuple(row))
    # A length goes with what it measures.
    for at, value in enumerate(args):
        for other, number in enumerate(args):
            if isinstance(value, list | tuple | str) and type(number) is int:
                for less in _cut(value):
                    row = list(args)
                    row[at], row[other] = less, number - (len(value) - len(less))
                    made.setdefault(key_of(tuple(row)), tuple(row))
    ordered = sorted(made.values(), key=size_of)
    return [a for a in ordered if size_of(a) < size][:_NEIGHBOURS]


def _less(value: Value) -> Iterator[Value]:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int):
        yield from {0, 1, -1, 2, value // 2, value - 1, value + 1, -value, value % 10, value // 10}
    elif isinstance(value, float):
        yield from (0.0, 1.0, 2.0, float(round(value)) if abs(value) < 1e15 else 0.0)
        yield from (round(value, 1), round(value, 2), value / 2)
    elif isinstance(value, str):
        yield from _cut(value)
        for at, char in enumerate(value[:30]):
            for plain in ("a", "0", " "):
                if char != plain and char.isalpha() == plain.isalpha():
                    yield value[:at] + plain + value[at + 1 :]
    elif isinstance(value, list | tuple):
        yield from _cut(value)
        kind: Any = type(value)
        for at, item in enumerate(value[:30]):
            for less in _less(item):
                yield kind([*value[:at], less, *value[at + 1 :]])
    elif isinstance(value, set | frozenset):
        for item in list(value)[:30]:
            yield type(value)(value - {item})
    elif isinstance(value, Built):
        for made in smaller(value.made):
            if len(made) == len(value.made):
                yield replace(value, made=made)
        for at in range(len(value.steps)):
            yield replace(value, steps=value.steps[:at] + value.steps[at + 1 :])
    elif isinstance(value, dict):
        for key in list(value)[:30]:
            yield {k: v for k, v in value.items() if k != key}
            for less in _less(value[key]):
                yield {**value, key: less}


def _cut(value: Value) -> Iterator[Value]:
    """Shorter ones: halves, then without one element each."""
    size = len(value)
    if not size:
        return
    yield value[:0]
    if size > 3:
        yield value[: size // 2]
        yield value[size // 2 :]
    for at in range(min(size, 60)):
        yield value[:at] + value[at + 1 :]
