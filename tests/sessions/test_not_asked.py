"""An axis that a reviewer was not asked is neither a 0 nor one that could not be judged."""

from __future__ import annotations

from dataclasses import replace

from tests.sessions.made import RUBRIC, a_record, a_session
from workbench.model.gold import compare
from workbench.model.review import as_given
from workbench.model.rubric import Rubric
from workbench.model.session import AxisDecision, Gold
from workbench.sessions.adjudicating import adjudicated, case_of
from workbench.sessions.labels import labels
from workbench.sessions.measures import measure_record
from workbench.sessions.record import Record
from workbench.sessions.rows import ratings_of

CONDITIONAL = "reproducible"


def conditional() -> Rubric:
    """The built-in rubric, asking for runs only where the specification has gaps."""
    value = RUBRIC.model_dump(mode="json")
    axis = next(a for a in value["axes"] if a["id"] == CONDITIONAL)
    axis["shown_when"] = [{"axis": "specification", "scores": [1, 2]}]
    return Rubric.model_validate(value)


def submitted(record: Record, rubric: Rubric) -> Record:
    """The record as it comes of reviews that were submitted under that rubric."""
    made = tuple(
        s.model_copy(update={"review": as_given(s.review, rubric)}) for s in record.submissions
    )
    return replace(record, rubric=rubric, submissions=made)


def parted() -> Record:
    """Ann, who filled the axis in and then hid it, beside two who were asked."""
    return submitted(
        a_record(
            a_session(state="revealed"),
            ("ann", "t1", [0, 0, 0, 0, 1]),
            ("ben", "t1", [2, 0, 0, 0, 0]),
            ("cleo", "t1", [2, 0, 0, 0, 0]),
            ("ann", "t2", [0]),
            ("ben", "t2", [0]),
        ),
        conditional(),
    )


def test_it_is_no_rating() -> None:
    record = parted()
    axis = record.rubric.axis(CONDITIONAL)
    assert axis is not None
    found = ratings_of([r for ratings in record.live.values() for r in ratings], axis)
    assert (found.items, sorted(found.raters), found.cannot_judge) == (("t1",), ["ben", "cleo"], 0)


def test_it_spoils_no_agreement_and_makes_no_gap() -> None:
    case = case_of(parted(), "t1")
    row = next(row for row in case.rows if row.axis.id == CONDITIONAL)
    assert len(row.split.not_asked) == 1
    assert (row.status, row.split.gap, row.split.crosses) == ("unanimous", 0, False)
    assert row.proposed.score == 0


def test_votes_tell_it_from_what_could_not_be_judged() -> None:
    found = {(label.task_id, label.axis): label for label in labels(parted())}
    label = found["t1", CONDITIONAL]
    (at,) = label.not_asked
    assert label.votes[at] is None
    assert label.unanimous == 0
    assert ("t2", CONDITIONAL) not in found


def test_a_decision_leaves_out_what_its_own_scores_do_not_ask() -> None:
    case = case_of(parted(), "t1")
    clear = AxisDecision(score=0, cause="slip", reason="it is said in the second line")
    gaps = AxisDecision(score=2, cause="slip", reason="the second line can be read both ways")
    without = adjudicated(case, {"specification": clear}, by="lead")
    assert CONDITIONAL not in without.axes
    assert without.decision == "accept"
    made = adjudicated(case, {"specification": gaps}, by="lead")
    assert made.axes[CONDITIONAL].score == 0
    assert made.decision == "revise"


def test_what_nobody_was_asked_needs_no_decision() -> None:
    made = adjudicated(case_of(parted(), "t2"), {}, by="lead")
    assert CONDITIONAL not in made.axes
    assert made.decision == "accept"


def test_gold_is_compared_on_what_was_asked() -> None:
    record = parted()
    gold = Gold(task_id="t1", scores={"specification": 1, CONDITIONAL: 1})
    compared = {
        rated.assignment.reviewer: [c.axis for c in compare(rated.review, gold, record.rubric)]
        for rated in record.live["t1"]
    }
    assert compared["ann"] == ["specification"]
    assert compared["ben"] == ["specification", CONDITIONAL]


def test_measures_hold_where_nobody_was_asked_at_all() -> None:
    quiet = a_record(a_session(), ("ann", "t1", [0]), ("ben", "t1", [0]))
    found = measure_record(submitted(quiet, conditional()))
    axis = next(a for a in found.axes if a.axis == CONDITIONAL)
    assert axis.ratings == 0
    assert axis.alpha.value is None
