"""All workspaces of this process: their rooms, the threads that work for them, and who looks."""

from __future__ import annotations

import contextlib
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from workbench.errors import NotFound
from workbench.judge import open_judge
from workbench.jupyter.desk import Desk
from workbench.jupyter.room import Opener, Room
from workbench.store.leftovers import clear_aside
from workbench.store.workspace import Workspace

log = logging.getLogger(__name__)

_TASK_SUFFIX = ".task.json"
_LOOK_S = 1.5


class House:
    """All rooms of this process. A task file names its workspace by where it lies."""

    def __init__(self, *, opener: Opener = open_judge) -> None:
        self._opener = opener
        self._executor = ThreadPoolExecutor(max_workers=3, thread_name_prefix="workbench")
        # Of their own, and one after the other: an assessment takes long, and no run may wait.
        self._assessor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="workbench-assess")
        # Protects `_rooms` and `_watcher`.
        self._lock = threading.Lock()
        self._rooms: dict[Path, Room] = {}
        self._watcher: threading.Thread | None = None
        self._over = threading.Event()

    def room(self, inside: Path) -> Room:
        """The room of the workspace a path lies in. Raises NotFound when it lies in none."""
        workspace = Workspace.find(inside)
        if workspace is None:
            raise NotFound(
                f"{inside.name or inside} lies in no workspace",
                mend="make one with `workbench init DIR`, or open a task inside one",
            )
        with self._lock:
            room = self._rooms.get(workspace.root)
            if room is None:
                room = Room(workspace, self._executor, opener=self._opener, assessor=self._assessor)
                self._rooms[workspace.root] = room
                room.warm()
                clear_aside(workspace.root)
            if self._watcher is None:
                # A daemon: it only reads, and must never keep a kernel from ending.
                self._watcher = threading.Thread(
                    target=self._watch, name="workbench-look", daemon=True
                )
                self._watcher.start()
            return room

    def desk(self, path: Path) -> tuple[Room, Desk]:
        """The desk of a task file, wherever it lies."""
        if not path.name.endswith(_TASK_SUFFIX):
            raise NotFound(f"{path.name} is not a task file", mend="open a *.task.json")
        room = self.room(path)
        return room, room.desk(path.name.removesuffix(_TASK_SUFFIX))

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_S):
            with self._lock:
                rooms = tuple(self._rooms.values())
            for room in rooms:
                try:
                    room.look()
                except Exception:
                    # Whoever stops looking tells nobody that a task has changed.
                    log.exception("a look at what has changed failed; the next one goes on")

    def close(self) -> None:
        """Stop all runs; called when the process ends."""
        self._over.set()
        with self._lock:
            rooms = tuple(self._rooms.values())
        for room in rooms:
            room.close()
        for executor in (self._executor, self._assessor):
            executor.shutdown(wait=False, cancel_futures=True)


@cache
def shared_house() -> House:
    """The one house of this process: its notebooks' widgets and its Lab tabs share desks."""
    house = House()
    with contextlib.suppress(AttributeError):
        # threading waits for worker threads before atexit runs: stop their runs before that.
        threading._register_atexit(house.close)  # type: ignore[attr-defined]
    return house
