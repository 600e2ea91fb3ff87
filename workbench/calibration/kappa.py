"""Kappas of two raters from their table, and of many as the mean over pairs.

J. Cohen (1960, 1968); W. A. Scott (1955); standard errors of J. L. Fleiss, J. Cohen and
B. S. Everitt (1969); the mean over pairs is R. J. Light's (1971).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.calibration.estimate import NO_PAIRS, NO_VARIATION, Estimate
from workbench.calibration.ratings import Floats, Ratings

MIN_COMMON = 10
"""A kappa of fewer common items is noise and is not shown."""


def cohen_kappas(tables: NDArray[np.number], weights: Floats) -> Floats:
    """Weighted kappa of each table (w x q x q); nan where chance agreement is total."""
    cells = tables.astype(np.float64)
    number = cells.sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = cells / np.where(number > 0, number, np.nan)[:, None, None]
        observed = (shares * weights).sum(axis=(1, 2))
        chance = np.einsum("wc,ck,wk->w", shares.sum(axis=2), weights, shares.sum(axis=1))
        return np.where(1 - chance > 1e-12, (observed - chance) / (1 - chance), np.nan)


def cohen_kappa(table: NDArray[np.number], weights: Floats) -> Estimate:
    """Weighted kappa of a table, rows the first rater's; or why there is none."""
    if table.sum() == 0:
        return Estimate(None, note=NO_PAIRS)
    value = float(cohen_kappas(table[None], weights)[0])
    return Estimate(None, note=NO_VARIATION) if np.isnan(value) else Estimate(value)


@dataclass(frozen=True)
class KappaErrors:
    """Standard errors of one kappa. `about_it` is for its interval, `if_none` (no agreement
    beyond chance) for a test against zero; to take one for the other is an old mistake."""

    about_it: float
    if_none: float


def cohen_errors(table: NDArray[np.number], weights: Floats) -> KappaErrors:
    """Large-sample standard errors of a weighted kappa."""
    number = float(table.sum())
    cells = table / number
    rows, columns = cells.sum(axis=1), cells.sum(axis=0)
    chance_cells = np.outer(rows, columns)
    observed, chance = float((cells * weights).sum()), float((chance_cells * weights).sum())
    kappa = (observed - chance) / (1 - chance)
    tendency = (weights @ columns)[:, None] + (weights.T @ rows)[None, :]
    about = (cells * (weights - tendency * (1 - kappa)) ** 2).sum()
    about -= (kappa - chance * (1 - kappa)) ** 2
    none = (chance_cells * (weights - tendency) ** 2).sum() - chance**2
    scale = (1 - chance) * np.sqrt(number)
    return KappaErrors(float(np.sqrt(max(about, 0)) / scale), float(np.sqrt(max(none, 0)) / scale))


def conger_kappa(ratings: Ratings, weights: Floats) -> Estimate:
    """Conger's (1980) kappa of several reviewers, in Gwet's form for missing ratings: chance
    pairs two different reviewers, each with his own tendency."""
    counts = ratings.counts().astype(np.float64)
    number = counts.sum(axis=1)
    two = number >= 2
    if not two.any():
        return Estimate(None, note=NO_PAIRS)
    agreeing = (counts * (counts @ weights - 1.0)).sum(axis=1)[two]
    observed = float((agreeing / (number * (number - 1))[two]).mean())
    width, many = len(ratings.categories), len(ratings.raters)
    cells = ratings.rater.astype(np.int64) * width + ratings.code
    tendency = np.bincount(cells, minlength=many * width).reshape(many, width).astype(np.float64)
    tendency = tendency[tendency.sum(axis=1) > 0]
    tendency /= tendency.sum(axis=1, keepdims=True)
    mean, many = tendency.mean(axis=0), len(tendency)
    spread = (tendency.T @ tendency - many * np.outer(mean, mean)) / (many - 1)
    chance = float((weights * (np.outer(mean, mean) - spread / many)).sum())
    if 1 - chance < 1e-12:
        return Estimate(None, note=NO_VARIATION)
    return Estimate((observed - chance) / (1 - chance))
