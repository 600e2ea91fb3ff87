"""Each reviewer against gold, and against himself on tasks he was given twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from workbench.calibration.estimate import Estimate
from workbench.calibration.proportion import wilson
from workbench.calibration.ratings import Floats, Ints, Label, Ratings
from workbench.calibration.weights import places_of
from workbench.errors import InputError


@dataclass(frozen=True)
class AgainstGold:
    """One reviewer. Shares carry Wilson intervals. `sensitivity` is the share of gold items at
    the level or above that he put there, `specificity` of those below that he left below;
    `signed_error` how far above gold he scores on average."""

    rater: str
    items: int
    exact: Estimate
    adjacent: Estimate
    sensitivity: Estimate
    specificity: Estimate
    signed_error: Estimate


def against_gold(ratings: Ratings, gold: Mapping[str, Label], at: Label) -> tuple[AgainstGold, ...]:
    """Every reviewer in order, over the items that have gold. Adjacent means one category off at
    most. Raises InputError when gold is none of the categories."""
    level = ratings.categories.index(at)
    known = gold_codes(ratings, gold)
    true = known[ratings.item]
    has = true >= 0
    rater, said, true = ratings.rater[has], ratings.code[has].astype(np.int64), true[has]
    places = places_of(ratings.values, len(ratings.categories))
    rows = []
    for number, name in enumerate(ratings.raters):
        mine = rater == number
        his, right = said[mine], true[mine]
        bad = right >= level
        rows.append(
            AgainstGold(
                rater=name,
                items=len(his),
                exact=_share(his == right, "no gold item was rated"),
                adjacent=_share(np.abs(his - right) <= 1, "no gold item was rated"),
                sensitivity=_share((his >= level)[bad], f"no gold item is at {at} or above"),
                specificity=_share((his < level)[~bad], f"no gold item is below {at}"),
                signed_error=_mean(places[his] - places[right]),
            )
        )
    return tuple(rows)


def gold_codes(ratings: Ratings, gold: Mapping[str, Label]) -> Ints:
    """For each item the number of its gold category, -1 where there is none."""
    numbers = {label: code for code, label in enumerate(ratings.categories)}
    unknown = [f"{item}: {label}" for item, label in gold.items() if label not in numbers]
    if unknown:
        raise InputError(
            f"gold that is none of the categories: {', '.join(unknown[:5])}",
            mend=f"the categories are {', '.join(map(str, ratings.categories))}",
        )
    return np.array(
        [numbers[gold[item]] if item in gold else -1 for item in ratings.items], dtype=np.int64
    )


def signed_errors(ratings: Ratings, gold: Mapping[str, Label], rater: str) -> Floats:
    """Rating less gold of one reviewer, in the order the ratings came: what drift is read from."""
    true = gold_codes(ratings, gold)[ratings.item]
    mine = (ratings.rater == ratings.raters.index(rater)) & (true >= 0)
    places = places_of(ratings.values, len(ratings.categories))
    errors: Floats = places[ratings.code[mine]] - places[true[mine]]
    return errors


def repeat_agreement(ratings: Ratings) -> dict[str, Estimate]:
    """For each reviewer, how often two ratings he gave the same item in turn are the same.
    `ratings` come from `Collector.with_repeats`."""
    order = np.lexsort((np.arange(len(ratings.item)), ratings.item, ratings.rater))
    item, rater, code = ratings.item[order], ratings.rater[order], ratings.code[order]
    again = (item[1:] == item[:-1]) & (rater[1:] == rater[:-1])
    same = code[1:] == code[:-1]
    return {
        name: _share(same[again & (rater[1:] == number)], "he rated no item twice")
        for number, name in enumerate(ratings.raters)
    }


def _share(hits: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], nothing: str) -> Estimate:
    return wilson(int(hits.sum()), len(hits), nothing=nothing)


def _mean(errors: Floats) -> Estimate:
    if not len(errors):
        return Estimate(None, note="undefined: no gold item was rated")
    mean = float(errors.mean())
    if len(errors) < 2:
        return Estimate(mean, note="one item: no interval")
    half = 1.96 * float(errors.std(ddof=1)) / len(errors) ** 0.5
    return Estimate(mean, mean - half, mean + half)
