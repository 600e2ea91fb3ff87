"""Nothing stale is kept silently: what changed is said, and a submission waits for an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.jupyter.helpers import Message, Page, make_task, make_workspace, open_desk, sit
from tests.unit.jupyter.test_desk import complete
from workbench.jupyter import freshness
from workbench.jupyter.desk import Desk
from workbench.jupyter.freshness import anchored
from workbench.store.workspace import Workspace

OTHER = [
    {
        "name": "candidate",
        "role": "candidate",
        "files": {"add.py": "def add(a, b):\n    return 3\n"},
    },
    make_task().solutions[1].model_dump(mode="json"),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def edit(number: int, **patch: Any) -> Message:
    return {"type": "edit", "edit": number, "patch": patch}


def rested(desk: Desk, page: Page, **chip: Any) -> str:
    """A review that could be submitted, one axis of which rests on a run; the run's id."""
    desk.handle(page, {"type": "run", "request": "r1", "suite": "given"})
    run: str = page.last("run_done")["run"]["id"]
    patch = complete()
    patch["ratings"]["solution"]["evidence"] = [
        {"kind": "run", "ref": run, "label": "✓ passed: t on candidate", **chip}
    ]
    desk.handle(page, edit(1, **patch))
    return run


def fresh(desk: Desk) -> Message:
    found: Message = desk.state()["fresh"]
    return found


