"""Intraclass correlations of a complete table of items x raters.

P. E. Shrout and J. L. Fleiss, Intraclass Correlations: Uses in Assessing Rater Reliability (1979).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.calibration.estimate import NO_VARIATION, Estimate
from workbench.calibration.ratings import Floats

Form = Literal["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]


def icc(table: Floats, form: Form) -> Estimate:
    """One of the six forms: one-way, two-way random, two-way mixed; of one rating or of the mean
    of k. nan is a missing rating, for which there is no ICC."""
    items, raters = table.shape
    if np.isnan(table).any():
        return Estimate(None, note="undefined: a rating is missing; use Krippendorff's alpha")
    if items < 2 or raters < 2:
        return Estimate(None, note="undefined: it takes two items and two raters")
    mean = table.mean()
    of_items = raters * ((table.mean(axis=1) - mean) ** 2).sum()
    of_raters = items * ((table.mean(axis=0) - mean) ** 2).sum()
    whole = ((table - mean) ** 2).sum()
    between = of_items / (items - 1)
    within = (whole - of_items) / (items * (raters - 1))
    judges = of_raters / (raters - 1)
    rest = (whole - of_items - of_raters) / ((items - 1) * (raters - 1))
    above, below = {
        "1,1": (between - within, between + (raters - 1) * within),
        "2,1": (between - rest,
                between + (raters - 1) * rest + raters * (judges - rest) / items),
        "3,1": (between - rest, between + (raters - 1) * rest),
        "1,k": (between - within, between),
        "2,k": (between - rest, between + (judges - rest) / items),
        "3,k": (between - rest, between),
    }[form]  # fmt: skip
    if whole == 0 or abs(below) < 1e-12 * whole:
        return Estimate(None, note=NO_VARIATION)
    return Estimate(float(above / below))
