"""Whether a reviewer's scores are moving away from where the reviewer began.

Each compared task gives one error, in levels above gold or above the others, axes that scatter for
everybody counting less. The exponentially weighted average of windows of five is held against the
reviewer's own first twenty: whoever is severe from the first day to the last does not drift. The
limits are so wide that, looked at once, a session in which nobody drifts names somebody in about
one of a hundred, however many reviewers it has.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist, median

import numpy as np

from workbench.calibration.drift import ewma
from workbench.calibration.ratings import Floats
from workbench.model.measures import DriftMeasures, DriftPoint, Figure
from workbench.sessions.comparing import Compared, axis_weights

WINDOW = 5
BEGINNING = 20
"""Compared tasks that say what is usual; a third of all where that is fewer."""
FEWEST = 24
"""Compared tasks below which nothing is said."""
SMOOTHING = 0.4
"""Weight of the newest window. Roberts' 0.2 lags four windows behind: 20 of the 70 compared tasks
of a month."""
_PRIOR = 30
"""Compared tasks that the session's spread counts as, beside a reviewer's own."""
LATEST = 15
"""Compared tasks that say how far somebody has moved by now."""
FALSE_ALARMS = 0.01
"""Sessions without drift in which anybody is named."""


def measure_drift(every: dict[str, tuple[Compared, ...]]) -> dict[str, DriftMeasures]:
    """Each reviewer's."""
    weights = axis_weights(every)
    tracks = {name: _Track.of(rows, weights) for name, rows in every.items()}
    spreads = [track.own_spread for track in tracks.values() if len(track.rows) >= FEWEST]
    usual = median(spreads) if spreads else 0.0
    width = width_for(len(spreads))
    return {name: _measure(track, usual, width) for name, track in tracks.items()}


@dataclass(frozen=True)
class _Track:
    """One reviewer's errors in levels, and the same scaled to one variance whatever they are held
    against."""

    rows: tuple[Compared, ...]
    errors: Floats
    scaled: Floats

    @classmethod
    def of(cls, rows: tuple[Compared, ...], weights: dict[str, float]) -> _Track:
        errors = np.array([row.error(weights) for row in rows])
        trust = np.array([row.trust for row in rows])
        return cls(rows, errors, errors * np.sqrt(trust))

    @property
    def own_spread(self) -> float:
        """From differences of neighbours (von Neumann 1941), which drift hardly touches."""
        if len(self.scaled) < 2:
            return 0.0
        return float(np.sqrt((np.diff(self.scaled) ** 2).mean() / 2))


def width_for(reviewers: int) -> float:
    """Standard errors from the usual to the limits, for so many reviewers that are judged."""
    return NormalDist().inv_cdf(1 - FALSE_ALARMS / (2 * max(reviewers, 1)))


def _measure(track: _Track, usual_spread: float, width: float) -> DriftMeasures:
    many = len(track.rows)
    if many < FEWEST:
        return DriftMeasures(note=f"too few: {many} of at least {FEWEST} compared tasks")
    # Somebody noisier than the rest needs wider limits; somebody calmer gets no narrower ones.
    own = (_PRIOR * usual_spread**2 + many * track.own_spread**2) / (_PRIOR + many)
    spread = max(usual_spread, math.sqrt(own))
    beginning = min(BEGINNING, many // 3)
    usual = float(track.scaled[:beginning].mean())
    drift = ewma(
        track.scaled, usual, spread, WINDOW, usual_error=spread / math.sqrt(beginning),
        width=width, smoothing=SMOOTHING,
    )  # fmt: skip
    points = tuple(
        DriftPoint(
            first=p.first, last=p.last, until=track.rows[p.last - 1].order, mean=p.mean,
            average=p.average, low=p.low, high=p.high, outside=p.outside,
        )
        for p in drift.points
    )  # fmt: skip
    if drift.drifting is None:
        return DriftMeasures(points=points, note=drift.note)
    sides = [_side(p) for p in points]
    since = len(sides)
    while since > 1 and sides[since - 2] == sides[-1]:
        since -= 1
    way = "higher" if sides[-1] > 0 else "lower"
    note = f"scores {way} than at the beginning" if sides[-1] else "within the limits"
    return DriftMeasures(
        points=points, usual=usual, drifting=drift.drifting,
        since=since if drift.drifting else None,
        moved=_moved(track, beginning, points[-1].last, spread),
        note=f"tasks {points[-1].first} to {points[-1].last}: {note}",
    )  # fmt: skip


def _side(point: DriftPoint) -> int:
    return 0 if not point.outside else (1 if point.average > point.high else -1)


def _moved(track: _Track, beginning: int, end: int, spread: float) -> Figure:
    """Levels between the beginning and the latest tasks, each weighed by how well it is known."""
    trust = np.array([row.trust for row in track.rows])

    def mean(rows: slice) -> tuple[float, float]:
        total = float(trust[rows].sum())
        return float((trust[rows] * track.errors[rows]).sum()) / total, spread**2 / total

    latest = min(LATEST, end - beginning)
    (old, old_variance) = mean(slice(0, beginning))
    (new, new_variance) = mean(slice(end - latest, end))
    value, half = new - old, 1.96 * math.sqrt(old_variance + new_variance)
    return Figure(
        value=value, low=value - half, high=value + half, n=latest,
        note=f"the latest {latest} compared tasks less the first {beginning}",
    )  # fmt: skip
