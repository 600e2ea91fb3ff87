"""Gaps in a time series, in seconds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction


@dataclass(frozen=True)
class Gap:
    after: datetime
    before: datetime
    missing: int


MICRO = timedelta(microseconds=1)


def find_gaps(
    times: Sequence[datetime], interval: timedelta, tolerance: timedelta = timedelta()
) -> list[Gap]:
    step, slack = interval // MICRO, tolerance // MICRO
    if step <= 0 or slack < 0:
        raise ValueError("interval must be positive and tolerance not negative")
    found: list[Gap] = []
    previous: datetime | None = None
    for now in times:
        if previous is not None:
            distance = (now - previous) // MICRO
            if distance <= 0:
                raise ValueError("times must be strictly ascending")
            if distance > step + slack:
                found.append(Gap(previous, now, math.ceil(Fraction(distance, step)) - 1))
        previous = now
    return found


def availability(
    times: Sequence[datetime], interval: timedelta, tolerance: timedelta = timedelta()
) -> float:
    gaps = find_gaps(times, interval, tolerance)
    planned = len(times) + sum(gap.missing for gap in gaps)
    return round(len(times) / planned, 4) if planned else 0.0
