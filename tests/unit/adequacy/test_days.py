"""Reruns take place on days at which tests that ask the clock go wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.languages.days import moment, shift_s

NOWS = st.datetimes(datetime(2025, 1, 1), datetime(2060, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))


@settings(max_examples=50)
@given(NOWS, st.integers(1, 200))
def test_a_rerun_takes_place_in_the_next_years_and_never_in_the_past(
    now: datetime, seed: int
) -> None:
    # Leap days, and Fridays of a kind, may be years apart.
    assert timedelta(days=7) < moment(seed, now) - now < timedelta(days=366 * 11)


@pytest.mark.parametrize(
    "holds",
    [
        lambda d: d.isoweekday() == 6,
        lambda d: d.isoweekday() == 7,
        lambda d: (d + timedelta(days=1)).day == 1,
        lambda d: d.day == 1,
        lambda d: (d.month, d.day) == (2, 29),
        lambda d: (d.month, d.day) == (12, 31),
        lambda d: d.isocalendar().year != d.year,
    ],
)
@settings(max_examples=10)
@given(NOWS)
def test_a_kind_of_day_is_among_twenty_reruns(holds: Callable[[date], bool], now: datetime) -> None:
    days = [moment(seed, now).date() for seed in range(1, 21)]
    assert any(map(holds, days))
    assert not all(map(holds, days))


def test_nothing_is_moved_without_a_seed() -> None:
    assert shift_s(0) == 0
