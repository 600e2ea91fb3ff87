"""Ratings of a record as the statistics want them, and their answers as figures."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.calibration.estimate import Estimate
from workbench.calibration.ratings import CANNOT_JUDGE, Collector, Ratings
from workbench.model.measures import Figure
from workbench.model.rubric import Axis
from workbench.sessions.record import Rated


def ratings_of(rated: Iterable[Rated], axis: Axis) -> Ratings:
    """One axis, tasks by reviewers. Categories are the rubric's levels, used or not."""
    collector = Collector(tuple(range(len(axis.levels))), axis.id)
    for one in rated:
        if not one.asked(axis.id):
            continue
        score = one.score(axis.id)
        value = CANNOT_JUDGE if score is None else score
        collector.add(one.assignment.task_id, one.assignment.reviewer, value)
    return collector.ratings()


def pooled(rated: Iterable[Rated], axes: Iterable[Axis]) -> Ratings:
    """Several axes as one scale: each axis of each task is an item of its own."""
    axes = tuple(axes)
    collector = Collector(tuple(range(max(len(axis.levels) for axis in axes))))
    for one in rated:
        for axis in (a for a in axes if one.asked(a.id)):
            item = f"{one.assignment.task_id} {axis.id}"
            collector.add(item, one.assignment.reviewer, one.score(axis.id))
    return collector.ratings()


def figure(found: Estimate, n: int = 0) -> Figure:
    """An estimate as a value to be shown."""
    return Figure(value=found.value, low=found.low, high=found.high, n=n, note=found.note)


def undefined(why: str, n: int = 0) -> Figure:
    """No number, and why."""
    return Figure(n=n, note=why)
