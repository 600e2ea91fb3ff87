"""When a review is complete, and what it decides."""

from pathlib import Path

import pytest
import yaml

from workbench import resources
from workbench.model.review import (
    EvidenceRef,
    Override,
    Rating,
    Review,
    decision,
    derived_decision,
    what_is_missing,
)
from workbench.model.rubric import Rubric

RUBRIC_FILE: Path = resources.rubrics() / "coding-task-v1.rubric.yaml"
LONG = "because " * 20


def no_runs(run_id: str) -> None:
    """Nothing was run."""


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return Rubric.model_validate(yaml.safe_load(RUBRIC_FILE.read_text()))


def filled(rubric: Rubric, **scores: int) -> Review:
    ratings = {
        axis.id: Rating(
            score=scores.get(axis.id, 0),
            rationale=LONG,
            evidence=(EvidenceRef(kind="text", text="seen"),),
        )
        for axis in rubric.axes
    }
    return Review(
        task_id="t", task_digest="d", reviewer="ann", rubric=rubric.id, rubric_version=1,
        ratings=ratings, difficulty=rubric.difficulty.options[0], confidence=4,
    )  # fmt: skip


def with_rating(review: Review, axis: str, rating: Rating) -> Review:
    return review.model_copy(update={"ratings": {**review.ratings, axis: rating}})


def test_complete_review_misses_nothing(rubric: Rubric) -> None:
    assert what_is_missing(filled(rubric), rubric, no_runs) == ()


def test_empty_review_names_every_axis(rubric: Rubric) -> None:
    empty = filled(rubric).model_copy(update={"ratings": {}})
    assert len(what_is_missing(empty, rubric, no_runs)) == len(rubric.axes)


def test_score_above_zero_needs_a_long_rationale(rubric: Rubric) -> None:
    review = with_rating(filled(rubric), "specification", Rating(score=1, rationale="short"))
    assert "rationale of 100" in what_is_missing(review, rubric, no_runs)[0]


def test_blocking_score_needs_evidence(rubric: Rubric) -> None:
    review = with_rating(filled(rubric), "solution", Rating(score=2, rationale=LONG))
    assert "needs evidence" in what_is_missing(review, rubric, no_runs)[0]


def test_score_beyond_the_axis_is_named(rubric: Rubric) -> None:
    review = with_rating(filled(rubric), "reproducible", Rating(score=3, rationale=LONG))
    assert "no level 3" in what_is_missing(review, rubric, no_runs)[0]


def test_cannot_judge_an_axis_needs_no_score(rubric: Rubric) -> None:
    review = with_rating(filled(rubric), "solution", Rating(cannot_judge="no access"))
    assert what_is_missing(review, rubric, no_runs) == ()


def test_cannot_judge_the_task_needs_only_a_reason(rubric: Rubric) -> None:
    review = filled(rubric).model_copy(update={"ratings": {}, "cannot_judge": "needs a GPU"})
    assert what_is_missing(review, rubric, no_runs) == ()


def test_override_needs_a_reason(rubric: Rubric) -> None:
    override = Override(decision="reject", reason=" ")
    review = filled(rubric).model_copy(update={"override": override})
    assert "Override" in what_is_missing(review, rubric, no_runs)[0]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({}, "accept"),
        ({"specification": 1}, "accept"),
        ({"specification": 2}, "revise"),
        ({"reproducible": 1}, "revise"),
        ({"solution": 3}, "reject"),
        ({"solution": 2, "tests_accept_wrong": 3}, "reject"),
    ],
)
def test_decision_follows_the_worst_axis(
    rubric: Rubric, scores: dict[str, int], expected: str
) -> None:
    assert derived_decision(filled(rubric, **scores), rubric) == expected


def test_no_decision_while_an_axis_is_open(rubric: Rubric) -> None:
    assert derived_decision(with_rating(filled(rubric), "solution", Rating()), rubric) is None


def test_override_decides(rubric: Rubric) -> None:
    override = Override(decision="reject", reason="licence")
    review = filled(rubric).model_copy(update={"override": override})
    assert decision(review, rubric) == "reject"


def test_a_part_that_came_later_is_not_written_while_it_is_empty(rubric: Rubric) -> None:
    bare = filled(rubric)
    marked = bare.model_copy(update={"equivalents": {"m1": "always even"}})
    assert "equivalents" not in bare.model_dump(mode="json")
    assert Review.model_validate(bare.model_dump(mode="json")) == bare
    assert Review.model_validate_json(marked.model_dump_json()) == marked
