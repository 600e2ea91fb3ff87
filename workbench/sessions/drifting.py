"""Whether a reviewer's scores are moving away from where the reviewer began.

Each compared task gives one error, in levels above gold or above the others. The exponentially
weighted average of windows of five is held against the reviewer's own first twenty: whoever is
severe from the first day to the last does not drift. The limits are so wide that a session in which
nobody drifts names somebody in about one of a hundred, however many reviewers it has.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist, median

import numpy as np

from workbench.calibration.drift import Drift, ewma
from workbench.model.measures import DriftMeasures, DriftPoint, Figure
from workbench.sessions.comparing import Compared

WINDOW = 5
BEGINNING = 20
"""Compared tasks that say what is usual; a third of all where that is fewer."""
FEWEST = 24
"""Compared tasks below which nothing is said."""
LATEST = 2
"""Windows at the end that must all be outside."""
FALSE_ALARMS = 0.01
"""Sessions without drift in which anybody is named."""


def measure_drift(every: dict[str, tuple[Compared, ...]]) -> dict[str, DriftMeasures]:
    """Each reviewer's."""
    spreads = [_spread(_scaled(rows)) for rows in every.values() if len(rows) >= FEWEST]
    usual = median(spreads) if spreads else 0.0
    width = width_for(len(spreads))
    return {name: _measure(rows, usual, width) for name, rows in every.items()}


def width_for(reviewers: int) -> float:
    """Standard errors from the usual to the limits, for so many reviewers that are judged."""
    return NormalDist().inv_cdf(1 - FALSE_ALARMS / (2 * max(reviewers, 1)))


def _measure(rows: Sequence[Compared], usual_spread: float, width: float) -> DriftMeasures:
    if len(rows) < FEWEST:
        return DriftMeasures(note=f"too few: {len(rows)} of at least {FEWEST} compared tasks")
    scaled = _scaled(rows)
    # Somebody noisier than the rest needs wider limits; somebody calmer is not let off lightly.
    spread = max(usual_spread, _spread(scaled))
    beginning = min(BEGINNING, len(rows) // 3)
    usual = float(scaled[:beginning].mean())
    drift = ewma(
        scaled, usual, spread, WINDOW,
        usual_error=spread / math.sqrt(beginning), width=width,
    )  # fmt: skip
    return _told(drift, rows, usual, beginning, spread)


def _told(
    drift: Drift, rows: Sequence[Compared], usual: float, beginning: int, spread: float
) -> DriftMeasures:
    points = tuple(
        DriftPoint(
            first=p.first, last=p.last, until=rows[p.last - 1].order, mean=p.mean,
            average=p.average, low=p.low, high=p.high, outside=p.outside,
        )
        for p in drift.points
    )  # fmt: skip
    if drift.drifting is None:
        return DriftMeasures(points=points, note=drift.note)
    sides = [_side(p) for p in points]
    latest = sides[-LATEST:]
    drifting = len(latest) == LATEST and abs(sum(latest)) == LATEST
    since = len(sides)
    while since > 1 and sides[since - 2] == sides[-1]:
        since -= 1
    moved = _moved(rows[:beginning], rows[points[-LATEST].first - 1 : points[-1].last], spread)
    way = "higher" if sides[-1] > 0 else "lower"
    note = "within the limits" if not sides[-1] else f"scores {way} than at the beginning"
    return DriftMeasures(
        points=points, usual=usual, drifting=drifting, since=since if drifting else None,
        moved=moved, note=f"tasks {points[-1].first} to {points[-1].last}: {note}",
    )  # fmt: skip


def _side(point: DriftPoint) -> int:
    return 0 if not point.outside else (1 if point.average > point.high else -1)


def _scaled(rows: Sequence[Compared]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Errors of one variance, whatever they are held against."""
    return np.array([row.error * math.sqrt(row.weight) for row in rows])


def _spread(errors: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """From differences of neighbours (von Neumann 1941), which drift hardly touches."""
    return float(np.sqrt((np.diff(errors) ** 2).mean() / 2)) if len(errors) > 1 else 0.0


def _moved(before: Sequence[Compared], after: Sequence[Compared], spread: float) -> Figure:
    """Levels between two stretches, each task weighed by how well it is known."""

    def mean(rows: Sequence[Compared]) -> tuple[float, float]:
        total = sum(row.weight for row in rows)
        return sum(row.weight * row.error for row in rows) / total, spread**2 / total

    (old, old_variance), (new, new_variance) = mean(before), mean(after)
    half = 1.96 * math.sqrt(old_variance + new_variance)
    value = new - old
    return Figure(
        value=value, low=value - half, high=value + half, n=len(after),
        note=f"the last {len(after)} compared tasks less the first {len(before)}",
    )  # fmt: skip
