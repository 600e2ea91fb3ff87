"""Splits shifts into day and night minutes for payroll."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import NamedTuple

NIGHT_START = time(22, 0)
NIGHT_LENGTH = timedelta(hours=8)
BREAK_AFTER = timedelta(hours=6)
BREAK_MINUTES = 30
MAX_SHIFT = timedelta(hours=24)


class Split(NamedTuple):
    day: int
    night: int


def _minutes(delta: timedelta) -> int:
    return int(delta.total_seconds() // 60)


def _overlap(start: datetime, end: datetime, window_start: datetime) -> timedelta:
    """How much of start..end lies in the night that begins at window_start."""
    window_end = window_start + NIGHT_LENGTH
    return max(min(end, window_end) - max(start, window_start), timedelta(0))


def split_shift(start: datetime, end: datetime) -> Split:
    """Return the paid day and night minutes of one shift."""
    duration = end - start
    if duration <= timedelta(0):
        raise ValueError("a shift must end after it starts")
    if duration > MAX_SHIFT:
        raise ValueError("a shift must not be longer than 24 hours")

    # A shift can touch the night of the day it starts on and the night of the day it ends on.
    days = {start.date(), end.date()}
    night_time = sum(
        (_overlap(start, end, datetime.combine(day, NIGHT_START)) for day in days),
        timedelta(0),
    )
    night = _minutes(night_time)
    day = _minutes(duration) - night

    if duration > BREAK_AFTER:
        from_day = min(day, BREAK_MINUTES)
        day -= from_day
        night -= BREAK_MINUTES - from_day
    return Split(day, night)


def payroll(shifts: Iterable[tuple[str, datetime, datetime]]) -> dict[str, Split]:
    """Sum the splits of all shifts per employee."""
    totals: dict[str, Split] = defaultdict(lambda: Split(0, 0))
    for employee, start, end in shifts:
        total, split = totals[employee], split_shift(start, end)
        totals[employee] = Split(total.day + split.day, total.night + split.night)
    return dict(totals)
