"""The task's file while a desk shows it: another process may write it, or take it away."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.jupyter.freshness import of_file
from workbench.model.task import Task
from workbench.store.workspace import Workspace


class TaskFile:
    """What is on the screen against what is on disk. Called by one thread at a time: the desk
    holds its lock."""

    def __init__(self, workspace: Workspace, task: Task) -> None:
        self._workspace = workspace
        self._loaded = task
        self._path: Path = workspace.task_path(task.id)
        # Not looked at yet: the file may have been written between its reading and now.
        self._seen: object = None
        self.words: list[str] = []
        """How the file differs from what is on the screen; [] when it does not."""
        self.there: Task | None = task
        """The task as it is on disk; None while it cannot be read."""

    def look(self) -> bool:
        """Compare again; whether there is something new to say."""
        stamp = self._stamp()
        if stamp == self._seen:
            return False
        self._seen = stamp
        before = self.words
        try:
            self.there = self._workspace.task(self._loaded.id)
            self.words = of_file(self._loaded, self.there)
        except WorkbenchError as error:
            self.there = None
            self.words = [f"its file cannot be read: {error.message}"]
        return self.words != before

    def _stamp(self) -> object:
        try:
            status = self._path.stat()
        except OSError:
            return "gone"
        return status.st_mtime_ns, status.st_ino, status.st_size
