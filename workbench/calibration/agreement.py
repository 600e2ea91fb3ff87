"""One table of agreement: every statistic of an axis, none of them alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.calibration import alpha, gwet, kappa
from workbench.calibration.bootstrap import (
    RESAMPLES,
    SEED,
    Interval,
    interval,
    jackknife,
    resamples,
)
from workbench.calibration.estimate import NO_ORDER, NO_PAIRS, NO_RATINGS, Estimate
from workbench.calibration.pairs import mean_kappa, pair_tables
from workbench.calibration.ratings import Floats, Ratings
from workbench.calibration.sums import Patterns, Sums
from workbench.calibration.weights import places_of, weights

_RELIABLE, _TENTATIVE = 0.80, 0.667


@dataclass(frozen=True)
class Row:
    """One line of the table. `value` is None where the statistic is undefined and `note` says
    why; `low` and `high` hold 95 %. `level` is the scale, the weights or, of a prevalence, the
    category."""

    axis: str
    statistic: str
    level: str
    value: float | None
    low: float | None
    high: float | None
    n_items: int
    n_raters: int
    note: str

    def as_dict(self) -> dict[str, Any]:
        """For a JSON line."""
        return asdict(self)


@dataclass(frozen=True)
class _Statistic:
    name: str
    level: str
    point: Estimate
    of: Callable[[Sums], Floats]
    note: str = ""
    checked: bool = True
    """Whether the jackknife is asked too."""


def axis_rows(
    axis: str, ratings: Ratings, number: int = RESAMPLES, seed: int = SEED
) -> tuple[Row, ...]:
    """Percent agreement and prevalence first, then what is corrected for chance."""
    n_raters = _different(ratings.rater)
    if not len(ratings.code):
        return _without_ratings(axis, ratings)
    patterns = Patterns.of(ratings.counts())
    sums = patterns.total()
    rated, paired = int(sums.rated[0]), int(sums.paired[0])
    statistics = _statistics(ratings, sums)
    drawn: list[list[Floats]] = [[] for _ in statistics]
    for batch in resamples(patterns, number, seed):
        for values, statistic in zip(drawn, statistics, strict=True):
            if statistic.point.value is not None:
                values.append(statistic.of(batch))
    rows = []
    for values, statistic in zip(drawn, statistics, strict=True):
        items = rated if statistic.name == "prevalence" else paired
        estimate = _with_interval(statistic, values, patterns)
        rows.append(_row(axis, statistic.name, statistic.level, estimate, items, n_raters))
    rows += _kappa_rows(axis, ratings, n_raters, number, seed)
    return tuple(rows)


def _without_ratings(axis: str, ratings: Ratings) -> tuple[Row, ...]:
    names = [("percent_agreement", "")]
    names += [("prevalence", str(category)) for category in ratings.categories]
    names += [("krippendorff_alpha", level) for level in alpha.LEVELS]
    names += [("gwet_ac1", "nominal"), ("gwet_ac2", "quadratic"), ("fleiss_kappa", "nominal")]
    names += [("cohen_kappa", "nominal"), ("weighted_kappa", "quadratic")]
    nothing = Estimate(None, note=_joined(NO_RATINGS, _left_out(ratings)))
    return tuple(_row(axis, name, level, nothing, 0, 0) for name, level in names)


def _statistics(ratings: Ratings, sums: Sums) -> list[_Statistic]:
    width, values = len(ratings.categories), ratings.values
    same, near = np.eye(width), weights("quadratic", places_of(values, width))
    shares = sums.shares[0] / sums.rated[0]
    found = [
        _Statistic("percent_agreement", "", _observed(sums, same),
                   lambda s: gwet.agreements(s, same), _left_out(ratings)),
        *(_prevalence(ratings, sums, code) for code in range(width)),
    ]  # fmt: skip
    found += [_alpha(ratings, sums, level) for level in alpha.LEVELS]
    ac2 = gwet.coefficient("gwet", sums, near) if ratings.ordered else Estimate(None, note=NO_ORDER)
    ac1 = gwet.coefficient("gwet", sums, same)
    return [
        *found,
        _Statistic(
            "gwet_ac1", "nominal", ac1,
            lambda s: gwet.coefficients("gwet", s, same), _by_chance(ac1, shares, same),
        ),
        _Statistic(
            "gwet_ac2", "quadratic", ac2,
            lambda s: gwet.coefficients("gwet", s, near), _by_chance(ac2, shares, near),
        ),
        _Statistic(
            "fleiss_kappa", "nominal", gwet.coefficient("fleiss", sums, same),
            lambda s: gwet.coefficients("fleiss", s, same),
        ),
    ]  # fmt: skip


def _alpha(ratings: Ratings, sums: Sums, level: alpha.Level) -> _Statistic:
    values, reason = ratings.values, alpha.obstacle(ratings, level)
    point = Estimate(None, note=reason) if reason else alpha.alpha_of(sums, level, values)
    return _Statistic(
        "krippendorff_alpha",
        level,
        point,
        lambda s: alpha.alphas(s, level, values),
        _reading(point),
    )


def _observed(sums: Sums, same: Floats) -> Estimate:
    value = float(gwet.agreements(sums, same)[0])
    return Estimate(None, note=NO_PAIRS) if np.isnan(value) else Estimate(value)


def _prevalence(ratings: Ratings, sums: Sums, code: int) -> _Statistic:
    """A category's share of all ratings; beside it how often the others join who gives it."""
    margin = float(sums.pairs[0, code].sum())
    joined = float(sums.pairs[0, code, code]) / margin if margin else None
    note = f"agreement on it {joined:.3f}" if joined is not None else ""
    if ratings.from_data:
        note = _joined(note, "categories are those in the data")
    return _Statistic(
        "prevalence", str(ratings.categories[code]),
        Estimate(float(sums.counts[0, code] / sums.counts[0].sum())),
        lambda s: s.counts[:, code] / s.counts.sum(axis=1), note, checked=False,
    )  # fmt: skip


