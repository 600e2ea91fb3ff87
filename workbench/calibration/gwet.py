"""Coefficients of the form (observed - chance) / (1 - chance) over any number of reviewers.

K. L. Gwet, Handbook of Inter-Rater Reliability (4th edition, 2014): AC1 and AC2, Fleiss' kappa
and Brennan-Prediger with missing ratings. Items with one rating take part in the chance term
(what reviewers tend to say) and not in the observed one (nobody to agree with).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.calibration.estimate import NO_PAIRS, NO_VARIATION, Estimate
from workbench.calibration.ratings import Floats
from workbench.calibration.sums import Patterns, Sums

Coefficient = Literal["gwet", "fleiss", "brennan_prediger"]


def agreements(sums: Sums, weights: Floats) -> Floats:
    """Observed agreement of each weighting of the items: pairs that agree, each item alike."""
    with np.errstate(divide="ignore", invalid="ignore"):
        items = np.where(sums.paired > 0, sums.paired, np.nan)
        found: Floats = (sums.agreed * weights).sum(axis=(1, 2)) / items
    return found


def coefficients(kind: Coefficient, sums: Sums, weights: Floats) -> Floats:
    """The coefficient of each weighting of the items; nan where its formula has no value."""
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = sums.shares / np.where(sums.rated > 0, sums.rated, np.nan)[:, None]
        chance = _chance(kind, shares, weights)
        free = 1.0 - chance
        observed = agreements(sums, weights)
        found: Floats = np.where(free > 1e-12, (observed - chance) / free, np.nan)
    return found


def coefficient(kind: Coefficient, sums: Sums, weights: Floats) -> Estimate:
    """The coefficient of the first weighting, or why there is none.

    AC1's formula gives 1 where every rating is the same. That would be read as proof, and there
    is none: no rating shows that the reviewers can tell one item from another.
    """
    if sums.paired[0] == 0:
        return Estimate(None, note=NO_PAIRS)
    if np.count_nonzero(sums.shares[0]) < 2:
        return Estimate(None, note=NO_VARIATION)
    return Estimate(float(coefficients(kind, sums, weights)[0]))


def _chance(kind: Coefficient, shares: Floats, weights: Floats) -> Floats:
    width = len(weights)
    if kind == "fleiss":
        by_pairs: Floats = np.einsum("wc,ck,wk->w", shares, weights, shares)
        return by_pairs
    if kind == "brennan_prediger":
        return np.full(len(shares), weights.sum() / width**2)
    spread: Floats = (shares * (1.0 - shares)).sum(axis=1)
    spread *= weights.sum() / max(width * (width - 1), 1)
    return spread


def standard_error(kind: Coefficient, patterns: Patterns, weights: Floats) -> float:
    """Gwet's linearised standard error over items: for comparison with published tables. The
    intervals of the agreement table are bootstrapped instead."""
    items, width = patterns.items, len(weights)
    sums = patterns.total()
    shares = sums.shares[0] / sums.rated[0]
    chance = float(_chance(kind, shares[None], weights)[0])
    value = float(coefficients(kind, sums, weights)[0])
    counts = patterns.counts.astype(np.float64)
    number = counts.sum(axis=1)
    agreeing = (counts * (counts @ weights - 1.0)).sum(axis=1)
    observed = np.where(number >= 2, agreeing / np.maximum(number * (number - 1), 1), chance)
    scale = np.where(number >= 2, items / sums.paired[0], 0.0)
    own = counts / number[:, None]
    if kind == "gwet":
        item_chance = weights.sum() / (width * (width - 1)) * (own @ (1.0 - shares))
    elif kind == "fleiss":
        item_chance = own @ ((weights + weights.T) / 2 @ shares)
    else:
        item_chance = np.full(len(own), chance)
    each = scale * (observed - chance) / (1 - chance)
    each = each - 2 * (1 - value) * (item_chance - chance) / (1 - chance)
    spread = float((patterns.times * (each - value) ** 2).sum())
    return float(np.sqrt(spread / (items * (items - 1))))
