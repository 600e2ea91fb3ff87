"""Run requests: never in a handler, on disk before they are shown, cancelled at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.unit.jupyter.helpers import (
    Page,
    ScriptedJudge,
    make_workspace,
    open_desk,
    sit,
)
from workbench.errors import Cancelled, NoSandbox, SaveFailed
from workbench.sandboxes.base import Cancel
from workbench.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


@pytest.fixture
def judge(workspace: Workspace) -> ScriptedJudge:
    return ScriptedJudge(workspace)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def ask(request: str = "r1", **fields: Any) -> dict[str, Any]:
    return {
        "type": "run",
        "request": request,
        "suite": "given",
        "solution": "candidate",
        "tests": [],
        "cache": True,
        **fields,
    }


def test_a_run_is_in_the_review_on_disk_before_it_is_shown(
    workspace: Workspace, judge: ScriptedJudge
) -> None:
    desk = open_desk(workspace, judge)

    class Looking(Page):
        def send(self, message: dict[str, Any]) -> None:
            if message["type"] == "run_done":
                stored = workspace.load_review("py-add", "ann")
                assert stored is not None
                assert stored.runs == (message["run"]["id"],)
                assert workspace.load_run(message["run"]["id"]) is not None
            super().send(message)

    page = Looking()
    desk.join(page)
    desk.handle(page, ask())
    kinds = [m["type"] for m in page.heard]
    assert kinds == ["run_progress", "run_started", "run_progress", "run_done"]
    assert page.last("run_done")["last"] is True


def test_the_last_run_comes_back_in_a_new_process(
    workspace: Workspace, judge: ScriptedJudge
) -> None:
    desk = open_desk(workspace, judge)
    desk.handle(sit(desk), ask())
    again = open_desk(workspace, judge).state()["runs"]
    assert [(r["suite_key"], r["edited"]) for r in again] == [("given", False)]


def test_the_handler_returns_while_the_run_goes_on(
    workspace: Workspace, judge: ScriptedJudge, threads: ThreadPoolExecutor
) -> None:
    go = threading.Event()
    judge.before = lambda cancel: assert_true(go.wait(10))
    desk = open_desk(workspace, judge, threads)
    page = sit(desk)
    desk.handle(page, ask())
    assert not page.all("run_done")
    assert [r["request"] for r in desk.state()["running"]] == ["r1"]
    desk.handle(page, {"type": "edit", "edit": 1, "patch": {"notes": "typed meanwhile"}})
    assert page.last("saved")["edit"] == 1
    go.set()
    page.wait("run_done")
    stored = workspace.load_review("py-add", "ann")
    assert stored is not None
    assert stored.notes == "typed meanwhile"
    assert len(stored.runs) == 1


def assert_true(value: bool) -> None:
    assert value


def test_cancelling_stops_a_run_at_once(
    workspace: Workspace, judge: ScriptedJudge, threads: ThreadPoolExecutor
) -> None:
    def until_cancelled(cancel: Cancel) -> None:
        stopped = threading.Event()
        cancel.on_set(stopped.set)
        assert stopped.wait(10)
        raise Cancelled("cancelled")

    judge.before = until_cancelled
    desk = open_desk(workspace, judge, threads)
    page = sit(desk)
    desk.handle(page, ask())
    page.wait("run_started")
    began = time.monotonic()
    desk.handle(page, {"type": "cancel", "request": "r1"})
    assert page.wait("run_failed")["cancelled"] is True
    assert time.monotonic() - began < 5
    assert desk.state()["running"] == []
    assert workspace.load_review("py-add", "ann") is None


def test_cancelling_a_run_that_is_over_is_answered(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, {"type": "cancel", "request": "gone"})
    assert page.last("run_failed")["request"] == "gone"


def test_a_request_sent_twice_runs_once(
    workspace: Workspace, judge: ScriptedJudge, threads: ThreadPoolExecutor
) -> None:
    go = threading.Event()
    judge.before = lambda cancel: assert_true(go.wait(10))
    desk = open_desk(workspace, judge, threads)
    page = sit(desk)
    desk.handle(page, ask())
    desk.handle(page, ask())
    go.set()
    page.wait("run_done")
    assert len(judge.asked) == 1


def test_a_page_loaded_during_a_run_is_told_its_end(
    workspace: Workspace, judge: ScriptedJudge, threads: ThreadPoolExecutor
) -> None:
    go = threading.Event()
    judge.before = lambda cancel: assert_true(go.wait(10))
    desk = open_desk(workspace, judge, threads)
    desk.handle(sit(desk), ask())
    reloaded = sit(desk)
    go.set()
    assert reloaded.wait("run_done")["request"] == "r1"


def test_edited_given_tests_never_run_under_the_name_of_the_given_suite(
    workspace: Workspace, judge: ScriptedJudge
) -> None:
    desk = open_desk(workspace, judge)
    page = sit(desk)
    patch = {"given_edits": {"test_add.py": "def test_nothing(): assert True\n"}}
    desk.handle(page, {"type": "edit", "edit": 1, "patch": patch})
    desk.handle(page, ask())
    done = page.last("run_done")
    assert (done["suite_key"], done["edited"]) == ("given", True)
    assert done["run"]["suite"] == "given.edited"
    desk.handle(page, ask("r2", suite="given:original"))
    assert page.last("run_done")["run"]["suite"] == "given"
    again = open_desk(workspace, judge).state()["runs"]
    assert [(r["suite_key"], r["edited"]) for r in again] == [("given", True), ("given", False)]


@pytest.mark.parametrize("name", ["given", "given.edited"])
def test_a_probe_cannot_pass_for_the_given_suite(
    workspace: Workspace, judge: ScriptedJudge, name: str
) -> None:
    desk = open_desk(workspace, judge)
    page = sit(desk)
    probe = {"name": name, "files": {"test_p.py": "def test_p(): assert 1\n"}}
    desk.handle(page, {"type": "edit", "edit": 1, "patch": {"probes": [probe]}})
    desk.handle(page, ask(suite=f"probe:{name}"))
    assert "rename" in page.last("run_failed")["mend"]
    assert not judge.asked


def test_a_probe_runs_against_every_solution(workspace: Workspace, judge: ScriptedJudge) -> None:
    desk = open_desk(workspace, judge)
    page = sit(desk)
    probe = {"name": "p1", "files": {"test_p.py": "def test_p(): assert 1\n"}}
    desk.handle(page, {"type": "edit", "edit": 1, "patch": {"probes": [probe]}})
    desk.handle(page, ask(suite="probe:p1", solution="all"))
    done = page.all("run_done")
    assert [(d["run"]["solution"], d["last"]) for d in done] == [
        ("candidate", False),
        ("reference", True),
    ]


def test_what_if_runs_the_reviewers_copy(workspace: Workspace, judge: ScriptedJudge) -> None:
    desk = open_desk(workspace, judge)
    page = sit(desk)
    patch = {"what_if": {"add.py": "def add(a, b): return 0\n"}}
    desk.handle(page, {"type": "edit", "edit": 1, "patch": patch})
    desk.handle(page, ask(solution="what-if"))
    assert judge.asked[0][0].files["add.py"].endswith("return 0\n")
    assert page.last("run_done")["run"]["solution"] == "what-if"


@pytest.mark.parametrize(
    "fields", [{"suite": "probe:none"}, {"suite": "x"}, {"solution": "none"}], ids=str
)
def test_a_run_of_something_that_is_not_there_fails_in_words(
    workspace: Workspace, judge: ScriptedJudge, fields: dict[str, str]
) -> None:
    desk = open_desk(workspace, judge)
    page = sit(desk)
    desk.handle(page, ask(**fields))
    assert "there is no" in page.last("run_failed")["reason"]


def test_without_a_sandbox_nothing_runs_and_the_mend_is_said(workspace: Workspace) -> None:
    desk = open_desk(workspace, NoSandbox("no sandbox", mend="install bubblewrap"))
    page = sit(desk)
    desk.handle(page, {"type": "hello", "seen": 0})
    assert page.last("state")["sandbox"]["mend"] == "install bubblewrap"
    desk.handle(page, ask())
    assert page.last("run_failed")["mend"] == "install bubblewrap"


def test_a_judge_that_breaks_ends_the_request(workspace: Workspace, judge: ScriptedJudge) -> None:
    def breaks(cancel: Cancel) -> None:
        raise RuntimeError("boom")

    judge.before = breaks
    desk = open_desk(workspace, judge)
    page = sit(desk)
    desk.handle(page, ask())
    assert "boom" in page.last("run_failed")["reason"]
    assert desk.state()["running"] == []


def test_a_run_that_cannot_be_kept_is_shown_with_the_reason_beside_it(
    workspace: Workspace, judge: ScriptedJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(workspace, judge)
    page = sit(desk)

    def full(*args: Any, **kwargs: Any) -> None:
        raise SaveFailed("not saved: the disk is full")

    monkeypatch.setattr(workspace, "save_review", full)
    desk.handle(page, ask())
    done = page.last("run_done")
    assert done["run"]["verdict"] == "pass"
    assert done["unsaved"] == "not saved: the disk is full"
    assert not page.all("run_failed")


def test_a_run_on_disk_is_not_called_unsaved(workspace: Workspace, judge: ScriptedJudge) -> None:
    desk = open_desk(workspace, judge)
    page = sit(desk)
    desk.handle(page, ask())
    assert page.last("run_done")["unsaved"] == ""


def test_a_review_never_names_a_run_that_is_not_on_disk(
    workspace: Workspace, judge: ScriptedJudge
) -> None:
    judge.unsaved = "x.run.json was not saved: the disk is full"
    desk = open_desk(workspace, judge)
    page = sit(desk)
    desk.handle(page, ask())
    assert page.last("run_done")["unsaved"] == judge.unsaved
    assert desk.state()["review"]["runs"] == []


def test_a_long_output_is_shortened_and_the_whole_is_one_question_away(
    workspace: Workspace, judge: ScriptedJudge
) -> None:
    judge.output = "x" * 3_000_000
    desk = open_desk(workspace, judge)
    page = sit(desk)
    desk.handle(page, ask())
    run = page.last("run_done")["run"]
    assert run["trimmed"] is True
    assert len(run["tests"][0]["output"]) < 10_000
    desk.handle(page, {"type": "get_run", "id": run["id"]})
    assert len(page.last("run")["run"]["tests"][0]["output"]) == 3_000_000


def test_a_run_of_another_task_is_not_told(workspace: Workspace) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, {"type": "get_run", "id": "0" * 64})
    assert page.last("notice")["level"] == "error"
    desk.handle(page, {"type": "get_run", "id": "../../workspace.toml"})
    assert len(page.all("notice")) == 2


def test_a_request_whose_turn_has_not_come_is_cancelled_at_once(
    workspace: Workspace, judge: ScriptedJudge
) -> None:
    go = threading.Event()
    judge.before = lambda cancel: assert_true(go.wait(10))
    with ThreadPoolExecutor(1) as one:
        desk = open_desk(workspace, judge, one)
        page = sit(desk)
        desk.handle(page, ask("r1"))
        desk.handle(page, ask("r2"))
        desk.handle(page, {"type": "cancel", "request": "r2"})
        assert page.last("run_failed")["request"] == "r2"
        assert page.last("run_failed")["cancelled"]
        assert [r["request"] for r in desk.state()["running"]] == ["r1"]
        go.set()
        page.wait("run_done")
    assert len(judge.asked) == 1


def test_a_page_that_was_away_hears_what_came_of_its_requests(
    workspace: Workspace, judge: ScriptedJudge
) -> None:
    desk = open_desk(workspace, judge)
    desk.handle(sit(desk), ask("r1"))
    judge.before = lambda cancel: (_ for _ in ()).throw(NoSandbox("gone"))
    desk.handle(sit(desk), ask("r2", cache=False))
    page = sit(desk)
    desk.handle(page, {"type": "hello", "seen": 0, "asked": ["r1", "r2", "unheard of"]})
    assert [m["type"] for m in page.heard] == ["run_done", "run_failed", "state"]
    assert page.last("run_done")["request"] == "r1"


def test_a_run_the_disk_refused_is_kept_once_there_is_room(
    workspace: Workspace, judge: ScriptedJudge
) -> None:
    judge.unsaved, judge.runs = "the disk is full", None
    desk = open_desk(workspace, judge)
    page = sit(desk)
    desk.handle(page, ask())
    run_id = page.last("run_done")["run"]["id"]
    assert desk.state()["runs"] == []
    desk.look()
    assert page.last("run_kept")["id"] == run_id
    assert [r["run"]["id"] for r in desk.state()["runs"]] == [run_id]
    desk.look()
    assert len(page.all("run_kept")) == 1


def test_a_result_says_whether_its_text_is_still_there(
    workspace: Workspace, judge: ScriptedJudge
) -> None:
    desk = open_desk(workspace, judge)
    page = sit(desk)
    desk.handle(page, ask())
    assert page.last("run_done")["current"] is True
    run_id = page.last("run_done")["run"]["id"]
    changed = {"test_add.py": "def test_other():\n    assert 1\n"}
    desk.handle(page, {"type": "edit", "edit": 1, "patch": {"given_edits": changed}})
    desk.handle(page, {"type": "get_run", "id": run_id})
    assert page.last("run")["current"] is False
