"""Each reviewer's ratings beside gold, or beside what others gave the same task."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.calibration.estimate import Estimate
from workbench.calibration.ratings import Floats
from workbench.model.rubric import Axis
from workbench.sessions.record import LIVE, Rated, Record

FEWEST_TASKS = 10
"""Compared tasks below which nothing is said of how well scores follow them."""
_CALMEST = 0.05
"""Variance of an axis's errors below which it is not trusted any more than that."""


@dataclass(frozen=True)
class Beside:
    """One rating of one axis. `others` is how many the reference is the mean of; infinite where it
    is gold."""

    axis: str
    score: int
    reference: float
    others: float

    @property
    def trust(self) -> float:
        """1 beside gold, a half beside one other: a reference of k reviewers errs as one over k."""
        return 1 / (1 + 1 / self.others)


@dataclass(frozen=True)
class Compared:
    """One task of one reviewer, over the axes that could be compared."""

    task: str
    reviewer: str
    order: int
    axes: tuple[Beside, ...]

    def error(self, weights: dict[str, float]) -> float:
        """Levels above the reference, the weighted mean over axes."""
        total = sum(weights[b.axis] for b in self.axes)
        return sum(weights[b.axis] * (b.score - b.reference) for b in self.axes) / total

    @property
    def trust(self) -> float:
        """How well the references are known, the mean over axes."""
        return sum(b.trust for b in self.axes) / len(self.axes)


def compared(record: Record) -> dict[str, tuple[Compared, ...]]:
    """Each reviewer's compared tasks, in the order they were submitted. Onboarding is left out: it
    is meant to change who goes through it; and so are repeats, which are no first look."""
    found: dict[str, list[Compared]] = {name: [] for name in record.session.reviewers}
    for rated in record.blind:
        kind, task = rated.assignment.kind, rated.assignment.task_id
        if kind == "gold":
            axes = _beside_gold(record, rated)
        elif kind in LIVE:
            axes = _beside_others(record.graded, rated, record.live[task])
        else:
            continue
        if axes:
            name = rated.assignment.reviewer
            found.setdefault(name, []).append(Compared(task, name, rated.submission.order, axes))
    return {name: tuple(rows) for name, rows in found.items()}


def _beside_gold(record: Record, rated: Rated) -> tuple[Beside, ...]:
    gold = record.session.gold_of(rated.assignment.task_id)
    known = gold.scores if gold is not None else {}
    scored = ((axis.id, rated.score(axis.id)) for axis in record.graded if axis.id in known)
    return tuple(Beside(a, s, float(known[a]), math.inf) for a, s in scored if s is not None)


def _beside_others(
    axes: Sequence[Axis], rated: Rated, ratings: Sequence[Rated]
) -> tuple[Beside, ...]:
    found = []
    for axis in axes:
        score = rated.score(axis.id)
        others = [
            s for other in ratings if other is not rated
            if (s := other.score(axis.id)) is not None
        ]  # fmt: skip
        if score is not None and others:
            found.append(Beside(axis.id, score, sum(others) / len(others), float(len(others))))
    return tuple(found)


def axis_weights(every: dict[str, tuple[Compared, ...]]) -> dict[str, float]:
    """What an axis's errors tell of a reviewer: the less, the more they scatter for everybody."""
    squares: dict[str, list[float]] = defaultdict(list)
    for rows in every.values():
        for row in rows:
            for b in row.axes:
                squares[b.axis].append(b.trust * (b.score - b.reference) ** 2)
    return {axis: 1 / max(sum(s) / len(s), _CALMEST) for axis, s in squares.items()}


def axis_means(every: dict[str, tuple[Compared, ...]]) -> dict[str, float]:
    """The mean score of each axis over all compared ratings."""
    found: dict[str, list[int]] = defaultdict(list)
    for rows in every.values():
        for row in rows:
            for beside in row.axes:
                found[beside.axis].append(beside.score)
    return {axis: sum(scores) / len(scores) for axis, scores in found.items()}


def discernment(rows: Sequence[Compared], means: dict[str, float]) -> Estimate:
    """Correlation of scores with their references, each axis taken from its own mean, so that
    severity does not matter; the interval by leaving out one task at a time, on Fisher's scale.
    Whoever always gives the same tells nothing apart: 0."""
    if len(rows) < FEWEST_TASKS:
        return Estimate(
            None, note=f"too few: {len(rows)} of at least {FEWEST_TASKS} compared tasks"
        )
    sums = np.array([_sums(row, means) for row in rows])
    total = sums.sum(axis=0)
    whole = _fisher(total[None])
    if np.isnan(whole[0]):
        return Estimate(None, note="undefined: the tasks that are compared do not differ")
    each = _fisher(total[None] - sums)
    each = each[~np.isnan(each)]
    many = len(each)
    error = math.sqrt((many - 1) / many * float(((each - each.mean()) ** 2).sum()))
    middle = float(whole[0])
    low, high = math.tanh(middle - 1.96 * error), math.tanh(middle + 1.96 * error)
    return Estimate(math.tanh(middle), low, high, note=f"{len(rows)} tasks")


def _sums(row: Compared, means: dict[str, float]) -> tuple[float, ...]:
    own = [b.score - means[b.axis] for b in row.axes]
    true = [b.reference - means[b.axis] for b in row.axes]
    return (
        len(own), sum(own), sum(true), sum(x * x for x in own), sum(y * y for y in true),
        sum(x * y for x, y in zip(own, true, strict=True)),
    )  # fmt: skip


def _fisher(sums: Floats) -> Floats:
    """Fisher's z of the correlations; 0 where the scores never vary, nan where the tasks do not."""
    n, x, y, xx, yy, xy = sums.T
    own, true = xx - x * x / n, yy - y * y / n
    with np.errstate(divide="ignore", invalid="ignore"):
        r = (xy - x * y / n) / np.sqrt(own * true)
    r = np.where(own < 1e-9, 0.0, r)
    r = np.where(true < 1e-9, np.nan, r)
    found: Floats = np.arctanh(np.clip(r, -0.999, 0.999))
    return found
