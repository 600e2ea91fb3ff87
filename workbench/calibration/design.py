"""Which reviewers can be compared: those whom shared items connect, directly or by others."""

from __future__ import annotations

import numpy as np

from workbench.calibration.ratings import Ints, Ratings


def groups(ratings: Ratings) -> Ints:
    """For each reviewer the number of his group; nothing compares reviewers of two groups. A
    reviewer without a rating is a group of his own."""
    found = np.arange(len(ratings.raters), dtype=np.int64)
    while True:
        lowest = np.full(len(ratings.items), len(found), dtype=np.int64)
        np.minimum.at(lowest, ratings.item, found[ratings.rater])
        after = found.copy()
        np.minimum.at(after, ratings.rater, lowest[ratings.item])
        after = after[after]  # a group's lowest member knows the way on: few rounds
        if (after == found).all():
            return np.unique(found, return_inverse=True)[1].astype(np.int64)
        found = after
