"""On which day a rerun takes place: moments to come at which tests that ask the clock go wrong.

Weekends, the ends of months and years, a leap day, a week that belongs to another year, days years
ahead. All lie in the future: no run will ever take place in the past, and code may say so. A seed
always means the same kind of moment, the first of its kind at least a week from now; seeds beyond
the list mean any minute of the next ten years.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

_AHEAD = timedelta(days=8)
_YEARS = 3650
_SUNDAY = 7


def _is_last(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _is_last_sunday(day: date, month: int) -> bool:
    return day.month == month and day.isoweekday() == _SUNDAY and day.day > 24


def _years(count: int) -> Callable[[date, date], bool]:
    return lambda day, start: day >= start + timedelta(days=365 * count + 1)


_Kind = Callable[[date, date], bool]
"""(day, the earliest day that may be) -> whether it is one"""
_MOMENTS: tuple[tuple[_Kind, int, int], ...] = (
    (lambda d, _: d.isoweekday() == 6, 12, 30),
    (lambda d, _: _is_last(d), 23, 30),
    (lambda d, _: (d.month, d.day) == (1, 1), 0, 30),
    (_years(5), 9, 15),
    (lambda d, _: (d.month, d.day) == (2, 29), 12, 0),
    (lambda d, _: d.isoweekday() == _SUNDAY, 23, 30),
    (lambda d, _: (d.month, d.day) == (12, 31), 23, 30),
    (lambda d, _: d.day == 1, 0, 30),
    (lambda d, _: (d.month, d.day) == (2, 28) and _is_last(d), 12, 0),
    (lambda d, _: d.day == 30 and _is_last(d), 8, 0),
    (lambda d, _: d.isoweekday() == 1, 0, 30),
    (_years(1), 16, 45),
    (lambda d, _: d.isocalendar().year != d.year, 10, 0),
    (lambda d, _: d.isoweekday() == 5 and d.day == 13, 13, 0),
    (lambda d, _: _is_last_sunday(d, 3), 1, 30),
    (lambda d, _: _is_last_sunday(d, 10), 1, 30),
    (lambda d, _: d.isoweekday() == 2, 4, 0),
    (lambda d, _: d.isoweekday() == 4, 18, 0),
    (_years(10), 20, 0),
    (lambda d, _: d.day == 31, 15, 45),
)  # fmt: skip


def moment(seed: int, now: datetime) -> datetime:
    """When a rerun of that seed, which is not 0, begins by its own clock."""
    start = (now + _AHEAD).date()
    if not 0 < seed <= len(_MOMENTS):
        minutes = random.Random(seed).randrange(_YEARS * 24 * 60)
        return now + _AHEAD + timedelta(minutes=minutes)
    kind, hour, minute = _MOMENTS[seed - 1]
    day = start
    while not kind(day, start):
        day += timedelta(days=1)
    return datetime.combine(day, time(hour, minute), UTC)


def shift_s(seed: int) -> int:
    """By how many seconds the clock of a rerun is ahead; 0 for seed 0."""
    if seed == 0:
        return 0
    now = datetime.now(UTC)
    return int((moment(seed, now) - now).total_seconds())
