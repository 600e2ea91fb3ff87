"""Several reviewers' ratings of an item made one: by any, by most, by all, by the highest.

Nobody's rating is replaced: raw ratings stay, and each rule is one more column beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.calibration.ratings import Label, Ratings


@dataclass(frozen=True)
class Aggregate:
    """One item. `any_at`, `most_at` and `all_at` say whether any, more than half or all of its
    ratings are at the level asked for or above; None where there is no rating, and `most_at` also
    where exactly half are."""

    item: str
    ratings: int
    any_at: bool | None
    most_at: bool | None
    all_at: bool | None
    highest: Label | None
    majority: Label | None
    """The category more than half gave."""
    unanimous: Label | None
    """The category all gave."""


def aggregate(ratings: Ratings, at: Label) -> tuple[Aggregate, ...]:
    """Every item in order. `at` is the lowest category that counts (2 on a scale of 0 to 3)."""
    level = ratings.categories.index(at)
    counts = ratings.counts()
    number, above = counts.sum(axis=1), counts[:, level:].sum(axis=1)
    highest = counts.shape[1] - 1 - np.argmax(counts[:, ::-1] > 0, axis=1)
    most = counts.argmax(axis=1)
    largest = counts.max(axis=1)
    rows = []
    for at_item, item in enumerate(ratings.items):
        many, over = int(number[at_item]), int(above[at_item])
        if many == 0:
            rows.append(Aggregate(item, 0, None, None, None, None, None, None))
            continue
        common = ratings.categories[most[at_item]]
        rows.append(
            Aggregate(
                item=item,
                ratings=many,
                any_at=over > 0,
                most_at=None if 2 * over == many else 2 * over > many,
                all_at=over == many,
                highest=ratings.categories[highest[at_item]],
                majority=common if 2 * int(largest[at_item]) > many else None,
                unanimous=common if int(largest[at_item]) == many else None,
            )
        )
    return tuple(rows)
