"""Kappa of every pair of reviewers, and their mean: each pair over the items both rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from workbench.calibration.estimate import Estimate
from workbench.calibration.kappa import MIN_COMMON, cohen_kappas
from workbench.calibration.ratings import Floats, Ints, Ratings

MAX_PAIRS: Final = 6_000_000
"""Pairs of ratings of one item that are looked at; about 400 MB of working arrays."""


@dataclass(frozen=True)
class PairTables:
    """`pairs` (k x 2, numbers of raters) with `tables` (k x q x q), and for each pair of ratings
    of one item its item, its pair and its cell."""

    pairs: Ints
    tables: Ints
    item: Ints
    pair: Ints
    cell: Ints


def pair_tables(ratings: Ratings) -> PairTables | None:
    """All pairs of reviewers who share an item; None where that would be too many to hold."""
    order = np.lexsort((ratings.rater, ratings.item))
    item, rater, code = (a[order].astype(np.int64) for a in
                         (ratings.item, ratings.rater, ratings.code))  # fmt: skip
    number = np.bincount(item, minlength=len(ratings.items))
    if int((number * (number - 1) // 2).sum()) > MAX_PAIRS:
        return None
    start = np.concatenate([[0], np.cumsum(number)[:-1]])
    firsts, seconds = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for size in np.flatnonzero(np.bincount(number, minlength=2)[2:]) + 2:
        one, other = np.triu_indices(int(size), 1)
        begin = start[number == size][:, None]
        firsts.append((begin + one).ravel())
        seconds.append((begin + other).ravel())
    first, second = np.concatenate(firsts), np.concatenate(seconds)
    many, width = len(ratings.raters), len(ratings.categories)
    names, pair = np.unique(rater[first] * many + rater[second], return_inverse=True)
    cell = code[first] * width + code[second]
    tables = np.bincount(pair * width * width + cell, minlength=len(names) * width * width)
    return PairTables(
        pairs=np.stack([names // max(many, 1), names % max(many, 1)], axis=1),
        tables=tables.reshape(-1, width, width),
        item=item[first],
        pair=pair,
        cell=cell,
    )


@dataclass(frozen=True)
class PairKappa:
    """One cell of the matrix of reviewers. `value` is None below `MIN_COMMON` common items and
    where the two never vary."""

    one: str
    other: str
    items: int
    value: float | None
    agreement: float


def pair_matrix(ratings: Ratings, weights: Floats) -> tuple[PairKappa, ...]:
    """Weighted kappa and plain agreement of every two reviewers who share an item."""
    found = pair_tables(ratings)
    if found is None:
        return ()
    values = cohen_kappas(found.tables, weights)
    rows = []
    for (one, other), table, value in zip(found.pairs, found.tables, values, strict=True):
        items = int(table.sum())
        shown = items >= MIN_COMMON and not np.isnan(value)
        rows.append(
            PairKappa(
                ratings.raters[one], ratings.raters[other], items,
                float(value) if shown else None, float(np.trace(table)) / items,
            )
        )  # fmt: skip
    return tuple(rows)


def mean_kappa(found: PairTables | None, weights: Floats) -> Estimate:
    """The mean over pairs with enough common items (Light 1971), every pair alike; the interval
    from what each item contributes to all the pairs it is in."""
    if found is None:
        return Estimate(None, note=f"left out: more than {MAX_PAIRS:,} pairs of ratings")
    number = found.tables.sum(axis=(1, 2))
    values = cohen_kappas(found.tables, weights)
    used = (number >= MIN_COMMON) & ~np.isnan(values)
    if not used.any():
        return Estimate(
            None, note=f"undefined: no two reviewers share {MIN_COMMON} items and vary on them"
        )
    mean = float(values[used].mean())
    left_out = int((~used).sum())
    note = f"mean over {int(used.sum())} pairs of reviewers"
    if left_out:
        note += f"; {left_out} with under {MIN_COMMON} common items or no variation left out"
    each = _influence(found.tables[used], values[used], weights) / number[used][:, None]
    place = np.cumsum(used) - 1
    kept = used[found.pair]
    amount = each[place[found.pair[kept]], found.cell[kept]] / used.sum()
    error = float(np.sqrt((np.bincount(found.item[kept], weights=amount) ** 2).sum()))
    return Estimate(mean, max(-1.0, mean - 1.96 * error), min(1.0, mean + 1.96 * error), note)


def _influence(tables: Ints, values: Floats, weights: Floats) -> Floats:
    """k x cells: what one more item in a cell does to the pair's kappa, times its items."""
    shares = tables / tables.sum(axis=(1, 2))[:, None, None]
    rows, columns = shares.sum(axis=2), shares.sum(axis=1)
    chance = np.einsum("kc,cd,kd->k", rows, weights, columns)
    tendency = (columns @ weights.T)[:, :, None] + (rows @ weights)[:, None, :]
    each = weights - tendency * (1 - values)[:, None, None]
    each -= (each * shares).sum(axis=(1, 2))[:, None, None]
    flat: Floats = (each / (1 - chance)[:, None, None]).reshape(len(tables), -1)
    return flat
