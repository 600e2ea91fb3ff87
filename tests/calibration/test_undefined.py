"""Where a statistic has no value, words say so: never 0, never 1, never a crash."""

from __future__ import annotations

import pytest

from workbench.calibration.agreement import Row, axis_rows
from workbench.calibration.rasch import rasch
from workbench.calibration.raters import severities
from workbench.calibration.ratings import CANNOT_JUDGE, Label, from_matrix

CORRECTED = ("krippendorff_alpha", "gwet_ac1", "gwet_ac2", "fleiss_kappa", "cohen_kappa",
             "weighted_kappa")  # fmt: skip


def rows(
    table: list[list[Label | None]], categories: list[Label] | None = None
) -> dict[tuple[str, str], Row]:
    found = axis_rows("a", from_matrix(table, categories), number=200)
    return {(row.statistic, row.level): row for row in found}


@pytest.mark.parametrize("categories", [[1, 2], None])
def test_without_variation_nothing_is_corrected_for_chance(categories: list[Label] | None) -> None:
    found = rows([[1, 1]] * 4, categories)
    assert found["percent_agreement", ""].value == 1.0
    assert found["prevalence", "1"].value == 1.0
    for (statistic, _), row in found.items():
        if statistic in CORRECTED:
            assert row.value is None
            assert row.note == (
                "undefined: every rating is the same, so nothing tells agreement from chance"
            )


def test_items_with_one_rating_agree_with_nobody() -> None:
    found = rows([[1, None], [None, 2], [2, None]])
    assert found["percent_agreement", ""].value is None
    for (statistic, _), row in found.items():
        if statistic in CORRECTED:
            assert row.note == "undefined: no item was rated by two reviewers"


def test_no_ratings_at_all_is_said_of_every_statistic() -> None:
    empty = rows([[None, CANNOT_JUDGE]], [0, 1])
    assert empty.keys() == rows([[0, 1], [1, 1]], [0, 1]).keys()
    for row in empty.values():
        assert row.value is None
        assert row.note == (
            "undefined: there are no ratings; 1 of 1 answers are 'cannot judge' and left out"
        )


def test_words_have_no_interval_scale_and_no_order() -> None:
    found = rows([["a", "b"], ["a", "a"], ["b", "b"], ["b", "b"]])
    assert found["krippendorff_alpha", "nominal"].value is not None
    assert "words" in found["krippendorff_alpha", "interval"].note
    assert "no order" in found["krippendorff_alpha", "ordinal"].note
    assert "no order" in found["gwet_ac2", "quadratic"].note
    assert "no order" in found["weighted_kappa", "quadratic"].note


def test_words_of_a_rubric_have_its_order() -> None:
    words: list[Label] = ["accept", "revise", "reject"]
    numbers = rows([[0, 1], [0, 0], [2, 1], [2, 2]], [0, 1, 2])
    named = rows(
        [["accept", "revise"], ["accept"] * 2, ["reject", "revise"], ["reject"] * 2], words
    )
    for key in (("krippendorff_alpha", "ordinal"), ("weighted_kappa", "quadratic")):
        assert named[key].value == numbers[key].value
    assert named["krippendorff_alpha", "interval"].value is None


def test_a_ratio_scale_has_nothing_below_zero() -> None:
    found = rows([[-1, 1], [1, 1], [-1, -1]])
    assert "below zero" in found["krippendorff_alpha", "ratio"].note
    assert found["krippendorff_alpha", "interval"].value is not None


def test_one_to_one_is_no_interval() -> None:
    found = rows([[0, 0], [1, 1], [0, 0], [1, 1], [0, 0], [1, 1]])
    row = found["krippendorff_alpha", "nominal"]
    assert row.value == 1.0
    assert row.low is None
    assert "no interval: every resample gives the same" in row.note


def test_rare_variation_is_told_beside_the_interval() -> None:
    found = rows([[1, 0]] + [[0, 0]] * 60)
    row = found["krippendorff_alpha", "nominal"]
    assert row.value is not None
    assert row.low is None
    assert "of resamples have no variation" in row.note


def test_cannot_judge_is_counted_and_left_out() -> None:
    plain = rows([[0, 0, None], [1, 1, 0], [0, 1, None], [1, 1, 1]])
    told = rows([[0, 0, CANNOT_JUDGE], [1, 1, 0], [0, 1, CANNOT_JUDGE], [1, 1, 1]])
    assert told["percent_agreement", ""].note == "2 of 12 answers are 'cannot judge' and left out"
    for key, row in plain.items():
        assert told[key].value == row.value


def test_guessing_is_told_beside_ac1() -> None:
    found = rows([[0, 0]] * 96 + [[1, 0], [0, 1], [0, 1], [1, 0]])
    assert found["gwet_ac1", "nominal"].value == pytest.approx(0.9584, abs=1e-4)
    assert found["gwet_ac1", "nominal"].note.startswith("blind guesses with these shares reach 0.9")


def test_severity_and_rasch_say_what_they_lack() -> None:
    alone = from_matrix([[1, None], [None, 2]])
    assert severities(alone).note == "undefined: no item was rated by two reviewers"
    assert rasch(alone).note == "undefined: no item was rated by two reviewers"
    assert "every rating is the same" in rasch(from_matrix([[1, 1], [1, 1]])).note
    apart = from_matrix([[1, 2, None, None], [2, 1, None, None], [None, None, 1, 2]])
    assert rasch(apart).note == "undefined: 2 groups of reviewers share no item"
    assert severities(apart).note == "2 groups share no item: severities compare within a group"
