"""What every session store does with drafts and submissions: see its contract."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sessions.conformance import AXES, review, sitting
from tests.sessions.worlds import World
from workbench.errors import Conflict, InputError


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
