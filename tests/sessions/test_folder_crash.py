"""Whoever dies between any two steps on disk loses nothing that was acknowledged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sessions.conformance import review, sitting
from tests.sessions.doomed import doomed
from tests.sessions.served import Account, Gone, Remote, Served
from tests.sessions.worlds import FolderOfOne, accessible_folder, folder_of_one, opened
from workbench.errors import Conflict
from workbench.model.session import Adjudication, AxisDecision, Feedback

Say = Callable[[str], None]


class _Named:
    """Stands in for a world where only names matter."""

    def name(self, who: str) -> str:
        return who


def anns_story(path: Path, say: Say) -> None:
    """Claims, drafts, submits, reopens, submits again; each step may have been done before."""
    world: Any = _Named()
    ann = opened(path).reviewer("pilot")
    if ann.queue()[0].state == "open":
        ann.claim()
        ann.save("ann-0", review(world, "ann", "t0", words="half"), based_on=0)
        say("saved")
    first = ann.submissions("ann-0")
    if not first:
        draft = ann.load("ann-0")
        ann.submit("ann-0", draft, based_on=draft.sequence, request="one")
        say("one")
    if len(first) < 2:
        if ann.queue()[0].state == "submitted":
            ann.reopen("ann-0")
            say("reopened")
        draft = ann.load("ann-0")
        ann.submit("ann-0", draft, based_on=draft.sequence, request="two")
        say("two")


def leads_story(path: Path, say: Say) -> None:
    """Takes submissions, tells, pauses, reveals, decides."""
    lead = opened(path).lead("pilot")
    taken = list(lead.submissions())
    say(f"taken {len(taken)}")
    lead.tell(Feedback(assignment="ann-1", scores={"solution": 2}))
    say("told")
    lead.pause("ben", "wait")
    say("paused")
    if lead.session().state == "blind":
        lead.move_on("revealed")
        say("revealed")
    if not lead.adjudications():
        axes = {"solution": AxisDecision(score=2)}
        lead.adjudicate(Adjudication(session="pilot", task_id="t0", by="lead", axes=axes))
        say("decided")


@pytest.fixture
def one(served: Served) -> Any:
    with folder_of_one(served) as world:
        yield world


def _die_everywhere(
    served: Served, world: FolderOfOne, who: str, story: Any, check: Any, *, torn: bool
) -> int:
    """The story from the same beginning, dying one step later each time; how many deaths."""
    folder = accessible_folder()
    try:
        for at in range(1, 500):
            place = folder / str(at)
            shutil.copytree(world.folder, place)
            said = place / "said"
            args = (at, torn, story, place / "ws", said)
            try:
                served.call(Account(says=who), doomed, *args)
                return at - 1
            except (Gone, EOFError, OSError):
                pass
            acknowledged = said.read_text().split("\n")[:-1] if said.exists() else []
            check(place / "ws", acknowledged)
            shutil.rmtree(place)
            served.hang_up()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    raise AssertionError("the story never ends")


def _as(served: Served, who: str, path: Path) -> Remote:
    return served.call(Account(says=who), opened, path)[0]


@pytest.mark.parametrize("torn", [False, True], ids=["whole", "torn"])
def test_a_reviewer_who_dies_anywhere_loses_nothing_acknowledged(
    served: Served, one: FolderOfOne, torn: bool
) -> None:
    at = sitting(one)
    at.assign("ann", ["t0"])
    at.reviewer("ann")

    def check(path: Path, acknowledged: list[str]) -> None:
        ann = _as(served, "ann", path).reviewer("pilot")
        lead = _as(served, "lead", path).lead("pilot")
        there = len(list(lead.submissions()))
        assert there >= sum(word in ("one", "two") for word in acknowledged)
        if "saved" in acknowledged:
            assert ann.load("ann-0").notes == "half"
        if "reopened" in acknowledged:
            assert ann.load("ann-0").sequence >= 3
        # Going on from there with the same requests ends where it would have ended.
        served.call(Account(says="ann"), doomed, 0, False, anns_story, path, path.parent / "more")
        assert [s.number for s in lead.submissions()] == [1, 2]
        assert ann.queue()[0].state == "submitted"
        assert not any("chain" in doubt or "after" in doubt for doubt in lead.doubts())

    deaths = _die_everywhere(served, one, "ann", anns_story, check, torn=torn)
    assert deaths > (10 if torn else 30)


def test_a_lead_who_dies_anywhere_leaves_the_session_whole(
    served: Served, one: FolderOfOne
) -> None:
    at = sitting(one)
    at.assign("ann", ["t0"])
    at.assign("ann", ["g1"], kind="onboarding")
    at.assign("ben", ["t0"])
    at.lead.admit("ann")
    at.submit("ann", "ann-0", "t0")
    at.submit("ben", "ben-0", "t0", score=1)
    # What the leads' copy has not seen yet is what the story takes.
    ann = at.reviewer("ann")
    ann.submit("ann-1", review(one, "ann", "g1"), based_on=0, request="practice")

    def check(path: Path, acknowledged: list[str]) -> None:
        lead = _as(served, "lead", path).lead("pilot")
        taken = list(lead.submissions())
        assert [s.order for s in taken] == [1, 2, 3]
        assert len({s.digest for s in taken}) == 3
        again = _as(served, "ann", path).reviewer("pilot")
        assert again.brief() == lead.session().brief()
        if "told" in acknowledged:
            assert again.feedback("ann-1") is not None
        if "paused" in acknowledged:
            assert lead.pauses() == {"ben": "wait"}
        if "decided" in acknowledged:
            assert len(lead.adjudications()) == 1
        served.call(Account(says="lead"), doomed, 0, False, leads_story, path, path.parent / "x")
        assert len(lead.adjudications()) == 1
        assert len(again.others("ann-0")) == 1

    deaths = _die_everywhere(served, one, "lead", leads_story, check, torn=False)
    assert deaths > 30


def test_a_session_whose_maker_died_is_not_there(served: Served, one: FolderOfOne) -> None:
    def check(path: Path, acknowledged: list[str]) -> None:
        store = _as(served, "lead", path)
        assert ("made" in acknowledged) <= (store.ids() == ("pilot",))
        if not store.ids():
            served.call(Account(says="lead"), doomed, 0, False, makers_story, path, path / "x")
        assert store.lead("pilot").session().id == "pilot"

    deaths = _die_everywhere(served, one, "lead", makers_story, check, torn=False)
    assert deaths > 10


def makers_story(path: Path, say: Say) -> None:
    """Makes a session with assignments."""
    from tests.sessions.conformance import session

    world: Any = _Named()
    try:
        opened(path).create(session(world))
    except Conflict:
        return
    say("made")
