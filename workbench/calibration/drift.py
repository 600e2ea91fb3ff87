"""Whether a reviewer, or a team, is moving: over windows of so many ratings, never of time.

The exponentially weighted moving average of S. W. Roberts (1959): each window's mean error goes in
with weight 0.2, and three standard errors either way are the limits. Only the latest window is
judged: what was wrong in spring and is right again needs no action.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from workbench.calibration.alpha import Level, alpha_of, alphas, obstacle
from workbench.calibration.bootstrap import bootstrap
from workbench.calibration.estimate import Estimate
from workbench.calibration.gwet import agreements
from workbench.calibration.ratings import Floats, Ratings
from workbench.calibration.sums import Patterns

SMOOTHING: Final = 0.2
WIDTH: Final = 3.0
WINDOW: Final = 10
_RESAMPLES: Final = 500
"""of a window: it has few items, and there may be hundreds of windows"""
FEWEST: Final = 5


@dataclass(frozen=True)
class Point:
    """One window: ratings `first` to `last` (from 1), their mean, the average so far, its
    limits."""

    first: int
    last: int
    mean: float
    average: float
    low: float
    high: float

    @property
    def outside(self) -> bool:
        """Whether the average has left its limits."""
        return not self.low <= self.average <= self.high


@dataclass(frozen=True)
class Drift:
    """All windows and the verdict on the latest: `drifting` is None where nothing can be said,
    and `note` says why."""

    points: tuple[Point, ...]
    drifting: bool | None
    note: str


def ewma(
    errors: Sequence[float] | Floats,
    usual: float,
    spread: float,
    window: int = WINDOW,
    *,
    usual_error: float = 0.0,
    width: float = WIDTH,
    smoothing: float = SMOOTHING,
) -> Drift:
    """Drift of signed errors in the order they came, against what is `usual` with a standard
    deviation of `spread` (of the whole project, or of the reviewer's qualification). The limits
    are `width` standard errors away; `usual_error` is that of `usual`, where it is an estimate;
    `smoothing` is the weight of the newest window."""
    values = np.asarray(errors, dtype=np.float64)
    if len(values) < FEWEST:
        return Drift((), None, f"too few: {len(values)} of at least {FEWEST} ratings")
    if not spread > 0:
        return Drift((), None, "undefined: the errors it is compared with never vary")
    points: list[Point] = []
    average, variance, left = usual, 0.0, 1.0
    for start in range(0, len(values), window):
        part = values[start : start + window]
        if len(part) < FEWEST and points:
            break  # waits for its window to fill
        average = smoothing * float(part.mean()) + (1 - smoothing) * average
        variance = smoothing**2 * spread**2 / len(part) + (1 - smoothing) ** 2 * variance
        left *= 1 - smoothing  # the weight `usual` still has in the average
        half = width * (variance + ((1 - left) * usual_error) ** 2) ** 0.5
        points.append(
            Point(start + 1, start + len(part), float(part.mean()), average,
                  usual - half, usual + half)
        )  # fmt: skip
    latest = points[-1]
    way = "higher" if latest.average > usual else "lower"
    told = f"scores {way} than usual" if latest.outside else "within the limits"
    return Drift(tuple(points), latest.outside, f"ratings {latest.first} to {latest.last}: {told}")


@dataclass(frozen=True)
class AgreementWindow:
    """Agreement over items `first` to `last` (from 1, in the order they were finished)."""

    first: int
    last: int
    alpha: Estimate
    agreement: Estimate


def _alpha(patterns: Patterns, ratings: Ratings, level: Level) -> Estimate:
    """Alpha of a window's items, with its interval over them."""
    value = alpha_of(patterns.total(), level, ratings.values)
    if value.value is None:
        return value
    around = bootstrap(patterns, lambda sums: alphas(sums, level, ratings.values), _RESAMPLES)
    return Estimate(value.value, around.low, around.high, value.note)


def windowed_alpha(
    ratings: Ratings, finished: Sequence[str], level: Level, window: int = 20
) -> tuple[AgreementWindow, ...]:
    """Alpha window by window. `finished` names the items in the order their last rating came: an
    item belongs where it was finished. A last window of fewer than `FEWEST` items is left open."""
    numbers = {item: at for at, item in enumerate(ratings.items)}
    counts = ratings.counts()[[numbers[item] for item in finished]]
    reason = obstacle(ratings, level)
    found = []
    for start in range(0, len(counts), window):
        part = counts[start : start + window]
        if len(part) < FEWEST:
            break
        patterns = Patterns.of(part)
        sums = patterns.total()
        value = Estimate(None, note=reason) if reason else _alpha(patterns, ratings, level)
        same = float(agreements(sums, np.eye(counts.shape[1]))[0])
        if same == 1.0 and value.value is None:
            value = Estimate(None, note=f"total agreement; {value.note}")
        agreement = Estimate(None if np.isnan(same) else same, note=value.note)
        found.append(AgreementWindow(start + 1, start + len(part), value, agreement))
    return tuple(found)
