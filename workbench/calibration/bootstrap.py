"""Intervals by resampling items, and a jackknife to check them by.

Items are what another sample would change, so items are resampled and reviewers never: drawing
reviewers makes intervals far too narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from workbench.calibration.ratings import Floats
from workbench.calibration.sums import Patterns, Sums

RESAMPLES: Final = 2000
SEED: Final = 1971
_CELLS = 4_000_000
_MAX_UNDEFINED = 0.2

Statistic = Callable[[Sums], Floats]


@dataclass(frozen=True)
class Interval:
    """95 % between `low` and `high`; both None when too many resamples have no value, or all have
    the same."""

    low: float | None
    high: float | None
    error: float | None
    """The standard deviation of the resamples."""
    undefined: float
    """The share of resamples in which the statistic has no value."""


def resamples(patterns: Patterns, number: int = RESAMPLES, seed: int = SEED) -> Iterator[Sums]:
    """Sums of `number` resamples of the items, in a few batches. Drawing n items that fall into
    patterns is one multinomial draw of the patterns' numbers, whatever n is. The same ratings
    give the same resamples, in whatever order they come."""
    random = np.random.default_rng(seed)
    share = patterns.times / max(patterns.items, 1)
    step = max(1, _CELLS // max(len(share), 2 * patterns.counts.shape[1] ** 2))
    for start in range(0, number, step):
        rows = min(step, number - start)
        drawn = random.multinomial(patterns.items, share, size=rows)
        yield patterns.weighted(drawn.astype(np.float64))


def interval(values: Floats) -> Interval:
    """Percentiles of the resampled values; nan are left out and their share is told."""
    known = values[~np.isnan(values)]
    undefined = 1 - len(known) / len(values) if len(values) else 1.0
    if len(known) < 2 or undefined > _MAX_UNDEFINED:
        return Interval(None, None, None, undefined)
    low, high = (float(v) for v in np.quantile(known, [0.025, 0.975]))
    if np.ptp(known) < 1e-12:
        return Interval(None, None, 0.0, undefined)  # 1 to 1 would be read as certainty
    return Interval(low, high, float(known.std(ddof=1)), undefined)


def bootstrap(
    patterns: Patterns, statistic: Statistic, number: int = RESAMPLES, seed: int = SEED
) -> Interval:
    """The interval of one statistic."""
    values = [statistic(sums) for sums in resamples(patterns, number, seed)]
    return interval(np.concatenate(values) if values else np.empty(0))


def jackknife(patterns: Patterns, statistic: Statistic) -> float | None:
    """The standard error by leaving out one item at a time; None where that leaves no value."""
    times, values = [], []
    for number, sums in patterns.without_one():
        times.append(number)
        values.append(statistic(sums))
    items = patterns.items
    if items < 2:
        return None
    weights, each = np.concatenate(times), np.concatenate(values)
    if np.isnan(each).any():
        return None
    mean = (weights * each).sum() / items
    return float(np.sqrt((items - 1) / items * (weights * (each - mean) ** 2).sum()))
