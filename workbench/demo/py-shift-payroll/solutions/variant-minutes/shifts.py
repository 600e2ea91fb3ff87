"""Day and night minutes by looking at every minute of a shift."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

MINUTE = timedelta(minutes=1)


class Split(NamedTuple):
    day: int
    night: int


def split_shift(start: datetime, end: datetime) -> Split:
    length = (end - start) // MINUTE
    if length < 1:
        raise ValueError("shift ends before it starts")
    if length > 24 * 60:
        raise ValueError("shift is longer than a day")
    hours = [(start + n * MINUTE).hour for n in range(length)]
    night = sum(hour >= 22 or hour < 6 for hour in hours)
    day = length - night
    if length > 6 * 60:
        day -= 30
    # A negative day is the part of the break that the night has to cover.
    return Split(max(day, 0), night + min(day, 0))


def payroll(shifts: Iterable[tuple[str, datetime, datetime]]) -> dict[str, Split]:
    rows = sorted(((name, split_shift(start, end)) for name, start, end in shifts))
    result = {}
    for name, group in groupby(rows, key=itemgetter(0)):
        splits = [split for _, split in group]
        result[name] = Split(sum(s.day for s in splits), sum(s.night for s in splits))
    return result
