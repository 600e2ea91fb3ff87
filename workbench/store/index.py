"""`index.json`: one line of facts a task, so that a queue never opens every task."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from workbench.errors import InvalidFile, NotFound, SaveFailed
from workbench.model.base import Value, canonical_json
from workbench.model.task import Task
from workbench.store.files import load_document, parse_json, read_bytes, write_atomic

SUFFIX = ".task.json"


class IndexEntry(Value):
    """What the queue shows of a task without opening it. `problem` says why it cannot be opened."""

    id: str
    title: str
    language: str
    path: str
    stamp: str
    problem: str = ""


class Index:
    """Keeps `index.json` true to the folder `tasks/`: files are looked at by size and time, and
    only changed ones are read again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / "index.json"

    def refresh(self) -> tuple[IndexEntry, ...]:
        """The entries, by file name. Rewrites the index when something changed; a read-only
        workspace still gets its entries."""
        known = {entry.path: entry for entry in self._read()}
        fresh = [
            known[path]
            if path in known and known[path].stamp == stamp
            else self._entry(path, stamp)
            for path, stamp in self._files()
        ]
        if [e.path for e in fresh] != list(known) or any(known[e.path] != e for e in fresh):
            self._write(fresh)
        return tuple(fresh)

    def _files(self) -> list[tuple[str, str]]:
        folder = self._root / "tasks"
        if not folder.is_dir():
            return []
        found = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(SUFFIX) and not entry.name.startswith("."):
                    status = entry.stat(follow_symlinks=False)
                    found.append((f"tasks/{entry.name}", f"{status.st_mtime_ns}-{status.st_size}"))
        return sorted(found)

    def _entry(self, path: str, stamp: str) -> IndexEntry:
        own = path.removeprefix("tasks/").removesuffix(SUFFIX)
        try:
            task = load_document(self._root / path, Task, name=path)
            problem = "" if task.id == own else f"the file is named {own} but holds task {task.id}"
            return IndexEntry(
                id=own, title=task.title, language=task.language, path=path, stamp=stamp,
                problem=problem,
            )  # fmt: skip
        except (InvalidFile, NotFound) as error:
            return IndexEntry(
                id=own, title=own, language="", path=path, stamp=stamp, problem=str(error)
            )

    def _read(self) -> list[IndexEntry]:
        # The index is derived: whatever is wrong with it, it is made again.
        try:
            value: Any = parse_json(read_bytes(self._path), "index.json")
            return [IndexEntry.model_validate(entry) for entry in value["tasks"]]
        except (InvalidFile, NotFound, ValueError, KeyError, TypeError):
            return []

    def _write(self, entries: list[IndexEntry]) -> None:
        try:
            write_atomic(
                self._path,
                canonical_json({"tasks": [entry.model_dump() for entry in entries]}),
            )
        except SaveFailed:
            return
