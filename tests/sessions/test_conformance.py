"""What every session store does, whoever keeps it: see `workbench/store/sessions/contract.py`."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sessions.conformance import AXES, SECRET, review, run, session, sitting
from tests.sessions.worlds import World
from workbench.errors import Blind, Conflict, Forbidden, InputError, NotFound, Paused
from workbench.model.session import Adjudication, Assignment, AxisDecision, Feedback, Settings


def test_a_session_is_made_once(world: World) -> None:
    sitting(world)
    with pytest.raises(Conflict):
        world.store_as("lead").create(session(world))


def test_only_a_lead_of_it_makes_a_session(world: World) -> None:
    with pytest.raises(Forbidden):
        world.store_as("ann").create(session(world))
    assert world.store_as("lead").ids() == ()


def test_a_session_is_where_its_people_are(world: World) -> None:
    sitting(world)
    assert world.store_as("ann").ids() == ("pilot",)
    assert world.store_as("other-lead").ids() == ("pilot",)
    assert world.store_as("eve").ids() == ()


def test_a_session_that_is_not_there_is_not_found(world: World) -> None:
    for who in ("lead", "ann"):
        with pytest.raises(NotFound):
            world.store_as(who).lead("none")
        with pytest.raises(NotFound):
            world.store_as(who).reviewer("none")


def test_a_reviewer_is_no_lead_and_a_stranger_is_nobody(world: World) -> None:
    sitting(world)
    with pytest.raises(Forbidden):
        world.store_as("ann").lead("pilot")
    for part in ("lead", "reviewer"):
        with pytest.raises(Forbidden):
            getattr(world.store_as("eve"), part)("pilot")


def test_nothing_is_handed_out_before_the_session_begins(world: World) -> None:
    at = sitting(world, state="planned")
    at.assign("ann", ["t0"])
    ann = at.reviewer("ann")
    assert ann.queue() == ()
    assert ann.claim() is None
    at.lead.move_on("blind")
    assert [i.task_id for i in ann.queue()] == ["t0"]


def test_the_queue_is_in_order_and_tells_no_kind(world: World) -> None:
    at = sitting(world)
    rows = [("x1", "t1", "repeat", 2), ("x2", "g1", "gold", 0), ("x3", "t1", "single", 1)]
    at.lead.assign(
        [
            Assignment(id=i, reviewer=world.name("ann"), task_id=t, kind=k, position=p)
            for i, t, k, p in rows
        ]
    )
    queue = at.reviewer("ann").queue()
    assert [i.id for i in queue] == ["x2", "x3", "x1"]
    assert len({i.model_copy(update={"id": "", "task_id": "", "position": 0}) for i in queue}) == 1


def test_an_assignment_given_twice_is_one(world: World) -> None:
    at = sitting(world)
    made = Assignment(id="x", reviewer=world.name("ann"), task_id="t1", kind="single", position=0)
    at.lead.assign([made])
    at.lead.assign([made, made.model_copy(update={"kind": "gold"})])
    assert [p.assignment for p in at.lead.progress()] == [made]


def test_tasks_and_reviewers_of_others_are_not_assigned(world: World) -> None:
    at = sitting(world)
    base = Assignment(id="x", reviewer=world.name("ann"), task_id="t1", kind="single", position=0)
    for wrong in ({"reviewer": world.name("eve")}, {"task_id": "t99"}):
        with pytest.raises(InputError):
            at.lead.assign([base, base.model_copy(update={"id": "y", **wrong})])
    assert at.lead.progress() == ()


def test_live_tasks_come_once_the_reviewer_is_admitted(world: World) -> None:
    at = sitting(world)
    at.assign("ann", ["g1"], kind="onboarding")
    at.assign("ann", ["t1"])
    at.assign("ben", ["t1"])
    ann = at.reviewer("ann")
    assert [(i.task_id, i.practice) for i in ann.queue()] == [("g1", True)]
    assert [i.task_id for i in at.reviewer("ben").queue()] == ["t1"]
    at.lead.admit(world.name("ann"))
    at.lead.admit(world.name("ann"))
    assert [(i.task_id, i.practice) for i in ann.queue()] == [("g1", True), ("t1", False)]
    assert world.name("ann") in at.lead.admitted()


def test_onboarding_that_is_still_to_be_assigned_holds_live_tasks_back(world: World) -> None:
    at = sitting(world, settings=Settings(onboarding=1, seed=1))
    at.assign("ann", ["t1"])
    assert at.reviewer("ann").queue() == ()


def test_a_claim_takes_the_next_item_and_holds_it(world: World) -> None:
    at = sitting(world)
    at.assign("ann", ["t0", "t1"])
    ann = at.reviewer("ann")
    first, second = ann.claim(), ann.claim()
    assert [first.task_id, second.task_id] == ["t0", "t1"]
    assert 0 < first.held_until - time.time() < 90
    assert ann.claim() is None
    with pytest.raises(Conflict):
        ann.claim(first.id)
    ann.release(first.id)
    assert ann.claim(first.id).id == first.id


def test_a_lease_ends_by_itself(world: World) -> None:
    at = sitting(world, settings=Settings(lease_s=1.0, seed=1))
    (only,) = at.assign("ann", ["t0"])
    ann = at.reviewer("ann")
    held = ann.claim()
    assert ann.renew(only).held_until >= held.held_until
    time.sleep(1.2)
    with pytest.raises(Conflict):
        ann.renew(only)
    assert ann.queue()[0].held_until is None
    assert ann.claim(only).id == only


def test_what_is_not_in_the_queue_is_answered_alike_whoever_has_it(world: World) -> None:
    at = sitting(world)
    (bens,) = at.assign("ben", ["t0"])
    ann = at.reviewer("ann")
    said = set()
    for assignment in (bens, "nobodys-0"):
        for call in (ann.claim, ann.load, ann.renew, ann.submissions, ann.feedback, ann.others):
            with pytest.raises(NotFound) as caught:
                call(assignment)
            said.add(str(caught.value).replace(assignment, "X"))
    assert len(said) == 1


def test_leaving_a_task_takes_a_reason_and_it_comes_back_by_name(world: World) -> None:
    at = sitting(world)
    (only,) = at.assign("ann", ["t0"])
    ann = at.reviewer("ann")
    with pytest.raises(InputError):
        ann.skip(only, "  ")
    left = ann.skip(only, "I wrote it")
    assert (left.state, left.skip_reason) == ("skipped", "I wrote it")
    assert ann.claim() is None
    assert at.lead.progress()[0].item.skip_reason == "I wrote it"
    assert ann.claim(only).state == "open"


def test_a_draft_is_kept_and_a_second_window_does_not_overwrite_it(world: World) -> None:
    at = sitting(world)
    (only,) = at.assign("ann", ["t0"])
    ann = at.reviewer("ann")
    assert ann.load(only) is None
    draft = review(world, "ann", "t0", words="first")
    saved = ann.save(only, draft, based_on=0)
    assert saved.sequence == 1
    with pytest.raises(Conflict):
        ann.save(only, draft, based_on=0)
    assert ann.load(only) == saved
    assert ann.queue()[0].state == "draft"
    assert at.lead.progress()[0].item.state == "draft"


def test_a_review_of_something_else_is_not_kept(world: World) -> None:
    at = sitting(world)
    (only,) = at.assign("ann", ["t0"])
    ann = at.reviewer("ann")
    for wrong in (review(world, "ann", "t1"), review(world, "ben", "t0")):
        with pytest.raises(InputError):
            ann.save(only, wrong, based_on=0)
        with pytest.raises(InputError):
            ann.submit(only, wrong, based_on=0, request="r")
    assert list(at.lead.submissions()) == []


def test_what_is_incomplete_is_not_submitted(world: World) -> None:
    at = sitting(world)
    (only,) = at.assign("ann", ["t0"])
    half = review(world, "ann", "t0").model_copy(update={"difficulty": ""})
    with pytest.raises(InputError, match="Difficulty"):
        at.reviewer("ann").submit(only, half, based_on=0, request="r")
    assert at.reviewer("ann").queue()[0].state == "open"


def test_the_same_request_is_the_same_submission(world: World) -> None:
    at = sitting(world)
    first, second = at.assign("ann", ["t0", "t1"])
    ann = at.reviewer("ann")
    given = review(world, "ann", "t0")
    made = ann.submit(first, given, based_on=0, request="r1")
    assert ann.submit(first, given, based_on=0, request="r1") == made
    with pytest.raises(Conflict):
        ann.submit(first, given, based_on=0, request="r2")
    with pytest.raises(InputError):
        ann.submit(second, review(world, "ann", "t1"), based_on=0, request="r1")
    assert len(list(at.lead.submissions())) == 1
    assert ann.queue()[0].state == "submitted"


def test_a_task_that_cannot_be_judged_is_submitted_as_such(world: World) -> None:
    at = sitting(world)
    (only,) = at.assign("ann", ["t0"])
    given = review(world, "ann", "t0").model_copy(update={"cannot_judge": "no such language"})
    made = at.reviewer("ann").submit(only, given, based_on=0, request="r")
    assert made.decision is None
    assert at.lead.progress()[0].item.state == "cannot_judge"


def test_a_reopened_review_is_a_draft_and_what_was_submitted_stays(world: World) -> None:
    at = sitting(world)
    (only,) = at.assign("ann", ["t0"])
    made = at.submit("ann", only, "t0")
    ann = at.reviewer("ann")
    draft = ann.reopen(only)
    assert (draft.state, draft.sequence) == ("draft", made.review.sequence + 1)
    with pytest.raises(Conflict):
        ann.reopen(only)
    # The old request is still that submission, whatever was done since.
    assert ann.submit(only, draft, based_on=0, request=f"r-{only}") == made
    again = ann.submit(only, draft, based_on=draft.sequence, request="again")
    assert (again.number, again.previous) == (2, made.digest)
    assert ann.submissions(only) == (made, again)
    assert [s.digest for s in at.lead.submissions()] == [made.digest, again.digest]
    assert at.lead.progress()[0].submission.digest == again.digest


def test_a_repeat_begins_empty(world: World) -> None:
    at = sitting(world)
    first, again = at.assign("ann", ["t0", "t0"])
    at.submit("ann", first, "t0", score=1)
    ann = at.reviewer("ann")
    assert ann.load(again) is None
    assert [i.state for i in ann.queue()] == ["submitted", "open"]


def test_submissions_are_counted_as_the_store_took_them(world: World) -> None:
    at = sitting(world)
    ids = {who: at.assign(who, ["t0", "t1"]) for who in ("ann", "ben")}
    for who, number in (("ann", 0), ("ben", 0), ("ben", 1), ("ann", 1)):
        at.submit(who, ids[who][number], f"t{number}")
    taken = list(at.lead.submissions())
    assert [s.order for s in taken] == [1, 2, 3, 4]
    assert [s.reviewer for s in taken] == [world.name(w) for w in ("ann", "ben", "ben", "ann")]
    # To the reviewer it says nothing of how much others did.
    assert {s.order for s in at.reviewer("ann").submissions(ids["ann"][1])} == {0}


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


def test_twenty_processes_that_claim_at_once_hold_no_item_twice(world: World) -> None:
    at = sitting(world)
    at.assign("ann", [f"t{n % 10}" for n in range(30)])
    at.reviewer("ann")
    hands = [world.store_as("ann").reviewer("pilot") for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        got = list(pool.map(lambda hand: hand.claim().id, hands))
    assert len(set(got)) == 20
    assert sum(i.held_until is not None for i in at.reviewer("ann").queue()) == 20


def test_one_request_from_many_windows_is_kept_once(world: World) -> None:
    at = sitting(world)
    (only,) = at.assign("ann", ["t0"])
    at.reviewer("ann")
    given = review(world, "ann", "t0")
    hands = [world.store_as("ann").reviewer("pilot") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        made = list(
            pool.map(lambda h: h.submit(only, given, based_on=0, request="once").digest, hands)
        )
    assert len(set(made)) == 1
    assert len(list(at.lead.submissions())) == 1


def test_all_axes_of_a_submission_come_to_the_lead_as_they_were_given(world: World) -> None:
    at = sitting(world)
    (only,) = at.assign("ann", ["t0"])
    made = at.submit("ann", only, "t0", score=1, words="\u202e<b>ü</b> " * 20)
    (taken,) = at.lead.submissions()
    assert taken.review == made.review
    assert set(taken.review.ratings) == set(AXES)