def _left_out(ratings: Ratings) -> str:
    if not ratings.cannot_judge:
        return ""
    answers = len(ratings.code) + ratings.cannot_judge
    return f"{ratings.cannot_judge} of {answers} answers are 'cannot judge' and left out"


def _reading(point: Estimate) -> str:
    if point.value is None:
        return ""
    if point.value >= _RELIABLE:
        return "reliable (0.80 or more)"
    return "tentative (0.667 to 0.80)" if point.value >= _TENTATIVE else "below 0.667: not reliable"


def _by_chance(point: Estimate, shares: Floats, agreement: Floats) -> str:
    """What reviewers who draw from these shares blindly would reach: AC1 is high at low
    prevalence for no merit of theirs."""
    if point.value is None:
        return ""
    width = len(shares)
    chance = float(agreement.sum() / (width * (width - 1)) * (shares * (1 - shares)).sum())
    blind = (float(shares @ agreement @ shares) - chance) / (1 - chance)
    return f"blind guesses with these shares reach {blind:.3f}"


def _with_interval(statistic: _Statistic, values: list[Floats], patterns: Patterns) -> Estimate:
    point = statistic.point
    if point.value is None or not values:
        return Estimate(point.value, note=_joined(point.note, statistic.note))
    found = interval(np.concatenate(values))
    note = statistic.note
    note = _joined(note, _about(found))
    if statistic.checked and found.error:
        other = jackknife(patterns, statistic.of)
        if other is not None and not 2 / 3 <= other / found.error <= 3 / 2:
            note = _joined(
                note,
                f"the interval is shaky: jackknife error {other:.3f}, bootstrap {found.error:.3f}",
            )
    return Estimate(point.value, found.low, found.high, note)


def _kappa_rows(axis: str, ratings: Ratings, n_raters: int, number: int, seed: int) -> list[Row]:
    width = len(ratings.categories)
    chosen = [("cohen_kappa", "nominal", np.eye(width))]
    near = weights("quadratic", places_of(ratings.values, width))
    chosen.append(("weighted_kappa", "quadratic", near))
    tables = None if n_raters < 2 else pair_tables(ratings)
    rows = []
    for name, level, agreement in chosen:
        items = _different(tables.item) if tables else int((ratings.counts().sum(1) > 1).sum())
        if name == "weighted_kappa" and not ratings.ordered:
            estimate = Estimate(None, note=NO_ORDER)
        elif n_raters < 2:
            estimate = Estimate(None, note=NO_PAIRS)
        elif n_raters == 2 and tables is not None and len(tables.pairs):
            estimate = _two_raters(tables.tables[0], agreement, number, seed)
        elif n_raters == 2:
            estimate = Estimate(None, note=NO_PAIRS)
        else:
            estimate = mean_kappa(tables, agreement)
        rows.append(_row(axis, name, level, estimate, items, n_raters))
    return rows


def _two_raters(table: Floats, agreement: Floats, number: int, seed: int) -> Estimate:
    point = kappa.cohen_kappa(table, agreement)
    if point.value is None:
        return point
    items = int(table.sum())
    drawn = np.random.default_rng(seed).multinomial(items, table.ravel() / items, size=number)
    found = interval(kappa.cohen_kappas(drawn.reshape(number, *table.shape), agreement))
    note = "" if items >= kappa.MIN_COMMON else f"only {items} common items"
    return Estimate(point.value, found.low, found.high, _joined(note, _about(found)))


def _about(found: Interval) -> str:
    """What is to be known of an interval, or why there is none."""
    if found.error == 0:
        return "no interval: every resample gives the same"
    if found.low is None:
        return f"no interval: {found.undefined:.0%} of resamples have no variation"
    return f"{found.undefined:.0%} of resamples had no variation" if found.undefined > 0.01 else ""


def _row(axis: str, name: str, level: str, estimate: Estimate, n_items: int, n_raters: int) -> Row:
    return Row(axis, name, level, estimate.value, estimate.low, estimate.high, n_items, n_raters,
               estimate.note)  # fmt: skip


def _different(numbers: NDArray[np.integer]) -> int:
    return int(np.count_nonzero(np.bincount(numbers)))


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)
