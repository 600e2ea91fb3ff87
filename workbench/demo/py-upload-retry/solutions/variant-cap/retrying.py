"""Retries with exponentially growing, randomised pauses."""

import random
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def plan_delays(
    retries: int, base: float, longest: float, rng: random.Random | None = None
) -> list[float]:
    """Return one randomised delay in seconds for each retry."""
    if retries < 0:
        raise ValueError("retries must not be negative")
    if base <= 0:
        raise ValueError("base must be positive")
    if longest < base:
        raise ValueError("longest must be at least base")

    rng = rng or random.Random()
    delays = []
    nominal = base
    for _ in range(retries):
        delays.append(min(nominal * rng.uniform(0.5, 1.5), longest))
        nominal *= 2
    return delays


def retry(
    action: Callable[[], T],
    delays: Iterable[float],
    *,
    on: tuple[type[Exception], ...] = (OSError,),
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """Call action until it succeeds or the delays are used up."""
    for delay in delays:
        try:
            return action()
        except on:
            sleep(delay)
    return action()