def test_a_run_of_what_is_there_is_not_stale(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    rested(desk, sit(desk))
    found = fresh(desk)
    assert {k: found[k] for k in ("file", "task", "runs", "chips", "assessment")} == {
        "file": [], "task": [], "runs": {}, "chips": [], "assessment": [],
    }  # fmt: skip


def test_another_process_writes_the_task_and_the_desk_says_what_changed(
    workspace: Workspace,
) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    run = rested(desk, page)
    workspace.save_task(make_task(solutions=OTHER))
    desk.look()
    assert page.last("fresh")["fresh"]["file"] == ["the solution changed since"]
    desk.handle(page, {"type": "submit"})
    assert page.last("submit_refused") == {"type": "submit_refused", "missing": [], "stale": True}

    desk.handle(page, {"type": "reload_task"})
    state = page.last("state")
    assert state["task"]["solutions"][0]["files"] == OTHER[0]["files"]
    assert state["review"]["ratings"]["solution"]["evidence"][0]["ref"] == run
    found = state["fresh"]
    assert found["file"] == []
    assert "changed after" in found["task"][0]
    assert found["runs"] == {run: ["the solution changed since"]}
    (chip,) = found["chips"]
    assert (chip["axis"], chip["at"]) == ("solution", 0)
    assert chip["words"] == ["the solution changed since"]
    assert chip["again"] == {
        "suite": "given:original", "solution": "candidate", "tests": [], "test": "t",
    }  # fmt: skip


def test_a_submission_goes_through_once_all_that_is_stale_was_looked_at(
    workspace: Workspace,
) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    run = rested(desk, page)
    workspace.save_task(make_task(solutions=OTHER))
    desk.handle(page, {"type": "reload_task"})
    desk.handle(page, {"type": "take_up"})
    assert fresh(desk)["task"] == []
    desk.handle(page, {"type": "submit"})
    assert page.last("submit_refused")["stale"] is True
    (chip,) = fresh(desk)["chips"]
    kept = {"kind": "run", "ref": run, "label": "x", "kept": {
        "reason": "the defect was there before", "basis": chip["now"],
    }}  # fmt: skip
    rating = {**complete()["ratings"]["solution"], "evidence": [kept]}
    desk.handle(page, edit(2, ratings={"solution": rating}))
    assert fresh(desk)["chips"] == []
    desk.handle(page, {"type": "submit"})
    assert page.last("submitted")["review"]["ratings"]["solution"]["evidence"][0]["kept"]["reason"]


def test_what_was_kept_as_it_was_is_stale_again_after_one_more_change(
    workspace: Workspace,
) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    probe = {"name": "p1", "files": {"test_p.py": "def test_p():\n    assert 1\n"}}
    desk.handle(page, edit(1, probes=[probe]))
    desk.handle(page, {"type": "run", "request": "r1", "suite": "probe:p1"})
    chip = {"kind": "run", "ref": page.last("run_done")["run"]["id"], "label": "x"}
    desk.handle(page, edit(2, ratings={"solution": {"evidence": [chip]}}))
    desk.handle(page, edit(3, probes=[{**probe, "files": {"test_p.py": "def test_p(): pass"}}]))
    (found,) = page.last("fresh")["fresh"]["chips"]
    assert found["words"] == ["probe p1 changed since"]
    chip["kept"] = {"reason": "only its layout", "basis": found["now"]}
    desk.handle(page, edit(4, ratings={"solution": {"evidence": [chip]}}))
    assert page.last("fresh")["fresh"]["chips"] == []
    desk.handle(page, edit(5, probes=[]))
    (found,) = page.last("fresh")["fresh"]["chips"]
    assert found["words"] == ["probe p1 is not there any more"]


def test_another_toolchain_is_seen_while_the_desk_is_open(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    facts = {"python": "3.11.7"}
    notes = open_desk(workspace)._past._notes
    seen = freshness.Freshness(workspace.task("py-add"), notes, facts=lambda task: facts)
    monkeypatch.setattr(freshness.time, "monotonic", lambda: 1000.0 + clock[0])
    desk = open_desk(workspace)
    chip = {"kind": "mutant", "ref": "m1", "label": "m", "basis": seen.now(desk.review)}
    desk.handle(sit(desk), edit(1, ratings={"solution": {"evidence": [chip]}}))
    assert seen.of(desk.review, workspace.rubric(), None)["chips"] == []
    facts["python"] = "3.12.1"
    clock[0] = 60.0
    (found,) = seen.of(desk.review, workspace.rubric(), None)["chips"]
    assert found["words"] == ["Python 3.11.7 then, 3.12.1 now"]
    assert found["again"] == {"assess": True}


def test_a_run_proven_with_another_reference_is_stale(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    run = rested(desk, page)
    reference = {
        "name": "reference", "role": "reference", "files": {"add.py": "def add(a, b): return 0\n"},
    }  # fmt: skip
    task = make_task()
    workspace.save_task(make_task(solutions=[task.solutions[0].model_dump(mode="json"), reference]))
    desk.handle(page, {"type": "reload_task"})
    assert "proven" in page.last("state")["fresh"]["runs"][run][0]


def test_a_comment_is_stale_when_its_lines_changed_or_it_was_removed(
    workspace: Workspace,
) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    text = make_task().candidate.files["add.py"]
    comment = {
        "id": "c1", "solution": "candidate", "file": "add.py", "first_line": 1, "last_line": 1,
        "text_hash": anchored(text, 1, 1), "text": "hm",
    }  # fmt: skip
    chip = {"kind": "line_comment", "ref": "c1", "label": "add.py line 1"}
    desk.handle(page, edit(1, comments=[comment], ratings={"solution": {"evidence": [chip]}}))
    assert fresh(desk)["chips"] == []
    changed = {**comment, "text_hash": anchored("def sub(a, b):", 1, 1)}
    desk.handle(page, edit(2, comments=[changed]))
    assert "lines" in fresh(desk)["chips"][0]["words"][0]
    desk.handle(page, edit(3, comments=[]))
    assert fresh(desk)["chips"][0]["words"] == ["the comment was removed"]


def test_a_task_file_that_is_taken_away_is_said_and_loses_no_review(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    rested(desk, page)
    workspace.task_path("py-add").unlink()
    desk.look()
    assert "cannot be read" in page.last("fresh")["fresh"]["file"][0]
    desk.handle(page, {"type": "reload_task"})
    assert "cannot be read" in page.last("notice")["text"]
    workspace.save_task(make_task())
    desk.look()
    assert page.last("fresh")["fresh"]["file"] == []
    desk.handle(page, {"type": "submit"})
    assert page.last("submitted")["revision"] == 1


def test_the_history_says_what_each_run_was_made_of(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    first = rested(desk, page)
    desk.handle(page, {"type": "run", "request": "r2", "suite": "given", "solution": "reference"})
    second = page.last("run_done")["run"]["id"]
    desk.handle(page, {"type": "get_history"})
    rows = page.last("history")["rows"]
    assert [row["id"] for row in rows] == [second, first]
    assert rows[1]["solution_hash"] == make_task().candidate.digest[:12]
    assert (rows[1]["sandbox"], rows[1]["enforced"]) == ("scripted", ["memory"])
    assert not rows[1]["other_sandbox"]
    desk.handle(page, {"type": "compare_runs", "a": first, "b": second})
    told = page.last("runs_compared")
    assert [made[0] for made in told["made"]] == ["solution"]
    assert (told["differing"], told["total"]) == (0, 1)
    desk.handle(page, {"type": "compare_runs", "a": first, "b": "../x"})
    assert "no run" in page.last("notice")["text"]
