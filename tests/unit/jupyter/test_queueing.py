"""What pages are told of the queue: at once, shortly, and of others' ratings to leads alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui import session_world as world
from tests.unit.jupyter.helpers import make_task, make_workspace
from workbench.jupyter import queueing
from workbench.jupyter.queueing import Queueing
from workbench.jupyter.room import open_store
from workbench.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path)
    for name in ("py-more", "py-most"):
        made.save_task(make_task(id=name))
    made.refresh()
    return made


def queue_of(workspace: Workspace, reviewer: str = "ann") -> tuple[Queueing, list[dict[str, Any]]]:
    heard: list[dict[str, Any]] = []
    fresh = Workspace.open(workspace.root)
    return Queueing(fresh, reviewer, heard.append, lambda: open_store(fresh)), heard


def begin(workspace: Workspace, task: str) -> None:
    workspace.save_review(workspace.new_review(workspace.task(task), "ann"), based_on=0)


def wait_for(found: Callable[[], Any]) -> Any:
    """What `found` gives once that is something."""
    until = time.monotonic() + 20
    while not (got := found()):
        assert time.monotonic() < until
        time.sleep(0.01)
    return got


def test_many_rows_are_in_a_file_that_the_answer_names(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(workspace, "py-add")
    queue, _ = queue_of(workspace)
    assert queue.answer({"type": "queue", "limit": 0})["own"]["rows"][0][:2] == ["py-add", "draft"]
    monkeypatch.setattr(queueing, "_INLINE", 0)
    own = queue.answer({"type": "queue", "limit": 0})["own"]
    assert own["path"] == "queue/ann.states.json"
    assert own["mark"] in (workspace.root / own["path"]).read_text()


def test_whoever_asks_does_not_wait_for_a_long_look(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace.root / "index.json").unlink()
    queue, heard = queue_of(workspace)
    go_on = threading.Event()
    refresh = queue._workspace.index.refresh

    def slow(*, thorough: bool = True) -> Any:
        go_on.wait(20)
        return refresh(thorough=thorough)

    monkeypatch.setattr(queue._workspace.index, "refresh", slow)
    monkeypatch.setattr(queueing, "_PATIENCE_S", 0.05)
    answer = queue.answer({"type": "queue"})
    assert (answer["reading"], answer["total"]) == (True, 0)
    go_on.set()
    wait_for(lambda: {"type": "queue_stale"} in heard)
    monkeypatch.setattr(queueing, "_PATIENCE_S", 20)
    answer = queue.answer({"type": "queue"})
    assert (answer["reading"], answer["total"], len(answer["entries"])) == (False, 3, 3)
    assert queue.place("py-most") == {"position": 3, "total": 3}


def test_what_another_process_saved_is_told_as_one_row(workspace: Workspace) -> None:
    queue, heard = queue_of(workspace)
    queue.answer({"type": "queue"})
    begin(workspace, "py-more")
    queue.answer({"type": "queue"})
    (told,) = wait_for(lambda: [m for m in heard if m["type"] == "queue_changed"])
    assert (told["task_id"], told["row"][:2]) == ("py-more", ["py-more", "draft"])


def test_how_far_reviewers_are_apart_is_told_to_the_lead_alone(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = ("ann", "ben")
    world.create(workspace, "s", people, ("py-add", "py-more"), overlap=1.0)
    for who, score in (("ann", 0), ("ben", 3)):
        made = {
            task: world.review(workspace, workspace.task(task), who, {"solution": own})
            for task, own in (("py-add", score), ("py-more", 0))
        }
        world.submit_all(workspace, "s", who, made)
    with world.lead_of(workspace, "s") as lead:
        lead.move_on("revealed")
    asked = {"type": "disagreements"}
    monkeypatch.setenv("WORKBENCH_REVIEWER", world.LEAD)
    queue, heard = queue_of(workspace, world.LEAD)
    assert queue.answer(asked)["tasks"] == []
    wait_for(lambda: {"type": "queue_stale"} in heard)
    told = {task: (gap, waits) for task, gap, waits in queue.answer(asked)["tasks"]}
    assert told == {"py-add": (3, True), "py-more": (0, False)}
    monkeypatch.setenv("WORKBENCH_REVIEWER", "ann")
    queue, heard = queue_of(workspace)
    queue.answer(asked)
    reader = queue._gaps._reader
    assert reader is not None
    reader.join(20)
    assert queue.answer(asked)["tasks"] == []
