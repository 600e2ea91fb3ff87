"""What a page may ask of a desk, and that nothing is acknowledged before it is on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.jupyter.helpers import Page, make_task, make_workspace, open_desk, sit
from workbench.errors import SaveFailed
from workbench.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def on_disk(workspace: Workspace) -> dict[str, Any]:
    path = workspace.root / "reviews" / "py-add" / "ann.review.json"
    value: dict[str, Any] = json.loads(path.read_text())
    return value


def edit(number: int, **patch: Any) -> dict[str, Any]:
    return {"type": "edit", "edit": number, "patch": patch}


def test_hello_is_answered_with_the_whole_state(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, {"type": "hello", "seen": 0})
    state = page.last("state")
    assert state["task"]["title"] == "Add two numbers"
    assert state["sandbox"]["backend"] == "scripted"
    assert [t["id"] for t in state["task"]["suites"][0]["inventory"]["tests"]]
    assert state["missing"]
    assert state["reviewer"] == "ann"


def test_the_candidates_recorded_outcome_is_not_shown(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    text = json.dumps(desk.state())
    candidate = desk.state()["task"]["solutions"][0]
    assert "expected" not in candidate
    assert "breaking the reference" not in text
    assert "flipped an operator" not in text


def test_an_edit_is_on_disk_when_it_is_acknowledged(workspace: Workspace) -> None:
    desk = open_desk(workspace)

    class Looking(Page):
        def send(self, message: dict[str, Any]) -> None:
            if message["type"] == "saved":
                assert on_disk(workspace)["notes"] == "hm"
            super().send(message)

    page = Looking()
    desk.join(page)
    desk.handle(page, edit(1, notes="hm"))
    assert page.last("saved")["edit"] == 1


def test_a_mutant_held_for_equivalent_keeps_its_reason_until_taken_back(
    workspace: Workspace,
) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, edit(1, equivalents={"m1": "always even", "m2": "never reached"}))
    assert on_disk(workspace)["equivalents"] == {"m1": "always even", "m2": "never reached"}
    desk.handle(page, edit(2, equivalents={"m1": None}))
    assert on_disk(workspace)["equivalents"] == {"m2": "never reached"}
    desk.handle(page, edit(3, equivalents={"m3": ""}))
    assert on_disk(workspace)["equivalents"] == {"m2": "never reached"}


def test_an_edit_sent_again_is_acknowledged_and_changes_nothing(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, edit(1, notes="first"))
    desk.handle(page, edit(2, notes="second"))
    desk.handle(page, edit(1, notes="first"))
    assert on_disk(workspace)["notes"] == "second"
    assert [m["edit"] for m in page.all("saved")] == [1, 2, 1]


def test_a_reloaded_page_that_counts_from_one_again_is_not_taken_for_a_repeat(
    workspace: Workspace,
) -> None:
    desk = open_desk(workspace)
    desk.handle(sit(desk), edit(1, notes="before"))
    desk.handle(sit(desk), edit(1, notes="after"))
    assert on_disk(workspace)["notes"] == "after"


def test_restoring_a_given_file_leaves_no_edit(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, edit(1, given_edits={"test_add.py": "def test_other(): assert 1"}))
    assert on_disk(workspace)["given_edits"]
    assert page.last("saved")["inventories"]["given"]["tests"][0]["id"].endswith("test_other")
    desk.handle(page, edit(2, given_edits={"test_add.py": None}))
    assert on_disk(workspace)["given_edits"] == {}


def test_typing_the_given_text_back_leaves_no_edit(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    original = make_task().given.files["test_add.py"]
    desk.handle(sit(desk), edit(1, given_edits={"test_add.py": original}))
    assert on_disk(workspace)["given_edits"] == {}


@pytest.mark.parametrize(
    "patch",
    [
        {"state": "submitted"},
        {"reviewer": "someone"},
        {"sequence": 99},
        {"runs": ["x"]},
        {"confidence": 99},
        {"confidence": float("nan")},
        {"given_edits": {"../../etc/passwd": "x"}},
        {"given_edits": {"/abs": "x"}},
        {"probes": [{"name": "../up", "files": {"a": "b"}}]},
        {"probes": "text"},
        {"ratings": {"solution": {"score": 7}}},
        {"notes": "\ud800"},
        {"active_s": "long"},
        {"ratings": []},
    ],
    ids=str,
)
def test_a_patch_no_page_would_send_is_refused_and_nothing_is_written(
    workspace: Workspace, patch: dict[str, Any]
) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, {"type": "edit", "edit": 1, "patch": patch})
    assert page.last("save_failed")["reason"]
    assert not (workspace.root / "reviews" / "py-add").exists()


@pytest.mark.parametrize(
    "message", [{}, {"type": 3}, {"type": "edit"}, {"type": "run", "tests": 4}]
)
def test_a_message_that_makes_no_sense_is_answered_not_raised(
    workspace: Workspace, message: dict[str, Any]
) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, message)
    assert page.heard


def test_a_full_disk_is_said_and_the_next_try_saves(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(workspace)
    page = sit(desk)

    def full(*args: Any, **kwargs: Any) -> None:
        raise SaveFailed("not saved: the disk is full", mend="free some space")

    with monkeypatch.context() as patched:
        patched.setattr(workspace, "save_review", full)
        desk.handle(page, edit(1, notes="kept"))
    assert page.last("save_failed")["reason"] == "not saved: the disk is full"
    assert page.last("save_failed")["conflict"] is None
    desk.handle(page, edit(1, notes="kept"))
    assert on_disk(workspace)["notes"] == "kept"


def test_another_process_that_changed_something_else_is_merged(workspace: Workspace) -> None:
    desk, elsewhere = open_desk(workspace), open_desk(workspace)
    page = sit(desk)
    desk.handle(page, edit(1, notes="mine"))
    elsewhere.look()
    elsewhere.handle(sit(elsewhere), edit(1, difficulty="over 4 hours"))
    desk.handle(page, edit(2, notes="mine, longer"))
    assert page.last("saved")["edit"] == 2
    stored = on_disk(workspace)
    assert (stored["notes"], stored["difficulty"]) == ("mine, longer", "over 4 hours")


def test_two_versions_of_the_same_part_are_both_kept(workspace: Workspace) -> None:
    desk, elsewhere = open_desk(workspace), open_desk(workspace)
    page = sit(desk)
    elsewhere.handle(sit(elsewhere), edit(1, notes="theirs"))
    desk.handle(page, edit(1, notes="mine"))
    failure = page.last("save_failed")
    assert failure["conflict"]["notes"] == "theirs"
    assert on_disk(workspace)["notes"] == "theirs"
    kept = workspace.root / "reviews" / "py-add" / "ann.conflict-1.review.json"
    assert json.loads(kept.read_text())["notes"] == "mine"
    desk.handle(page, edit(2, notes="mine after all"))
    assert on_disk(workspace)["notes"] == "mine after all"


def test_a_save_elsewhere_is_told_to_the_pages(workspace: Workspace) -> None:
    desk, elsewhere = open_desk(workspace), open_desk(workspace)
    page = sit(desk)
    elsewhere.handle(sit(elsewhere), edit(1, notes="theirs"))
    desk.look()
    assert page.last("review_changed")["review"]["notes"] == "theirs"
    desk.look()
    assert len(page.all("review_changed")) == 1


def test_a_second_page_hears_of_an_edit_and_the_first_only_that_it_is_saved(
    workspace: Workspace,
) -> None:
    desk = open_desk(workspace)
    one, two = sit(desk, "one"), sit(desk, "two")
    desk.handle(one, edit(1, notes="x"))
    assert two.last("review_changed")["review"]["notes"] == "x"
    assert not one.all("review_changed")


def test_a_page_that_was_taken_over_cannot_throw_its_successor_out(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    old = sit(desk)
    new = sit(desk)
    desk.leave(old)
    assert desk.in_use
    desk.leave(new)
    assert not desk.in_use


def test_a_review_made_on_another_version_of_the_task_is_stale(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    desk.handle(sit(desk), edit(1, notes="x"))
    assert desk.state()["fresh"]["task"] == []
    workspace.save_task(make_task(prompt="Write add(a, b, c)."))
    assert "changed" in open_desk(workspace).state()["fresh"]["task"][0]


def complete() -> dict[str, Any]:
    return {
        "ratings": {
            axis: {"score": 0}
            for axis in (
                "specification",
                "solution",
                "tests_reject_valid",
                "tests_accept_wrong",
                "reproducible",
                "other_major",
            )
        },
        "difficulty": "over 4 hours",
        "confidence": 3,
    }


def test_an_incomplete_review_is_not_submitted(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, {"type": "submit", "edit": 0})
    assert page.last("submit_refused")["missing"]
    assert not list(workspace.root.rglob("*.revisions.jsonl"))


def test_a_submitted_review_is_on_record_and_refuses_edits_until_reopened(
    workspace: Workspace,
) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, edit(1, **complete()))
    desk.handle(page, {"type": "submit", "edit": 1})
    assert page.last("submitted")["revision"] == 1
    assert on_disk(workspace)["state"] == "submitted"
    desk.handle(page, edit(2, notes="late"))
    assert "reopen" in page.last("save_failed")["mend"]
    desk.handle(page, edit(3, active_s=12.0))
    assert page.last("saved")["edit"] == 3
    desk.handle(page, {"type": "reopen"})
    assert on_disk(workspace)["state"] == "draft"
    desk.handle(page, edit(4, notes="late"))
    assert on_disk(workspace)["notes"] == "late"
    assert len(workspace.revisions("py-add", "ann")) == 1


def test_a_task_that_cannot_be_judged_is_submitted_as_such(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, edit(1, cannot_judge="needs hardware I do not have"))
    desk.handle(page, {"type": "submit", "edit": 1})
    assert page.last("submitted")["review"]["state"] == "cannot_judge"


def test_active_time_never_shrinks(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, edit(1, active_s=30.0, notes="x"))
    desk.handle(page, edit(2, active_s=4.0))
    assert on_disk(workspace)["active_s"] == 30.0


def test_looking_at_a_task_is_no_draft_but_its_time_counts(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, edit(1, active_s=30.0))
    assert page.last("saved")["edit"] == 1
    assert not (workspace.root / "reviews" / "py-add").exists()
    desk.handle(page, edit(2, notes="x"))
    assert on_disk(workspace)["active_s"] == 30.0
