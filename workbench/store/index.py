"""`index.json`: one line of facts a task, so that a queue never opens every task."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import time_ns
from typing import Any, NamedTuple

from workbench.errors import InvalidFile, NotFound, SaveFailed
from workbench.model.base import canonical_json
from workbench.model.task import Task
from workbench.store.assessments import SUFFIX as ASSESSED
from workbench.store.assessments import AssessmentFolder
from workbench.store.files import (
    NO_LIMIT,
    load_document,
    parse_json,
    read_bytes,
    write_atomic,
    write_atomic_parts,
)

SUFFIX = ".task.json"
COLUMNS = ("id", "title", "language", "stamp", "problem", "strength", "flag")
_WORST = {"high": 3, "medium": 2, "low": 1}
# A file written just before it was looked at may be written again without a later time: a folder
# this young is looked at once more.
_YOUNG_NS = 2_000_000_000


class IndexEntry(NamedTuple):
    """What the queue shows of a task without opening it. `problem` says why it cannot be opened.
    `strength` is the stored assessment's; `flag` its most severe one, `none` when it has none and
    empty when the task was not assessed. Of a hundred thousand, so no heavier than a tuple."""

    id: str
    title: str
    language: str
    stamp: str
    problem: str = ""
    strength: float | None = None
    flag: str = ""

    @property
    def path(self) -> str:
        """Where the task is, from the workspace's root."""
        return f"tasks/{self.id}{SUFFIX}"


class Index:
    """Keeps `index.json` true to `tasks/` and `assessments/`: files are looked at by size and time,
    and only changed ones are read again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / "index.json"
        self._assessments = AssessmentFolder(root / "assessments")
        # Protects `_folders` and the order of looks; `_entries` is replaced as a whole, and read
        # from the file once, whoever comes first.
        self._lock, self._reading = threading.Lock(), threading.Lock()
        self._entries: tuple[IndexEntry, ...] | None = None
        self._folders: tuple[int, ...] = ()

    def known(self) -> tuple[IndexEntry, ...]:
        """The entries as they were last seen here, or as the file has them; looks at no task."""
        with self._reading:
            if self._entries is None:
                self._entries = tuple(self._read())
            return self._entries

    @property
    def is_known(self) -> bool:
        """Whether `known` answers at once."""
        return self._entries is not None

    def refresh(self, *, thorough: bool = True) -> tuple[IndexEntry, ...]:
        """The entries, by file name. Rewrites the index when something changed; a read-only
        workspace still gets its entries. Without `thorough` a folder in which no file came, went
        or was replaced is left alone: a file written in place is then found by the next one."""
        with self._lock:
            seen = self._folder_times()
            if not thorough and self._entries is not None and seen == self._folders:
                return self._entries
            known = {entry.id: entry for entry in self.known()}
            fresh = tuple(
                known[own]
                if own in known and known[own].stamp == stamp
                else self._entry(own, stamp)
                for own, stamp in self._files()
            )
            if fresh != self._entries or not self._path.exists():
                self._write(fresh)
                self._entries = fresh
            self._folders = seen
            return self._entries

    def write_afresh(self) -> None:
        """Write the index anew from the files, holding no more of it than their names: for who
        saved very many tasks and will show none. The bytes are those `refresh` writes."""
        with self._lock, suppress(SaveFailed):
            write_atomic_parts(self._path, self._parts())
            self._entries, self._folders = None, ()

    def _parts(self) -> Iterator[bytes]:
        yield b'{"columns":' + canonical_json(COLUMNS) + b',"tasks":['
        between = b""
        for own in sorted(own for own, _ in _looked_at(self._root / "tasks", SUFFIX)):
            stamp = _stamp(self._root / "tasks" / f"{own}{SUFFIX}")
            assessed = _stamp(self._root / "assessments" / f"{own}{ASSESSED}")
            if stamp:
                entry = self._entry(own, f"{stamp}/{assessed}" if assessed else stamp)
                yield between + canonical_json(entry)
                between = b","
        yield b"]}"

    def _folder_times(self) -> tuple[int, ...]:
        times = []
        for name in ("tasks", "assessments"):
            try:
                times.append((self._root / name).stat().st_mtime_ns)
            except OSError:
                times.append(0)
        young = time_ns() - max(times) < _YOUNG_NS
        return (*times, time_ns()) if young else tuple(times)

    def _files(self) -> list[tuple[str, str]]:
        assessed = dict(_stamps(self._root / "assessments", ASSESSED))
        return sorted(
            (name, f"{stamp}/{assessed[name]}" if name in assessed else stamp)
            for name, stamp in _stamps(self._root / "tasks", SUFFIX)
        )

    def _entry(self, own: str, stamp: str) -> IndexEntry:
        path = f"tasks/{own}{SUFFIX}"
        try:
            task = load_document(self._root / path, Task, name=path)
        except (InvalidFile, NotFound) as error:
            return IndexEntry(own, own, "", stamp, str(error))
        problem = "" if task.id == own else f"the file is named {own} but holds task {task.id}"
        strength, flag = self._worth(own) if "/" in stamp else (None, "")
        return IndexEntry(own, task.title, task.language, stamp, problem, strength, flag)

    def _worth(self, task_id: str) -> tuple[float | None, str]:
        try:
            found = self._assessments.load(task_id)
        except ValueError:
            return None, ""  # no id a task may have: the entry's problem says so
        if found is None:
            return None, ""
        worst = max(found.flags, key=lambda flag: _WORST[flag.severity], default=None)
        strength = None if found.strength is None else round(found.strength, 3)
        return strength, worst.severity if worst else "none"

    def _read(self) -> list[IndexEntry]:
        # The index is derived: whatever is wrong with it, it is made again.
        try:
            value: Any = parse_json(read_bytes(self._path, limit=NO_LIMIT), "index.json")
            if tuple(value["columns"]) != COLUMNS:
                return []
            rows = [IndexEntry(*row) for row in value["tasks"]]
        except (InvalidFile, NotFound, ValueError, KeyError, TypeError):
            return []
        return rows if all(map(_is_sound, rows)) else []

    def _write(self, entries: tuple[IndexEntry, ...]) -> None:
        data = canonical_json({"columns": COLUMNS, "tasks": entries})
        try:
            # Pages read the file again when its time changes: another process's look may have
            # written the very same.
            if read_bytes(self._path, limit=NO_LIMIT) == data:
                return
        except (InvalidFile, NotFound):
            pass
        try:
            write_atomic(self._path, data)
        except SaveFailed:
            return


def _is_sound(entry: IndexEntry) -> bool:
    own, title, language, stamp, problem, strength, flag = entry
    return (
        type(own) is type(title) is type(language) is type(stamp) is str
        and type(problem) is type(flag) is str
        and (strength is None or type(strength) in (float, int))
    )


def _stamps(folder: Path, suffix: str) -> list[tuple[str, str]]:
    """(name without suffix, size and time) of the files of a folder."""
    return [(own, _told(status)) for own, status in _looked_at(folder, suffix)]


def _looked_at(folder: Path, suffix: str) -> Iterator[tuple[str, os.stat_result]]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(suffix) and not entry.name.startswith("."):
                yield entry.name[: -len(suffix)], entry.stat(follow_symlinks=False)


def _stamp(path: Path) -> str:
    """Size and time of a file; '' when it is gone."""
    try:
        return _told(path.stat(follow_symlinks=False))
    except OSError:
        return ""


def _told(status: os.stat_result) -> str:
    return f"{status.st_mtime_ns}-{status.st_size}"
