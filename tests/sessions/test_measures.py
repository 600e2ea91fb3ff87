"""Measures of small sessions, counted by hand, and what is said where little is known."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from tests.sessions.made import AXES, a_record, a_session
from workbench.model.measures import Measures, ReviewerMeasures
from workbench.model.session import Gold
from workbench.sessions.drifting import width_for
from workbench.sessions.measures import measure_record


def reviewer(measures: Measures, name: str) -> ReviewerMeasures:
    return next(r for r in measures.reviewers if r.reviewer == name)


def test_a_session_without_ratings_has_measures_that_say_so() -> None:
    found = measure_record(a_record(a_session(), ("ann", "t1", None)))
    assert (found.assigned, found.submitted, found.findings) == (1, 0, ())
    assert all(axis.alpha.value is None and axis.alpha.note for axis in found.axes)
    assert all(r.severity.value is None or r.done == 0 for r in found.reviewers)
    assert any("fewer than 30 tasks" in note for note in found.notes)


def test_gold_is_counted_axis_by_axis_and_by_the_side_it_is_on() -> None:
    gold = (Gold(task_id="g1", scores=dict(zip(AXES, (0, 1, 2, 3, 0, 1), strict=True))),)
    record = a_record(
        a_session(gold=gold), ("ann", "g1", [0, 2, 2, 0, 0, 1]), kinds={("ann", "g1"): "gold"}
    )
    found = reviewer(measure_record(record), "ann").gold
    assert (found.tasks, found.missed) == (1, 1)
    assert found.exact.value == pytest.approx(4 / 6)
    assert found.adjacent.value == pytest.approx(5 / 6)
    assert found.sensitivity.value == pytest.approx(2 / 3)
    assert found.specificity.value == pytest.approx(2 / 3)
    # Axes with two levels are left out: 0, +1, 0, -3.
    assert found.signed_error.value == pytest.approx(-0.5)


def test_repeats_are_compared_with_the_first_time() -> None:
    record = a_record(a_session(), ("ann", "t1", [0, 1, 2, 3]), ("ann", "t1", [0, 2, 0, 3]))
    found = reviewer(measure_record(record), "ann")
    assert found.repeats.value == pytest.approx(4 / 6)
    assert found.repeats_adjacent.value == pytest.approx(5 / 6)


def test_extra_ratings_are_left_out_of_agreement_and_kept_in_tasks() -> None:
    ratings = [("ann", "t1", [0]), ("ben", "t1", [3]), ("cleo", "t1", [3]),
               ("ann", "t2", [1]), ("ben", "t2", [1])]  # fmt: skip
    record = a_record(a_session(), *ratings, kinds={("cleo", "t1"): "extra"})  # type: ignore[arg-type]
    found = measure_record(record)
    assert found.axes[0].ratings == 4
    assert found.axes[0].percent.value == 0.5
    assert found.tasks[0].task_id == "t1"
    assert (found.tasks[0].gap, found.tasks[0].crosses, len(found.tasks[0].votes)) == (3, True, 3)
    assert found.open == 1


def test_practice_is_no_agreement_and_repeats_are_none() -> None:
    record = a_record(
        a_session(), ("ann", "g1", [0]), ("ben", "g1", [3]), ("ann", "t1", [0]), ("ann", "t1", [3]),
        kinds={("ann", "g1"): "onboarding", ("ben", "g1"): "onboarding"},
    )  # fmt: skip
    found = measure_record(record)
    assert found.axes[0].ratings == 1
    assert found.pairs == ()
    assert reviewer(found, "ann").onboarding.n == 4


def test_a_pair_below_ten_common_tasks_has_no_kappa() -> None:
    session = a_session(tasks=tuple(f"t{n}" for n in range(12)))
    for many in (9, 12):
        rows = [(who, f"t{n}", [n % 4]) for n in range(many) for who in ("ann", "ben")]
        (pair,) = measure_record(a_record(session, *rows)).pairs  # type: ignore[arg-type]
        assert pair.tasks == many
        assert pair.percent.value == 1
        assert pair.kappa == ({"specification": 1.0} if many > 9 else {})


def test_a_severe_reviewer_is_named_and_is_not_drifting() -> None:
    tasks = tuple(f"t{n}" for n in range(60))
    session = a_session(tasks=tasks)
    rows = []
    for n, task in enumerate(tasks):
        low = [(n + axis) % 3 for axis in range(4)]
        rows += [(who, task, low) for who in ("ann", "ben", "cleo")]
        rows.append(("dan", task, [score + 1 for score in low]))
    found = measure_record(a_record(session, *rows))
    assert [(f.kind, f.subject) for f in found.findings] == [("severe", "dan")]
    dan = reviewer(found, "dan")
    # Above the mean of the four, his own scores among them.
    assert dan.severity.value == pytest.approx(0.75, abs=0.02)
    assert not dan.drift.drifting


def test_low_agreement_everywhere_is_one_finding_and_no_axis_is_blamed() -> None:
    tasks = tuple(f"t{n}" for n in range(64))
    rows = []
    for task, (one, other) in zip(tasks, itertools.cycle(itertools.product(range(4), repeat=2))):
        rows += [("ann", task, [one] * 4), ("ben", task, [other] * 4)]
    found = measure_record(a_record(a_session(tasks=tasks), *rows))  # type: ignore[arg-type]
    assert [f.kind for f in found.findings] == ["low_agreement"]
    assert found.findings[0].figures


def test_a_revision_of_the_guidelines_stands_where_its_first_rating_came() -> None:
    session = a_session(rubric_version=3, revisions_of_rubric=((2, "rounding"), (3, "order")))
    record = a_record(session, ("ann", "t1", [0]), ("ben", "t1", [0]), ("ann", "t2", [0]))
    later = [
        s.model_copy(update={"review": s.review.model_copy(update={"rubric_version": 2})})
        if s.order > 1 else s
        for s in record.submissions
    ]  # fmt: skip
    found = measure_record(replace(record, submissions=tuple(later)))
    assert [(mark.version, mark.order) for mark in found.marks] == [(2, 2), (3, 4)]


def test_limits_widen_with_the_number_of_reviewers() -> None:
    assert width_for(1) == pytest.approx(2.576, abs=0.001)
    assert width_for(20) == pytest.approx(3.481, abs=0.001)


def test_what_a_store_doubts_stands_beside_its_figures() -> None:
    record = replace(a_record(a_session()), doubts=("blindness is not enforced for ann",))
    assert measure_record(record).doubts == ("blindness is not enforced for ann",)
