"""Reports that were made from the desk and are still there: their age, their size, and one away.

Nothing is replaced and nothing deleted unasked: each is of its moment, and somebody may have sent
it. What lies in the folder under another name is nobody's here.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
import threading
from pathlib import Path
from typing import NamedTuple

from workbench.errors import InputError
from workbench.jupyter.messages import Message

FOLDER = "reports"
_NAME = re.compile(r"\d{4}-\d\d-\d\d-\d{6}\.html\Z")
_SHOWN = 20


class _Kept(NamedTuple):
    name: str
    at: float
    size: int

    def told(self) -> Message:
        at = dt.datetime.fromtimestamp(self.at, dt.UTC).isoformat(timespec="seconds")
        return {"path": f"{FOLDER}/{self.name}", "at": at, "bytes": self.size}


def name_of(at: dt.datetime) -> str:
    """Where a report that is begun now goes, below the workspace."""
    return f"{FOLDER}/{at.strftime('%Y-%m-%d-%H%M%S')}.html"


class ReportShelf:
    """Of one workspace."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER
        # Protects all below.
        self._lock = threading.Lock()
        self._mark: tuple[int, ...] | None = None
        self._kept: list[_Kept] = []

    def shown(self) -> Message:
        """`count` and `bytes` of all, `kept`: the newest, each with `path` below the workspace,
        `at` and `bytes`."""
        with self._lock:
            kept = self._look()
        return {
            "count": len(kept), "bytes": sum(one.size for one in kept),
            "kept": [one.told() for one in kept[:_SHOWN]],
        }  # fmt: skip

    def delete(self, path: str) -> None:
        """One of them. Raises InputError when it is none, or cannot be deleted."""
        with self._lock:
            names = {f"{FOLDER}/{one.name}": one.name for one in self._look()}
            if path not in names:
                raise InputError(f"{path[:200]} is no report of this workspace",
                                 mend="it may have been deleted already")  # fmt: skip
            try:
                (self._folder / names[path]).unlink(missing_ok=True)
            except OSError as error:
                raise InputError(f"{path} cannot be deleted: {error.strerror}",
                                 mend="ask whoever owns the folder") from None  # fmt: skip
            self._mark = None

    def _look(self) -> list[_Kept]:
        """Files are replaced as a whole, which changes their folder: only then are they looked at.
        A folder that is a link leads elsewhere, and is left alone."""
        try:
            found = self._folder.lstat()
        except OSError:
            return []
        if not stat.S_ISDIR(found.st_mode):
            return []
        mark = found.st_ino, found.st_mtime_ns
        if mark != self._mark:
            try:
                with os.scandir(self._folder) as entries:
                    kept = [
                        _Kept(entry.name, about.st_mtime, about.st_size)
                        for entry in entries
                        if _NAME.match(entry.name) and entry.is_file(follow_symlinks=False)
                        for about in [entry.stat(follow_symlinks=False)]
                    ]
            except OSError:
                return []
            self._kept = sorted(kept, key=lambda one: (one.at, one.name), reverse=True)
            self._mark = mark
        return self._kept
