"""What must not matter: names, the order ratings come in, how often all is copied."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.calibration.agreement import Row, axis_rows
from workbench.calibration.alpha import alphas
from workbench.calibration.bootstrap import bootstrap
from workbench.calibration.gwet import agreements, coefficients
from workbench.calibration.ratings import Label, Ratings, from_matrix, from_records
from workbench.calibration.sums import Patterns

LEVELS = (0, 1, 2, 3)
Table = list[list[int | None]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Items x reviewers on four levels with gaps."""
    raters = draw(st.integers(2, 5))
    cell = st.one_of(st.none(), st.sampled_from(LEVELS))
    row = st.lists(cell, min_size=raters, max_size=raters)
    return draw(st.lists(row, min_size=2, max_size=12))


def rows(ratings: Ratings) -> dict[tuple[str, str], Row]:
    return {(r.statistic, r.level): r for r in axis_rows("a", ratings, number=30)}


def same(one: dict[Any, Row], other: dict[Any, Row], *but: str) -> None:
    assert one.keys() == other.keys()
    for key, row in one.items():
        if row.statistic in but:
            continue
        for name in ("value", "low", "high"):
            first, second = getattr(row, name), getattr(other[key], name)
            assert first == (None if second is None else pytest.approx(second, abs=1e-9)), key


@settings(max_examples=40)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_reviewers_and_items_changes_nothing(table: Table, random: Any) -> None:
    columns = list(range(len(table[0])))
    random.shuffle(columns)
    mixed = [[row[c] for c in columns] for row in table]
    random.shuffle(mixed)
    # Resamples of a pair's table differ when the two change places; its value must not.
    one, other = rows(from_matrix(table, LEVELS)), rows(from_matrix(mixed, LEVELS))
    same(one, other, "cohen_kappa", "weighted_kappa")
    for name in (("cohen_kappa", "nominal"), ("weighted_kappa", "quadratic")):
        first, second = one[name].value, other[name].value
        assert first == (None if second is None else pytest.approx(second, abs=1e-9))


@settings(max_examples=40)
@given(tables(), st.permutations(LEVELS))
def test_names_of_categories_change_no_nominal_statistic(table: Table, names: list[int]) -> None:
    renamed = [[None if v is None else names[v] for v in row] for row in table]
    one, other = rows(from_matrix(table, LEVELS)), rows(from_matrix(renamed, LEVELS))
    for statistic in ("krippendorff_alpha", "gwet_ac1", "fleiss_kappa", "cohen_kappa"):
        first, second = one[statistic, "nominal"].value, other[statistic, "nominal"].value
        assert first == (None if second is None else pytest.approx(second, abs=1e-9))


@settings(max_examples=40)
@given(tables())
def test_turning_the_scale_round_changes_no_ordinal_or_interval_statistic(table: Table) -> None:
    turned = [[None if v is None else 3 - v for v in row] for row in table]
    one, other = rows(from_matrix(table, LEVELS)), rows(from_matrix(turned, LEVELS))
    for key in (("krippendorff_alpha", "ordinal"), ("krippendorff_alpha", "interval"),
                ("gwet_ac2", "quadratic"), ("weighted_kappa", "quadratic")):  # fmt: skip
        first, second = one[key].value, other[key].value
        assert first == (None if second is None else pytest.approx(second, abs=1e-9)), key


@given(tables(), st.integers(2, 4))
def test_copying_every_item_changes_nothing_but_alphas_correction_for_small_samples(
    table: Table, times: int
) -> None:
    once = Patterns.of(from_matrix(table, LEVELS).counts())
    often = Patterns.of(from_matrix(table * times, LEVELS).counts())
    one, other = once.total(), often.total()
    for kind in ("gwet", "fleiss", "brennan_prediger"):
        first, second = (coefficients(kind, s, np.eye(4)) for s in (one, other))  # type: ignore[arg-type]
        assert first == pytest.approx(second, abs=1e-9, nan_ok=True)
    assert agreements(one, np.eye(4)) == pytest.approx(agreements(other, np.eye(4)), nan_ok=True)
    # 1 - alpha goes with (n - 1) / n, n the pairable ratings.
    pairable = one.pairs.sum()
    first, second = (1 - alphas(s, "interval", np.arange(4.0)) for s in (one, other))
    if pairable and not np.isnan(first[0]):
        scale = (times * pairable - 1) / (times * (pairable - 1))
        assert second == pytest.approx(first * scale, abs=1e-9)


@settings(max_examples=40)
@given(tables())
def test_statistics_stay_within_their_bounds_and_never_are_nan(table: Table) -> None:
    for row in rows(from_matrix(table, LEVELS)).values():
        if row.value is None:
            assert row.note.startswith("undefined")
            assert row.low is row.high is None
        else:
            assert row.value <= 1 + 1e-9
            assert row.statistic not in ("percent_agreement", "prevalence") or row.value >= 0
            assert (row.low is None) == (row.high is None)
            if row.low is None:
                assert "no interval" in row.note
            else:
                assert row.low <= row.high


@given(tables())
def test_patterns_keep_every_item(table: Table) -> None:
    counts = from_matrix(table, LEVELS).counts()
    patterns = Patterns.of(counts)
    assert (patterns.counts.T @ patterns.times == counts.sum(axis=0)).all()
    assert patterns.items == int((counts.sum(axis=1) > 0).sum())


def test_wide_tables_are_grouped_like_narrow_ones() -> None:
    counts = np.random.default_rng(0).integers(0, 2, (50, 80))
    doubled = Patterns.of(np.concatenate([counts, counts]))
    assert (doubled.times % 2 == 0).all()
    assert doubled.items == 100


def test_the_same_ratings_have_the_same_interval_in_any_order() -> None:
    table: list[list[Label | None]] = [[0, 0, 1], [2, 2, None], [3, 2, 3], [1, 1, 1], [0, 1, 0]]

    def of(rows: list[list[Label | None]]) -> tuple[float | None, float | None]:
        ratings = from_matrix(rows, LEVELS)
        found = bootstrap(
            Patterns.of(ratings.counts()), lambda s: alphas(s, "ordinal", ratings.values)
        )
        return found.low, found.high

    assert of(table) == of(table[::-1]) == of([row[::-1] for row in table])


def test_resampling_items_is_multinomial_over_patterns() -> None:
    random = np.random.default_rng(5)
    truth = random.integers(0, 4, 300)
    ratings = from_records(
        (str(i), str(r), int(truth[i] if random.random() < 0.7 else random.integers(0, 4)))
        for i in range(300) for r in range(3)
    )  # fmt: skip
    counts = ratings.counts()
    slow = [
        alphas(Patterns.of(counts[random.integers(0, 300, 300)]).total(), "nominal", None)[0]
        for _ in range(600)
    ]
    fast = bootstrap(Patterns.of(counts), lambda s: alphas(s, "nominal", None))
    assert (fast.low, fast.high) == pytest.approx(np.quantile(slow, [0.025, 0.975]), abs=0.015)
    assert fast.error == pytest.approx(np.std(slow), rel=0.12)
