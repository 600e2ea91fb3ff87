"""What every session store does for leads, and at and after the reveal: see its contract."""

from __future__ import annotations

import time

import pytest

from tests.sessions.conformance import SECRET, review, run, sitting
from tests.sessions.worlds import World
from workbench.errors import Blind, Conflict, InputError, Paused
from workbench.model.session import Adjudication, Assignment, AxisDecision, Feedback


def test_a_paused_reviewer_is_told_and_gets_nothing(world: World) -> None:
    at = sitting(world)
    (only,) = at.assign("ann", ["t0"])
    ann = at.reviewer("ann")
    at.lead.pause(world.name("ann"), "let us talk")
    assert ann.paused() == "let us talk"
    with pytest.raises(Paused):
        ann.claim()
    given = review(world, "ann", "t0")
    with pytest.raises(Paused):
        ann.submit(only, given, based_on=0, request="r")
    saved = ann.save(only, given, based_on=0)
    assert at.lead.pauses() == {world.name("ann"): "let us talk"}
    at.lead.pause(world.name("ann"), "")
    assert ann.paused() == ""
    ann.submit(only, given, based_on=saved.sequence, request="r")


def test_feedback_is_of_onboarding_alone_and_after_submitting(world: World) -> None:
    at = sitting(world)
    (practice,) = at.assign("ann", ["g1"], kind="onboarding")
    (hidden,) = at.assign("ben", ["g1"], kind="gold")
    known = Feedback(assignment=practice, scores={"solution": 2}, why="it never ends")
    with pytest.raises(Conflict):
        at.lead.tell(known)
    at.submit("ann", practice, "g1")
    at.submit("ben", hidden, "g1")
    at.lead.tell(known)
    with pytest.raises(InputError):
        at.lead.tell(known.model_copy(update={"assignment": hidden}))
    assert at.reviewer("ann").feedback(practice) == known
    assert at.reviewer("ben").feedback(hidden) is None


def test_others_are_heard_only_once_revealed_and_without_their_names(world: World) -> None:
    at = sitting(world)
    ids = {}
    for who, score in (("ann", 0), ("ben", 1), ("cleo", 1)):
        ids[who] = at.assign(who, ["t0"])[0]
        at.submit(who, ids[who], "t0", score=score, words=SECRET if score else "")
    ann = at.reviewer("ann")
    with pytest.raises(Blind):
        ann.others(ids["ann"])
    at.lead.move_on("revealed")
    heard = ann.others(ids["ann"])
    assert len(heard) == 2
    assert {s.review.ratings["solution"].score for s in heard} == {1}
    told = repr(heard)
    for who in ("ben", "cleo"):
        assert world.name(who) not in told
        assert ids[who] not in told
    assert len({s.reviewer for s in heard}) == 2
    assert all(s.reviewer == s.review.reviewer for s in heard)
    assert not any(s.at or s.order or s.review.submitted_at for s in heard)


def test_pseudonyms_are_drawn_anew_for_each_task(world: World) -> None:
    at = sitting(world)
    tasks = [f"t{number}" for number in range(8)]
    for who, score in (("ann", 0), ("ben", 1), ("cleo", 1)):
        for assignment, task_id in zip(at.assign(who, tasks), tasks, strict=True):
            at.submit(who, assignment, task_id, score=score, words=f"{who:.<40}" if score else "")
    at.lead.move_on("revealed")
    ann = at.reviewer("ann")
    orders = {tuple(s.review.notes.strip(".") for s in ann.others(item.id)) for item in ann.queue()}
    assert orders == {("ben", "cleo"), ("cleo", "ben")}


def test_a_rating_made_after_the_reveal_says_so(world: World) -> None:
    at = sitting(world)
    first, second = at.assign("ann", ["t0", "t1"])
    at.submit("ann", first, "t0")
    at.lead.move_on("revealed")
    at.submit("ann", second, "t1")
    assert [s.seen for s in at.lead.submissions()] == [False, True]


