"""Aggregates, gold, repeats and drift."""

import numpy as np
import pytest

from workbench.calibration.aggregate import aggregate
from workbench.calibration.drift import ewma, windowed_alpha
from workbench.calibration.gold import against_gold, repeat_agreement, signed_errors
from workbench.calibration.ratings import Collector, from_matrix
from workbench.errors import InputError


def test_aggregates_by_every_rule() -> None:
    table = from_matrix(
        [[0, 2, 3], [2, 2, 3], [3, 3, 3], [0, 2, None], [None] * 3, [0, 0, 1]], [0, 1, 2, 3]
    )
    rows = aggregate(table, at=2)
    said = [(r.any_at, r.most_at, r.all_at, r.highest, r.majority, r.unanimous) for r in rows]
    assert said == [
        (True, True, False, 3, None, None),
        (True, True, True, 3, 2, None),
        (True, True, True, 3, 3, 3),
        (True, None, False, 2, None, None),
        (None, None, None, None, None, None),
        (False, False, False, 1, 0, None),
    ]


def test_gold_tells_exact_from_adjacent_and_blind_from_lax() -> None:
    gold = {"item 0": 0, "item 1": 2, "item 2": 3, "item 3": 1}
    table = from_matrix([[0, 1], [2, 1], [2, 0], [2, None], [3, 3]], [0, 1, 2, 3])
    sharp, lax = against_gold(table, gold, at=2)
    assert (sharp.items, lax.items) == (4, 3)
    assert (sharp.exact.value, sharp.adjacent.value) == (0.5, 1.0)
    assert (sharp.sensitivity.value, sharp.specificity.value) == (1.0, 0.5)
    assert (lax.sensitivity.value, lax.specificity.value) == (0.0, 1.0)
    assert sharp.signed_error.value == 0.0
    assert lax.signed_error.value == pytest.approx(-1.0)
    assert sharp.sensitivity.note == "2 of 2"
    assert sharp.sensitivity.low == pytest.approx(0.3424, abs=1e-4)
    assert sharp.sensitivity.high == 1.0


def test_gold_says_what_it_cannot_say() -> None:
    table = from_matrix([[0, None], [1, 1]], [0, 1, 2, 3])
    row, other = against_gold(table, {"item 0": 0}, at=2)
    assert row.sensitivity.note == "undefined: no gold item is at 2 or above"
    assert other.exact.note == "undefined: no gold item was rated"
    assert other.signed_error.value is None


def test_gold_outside_the_scale_is_refused() -> None:
    with pytest.raises(InputError, match="none of the categories: item 0: 7"):
        against_gold(from_matrix([[0, 1]]), {"item 0": 7}, at=1)


def test_repeats_are_compared_with_themselves() -> None:
    collector = Collector([0, 1])
    for item, rater, value in [("a", "x", 0), ("a", "y", 1), ("a", "x", 0), ("b", "x", 1),
                               ("b", "x", 0)]:  # fmt: skip
        collector.add(item, rater, value)
    found = repeat_agreement(collector.with_repeats())
    assert (found["x"].value, found["x"].note) == (0.5, "1 of 2")
    assert found["y"].note == "undefined: he rated no item twice"


def test_a_reviewer_who_turns_severe_leaves_the_limits_and_a_steady_one_does_not() -> None:
    random = np.random.default_rng(3)
    steady = random.normal(0, 0.7, 120)
    turning = np.concatenate([steady[:60], steady[60:] + 0.9])
    assert ewma(steady, usual=0, spread=0.7).drifting is False
    found = ewma(turning, usual=0, spread=0.7)
    assert found.drifting is True
    assert found.note == "ratings 111 to 120: scores higher than usual"
    assert not any(point.outside for point in found.points[:6])


def test_only_the_latest_window_is_judged() -> None:
    random = np.random.default_rng(4)
    back = np.concatenate([np.full(30, 1.5), random.normal(0, 0.7, 150)])
    found = ewma(back, usual=0, spread=0.7)
    assert any(point.outside for point in found.points)
    assert found.drifting is False


def test_limits_keep_their_promise() -> None:
    random = np.random.default_rng(5)
    runs = [ewma(random.normal(0, 1, 200), usual=0, spread=1) for _ in range(300)]
    assert np.mean([run.drifting for run in runs]) < 0.015  # three standard errors: 0.3 %


def test_too_few_ratings_are_not_judged() -> None:
    assert ewma([1, 1, 1], usual=0, spread=1).note == "too few: 3 of at least 5 ratings"
    assert ewma([0.0] * 9, usual=0, spread=0).drifting is None
    # A window that has just begun waits.
    assert len(ewma([0.0, 1.0] * 6, usual=0, spread=1).points) == 1


def test_errors_against_gold_come_in_their_order() -> None:
    table = from_matrix([[0, 3], [2, 1], [3, 1]], [0, 1, 2, 3])
    assert list(signed_errors(table, {"item 0": 1, "item 2": 3}, "rater 1")) == [2.0, -2.0]


def test_agreement_is_read_window_by_window_in_the_order_items_were_finished() -> None:
    good, bad = [[0, 0], [1, 1]] * 5, [[0, 1], [1, 0]] * 5
    table = from_matrix([*good, *bad, [0, 0]], [0, 1])
    names = list(table.items)
    first, second = windowed_alpha(table, names, "nominal", window=10)
    assert (first.alpha.value, first.agreement.value) == (1.0, 1.0)
    assert second.alpha.value is not None
    assert second.alpha.value < 0
    turned = windowed_alpha(table, [*names[10:20], *names[:10]], "nominal", window=10)
    assert [w.alpha.value for w in turned] == [second.alpha.value, first.alpha.value]


def test_total_agreement_of_a_window_is_shown_as_such() -> None:
    table = from_matrix([[1, 1]] * 6, [0, 1])
    (window,) = windowed_alpha(table, table.items, "ordinal")
    assert window.agreement.value == 1.0
    assert window.alpha.value is None
    assert window.alpha.note.startswith("total agreement; undefined: every rating is the same")
