"""What a table of ratings takes, and what it refuses."""

import numpy as np
import pytest

from workbench.calibration.pairs import mean_kappa, pair_matrix, pair_tables
from workbench.calibration.ratings import Collector, Label, from_matrix, from_records
from workbench.errors import InputError


def test_whole_numbers_are_one_level_however_written() -> None:
    ratings = from_records([("a", "x", 2.0), ("a", "y", 2), ("b", "x", 0.5)])
    assert ratings.categories == (0.5, 2)
    assert [str(c) for c in ratings.categories] == ["0.5", "2"]


def test_a_value_outside_the_scale_is_refused_by_name() -> None:
    collector = Collector([0, 1], "solution")
    with pytest.raises(InputError, match="axis solution: 3 is none of the categories 0, 1"):
        collector.add("a", "x", 3)


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(InputError, match="nan is not a rating"):
        from_records([("a", "x", float("nan"))])


def test_measurements_are_not_categories() -> None:
    with pytest.raises(InputError, match="more than 101 different values"):
        from_records((str(i), "x", i) for i in range(102))


def test_a_repeat_is_refused_where_it_would_pass_for_agreement() -> None:
    with pytest.raises(InputError, match="x rated a more than once"):
        from_records([("a", "x", 1), ("a", "y", 1), ("a", "x", 1)])


def test_a_percentage_scale_works_to_the_end() -> None:
    random = np.random.default_rng(1)
    truth = random.integers(0, 101, 400)
    rows = [[int(np.clip(t + random.integers(-5, 6), 0, 100)) for _ in range(2)] for t in truth]
    ratings = from_matrix(rows, range(101))
    assert ratings.counts().shape == (400, 101)


def test_the_matrix_of_reviewers_hides_what_is_too_few() -> None:
    table: list[list[Label | None]] = [[i % 2, i % 2, None] for i in range(12)]
    table += [[None, 1, 0], [None, 0, 0]]
    first, second = pair_matrix(from_matrix(table), np.eye(2))
    assert (first.one, first.other, first.items, first.value) == ("rater 0", "rater 1", 12, 1.0)
    assert (second.items, second.value, second.agreement) == (2, None, 0.5)


def test_the_mean_over_pairs_is_that_of_the_pairs() -> None:
    random = np.random.default_rng(2)
    truth = random.integers(0, 3, 60)
    table: list[list[Label | None]] = [
        [int(t) if random.random() < 0.6 else int(random.integers(0, 3)) for _ in range(4)]
        for t in truth
    ]
    ratings = from_matrix(table)
    each = [pair.value for pair in pair_matrix(ratings, np.eye(3))]
    found = mean_kappa(pair_tables(ratings), np.eye(3))
    assert found.value == pytest.approx(np.mean(np.array(each, dtype=float)))
    # The interval is checked against resampling the items themselves.
    codes = ratings.matrix()
    drawn = []
    for _ in range(300):
        rows = codes[random.integers(0, 60, 60)]
        again = from_matrix([[int(v) for v in row] for row in rows], (0, 1, 2))
        drawn.append(mean_kappa(pair_tables(again), np.eye(3)).value)
    assert found.low is not None
    assert found.high is not None
    assert (found.high - found.low) / 3.92 == pytest.approx(
        float(np.std(np.array(drawn, dtype=float))), rel=0.2
    )


def test_pairs_without_enough_in_common_have_no_mean() -> None:
    found = mean_kappa(pair_tables(from_matrix([[0, 1, 0], [1, 1, 0]])), np.eye(2))
    assert found.value is None
    assert found.note == "undefined: no two reviewers share 10 items and vary on them"
