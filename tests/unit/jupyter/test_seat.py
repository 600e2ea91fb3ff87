"""A desk in a calibration session: kept by the session's store, and of nobody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.proof import run_of
from tests.ui import session_world as world
from tests.unit.jupyter.helpers import AtOnce, Page, ScriptedJudge, make_task, make_workspace
from workbench.errors import Forbidden, Paused
from workbench.jupyter import launch
from workbench.jupyter.room import Room
from workbench.model.run import Verdict
from workbench.store.workspace import Workspace

SECRET = "what-ben-alone-wrote"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two tasks and one known one; ben has submitted his practice."""
    made = make_workspace(tmp_path)
    for name in ("py-more", "py-known"):
        made.save_task(make_task(id=name))
    made.refresh()
    gold = world.known("py-known", "because", solution=2)
    world.create(made, "s", ("ann", "ben"), ("py-add", "py-more"), gold=(gold,), onboarding=1,
                 overlap=1.0, onboarding_pass=0.1)  # fmt: skip
    review = world.review(made, made.task("py-known"), "ben", {"solution": 2},
                          words={"solution": SECRET * 8})  # fmt: skip
    world.submit_all(made, "s", "ben", {"py-known": review})
    return made


@pytest.fixture
def room(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Room:
    """Ann's process."""
    monkeypatch.setenv("WORKBENCH_REVIEWER", "ann")
    judge: Any = ScriptedJudge(workspace)
    return Room(workspace, AtOnce(), reviewer="ann", opener=lambda _: judge)


def queue(room: Room) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = room.sessions.answer({"type": "session_queue", "session": "s"})[
        "items"
    ]
    return items


def sit_down(room: Room) -> tuple[Any, Page]:
    desk = room.seated_desk("s", queue(room)[0]["id"])
    page = Page()
    desk.join(page)
    desk.handle(page, {"type": "hello"})
    return desk, page


def fill(desk: Any, page: Page, workspace: Workspace) -> None:
    made = world.review(workspace, workspace.task("py-known"), "ann", {"solution": 1})
    value = made.model_dump(mode="json")
    kept = ("ratings", "difficulty", "confidence")
    desk.handle(page, {"type": "edit", "edit": 1, "patch": {k: value[k] for k in kept}})


def test_live_tasks_come_after_practice(room: Room) -> None:
    (item,) = queue(room)
    assert item["practice"]
    assert "kind" not in item


def test_a_desk_opened_in_a_session_holds_the_task(room: Room) -> None:
    _, page = sit_down(room)
    seat = page.last("state")["session"]
    assert seat["held_until"] > 0
    assert (seat["position"], seat["total"], seat["practice"]) == (1, 1, True)


def test_its_review_is_with_the_session_and_not_among_the_workspaces(
    room: Room, workspace: Workspace
) -> None:
    desk, page = sit_down(room)
    fill(desk, page, workspace)
    assert page.last("saved")["sequence"] == 1
    assert not list((workspace.root / "reviews").rglob("*.json"))
    assert room.sessions.reviewer("s").load(queue(room)[0]["id"]) is not None


def test_its_runs_are_the_reviewers_own(room: Room, workspace: Workspace) -> None:
    desk, page = sit_down(room)
    desk.handle(page, {"type": "run", "request": "r1", "suite": "given", "cache": True})
    run_id = page.wait("run_done")["run"]["id"]
    assert not list((workspace.root / "runs").rglob("*.json"))
    assert desk.review.runs == (run_id,)
    desk.handle(page, {"type": "get_run", "id": run_id})
    assert page.last("run")["run"]["id"] == run_id


def test_its_submissions_are_on_record_and_compared_like_any(
    room: Room, workspace: Workspace
) -> None:
    desk, page = sit_down(room)
    fill(desk, page, workspace)
    desk.handle(page, {"type": "submit", "edit": 1})
    desk.handle(page, {"type": "reopen"})
    desk.handle(page, {"type": "edit", "edit": 2, "patch": {"notes": "once more"}})
    desk.handle(page, {"type": "get_revisions"})
    told = page.last("revisions")
    assert [(r["number"], r["problem"]) for r in told["revisions"]] == [(1, "")]
    assert (told["broken"], told["differs"]) == ("", 1)
    desk.handle(page, {"type": "get_revision", "number": 0, "against": 1})
    assert page.last("revision")["differences"][0]["after"] == "once more"
    assert SECRET not in json.dumps(page.heard)


def test_feedback_comes_once_practice_is_submitted(room: Room, workspace: Workspace) -> None:
    desk, page = sit_down(room)
    fill(desk, page, workspace)
    desk.handle(page, {"type": "submit", "edit": 1})
    assert page.last("submitted")["revision"] == 1
    world.tended(workspace, "s")
    desk.look()
    feedback = page.last("seat")["session"]["feedback"]
    assert (feedback["scores"]["solution"], feedback["why"]) == (2, "because")
    assert len(queue(room)) == 3


def test_leaving_a_task_needs_a_reason(room: Room) -> None:
    desk, page = sit_down(room)
    desk.handle(page, {"type": "skip", "reason": "  "})
    assert page.last("notice")["text"] == "say why you leave this task"
    desk.handle(page, {"type": "skip", "reason": "I wrote it"})
    seat = page.last("seat")["session"]
    assert (seat["item"], seat["skip_reason"]) == ("skipped", "I wrote it")


def test_a_lease_that_has_passed_on_is_said(room: Room) -> None:
    desk, page = sit_down(room)
    desk.handle(page, {"type": "renew"})
    assert page.last("seat")["session"]["lost"] == ""
    room.sessions.reviewer("s").release(queue(room)[0]["id"])
    desk.handle(page, {"type": "renew"})
    assert page.last("seat")["session"]["lost"]


def test_whoever_is_paused_gets_nothing_new_and_is_told_why(
    room: Room, workspace: Workspace
) -> None:
    assignment = queue(room)[0]["id"]
    with world.lead_of(workspace, "s") as lead:
        lead.pause("ann", "Let us talk.")
    assert room.sessions.queue("s")["paused"] == "Let us talk."
    with pytest.raises(Paused):
        room.seated_desk("s", assignment)


def test_a_submitted_task_is_reopened_and_submitted_again(room: Room, workspace: Workspace) -> None:
    desk, page = sit_down(room)
    fill(desk, page, workspace)
    desk.handle(page, {"type": "submit", "edit": 1})
    desk.handle(page, {"type": "reopen"})
    assert desk.review.state == "draft"
    desk.handle(page, {"type": "submit", "edit": 1})
    assert page.last("submitted")["revision"] == 2
    assert len(room.sessions.reviewer("s").submissions(queue(room)[0]["id"])) == 2


def test_a_reviewers_pages_hear_nothing_of_others(room: Room, workspace: Workspace) -> None:
    desk, page = sit_down(room)
    fill(desk, page, workspace)
    desk.handle(page, {"type": "submit", "edit": 1})
    world.tended(workspace, "s")
    desk.look()
    told = [
        *page.heard,
        room.sessions.answer({"type": "sessions"}),
        room.sessions.answer({"type": "claim", "session": "s"}),
    ]
    text = json.dumps(told)
    assert SECRET not in text
    assert "ben" not in text
    assert '"gold"' not in text
    with pytest.raises(Forbidden):
        room.board("s")


def test_the_board_a_server_was_started_for_is_named_to_its_pages(
    room: Room, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert room.sessions.answer({"type": "sessions"})["board"] == ""
    assert launch.environment(workspace.root, {}, board="s")[launch.BOARD] == "s"
    monkeypatch.setenv(launch.BOARD, "s")
    assert room.sessions.answer({"type": "sessions"})["board"] == "s"


def test_a_run_of_an_assessment_is_evidence_here_too(room: Room, workspace: Workspace) -> None:
    desk, page = sit_down(room)
    run = workspace.save_run(run_of(desk.review.task_id, Verdict.FAIL))
    fill(desk, page, workspace)
    rating = {
        "score": 2, "rationale": "It fails. " * 12,
        "evidence": [{"kind": "run", "ref": run.id, "label": "✗ stub"}],
    }  # fmt: skip
    patch = {"ratings": {"solution": rating}}
    desk.handle(page, {"type": "edit", "edit": 9, "patch": patch})
    assert page.last("saved")["missing"] == []
    # It is a run of another text: nobody keeps it silently.
    desk.handle(page, {"type": "submit", "edit": 9})
    assert page.last("submit_refused")["stale"]
    (chip,) = desk.state()["fresh"]["chips"]
    kept = {"reason": "It failed on the same lines.", "basis": chip["now"]}
    rating = {**rating, "evidence": [{**rating["evidence"][0], "kept": kept}]}
    desk.handle(page, {"type": "edit", "edit": 10, "patch": {"ratings": {"solution": rating}}})
    desk.handle(page, {"type": "submit", "edit": 10})
    assert page.last("submitted")["revision"] == 1
    assert room.sessions.reviewer("s").load_run(run.id) is not None
