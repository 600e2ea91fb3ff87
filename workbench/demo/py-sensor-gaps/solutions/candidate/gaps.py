"""Finds missing readings in a series of time stamps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

ZERO = timedelta(0)


@dataclass(frozen=True)
class Gap:
    """A stretch without readings between two readings."""

    after: datetime
    before: datetime
    missing: int


def _check(times: Sequence[datetime], interval: timedelta, tolerance: timedelta) -> None:
    if interval <= ZERO:
        raise ValueError(f"interval must be positive, not {interval}")
    if tolerance < ZERO:
        raise ValueError(f"tolerance must not be negative: {tolerance}")
    for earlier, later in pairwise(times):
        if later <= earlier:
            raise ValueError(f"times are not ascending: {earlier} before {later}")


def find_gaps(
    times: Sequence[datetime], interval: timedelta, tolerance: timedelta = ZERO
) -> list[Gap]:
    """Return all gaps longer than interval + tolerance, in order of time."""
    _check(times, interval, tolerance)
    longest = interval + tolerance
    return [
        # Floor division of the negative span rounds the number of intervals up.
        Gap(earlier, later, -((earlier - later) // interval) - 1)
        for earlier, later in pairwise(times)
        if later - earlier > longest
    ]


def availability(
    times: Sequence[datetime], interval: timedelta, tolerance: timedelta = ZERO
) -> float:
    """Return the share of planned readings that arrived, between 0.0 and 1.0."""
    missing = sum(gap.missing for gap in find_gaps(times, interval, tolerance))
    received = len(times)
    if received == 0:
        return 0.0
    return round(received / (received + missing), 4)
