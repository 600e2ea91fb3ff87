"""The carriers: comms to desks and back, paths that stay inside, a launch that keeps its token."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.jupyter.helpers import ScriptedJudge, make_task, make_workspace
from workbench.errors import InputError
from workbench.jupyter import house as house_module
from workbench.jupyter import launch
from workbench.jupyter.comm import CommHost
from workbench.jupyter.house import House
from workbench.store.workspace import Workspace


class Line:
    """Both ends of a comm."""

    def __init__(self, comm_id: str = "c1") -> None:
        self.comm_id = comm_id
        self.heard: list[dict[str, Any]] = []
        self.closing: Callable[[Any], None] = lambda message: None
        self._deliver: Callable[[Any], None] = lambda message: None

    def send(self, data: dict[str, Any]) -> None:
        self.heard.append(data)

    def on_msg(self, callback: Callable[[Any], None]) -> None:
        self._deliver = callback

    def on_close(self, callback: Callable[[Any], None]) -> None:
        self.closing = callback

    def say(self, **data: Any) -> None:
        self._deliver({"content": {"data": data}})

    def last(self, kind: str) -> dict[str, Any]:
        return [m for m in self.heard if m["type"] == kind][-1]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


@pytest.fixture
def host(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> CommHost:
    monkeypatch.setenv("WORKBENCH_REVIEWER", "ann")
    opener: Any = ScriptedJudge
    return CommHost(House(opener=opener), workspace.root.parent)


def opening(**data: Any) -> dict[str, Any]:
    return {"content": {"data": data}}


TASK = "ws/tasks/py-add.task.json"


def test_a_look_that_fails_is_not_the_last_and_none_comes_after_the_end(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(house_module, "_LOOK_S", 0.01)
    opener: Any = ScriptedJudge
    house, looks = House(opener=opener), [0]

    def look() -> None:
        looks[0] += 1
        if looks[0] == 1:
            raise OSError("the disk was away")

    monkeypatch.setattr(house.room(workspace.root), "look", look)
    deadline = time.monotonic() + 20
    while looks[0] < 3:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert "the disk was away" in caplog.text
    house.close()
    time.sleep(0.1)
    seen = looks[0]
    time.sleep(0.1)
    assert looks[0] == seen


def test_a_desk_answers_over_its_comm(host: CommHost) -> None:
    line = Line()
    host.open_desk(line, opening(path=TASK, client="tab"))
    line.say(type="hello", seen=0)
    assert line.last("state")["task"]["id"] == "py-add"
    assert line.last("state")["sandbox"]["backend"] == "scripted"


def test_a_reloaded_page_takes_its_old_place(host: CommHost) -> None:
    old, new = Line("c1"), Line("c2")
    host.open_desk(old, opening(path=TASK, client="tab"))
    host.open_desk(new, opening(path=TASK, client="tab"))
    new.say(type="edit", edit=1, patch={"notes": "x"})
    assert new.last("saved")
    assert old.heard == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("ws/tasks/none.task.json", "there is no"),
        ("ws/workspace.toml", "not a task file"),
        ("elsewhere/x.task.json", "lies in no workspace"),
        ("../x.task.json", "outside"),
        ("/../../etc/x.task.json", "outside"),
    ],
)
def test_a_desk_that_cannot_be_opened_says_why(host: CommHost, path: str, reason: str) -> None:
    line = Line()
    host.open_desk(line, opening(path=path))
    assert reason in line.last("notice")["text"]


def test_the_queue_is_filtered_and_paged(host: CommHost) -> None:
    line = Line()
    host.open_host(line, opening())
    line.say(type="queue", path="ws", request=7)
    answer = line.last("queue")
    assert (answer["request"], answer["total"], answer["counts"]) == (7, 1, {"new": 1})
    assert answer["entries"][0]["title"] == "Add two numbers"
    line.say(type="queue", path="ws", text="nothing like it")
    assert line.last("queue")["total"] == 0
    line.say(type="queue", path="ws", limit=0)
    assert "entries" not in line.last("queue")


def test_the_queue_hears_when_a_review_begins(host: CommHost) -> None:
    queue, desk = Line("q"), Line("d")
    host.open_host(queue, opening())
    queue.say(type="queue", path="ws")
    host.open_desk(desk, opening(path=TASK))
    desk.say(type="edit", edit=1, patch={"notes": "x"})
    assert queue.last("queue_changed")["state"] == "draft"
    queue.say(type="queue", path="ws")
    assert [row[:2] for row in queue.last("queue")["own"]["rows"]] == [["py-add", "draft"]]
    queue.closing({})
    desk.say(type="edit", edit=2, patch={"cannot_judge": "no hardware"})
    desk.say(type="submit", edit=2)
    assert queue.last("queue_changed")["state"] == "draft"


def test_the_host_tells_the_sandbox_and_where_a_desk_is_opened(host: CommHost) -> None:
    line = Line()
    host.open_host(line, opening())
    line.say(type="sandbox", path="ws", request=1)
    assert line.last("sandbox")["sandbox"]["ok"] is True
    line.say(type="open", path=TASK, request=2)
    assert line.last("open")["data"] == {"path": TASK}
    line.say(type="nonsense", path="ws", request=3)
    assert line.last("notice")["request"] == 3


def test_a_status_bar_hears_of_the_sandbox_and_of_work_under_way(host: CommHost) -> None:
    line, desk = Line(), Line("c2")
    host.open_host(line, opening(folder="ws"))
    host.open_desk(desk, opening(path=TASK, client="tab"))
    desk.say(type="hello", seen=0)  # opens the judge
    line.say(type="status", request=1)
    answer = line.last("status")
    assert answer["sandbox"]["backend"] == "scripted"
    assert answer["jobs"] == []
    assert answer["request"] == 1


def test_the_last_draft_is_the_one_written_last(host: CommHost, workspace: Workspace) -> None:
    for name in ("py-b", "py-c"):
        workspace.save_task(make_task(id=name))
    workspace.refresh()
    line = Line()
    host.open_host(line, opening(folder="ws"))
    line.say(type="last_draft", request=1)
    assert line.last("last_draft")["task_path"] == ""
    for age, name in ((30, "py-c"), (10, "py-b"), (20, "py-add")):
        review = workspace.new_review(workspace.task(name), "ann")
        workspace.save_review(review, based_on=0)
        path = workspace.reviews.path(name, "ann")
        os.utime(path, (path.stat().st_mtime - age,) * 2)
    line.say(type="last_draft", request=2)
    assert line.last("last_draft")["task_path"] == "tasks/py-b.task.json"


def test_a_path_never_leaves_the_servers_folder(host: CommHost, workspace: Workspace) -> None:
    (workspace.root / "out").symlink_to("/etc")
    for path in ("..", "ws/out/passwd", "ws/../../x"):
        with pytest.raises(InputError):
            host.resolve(path)


def test_the_server_is_started_with_its_token_and_asks_nothing_of_the_internet(
    tmp_path: Path,
) -> None:
    argv = launch.command(tmp_path, port=8899, open_browser=False, extra=("--x=1",))
    assert f"--ServerApp.root_dir={tmp_path}" in argv
    assert "--LabApp.news_url=None" in argv
    assert "--no-browser" in argv
    assert argv[-1] == "--x=1"
    assert not any("token" in part.lower() for part in argv)
    assert ("--allow-root" in argv) == (os.geteuid() == 0)


def test_the_users_own_settings_stay_above_the_workbenchs(tmp_path: Path) -> None:
    env = launch.environment(tmp_path, {"JUPYTER_CONFIG_PATH": "/mine"})
    assert env["JUPYTER_CONFIG_PATH"].startswith(f"/mine{os.pathsep}")
    assert env["WORKBENCH_WORKSPACE"] == str(tmp_path)
