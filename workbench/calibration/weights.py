"""Weights of partial agreement between categories: 1 the same, 0 as far apart as can be.

Numbers are weighed by their values and words by their place in the order, so that a level nobody
used leaves weighted kappa as it is.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.calibration.ratings import Floats

Weighting = Literal["identity", "linear", "quadratic", "ordinal"]


def weights(kind: Weighting, places: Floats) -> Floats:
    """q x q for categories at `places`. `ordinal` is Gwet's (Handbook of Inter-Rater Reliability,
    4th edition): by the number of pairs of categories between two; it is not the metric of
    Krippendorff's ordinal alpha."""
    apart = np.abs(places[:, None] - places[None, :])
    if kind == "identity":
        return np.eye(len(places))
    if kind == "ordinal":
        rank = np.arange(len(places), dtype=np.float64)
        steps = np.abs(rank[:, None] - rank[None, :])
        apart = steps * (steps + 1) / 2
    elif kind == "quadratic":
        apart = apart**2
    widest = apart.max(initial=0.0)
    result: Floats = 1.0 - apart / widest if widest > 0 else np.ones_like(apart)
    return result


def places_of(values: Floats | None, width: int) -> Floats:
    """The values where the categories are numbers, else their ranks."""
    return values if values is not None else np.arange(width, dtype=np.float64)
