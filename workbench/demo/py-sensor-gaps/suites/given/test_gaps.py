from datetime import datetime, timedelta

import pytest

from gaps import Gap, availability, find_gaps

TEN = timedelta(minutes=10)


def at(clock, day=9):
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 2, day, hour, minute)


@pytest.fixture
def morning():
    """Regular readings, except for 08:20, 08:30 and 09:00."""
    return [at(t) for t in ("08:00", "08:10", "08:40", "08:50", "09:10")]


def test_example():
    times = [at("12:00"), at("12:10"), at("12:40")]
    assert find_gaps(times, TEN) == [Gap(at("12:10"), at("12:40"), 2)]


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_readings_have_no_gap(count):
    assert find_gaps([at("07:00")] * count, TEN) == []


def test_regular_readings_have_no_gap():
    assert find_gaps([at("07:00"), at("07:10"), at("07:20")], TEN) == []


def test_several_gaps_in_order(morning):
    assert find_gaps(morning, TEN) == [
        Gap(at("08:10"), at("08:40"), 2),
        Gap(at("08:50"), at("09:10"), 1),
    ]


@pytest.mark.parametrize(
    ("second", "missing"), [("07:11", 1), ("07:20", 1), ("07:21", 2), ("07:25", 2)]
)
def test_started_intervals_count(second, missing):
    assert find_gaps([at("07:00"), at(second)], TEN) == [Gap(at("07:00"), at(second), missing)]


def test_outage_over_midnight():
    times = [at("23:40"), at("23:50"), at("00:40", day=10), at("00:50", day=10)]
    assert find_gaps(times, TEN) == [Gap(at("23:50"), at("00:40", day=10), 5)]


def test_tolerance_allows_late_readings():
    times = [at("07:00"), at("07:12"), at("07:25")]
    assert find_gaps(times, TEN, timedelta(minutes=2)) == [Gap(at("07:12"), at("07:25"), 1)]


def test_availability(morning):
    assert availability(morning, TEN) == 0.625


def test_availability_is_rounded():
    assert availability([at("07:00"), at("07:10"), at("07:30"), at("07:50")], TEN) == 0.6667
    assert availability([at("07:00"), at("08:10")], TEN) == 0.25


def test_availability_without_readings():
    assert availability([], TEN) == 0.0


def test_times_must_ascend():
    with pytest.raises(ValueError):
        find_gaps([at("07:10"), at("07:00")], TEN)
    with pytest.raises(ValueError):
        availability([at("07:10"), at("07:10")], TEN)


@pytest.mark.parametrize(
    ("interval", "tolerance"), [(0, 0), (-10, 0), (10, -1)], ids=["zero", "negative", "tolerance"]
)
def test_spans_are_checked(interval, tolerance):
    with pytest.raises(ValueError):
        find_gaps([], timedelta(minutes=interval), timedelta(minutes=tolerance))
