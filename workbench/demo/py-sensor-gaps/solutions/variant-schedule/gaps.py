"""Gaps in a time series, found by stepping through the planned times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Gap:
    after: datetime
    before: datetime
    missing: int


def find_gaps(
    times: Sequence[datetime], interval: timedelta, tolerance: timedelta = timedelta(0)
) -> list[Gap]:
    if interval <= timedelta(0):
        raise ValueError("interval")
    if tolerance < timedelta(0):
        raise ValueError("tolerance")
    if list(times) != sorted(set(times)):
        raise ValueError("times")
    gaps = []
    for index in range(1, len(times)):
        after, before = times[index - 1], times[index]
        if before - after <= interval + tolerance:
            continue
        missing = 0
        planned = after + interval
        while planned < before:
            missing += 1
            planned += interval
        gaps.append(Gap(after, before, missing))
    return gaps


def availability(
    times: Sequence[datetime], interval: timedelta, tolerance: timedelta = timedelta(0)
) -> float:
    received = len(times)
    lost = sum(gap.missing for gap in find_gaps(times, interval, tolerance))
    return 0.0 if received == 0 else round(received / (received + lost), 4)
