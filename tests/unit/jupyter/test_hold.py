"""Two reviewers in one workspace: who is at a task, who may take it over, how it is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.ui import session_world as world
from tests.unit.jupyter.helpers import AtOnce, Page, ScriptedJudge, make_task, make_workspace
from workbench.jupyter.desk import Desk
from workbench.jupyter.room import Room
from workbench.store.workspace import Workspace

NOTE = {"type": "edit", "edit": 1, "patch": {"notes": "x"}}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path)
    for name in ("py-more", "py-most"):
        made.save_task(make_task(id=name))
    made.refresh()
    return made


@pytest.fixture
def rooms(workspace: Workspace) -> dict[str, Room]:
    """A process each. They are one here, so nobody is ever seen to be gone."""
    judge: Any = ScriptedJudge(workspace)
    return {
        who: Room(Workspace.open(workspace.root), AtOnce(), reviewer=who, opener=lambda _: judge)
        for who in ("ann", "ben")
    }


def sit(room: Room, task: str = "py-add") -> tuple[Desk, Page]:
    desk = room.desk(task)
    page = Page(room.reviewer)
    desk.join(page)
    desk.handle(page, {"type": "hello"})
    return desk, page


def wait_out(room: Room, monkeypatch: pytest.MonkeyPatch, minutes: float = 48) -> None:
    """So long nobody gave a sign of life, by the clock of that room's process."""
    assert room.queueing._leases is not None
    now = room.queueing._leases._clock()
    monkeypatch.setattr(room.queueing._leases, "_clock", lambda: now + minutes * 60)


def filled(workspace: Workspace, task: str = "py-add") -> dict[str, Any]:
    value = world.review(workspace, workspace.task(task), "ann", {}).model_dump(mode="json")
    return {k: value[k] for k in ("ratings", "difficulty", "confidence")}


def test_whoever_is_alone_feels_nothing_of_it(rooms: dict[str, Room]) -> None:
    desk, page = sit(rooms["ann"])
    lease = page.last("state")["lease"]
    assert (lease["mine"], lease["holder"], lease["problem"]) == (True, "", "")
    desk.handle(page, NOTE)
    assert page.last("saved")
    assert page.all("lease") == []


def test_anothers_task_is_shown_and_not_changed(
    rooms: dict[str, Room], workspace: Workspace
) -> None:
    sit(rooms["ann"])
    desk, page = sit(rooms["ben"])
    lease = page.last("state")["lease"]
    assert (lease["mine"], lease["holder"], lease["free"]) == (False, "ann", False)
    assert lease["until"] > 0
    desk.handle(page, NOTE)
    assert "not yours now" in page.last("save_failed")["reason"]
    desk.handle(page, {"type": "run", "request": "r", "suite": "given", "cache": True})
    assert "not yours now" in page.last("run_failed")["reason"]
    for asked in ("submit", "take_over"):
        desk.handle(page, {"type": asked})
        assert page.last("notice")["level"] == "error"
    desk.handle(page, {"type": "edit", "edit": 2, "patch": {"active_s": 3}})
    assert page.last("saved")["edit"] == 2
    assert workspace.load_review("py-add", "ben") is None


