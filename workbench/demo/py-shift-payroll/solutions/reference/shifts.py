"""Day and night minutes, by walking along the changes between day and night."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple


class Split(NamedTuple):
    day: int
    night: int


def _pieces(start: datetime, end: datetime) -> Iterator[tuple[bool, int]]:
    """Yield (is_night, minutes) of consecutive stretches."""
    here = start
    while here < end:
        midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
        if here.hour < 6:
            is_night, change = True, midnight + timedelta(hours=6)
        elif here.hour < 22:
            is_night, change = False, midnight + timedelta(hours=22)
        else:
            is_night, change = True, midnight + timedelta(hours=30)
        stop = min(change, end)
        yield is_night, int((stop - here).total_seconds()) // 60
        here = stop


def split_shift(start: datetime, end: datetime) -> Split:
    if not timedelta(0) < end - start <= timedelta(days=1):
        raise ValueError(f"not a shift: {start} to {end}")
    minutes = {True: 0, False: 0}
    for is_night, count in _pieces(start, end):
        minutes[is_night] += count
    unpaid = 30 if end - start > timedelta(hours=6) else 0
    off_day = min(unpaid, minutes[False])
    return Split(minutes[False] - off_day, minutes[True] - (unpaid - off_day))


def payroll(shifts: Iterable[tuple[str, datetime, datetime]]) -> dict[str, Split]:
    totals: dict[str, Split] = {}
    for employee, start, end in shifts:
        split = split_shift(start, end)
        before = totals.get(employee, Split(0, 0))
        totals[employee] = Split(before.day + split.day, before.night + split.night)
    return totals
