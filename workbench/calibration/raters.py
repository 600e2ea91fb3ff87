"""How severe each reviewer is, drawn towards the others where little is known about him.

rating = item + reviewer + rest, items free and reviewers from a normal distribution around 0: the
best linear unbiased prediction (C. R. Henderson 1975), its variances by restricted maximum
likelihood. With reviewers' matrix L = U diag(l) U' both are sums over l, so nothing is iterated
over ratings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from workbench.calibration.design import groups
from workbench.calibration.estimate import NO_PAIRS
from workbench.calibration.ratings import Floats, Ratings
from workbench.calibration.weights import places_of

_CELLS = 4_000_000


@dataclass(frozen=True)
class Severity:
    """One reviewer: how much higher he scores than his group does, in levels. `value` is shrunk,
    `raw` is not; `low` to `high` hold 95 %. `group` tells whom he may be compared with."""

    rater: str
    ratings: int
    value: float
    low: float
    high: float
    raw: float
    group: int


@dataclass(frozen=True)
class Severities:
    """All reviewers in order. `spread` is the standard deviation of reviewers, `rest` of what
    neither item nor reviewer explains. Without any shared item `raters` is empty and `note` says
    so."""

    raters: tuple[Severity, ...]
    spread: float
    rest: float
    note: str = ""


def severities(ratings: Ratings) -> Severities:
    """The severity of each reviewer."""
    scores = places_of(ratings.values, len(ratings.categories))[ratings.code]
    number = np.bincount(ratings.item, minlength=len(ratings.items))
    shared = number[ratings.item] >= 2
    item, rater, scores = ratings.item[shared], ratings.rater[shared], scores[shared]
    if not len(scores):
        return Severities((), 0.0, 0.0, NO_PAIRS)
    many = len(ratings.raters)
    centre = np.bincount(item, weights=scores, minlength=len(number)) / np.maximum(number, 1)
    from_item = scores - centre[item]
    pull = np.bincount(rater, weights=from_item, minlength=many)
    lengths, turn = np.linalg.eigh(_matrix(item, rater, number, many))
    real = lengths > 1e-9 * max(float(lengths[-1]), 1.0)
    lengths, turn = lengths[real], turn[:, real]
    along = turn.T @ pull
    squares = along**2 / lengths
    within = max(float((from_item**2).sum() - squares.sum()), 0.0)
    freedom = len(scores) - int((number >= 2).sum())
    ratio, rest = _variances(lengths, squares, within, freedom)
    shrunk = turn @ (ratio / (1 + ratio * lengths) * along)
    error = np.sqrt(turn**2 @ (rest * ratio / (1 + ratio * lengths)))
    raw = turn @ (along / lengths)
    group = groups(ratings)
    alone = int(group.max()) + 1
    note = f"{alone} groups share no item: severities compare within a group" if alone > 1 else ""
    given = np.bincount(ratings.rater, minlength=many)
    return Severities(
        tuple(
            Severity(
                name, int(given[at]), float(shrunk[at]), float(shrunk[at] - 1.96 * error[at]),
                float(shrunk[at] + 1.96 * error[at]), float(raw[at]), int(group[at]),
            )
            for at, name in enumerate(ratings.raters)
        ),
        spread=float(np.sqrt(ratio * rest)),
        rest=float(np.sqrt(rest)),
        note=note,
    )  # fmt: skip


def _matrix(
    item: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
    rater: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
    number: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    many: int,
) -> Floats:
    """What is left of the reviewers' normal equations once items are taken out: many x many."""
    order = np.argsort(item, kind="stable")
    item, rater = item[order], rater[order]
    found: Floats = np.diag(np.bincount(rater, minlength=many).astype(np.float64))
    step = max(1, _CELLS // many)
    for start in range(0, len(number), step):
        first, last = np.searchsorted(item, [start, start + step])
        part = np.zeros((min(step, len(number) - start), many))
        np.add.at(part, (item[first:last] - start, rater[first:last]), 1.0)
        found -= (part / np.maximum(number[start : start + step], 1)[:, None]).T @ part
    return found


def _variances(
    lengths: Floats, squares: Floats, within: float, freedom: int
) -> tuple[float, float]:
    """(variance of reviewers / variance of the rest, variance of the rest)."""

    def rest(ratio: float) -> float:
        return (within + float((squares / (1 + ratio * lengths)).sum())) / freedom

    def misfit(ratio: float) -> float:
        width = float(np.log1p(ratio * lengths).sum())
        return freedom * math.log(max(rest(ratio), 1e-300)) + width

    tried = np.concatenate([[0.0], np.logspace(-8, 6, 281)])
    best = int(np.argmin([misfit(float(ratio)) for ratio in tried]))
    low, high = tried[max(best - 1, 0)], tried[min(best + 1, len(tried) - 1)]
    for _ in range(40):
        one, other = low + (high - low) * 0.382, low + (high - low) * 0.618
        low, high = (low, other) if misfit(float(one)) <= misfit(float(other)) else (one, high)
    ratio = float((low + high) / 2) if best else 0.0
    return ratio, rest(ratio)