def test_a_lease_that_ran_out_is_taken_over_and_its_old_holder_reads_so(
    rooms: dict[str, Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    anns, her = sit(rooms["ann"])
    anns.handle(her, NOTE)
    bens, his = sit(rooms["ben"])
    wait_out(rooms["ben"], monkeypatch)
    bens.look()
    assert his.last("lease")["lease"]["free"]
    bens.handle(his, {"type": "take_over"})
    assert his.last("lease")["lease"]["mine"]
    bens.handle(his, NOTE)
    assert his.last("saved")
    anns.handle(her, {"type": "edit", "edit": 2, "patch": {"notes": "y"}})
    assert "ben is at py-add" in her.last("save_failed")["reason"]
    anns.look()
    assert her.last("lease")["lease"]["holder"] == "ben"


def test_a_desk_in_use_is_kept(rooms: dict[str, Room], monkeypatch: pytest.MonkeyPatch) -> None:
    anns, her = sit(rooms["ann"])
    bens, his = sit(rooms["ben"])
    anns.handle(her, {"type": "renew"})
    bens.look()
    wait_out(rooms["ben"], monkeypatch, minutes=46)
    bens.look()
    assert not his.last("state")["lease"]["mine"]
    assert not any(m["lease"]["free"] for m in his.all("lease"))


def test_a_task_only_looked_at_is_free_when_its_tab_is_closed(rooms: dict[str, Room]) -> None:
    anns, her = sit(rooms["ann"])
    anns.leave(her)
    _, his = sit(rooms["ben"])
    assert his.last("state")["lease"]["mine"]


def test_a_draft_stays_its_reviewers_when_its_tab_is_closed(rooms: dict[str, Room]) -> None:
    anns, her = sit(rooms["ann"])
    anns.handle(her, NOTE)
    anns.leave(her)
    _, his = sit(rooms["ben"])
    assert his.last("state")["lease"]["holder"] == "ann"
    _, again = sit(rooms["ann"])
    assert again.last("state")["lease"]["mine"]


def test_submitting_lets_go_and_reopening_takes_hold(
    rooms: dict[str, Room], workspace: Workspace
) -> None:
    anns, her = sit(rooms["ann"])
    anns.handle(her, {"type": "edit", "edit": 1, "patch": filled(workspace)})
    anns.handle(her, {"type": "submit", "edit": 1})
    assert her.last("submitted")["revision"] == 1
    _, his = sit(rooms["ben"])
    assert his.last("state")["lease"]["mine"]
    assert her.last("lease")["lease"]["mine"]  # a submitted review is looked at, not held
    anns.handle(her, {"type": "reopen"})
    assert "ben is at" in her.last("notice")["text"]
    assert anns.review.state == "submitted"


def test_a_task_is_left_with_a_reason_and_taken_up_again(
    rooms: dict[str, Room], workspace: Workspace
) -> None:
    room = rooms["ann"]
    heard: list[dict[str, Any]] = []
    room.listen(heard.append)
    desk, page = sit(room)
    desk.handle(page, {"type": "skip", "reason": " "})
    assert page.last("notice")["text"] == "say why you leave this task"
    desk.handle(page, {"type": "skip", "reason": "I wrote it"})
    assert page.last("lease")["lease"]["skipped"] == "I wrote it"
    assert heard[-1]["row"][:2] == ["py-add", "skipped"]
    desk.handle(page, NOTE)
    assert "you left this task" in page.last("save_failed")["reason"]
    assert sit(rooms["ben"])[1].last("state")["lease"]["mine"]
    rooms["ben"].desk("py-add").leave(Page("ben"))
    kept = workspace.skips.load("py-add", "ann").skips
    assert [skip.reason for skip in kept] == ["I wrote it"]


def test_reopening_undoes_a_skip_and_keeps_it_on_record(
    rooms: dict[str, Room], workspace: Workspace
) -> None:
    desk, page = sit(rooms["ann"])
    desk.handle(page, {"type": "skip", "reason": "no time"})
    desk.handle(page, {"type": "reopen"})
    assert page.last("lease")["lease"]["skipped"] is None
    desk.handle(page, NOTE)
    assert page.last("saved")["edit"] == 1
    (skip,) = workspace.skips.load("py-add", "ann").skips
    assert skip.reason == "no time"
    assert skip.reopened_at
    assert {e.task_id: e.state for e in workspace.queue("ann")}["py-add"] == "draft"


def test_the_next_task_is_one_that_nobody_has(rooms: dict[str, Room]) -> None:
    sit(rooms["ben"], "py-more")
    asked = {"type": "take_next", "tasks": ["py-more", "py-most", "py-add"]}
    assert rooms["ann"].queueing.answer(asked)["task_id"] == "py-most"
    asked["tasks"] = ["py-more", "py-most"]
    assert rooms["ben"].queueing.answer(asked)["task_id"] == "py-more"
    sit(rooms["ben"], "py-add")
    asked["tasks"] = ["py-more", "py-add"]
    assert rooms["ann"].queueing.answer(asked)["task_id"] is None


def test_the_queue_says_who_is_at_what(rooms: dict[str, Room]) -> None:
    heard: list[dict[str, Any]] = []
    rooms["ann"].listen(heard.append)
    assert rooms["ann"].queueing.answer({"type": "queue"})["held"] == []
    sit(rooms["ben"], "py-more")
    rooms["ann"].look()
    told = [m for m in heard if m["type"] == "held"]
    assert [one[:2] for one in told[-1]["held"]] == [["py-more", "ben"]]


def test_without_leases_several_are_at_one_task(workspace: Workspace, tmp_path: Path) -> None:
    config = workspace.root / "workspace.toml"
    config.write_text(config.read_text() + "lease_minutes = 0\n")
    judge: Any = ScriptedJudge(workspace)
    for who in ("ann", "ben"):
        room = Room(Workspace.open(workspace.root), AtOnce(), reviewer=who, opener=lambda _: judge)
        desk, page = sit(room)
        assert page.last("state")["lease"]["renew_s"] == 0
        desk.handle(page, NOTE)
        assert page.last("saved")
    assert not (workspace.root / "leases").exists()


def test_where_no_lease_can_be_written_that_is_said_and_work_goes_on(
    rooms: dict[str, Room], workspace: Workspace
) -> None:
    (workspace.root / "leases").write_text("a file in the way")
    desk, page = sit(rooms["ann"])
    assert "Others may open this task too" in page.last("state")["lease"]["problem"]
    desk.handle(page, NOTE)
    assert page.last("saved")
