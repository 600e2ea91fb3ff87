"""Randomised retry delays; the retry calls itself for the rest of the plan."""

import random
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def plan_delays(
    retries: int, base: float, longest: float, rng: random.Random | None = None
) -> list[float]:
    if not (retries >= 0 and 0 < base <= longest):
        raise ValueError("bad plan")
    if rng is None:
        rng = random.Random()
    return [min(base * 2**n, longest) * rng.uniform(0.5, 1.5) for n in range(retries)]


def retry(
    action: Callable[[], T],
    delays: Iterable[float],
    *,
    on: tuple[type[Exception], ...] = (OSError,),
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    plan = list(delays)
    try:
        return action()
    except on:
        if not plan:
            raise
    sleep(plan[0])
    return retry(action, plan[1:], on=on, sleep=sleep)
