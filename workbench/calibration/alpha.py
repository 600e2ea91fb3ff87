"""Krippendorff's alpha for nominal, ordinal, interval and ratio scales.

K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011). Items with fewer than two
ratings say nothing about agreement and are left out, as he does.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from workbench.calibration.estimate import (
    NEGATIVE,
    NO_ORDER,
    NO_PAIRS,
    NO_VARIATION,
    NOT_NUMBERS,
    Estimate,
)
from workbench.calibration.ratings import Floats, Ratings
from workbench.calibration.sums import Patterns, Sums

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: Final[tuple[Level, ...]] = ("nominal", "ordinal", "interval", "ratio")


def krippendorff_alpha(ratings: Ratings, level: Level) -> Estimate:
    """Alpha of the ratings, or why there is none."""
    reason = obstacle(ratings, level)
    if reason:
        return Estimate(None, note=reason)
    return alpha_of(Patterns.of(ratings.counts()).total(), level, ratings.values)


def alpha_of(sums: Sums, level: Level, values: Floats | None) -> Estimate:
    """Alpha of the first weighting, or why there is none."""
    if sums.paired[0] == 0:
        return Estimate(None, note=NO_PAIRS)
    value = float(alphas(sums, level, values)[0])
    return Estimate(None, note=NO_VARIATION) if np.isnan(value) else Estimate(value)


def obstacle(ratings: Ratings, level: Level) -> str:
    """Why the categories have no such scale, or nothing."""
    values = ratings.values
    if level == "ordinal" and not ratings.ordered:
        return NO_ORDER
    if level in ("interval", "ratio") and values is None:
        return NOT_NUMBERS
    if level == "ratio" and values is not None and (values < 0).any():
        return NEGATIVE
    return ""


def alphas(sums: Sums, level: Level, values: Floats | None) -> Floats:
    """Alpha of each weighting; nan where no two ratings differ.

    alpha = 1 - (n - 1) * sum(o_ck d_ck) / sum(n_c n_k d_ck), o the coincidences, n_c their margins.
    """
    margins = sums.pairs.sum(axis=2)
    total = margins.sum(axis=1)
    apart = _distances(level, margins, values)
    observed = (sums.pairs * apart).sum(axis=(1, 2))
    expected = np.einsum("wc,wck,wk->w", margins, np.broadcast_to(apart, sums.pairs.shape), margins)
    defined = expected > 1e-12 * np.maximum(total, 1.0) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(defined, 1.0 - (total - 1.0) * observed / expected, np.nan)
    return found


def _distances(level: Level, margins: Floats, values: Floats | None) -> Floats:
    """Squared distances, 1 x q x q, or w x q x q where they depend on the ratings."""
    width = margins.shape[1]
    if level == "nominal":
        return (1.0 - np.eye(width))[None]
    if level == "ordinal":
        # The sum of the margins from c to k less half of both ends is the way between midranks.
        rank = np.cumsum(margins, axis=1) - margins / 2
        scaled = rank / np.maximum(margins.sum(axis=1, keepdims=True), 1.0)
        ranked: Floats = (scaled[:, :, None] - scaled[:, None, :]) ** 2
        return ranked
    assert values is not None
    apart = values[:, None] - values[None, :]
    if level == "interval":
        return (apart / max(float(np.abs(apart).max(initial=0.0)), 1e-300))[None] ** 2
    both = values[:, None] + values[None, :]
    return np.divide(apart, both, out=np.zeros_like(apart), where=both != 0)[None] ** 2
