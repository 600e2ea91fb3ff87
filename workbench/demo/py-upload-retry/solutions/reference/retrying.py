"""Retry plans."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def _nominal(base: float, longest: float) -> Iterator[float]:
    while True:
        yield base
        base = min(2 * base, longest)


def plan_delays(
    retries: int, base: float, longest: float, rng: random.Random | None = None
) -> list[float]:
    if retries < 0 or base <= 0 or longest < base:
        raise ValueError(f"cannot plan {retries} retries from {base} s to {longest} s")
    dice = random.Random() if rng is None else rng
    return [delay * dice.uniform(0.5, 1.5) for delay in islice(_nominal(base, longest), retries)]


def retry(
    action: Callable[[], T],
    delays: Iterable[float],
    *,
    on: tuple[type[Exception], ...] = (OSError,),
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    left = iter(delays)
    while True:
        try:
            return action()
        except on:
            pause = next(left, None)
            if pause is None:
                raise
            sleep(pause)