def test_a_session_goes_forward_only_and_ends(world: World) -> None:
    at = sitting(world)
    (only,) = at.assign("ann", ["t0"])
    at.submit("ann", only, "t0")
    with pytest.raises(Conflict):
        at.lead.move_on("planned")
    at.lead.move_on("revealed")
    with pytest.raises(Conflict):
        at.lead.move_on("revealed")
    assert at.lead.move_on("closed").state == "closed"
    ann = at.reviewer("ann")
    assert ann.brief().state == "closed"
    with pytest.raises(Conflict):
        ann.reopen(only)


def test_decisions_come_after_the_reveal_and_all_are_kept(world: World) -> None:
    at = sitting(world)
    made = Adjudication(
        session="pilot", task_id="t0", by=world.name("lead"),
        axes={"solution": AxisDecision(score=2, reason="it fails", cause="slip")},
    )  # fmt: skip
    with pytest.raises(Conflict):
        at.lead.adjudicate(made)
    at.lead.move_on("revealed")
    first = at.lead.adjudicate(made)
    second = at.lead.adjudicate(made.model_copy(update={"guideline_note": "say what a defect is"}))
    assert (first.number, second.number) == (1, 2)
    assert at.lead.adjudications() == (first, second)
    other = world.store_as("other-lead").lead("pilot").adjudicate(made)
    assert (other.number, other.by) == (3, world.name("other-lead"))
    with pytest.raises(InputError):
        at.lead.adjudicate(made.model_copy(update={"task_id": "t99"}))


def test_two_leads_work_on_one_session(world: World) -> None:
    at = sitting(world)
    other = world.store_as("other-lead").lead("pilot")
    at.assign("ann", ["t0"])
    other.assign(
        [Assignment(id="o", reviewer=world.name("ben"), task_id="t0", kind="extra", position=0)]
    )
    other.pause(world.name("ben"), "wait")
    assert len(at.lead.progress()) == 2
    assert at.lead.pauses() == {world.name("ben"): "wait"}
    at.submit("ann", "ann-0", "t0")
    assert [s.order for s in other.submissions()] == [1]
    assert [s.order for s in at.lead.submissions()] == [1]


def test_an_update_leaves_alone_what_ratings_rest_on(world: World) -> None:
    at = sitting(world)
    (hidden,) = at.assign("ann", ["g1"], kind="gold")
    at.submit("ann", hidden, "g1")
    now = at.lead.session()
    assert at.lead.update(now.model_copy(update={"title": "New"})).title == "New"
    assert at.reviewer("ann").brief().title == "New"
    others = tuple(n for n in now.reviewers if n != world.name("ann"))
    other_gold = tuple(g.model_copy(update={"scores": {"solution": 0}}) for g in now.gold)
    for wrong in (
        {"reviewers": others}, {"gold": ()}, {"gold": other_gold}, {"state": "closed"},
        {"rubric": "another"},
    ):  # fmt: skip
        with pytest.raises(InputError):
            at.lead.update(now.model_copy(update=wrong))
    grown = now.model_copy(
        update={"reviewers": (*now.reviewers, world.name("eve")), "forgiven": {now.reviewers[0]: 1}}
    )
    assert at.lead.update(grown) == at.lead.session() == grown
    assert world.store_as("eve").reviewer("pilot").queue() == ()


def test_runs_are_the_reviewers_and_the_leads_alone(world: World) -> None:
    at = sitting(world)
    ann, ben = at.reviewer("ann"), at.reviewer("ben")
    kept = ann.save_run(run(7, words=SECRET))
    assert ann.load_run(kept.id) == kept
    assert ben.load_run(kept.id) is None
    assert at.lead.load_run(world.name("ann"), kept.id) == kept
    assert at.lead.load_run(world.name("ben"), kept.id) is None
    assert len(ann.save_run(run(7)).earlier) == 1


def test_a_board_hears_of_what_comes_in(world: World) -> None:
    at = sitting(world)
    (only,) = at.assign("ann", ["t0"])
    at.reviewer("ann")
    token = at.lead.changed("", 0)
    began = time.monotonic()
    assert at.lead.changed(token, 0.3) == token
    assert time.monotonic() - began > 0.25
    at.submit("ann", only, "t0")
    began = time.monotonic()
    assert at.lead.changed(token, 20) != token
    assert time.monotonic() - began < 10
