"""Sums over items, from which every agreement statistic follows.

Alpha, AC1, AC2, Fleiss and percent agreement depend on the items only through a few sums. Items
with the same counts add the same, so they are kept once with their number (`Patterns`), and a
resample of items is a weighting of patterns: what a bootstrap costs does not grow with the items.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.calibration.ratings import Floats, Ints

_CELLS = 4_000_000
"""Numbers in one working array: 32 MB."""


@dataclass(frozen=True)
class Sums:
    """Sums of one or more weightings of the items, the weightings along the first axis (w)."""

    pairs: Floats
    """w x q x q: ordered pairs of ratings within an item, each item's over (its ratings - 1):
    Krippendorff's coincidences."""
    agreed: Floats
    """w x q x q: the same over all pairs of the item, so that every item counts as one."""
    shares: Floats
    """w x q: the share of each category in an item, summed."""
    counts: Floats
    """w x q: ratings of each category."""
    rated: Floats
    """w: items with a rating."""
    paired: Floats
    """w: items with two or more."""


@dataclass(frozen=True)
class Patterns:
    """The different rows of counts (p x q) and how many items have each (p). Items without a
    rating are left out."""

    counts: Ints
    times: Ints

    @classmethod
    def of(cls, counts: NDArray[np.integer]) -> Patterns:
        """From items x categories."""
        table = np.ascontiguousarray(counts[counts.sum(axis=1) > 0], dtype=np.int64)
        base, width = int(table.max(initial=0)) + 1, table.shape[1]
        if width * np.log2(base) < 62:
            # One number a row sorts faster than rows do.
            keys = table @ (base ** np.arange(width, dtype=np.int64))
            _, first, times = np.unique(keys, return_index=True, return_counts=True)
            return cls(table[first], times.astype(np.int64))
        rows, times = np.unique(table, axis=0, return_counts=True)
        return cls(rows, times.astype(np.int64))

    @property
    def items(self) -> int:
        """Items with a rating."""
        return int(self.times.sum())

    def total(self) -> Sums:
        """The sums of all items."""
        return self.weighted(self.times[None, :].astype(np.float64))

    def weighted(self, weights: Floats) -> Sums:
        """The sums of weightings (w x p) of the patterns."""
        width = self.counts.shape[1]
        size = 2 * width * width + 2 * width + 2
        found = np.zeros((len(weights), size))
        step = max(1, _CELLS // size)
        for start in range(0, len(self.counts), step):
            found += weights[:, start : start + step] @ self._parts(start, start + step)
        return _unpack(found, width)

    def without_one(self) -> Iterator[tuple[Ints, Sums]]:
        """The sums without one item: for each pattern in turn, with how many items that is."""
        width = self.counts.shape[1]
        size = 2 * width * width + 2 * width + 2
        whole = self.weighted(self.times[None, :].astype(np.float64))
        packed = np.concatenate(
            [whole.pairs.ravel(), whole.agreed.ravel(), whole.shares.ravel(),
             whole.counts.ravel(), whole.rated, whole.paired]
        )  # fmt: skip
        step = max(1, _CELLS // size)
        for start in range(0, len(self.counts), step):
            rest = packed[None, :] - self._parts(start, start + step)
            rest[np.abs(rest) < 1e-9] = 0.0  # a category that is gone is gone, not 1e-16 of it
            yield self.times[start : start + step], _unpack(rest, width)

    def _parts(self, start: int, stop: int) -> Floats:
        """What one item of each pattern adds: p x (q*q + q*q + q + q + 2)."""
        counts = self.counts[start:stop].astype(np.float64)
        number = counts.sum(axis=1)
        products = counts[:, :, None] * counts[:, None, :]
        diagonal = np.arange(counts.shape[1])
        products[:, diagonal, diagonal] -= counts
        two = number >= 2
        pairs = np.where(two, 1.0 / np.maximum(number - 1, 1), 0.0)[:, None, None] * products
        flat = len(counts), counts.shape[1] ** 2
        return np.concatenate(
            [pairs.reshape(flat), (pairs / number[:, None, None]).reshape(flat),
             counts / number[:, None], counts, np.ones((len(counts), 1)), two[:, None]],
            axis=1,
        )  # fmt: skip


def _unpack(flat: Floats, width: int) -> Sums:
    square = width * width
    return Sums(
        pairs=flat[:, :square].reshape(-1, width, width),
        agreed=flat[:, square : 2 * square].reshape(-1, width, width),
        shares=flat[:, 2 * square : 2 * square + width],
        counts=flat[:, 2 * square + width : -2],
        rated=flat[:, -2],
        paired=flat[:, -1],
    )
