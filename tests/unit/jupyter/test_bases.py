"""What one page does not know of, it never overwrites: both versions are kept and shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.jupyter.helpers import make_workspace, open_desk, sit
from workbench.store import reviews
from workbench.store.workspace import Workspace

TEST = "test_add.py"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def edit(number: int, patch: dict[str, Any], *bases: dict[str, Any]) -> dict[str, Any]:
    return {"type": "edit", "edit": number, "patch": patch, "bases": list(bases)}


def kept(workspace: Workspace, name: str = "ann.review.json") -> dict[str, Any]:
    value: dict[str, Any] = json.loads((workspace.root / "reviews" / "py-add" / name).read_text())
    return value


def test_two_tabs_that_edit_one_file_lose_neither_text(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    first, second = sit(desk, "first"), sit(desk, "second")
    start = {"given_edits": {TEST: None}}
    desk.handle(first, edit(1, {"given_edits": {TEST: "of the first"}}, start))
    desk.handle(second, edit(1, {"given_edits": {TEST: "of the second"}}, start))
    refused = second.last("save_failed")
    assert refused["places"] == [("given_edits", TEST)]
    assert refused["conflict"]["given_edits"] == {TEST: "of the first"}
    assert kept(workspace)["given_edits"] == {TEST: "of the first"}
    assert kept(workspace, "ann.conflict-1.review.json")["given_edits"] == {TEST: "of the second"}


def test_whoever_has_seen_the_other_text_may_replace_it(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    first, second = sit(desk, "first"), sit(desk, "second")
    desk.handle(first, edit(1, {"notes": "of the first"}, {"notes": ""}))
    desk.handle(second, edit(1, {"notes": "of the second"}, {"notes": "of the first"}))
    assert kept(workspace)["notes"] == "of the second"
    assert not second.all("save_failed")


def test_a_page_that_missed_the_answer_to_its_own_edit_is_no_stranger(
    workspace: Workspace,
) -> None:
    page = sit(open_desk(workspace))
    desk = open_desk(workspace)
    desk.handle(page, edit(1, {"notes": "a"}, {"notes": ""}))
    # The kernel died before it answered; the page wrote on and sends both texts it may have left.
    again = open_desk(workspace)
    again.handle(sit(again), edit(2, {"notes": "a, and b"}, {"notes": ""}, {"notes": "a"}))
    assert kept(workspace)["notes"] == "a, and b"


def test_another_process_saved_while_this_page_was_away(workspace: Workspace) -> None:
    here, elsewhere = open_desk(workspace), open_desk(workspace)
    here.handle(sit(here), edit(1, {"notes": "before"}, {"notes": ""}))
    elsewhere.look()
    elsewhere.handle(sit(elsewhere), edit(1, {"notes": "theirs"}, {"notes": "before"}))
    here.look()  # this process knows it already; its page, whose line was cut, does not
    page = sit(here, "away")
    here.handle(page, edit(2, {"notes": "mine"}, {"notes": "before"}))
    assert page.last("save_failed")["conflict"]["notes"] == "theirs"
    assert kept(workspace)["notes"] == "theirs"
    assert kept(workspace, "ann.conflict-1.review.json")["notes"] == "mine"


def test_texts_that_mean_the_same_are_not_in_conflict(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    given = workspace.task("py-add").given.files[TEST]
    page = sit(desk)
    # The given text itself is no edit; a rating without its empty parts is the same rating.
    desk.handle(page, edit(1, {"given_edits": {TEST: "x"}}, {"given_edits": {TEST: given}}))
    full = {"score": 1, "rationale": "r", "cannot_judge": "", "evidence": [], "tags": []}
    desk.handle(page, edit(2, {"ratings": {"solution": full}}, {"ratings": {"solution": None}}))
    short = {"score": 1, "rationale": "r"}
    other = {**full, "rationale": "longer"}
    desk.handle(page, edit(3, {"ratings": {"solution": other}}, {"ratings": {"solution": short}}))
    assert not page.all("save_failed")
    assert kept(workspace)["ratings"]["solution"]["rationale"] == "longer"


@pytest.mark.parametrize("bases", ["x", [1], {"notes": ""}])
def test_bases_that_are_none_are_refused(workspace: Workspace, bases: Any) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, {**edit(1, {"notes": "a"}), "bases": bases})
    assert "bases" in page.last("save_failed")["reason"]


def test_a_clock_set_back_changes_nothing_of_what_is_saved_and_in_which_order(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(f"2026-01-01T00:00:{second:02}.000Z" for second in range(59, 0, -1))
    monkeypatch.setattr(reviews, "now", lambda: next(times))
    desk, other = open_desk(workspace), open_desk(workspace)
    page = sit(desk)
    for number in range(1, 6):
        desk.handle(page, edit(number, {"notes": f"note {number}", "active_s": number * 10}))
    desk.handle(page, edit(6, {"active_s": 5}))
    assert (kept(workspace)["notes"], kept(workspace)["active_s"]) == ("note 5", 50)
    other.look()
    assert other.review.notes == "note 5"
    assert [m["sequence"] for m in page.all("saved")] == [1, 2, 3, 4, 5, 6]
