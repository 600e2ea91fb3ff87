"""A decision says what has to be said, keeps the votes, and names nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.sessions.made import AXES, RUBRIC, a_record, a_session
from workbench.errors import InputError, NotFound
from workbench.model.session import AxisDecision
from workbench.sessions.adjudicating import adjudicated, case_of, waiting
from workbench.sessions.labels import labels
from workbench.sessions.measures import measure_record
from workbench.sessions.record import Record
from workbench.sessions.revising import revised
from workbench.store.workspace import Workspace

SLIP = AxisDecision(score=2, cause="slip", reason="the run shows it")


def parted() -> Record:
    """Specification one level apart, solution on both sides, the rest the same but the last."""
    return a_record(
        a_session(state="revealed"),
        ("ann", "t1", [0, 1, 3, 0, 0, None]),
        ("ben", "t1", [1, 2, 3, 0, 0, 0]),
        ("cleo", "t1", [1, 2, 3, 0, 0, 0]),
        ("ann", "t2", [0]),
        ("ben", "t2", [0]),
    )


def test_unanimous_axes_are_prefilled_and_those_that_part_need_a_decision() -> None:
    case = case_of(parted(), "t1")
    assert [row.status for row in case.rows] == [
        "close", "decide", "unanimous", "unanimous", "unanimous", "close",
    ]  # fmt: skip
    assert case.needed == ("solution",)
    assert case.rows[0].proposed.score == 1
    assert case.rows[2].proposed == AxisDecision(score=3, unanimous=True)


def test_a_decision_keeps_whom_it_rests_on_and_derives_the_verdict() -> None:
    made = adjudicated(case_of(parted(), "t1"), {"solution": SLIP}, by="lead")
    assert made.axes["solution"] == SLIP
    assert made.axes["tests_reject_valid"].unanimous
    assert made.decision == "reject"
    assert len(made.ratings) == 3


@pytest.mark.parametrize(
    ("decision", "missing"),
    [
        ({}, "solution needs a score"),
        ({"solution": AxisDecision(score=2, cause="slip")}, "solution needs a reason"),
        ({"solution": AxisDecision(score=2, reason="so")}, "solution needs a cause"),
        ({"solution": SLIP, "reproducible": AxisDecision(score=2)}, "no level 2"),
        ({"solution": SLIP, "tests_reject_valid": AxisDecision(score=1)}, "needs a reason"),
        ({"solution": SLIP, "style": SLIP}, "no axis style"),
    ],
)
def test_what_a_decision_lacks_is_named(decision: dict[str, AxisDecision], missing: str) -> None:
    with pytest.raises(InputError, match=missing):
        adjudicated(case_of(parted(), "t1"), decision, by="lead")


def test_an_axis_may_be_decided_as_one_that_cannot_be_judged() -> None:
    none = AxisDecision(cannot_judge=True, cause="specification_gap", reason="two readings")
    made = adjudicated(case_of(parted(), "t1"), {"solution": none}, by="lead")
    assert made.axes["solution"].cannot_judge


def test_columns_are_shuffled_for_each_task_and_say_no_names() -> None:
    session = a_session(tasks=tuple(f"t{n}" for n in range(60)))
    rows = [(who, task, [0]) for task in session.tasks for who in ("ann", "ben", "cleo")]
    record = a_record(session, *rows)  # type: ignore[arg-type]
    orders = {
        tuple(c.rated.assignment.reviewer for c in case_of(record, task).columns)
        for task in session.tasks
    }
    assert len(orders) == 6
    shown = measure_record(record).tasks[0].model_dump_json()
    assert not any(name in shown for name in ("ann", "ben", "cleo"))
    assert [c.pseudonym for c in case_of(record, "t1").columns] == [
        "Reviewer A", "Reviewer B", "Reviewer C",
    ]  # fmt: skip


def test_a_task_waits_until_it_is_decided_and_again_when_it_was_rated_since() -> None:
    record = parted()
    assert waiting(record) == ("t1",)
    made = adjudicated(case_of(record, "t1"), {"solution": SLIP}, by="lead")
    decided = replace(record, adjudications=(made,))
    assert waiting(decided) == ()
    assert [t.state for t in measure_record(decided).tasks] == ["adjudicated", "agreed"]
    older = made.model_copy(update={"ratings": made.ratings[:2]})
    assert waiting(replace(record, adjudications=(older,))) == ("t1",)


def test_a_rating_made_after_the_reveal_is_no_blind_rating() -> None:
    record = parted()
    late = tuple(s.model_copy(update={"seen": s.reviewer == "ann"}) for s in record.submissions)
    case = case_of(replace(record, submissions=late), "t1")
    assert {c.rated.assignment.reviewer for c in case.columns} == {"ben", "cleo"}


def test_a_task_nobody_rated_has_no_case() -> None:
    with pytest.raises(NotFound, match="nobody has rated t7"):
        case_of(parted(), "t7")


def test_every_rule_stands_beside_the_votes() -> None:
    record = parted()
    made = adjudicated(case_of(record, "t1"), {"solution": SLIP}, by="lead")
    found = labels(replace(record, adjudications=(made,)))
    solution = next(row for row in found if (row.task_id, row.axis) == ("t1", "solution"))
    assert sorted(v for v in solution.votes if v is not None) == [1, 2, 2]
    assert (solution.highest, solution.majority, solution.unanimous) == (2, 2, None)
    assert (solution.adjudicated, solution.cause) == (2, "slip")
    assert sum(solution.posterior) == pytest.approx(1, abs=1e-3)
    last = next(row for row in found if (row.task_id, row.axis) == ("t1", AXES[-1]))
    assert None in last.votes
    assert last.unanimous == 0


def test_a_note_becomes_a_version_and_the_old_file_is_kept(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "ws")
    path = tmp_path / "ws" / "rubrics" / "coding-task-v1.rubric.yaml"
    before = path.read_bytes()
    for note in ("an unstated rounding rule is a gap", "so is an unstated order"):
        workspace.revise_rubric(
            "coding-task-v1", lambda old, note=note: revised(old, "specification", note)
        )
    now = workspace.rubric()
    axis = now.axis("specification")
    assert axis is not None
    assert now.version == 3
    assert axis.notes == ("an unstated rounding rule is a gap", "so is an unstated order")
    assert path.with_name("coding-task-v1.v1.rubric.yaml").read_bytes() == before
    assert path.with_name("coding-task-v1.v2.rubric.yaml").is_file()
    assert now.model_copy(update={"version": 1, "axes": RUBRIC.axes}) == RUBRIC


def test_a_note_names_an_axis_of_the_rubric() -> None:
    with pytest.raises(NotFound, match="no axis style"):
        revised(RUBRIC, "style", "be brief")
    with pytest.raises(InputError, match="needs a note"):
        revised(RUBRIC, "solution", "  ")
