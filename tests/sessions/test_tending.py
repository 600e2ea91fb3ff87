"""What a session needs by now is done once, however often and by whomever it is tended."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from tests.proof import keep_proof
from tests.sessions.conformance import review
from tests.sessions.conformance import session as stored_session
from tests.sessions.made import AXES, a_record, a_session, a_submission
from tests.sessions.simulated import rubric_of
from tests.sessions.worlds import World
from workbench.errors import Paused
from workbench.model.gold import compare, passed
from workbench.model.session import Gold, Settings
from workbench.sessions.extras import handed_over
from workbench.sessions.planning import plan
from workbench.sessions.record import Record
from workbench.sessions.tending import PAUSED, misses, resume, tend, wanted


def test_scores_two_levels_apart_or_on_both_sides_of_what_blocks_ask_for_one_more() -> None:
    session = a_session()
    apart = a_record(session, ("ann", "t1", [0]), ("ben", "t1", [2]))
    crossing = a_record(session, ("ann", "t1", [1]), ("ben", "t1", [2]))
    binary = a_record(session, ("ann", "t1", [0, 0, 0, 0, 0, 0]), ("ben", "t1", [0, 0, 0, 0, 1, 0]))
    close = a_record(session, ("ann", "t1", [2]), ("ben", "t1", [3]))
    for record, many in ((apart, 1), (crossing, 1), (binary, 1), (close, 0)):
        extras = wanted(record).extras
        assert len(extras) == many
        assert all(e.kind == "extra" and e.reviewer in ("cleo", "dan") for e in extras)


def test_no_extra_is_asked_for_while_a_rating_is_outstanding() -> None:
    record = a_record(a_session(), ("ann", "t1", [0]), ("ben", "t1", [3]), ("cleo", "t1", None))
    assert wanted(record).extras == ()


def test_a_majority_settles_what_a_third_was_asked_for() -> None:
    session = a_session()
    settled = a_record(session, ("ann", "t1", [0]), ("ben", "t1", [2]), ("cleo", "t1", [0]))
    parted = a_record(session, ("ann", "t1", [0]), ("ben", "t1", [2]), ("cleo", "t1", [None]))
    assert wanted(settled).extras == ()
    assert [e.reviewer for e in wanted(parted).extras] == ["dan"]


def test_ratings_end_at_the_most_and_what_nobody_can_give_is_said() -> None:
    session = a_session(settings={"most_ratings": 2})
    assert wanted(a_record(session, ("ann", "t1", [0]), ("ben", "t1", [3]))).extras == ()
    alone = a_session(reviewers=("ann", "ben"))
    todo = wanted(a_record(alone, ("ann", "t1", [0]), ("ben", "t1", [3])))
    assert todo.extras == ()
    assert "nobody is left" in todo.notes[0]


def test_a_task_that_was_skipped_or_could_not_be_judged_goes_to_somebody_else() -> None:
    record = a_record(a_session(), ("ann", "t1", [0]), ("ben", "t1", None))
    skipped = [
        replace_item(p, "skipped") if p.assignment.reviewer == "ben" else p for p in record.progress
    ]
    extras = wanted(replace(record, progress=tuple(skipped))).extras
    assert [e.task_id for e in extras] == ["t1"]
    assert extras[0].reviewer not in ("ann", "ben")


def test_what_a_reviewer_leaves_open_is_given_to_others_once() -> None:
    session = a_session()
    rows = [("ann", "t1", None), ("ben", "t1", [0]), ("ann", "t2", [0]), ("ben", "t2", [0]),
            ("ann", "t3", None)]  # fmt: skip
    kinds = {("ann", "t3"): "single"}
    record = a_record(session, *rows, kinds=kinds, pauses={"ann": "on leave"})  # type: ignore[arg-type]
    given = handed_over(record, "ann")
    assert {(e.task_id, e.kind) for e in given} == {("t1", "extra"), ("t3", "extra")}
    assert not {"ann", "ben"} & {e.reviewer for e in given if e.task_id == "t1"}
    more = [(e.reviewer, e.task_id, None) for e in given]
    kinds |= {(e.reviewer, e.task_id): "extra" for e in given}
    again = a_record(session, *rows, *more, kinds=kinds, pauses={"ann": "on leave"})  # type: ignore[arg-type]
    assert handed_over(again, "ann") == ()


def test_a_short_pause_asks_nobody_else_and_holds_up_no_task_others_rated() -> None:
    session = a_session()
    rows = [("ann", "t1", None), ("ben", "t1", [0]), ("ann", "t2", None), ("ben", "t2", [0]),
            ("cleo", "t2", [3])]  # fmt: skip
    record = a_record(session, *rows, pauses={"ann": "a talk"})  # type: ignore[arg-type]
    assert [(e.task_id, e.reviewer) for e in wanted(record).extras] == [("t2", "dan")]


def replace_item(progress, state):  # type: ignore[no-untyped-def]
    return progress.model_copy(update={"item": progress.item.model_copy(update={"state": state})})


def test_an_extra_goes_to_who_has_least_to_do_and_not_to_who_is_paused() -> None:
    session = a_session()
    ratings = [("ann", "t1", [0]), ("ben", "t1", [3]), ("cleo", "t2", None), ("cleo", "t3", None)]
    assert wanted(a_record(session, *ratings)).extras[0].reviewer == "dan"  # type: ignore[arg-type]
    paused = a_record(session, *ratings, pauses={"dan": "a talk"})  # type: ignore[arg-type]
    assert wanted(paused).extras[0].reviewer == "cleo"


def test_two_leads_that_tend_at_once_give_an_extra_the_same_id() -> None:
    session = a_session()
    ratings = [("ann", "t1", [0]), ("ben", "t1", [3])]
    ours = wanted(a_record(session, *ratings)).extras[0]  # type: ignore[arg-type]
    busy = [*ratings, (ours.reviewer, "t5", None), (ours.reviewer, "t6", None)]
    theirs = wanted(a_record(session, *busy)).extras[0]  # type: ignore[arg-type]
    assert ours.id == theirs.id
    assert ours.reviewer != theirs.reviewer


def test_hidden_gold_counts_as_first_submitted_and_pauses_at_the_limit() -> None:
    session = a_session(settings={"pause_after": 1})
    record = a_record(session, ("ann", "g1", [0]), kinds={("ann", "g1"): "gold"})
    assert wanted(record).pause == ("ann",)
    assignment = record.progress[0].assignment
    better = a_submission(assignment, [2, 2, 2, 2], order=2, number=2)
    again = replace(record, submissions=(*record.submissions, better))
    assert misses(again)["ann"] == 1
    forgiven = replace(again, session=session.model_copy(update={"forgiven": {"ann": 1}}))
    assert wanted(forgiven).pause == ()
    assert wanted(replace(again, pauses={"ann": PAUSED})).pause == ()


def test_gold_that_could_not_be_judged_is_no_miss() -> None:
    session = a_session(settings={"pause_after": 1})
    record = a_record(session, ("ann", "g1", [None] * 6), kinds={("ann", "g1"): "gold"})
    assert wanted(record).pause == ()


def test_what_a_paused_reviewer_reads_does_not_speak_of_gold() -> None:
    assert "gold" not in PAUSED
    assert "known" not in PAUSED


def test_onboarding_is_passed_by_the_share_of_axes_that_are_close() -> None:
    gold = Gold(task_id="g1", scores=dict.fromkeys(AXES[:4], 2))
    record = a_record(
        a_session(), ("ann", "g1", [2, 3, 1, None]), kinds={("ann", "g1"): "onboarding"}
    )
    compared = compare(record.submissions[0].review, gold, record.rubric)
    assert [c.close for c in compared] == [True, True, False, False]
    assert passed([compared], 0.5)
    assert not passed([compared], 0.51)
    assert not passed([], 0.0)


def test_nothing_is_wanted_before_a_session_begins_or_after_it_is_revealed() -> None:
    record = a_record(a_session(), ("ann", "t1", [0]), ("ben", "t1", [3]))
    for state in ("planned", "revealed", "closed"):
        session = record.session.model_copy(update={"state": state})
        assert not wanted(replace(record, session=session)).anything


def test_a_stored_session_is_tended_to_its_end_and_once_more_changes_nothing(world: World) -> None:
    names = {who: world.name(who) for who in ("ann", "ben", "cleo")}
    gold = tuple(
        Gold(task_id=f"g{n}", scores=dict.fromkeys(AXES[:4], 0), why="it is clear") for n in (1, 2)
    )
    settings = Settings(
        seed=3, overlap=1.0, ratings_each=2, most_ratings=3, onboarding=1, gold=0.1, pause_after=1
    )
    store = world.store_as("lead")
    store.create(stored_session(world, tasks=("t1", "t2", "t3"), gold=gold, settings=settings))
    lead = store.lead("pilot")
    parts = {who: world.store_as(who).reviewer("pilot") for who in names}
    lead.assign(plan(lead.session()).assignments)
    lead.move_on("blind")
    tend(lead, rubric_of)
    for part in parts.values():
        assert [item.task_id for item in part.queue()] == ["g1"]
    submit(world, parts["ann"], "ann", {"g1": 0})
    submit(world, parts["ben"], "ben", {"g1": 3})
    todo, _ = tend(lead, rubric_of)
    # A database judges onboarding and pauses by itself as a reviewer submits.
    assert lead.admitted() == {names["ann"]}
    assert names["ben"] in todo.notes[0]
    told = parts["ben"].feedback(parts["ben"].queue()[0].id)
    assert told.scores == dict(gold[0].scores)
    assert len(parts["ann"].queue()) > 1
    assert len(parts["ben"].queue()) == 1
    lead.admit(names["ben"])
    submit(world, parts["cleo"], "cleo", {"g1": 0})
    tend(lead, rubric_of)
    # Ann misses the hidden gold, and sees everything else two levels worse than the others.
    submit(world, parts["ann"], "ann", {}, otherwise=2)
    tend(lead, rubric_of)
    assert set(lead.pauses()) == {names["ann"]}
    assert parts["ann"].paused()
    assert "gold" not in parts["ann"].paused()
    resume(lead, names["ann"], rubric_of)
    submit(world, parts["ann"], "ann", {}, otherwise=2)
    for who in ("ben", "cleo"):
        submit(world, parts[who], who, {}, otherwise=0)
    other = world.store_as("other-lead").lead("pilot")
    ours, theirs = (wanted(Record.of(one, rubric_of)) for one in (lead, other))
    lead.assign(ours.extras)
    other.assign(theirs.extras)
    assert lead.pauses() == {}
    live = [p.assignment for p in lead.progress()]
    shared = {a.task_id for a in live if a.kind == "overlap" and a.reviewer == names["ann"]}
    assert sorted(a.task_id for a in live if a.kind == "extra") == sorted(shared)
    before = Record.of(lead, rubric_of)
    again, _ = tend(lead, rubric_of)
    assert (again.extras, again.pause, again.admit) == ((), (), ())
    assert Record.of(lead, rubric_of) == before


def submit(world, part, who, scores, *, otherwise=None):  # type: ignore[no-untyped-def]
    """Everything open that is named, or everything open, until the reviewer is paused."""
    with contextlib.suppress(Paused):
        for item in part.queue():
            score = scores.get(item.task_id, otherwise)
            if item.state == "open" and score is not None:
                made = review(world, who, item.task_id, score=score)
                if score > 1:
                    keep_proof(part, item.task_id)
                part.submit(item.id, made, based_on=0, request=f"{item.id}-1")
