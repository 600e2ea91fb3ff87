"""What every session store does with sessions, parts and queues: see its contract."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sessions.conformance import session, sitting
from tests.sessions.worlds import World
from workbench.errors import Conflict, Forbidden, InputError, NotFound
from workbench.model.session import Assignment, Settings


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


def test_twenty_processes_that_claim_at_once_hold_no_item_twice(world: World) -> None:
    at = sitting(world)
    at.assign("ann", [f"t{n % 10}" for n in range(30)])
    at.reviewer("ann")
    hands = [world.store_as("ann").reviewer("pilot") for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        got = list(pool.map(lambda hand: hand.claim().id, hands))
    assert len(set(got)) == 20
    assert sum(i.held_until is not None for i in at.reviewer("ann").queue()) == 20
