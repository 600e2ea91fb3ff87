"""Submissions are shown as they are on record, compared, and come back into the draft."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.jupyter.helpers import Page, make_workspace, open_desk, sit
from workbench.jupyter.desk import Desk
from workbench.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def edit(number: int, **patch: Any) -> dict[str, Any]:
    return {"type": "edit", "edit": number, "patch": patch}


def ask(desk: Desk, page: Page, kind: str, answer: str, **fields: Any) -> dict[str, Any]:
    desk.handle(page, {"type": kind, **fields})
    return page.last(answer)


def twice_submitted(workspace: Workspace) -> tuple[Desk, Page]:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, edit(1, cannot_judge="no idea", notes="first"))
    desk.handle(page, {"type": "submit"})
    desk.handle(page, {"type": "reopen"})
    desk.handle(page, edit(2, notes="second"))
    desk.handle(page, {"type": "submit"})
    assert page.last("submitted")["revision"] == 2
    return desk, page


def chain_file(workspace: Workspace) -> Path:
    return workspace.root / "reviews" / "py-add" / "ann.revisions.jsonl"


def test_submissions_are_listed_with_their_digests(workspace: Workspace) -> None:
    desk, page = twice_submitted(workspace)
    told = ask(desk, page, "get_revisions", "revisions")
    assert [r["number"] for r in told["revisions"]] == [1, 2]
    lines = [json.loads(line) for line in chain_file(workspace).read_text().splitlines()]
    assert [r["digest"] for r in told["revisions"]] == [line["digest"] for line in lines]
    assert (told["broken"], told["differs"]) == ("", 0)
    assert not any(r["problem"] for r in told["revisions"])


def test_two_submissions_and_the_draft_are_compared(workspace: Workspace) -> None:
    desk, page = twice_submitted(workspace)
    told = ask(desk, page, "get_revision", "revision", number=2, against=1)
    assert told["differences"] == [
        {"part": "Review", "what": "Notes", "before": "first", "after": "second"}
    ]
    desk.handle(page, {"type": "reopen"})
    desk.handle(page, edit(3, notes="third"))
    assert ask(desk, page, "get_revisions", "revisions")["differs"] == 1
    told = ask(desk, page, "get_revision", "revision", number=0, against=2)
    assert told["differences"][0]["after"] == "third"


def test_a_submission_comes_back_into_the_draft_and_the_draft_is_kept(workspace: Workspace) -> None:
    desk, page = twice_submitted(workspace)
    desk.handle(page, {"type": "reopen", "revision": 1})
    assert (desk.review.state, desk.review.notes) == ("draft", "first")
    desk.handle(page, edit(3, notes="unfinished"))
    desk.handle(page, {"type": "reopen", "revision": 2})
    assert desk.review.notes == "second"
    assert "kept" in page.last("notice")["text"]
    kept = list(chain_file(workspace).parent.glob("ann.conflict-*.review.json"))
    assert [json.loads(path.read_text())["notes"] for path in kept] == ["unfinished"]
    assert len(chain_file(workspace).read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda lines: [lines[0].replace("first", "other"), lines[1]], "submission 1 was changed"),
        (lambda lines: lines[1:], "before submission 2 something was taken out"),
        (lambda lines: ["{", lines[1]], "cannot be read"),
        (lambda lines: lines[:1], "not on record"),
    ],
)
def test_a_broken_chain_is_said_and_left_as_it_is(
    workspace: Workspace, damage: Any, words: str
) -> None:
    desk, page = twice_submitted(workspace)
    path = chain_file(workspace)
    path.write_text("".join(f"{line}\n" for line in damage(path.read_text().splitlines())))
    before = path.read_bytes()
    assert words in ask(desk, page, "get_revisions", "revisions")["broken"]
    desk.handle(page, {"type": "reopen"})
    desk.handle(page, edit(9, notes="later"))
    assert path.read_bytes() == before


@pytest.mark.parametrize("number", [7, -1, "one", True])
def test_a_submission_that_is_not_there_is_answered_in_words(
    workspace: Workspace, number: Any
) -> None:
    desk, page = twice_submitted(workspace)
    desk.handle(page, {"type": "get_revision", "number": number, "against": 1})
    assert "submission" in page.last("notice")["text"]


def test_a_review_is_exported_as_json_and_as_markdown(workspace: Workspace) -> None:
    desk, page = twice_submitted(workspace)
    told = ask(desk, page, "export", "exported", format="json")
    assert told["name"] == "py-add.ann.review.json"
    assert [s["number"] for s in json.loads(told["text"])["submissions"]] == [1, 2]
    told = ask(desk, page, "export", "exported", format="markdown")
    assert told["name"].endswith(".md")
    assert "> second" in told["text"]
    desk.handle(page, {"type": "export", "format": "pdf"})
    assert "json or markdown" in page.last("notice")["text"]
