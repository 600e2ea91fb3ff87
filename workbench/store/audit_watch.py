"""Audits as somebody sees them who looks every few seconds: what did not change is not read again,
and of thousands of old files only their names are listed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from workbench.errors import WorkbenchError
from workbench.model.audit import AuditProgress
from workbench.store.audits import SILENT_S, SUFFIX, AuditFolder, key_of, silent_s
from workbench.store.files import load_document
from workbench.store.lease_steps import is_gone, this_process

State = Literal["running", "stopping", "stopped", "gone", "done"]

_SHOWN_S = 1800.0
"""an audit that ended is shown for so long"""
_MOST = 8
_AGAIN = 50
"""old files looked at again at a time: a number may be given to another process"""


@dataclass(frozen=True)
class Seen:
    """`stopping`: it was asked to. `gone`: its process died without a word."""

    key: str
    state: State
    audit: AuditProgress


Mark = tuple[int, int, int]


@dataclass
class _Live:
    audit: AuditProgress
    heard: float
    """when it was last seen to be written, by the onlooker's clock"""


class AuditWatch:
    """One onlooker; not for several threads at a time."""

    def __init__(self, folder: AuditFolder, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._own = this_process()
        self._marks: dict[str, Mark | None] = {}
        """what every file looked like; None: it could not be read"""
        self._live: dict[str, _Live] = {}
        self._at = 0

    def look(self) -> tuple[Seen, ...]:
        """What is going on or has just ended, the running ones and then the newest first."""
        try:
            names = {name for name in os.listdir(self._folder.folder) if name.endswith(SUFFIX)}
        except OSError:
            return ()
        if len(names) != len(self._marks) or not names.issubset(self._marks):
            for name in names - self._marks.keys():
                self._read(name)
            for name in self._marks.keys() - names:
                del self._marks[name]
                self._live.pop(name, None)
        for name in (*self._live, *self._some_old()):
            self._read(name)
        seen = [self._seen(name) for name in tuple(self._live)]
        shown = [one for one in seen if one is not None]
        shown.sort(key=lambda one: one.audit.updated, reverse=True)
        shown.sort(key=lambda one: one.state not in ("running", "stopping"))
        return tuple(shown[:_MOST])

    def _some_old(self) -> list[str]:
        found = [*islice(self._marks, self._at, self._at + _AGAIN)]
        self._at = self._at + _AGAIN if len(found) == _AGAIN else 0
        return [name for name in found if name not in self._live]

    def _read(self, name: str) -> None:
        known = self._marks.get(name)
        path = f"{self._folder.folder}/{name}"
        try:
            facts = os.stat(path)
            mark = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
            if known == mark:
                return
            self._marks[name] = mark
            # One that was written while it was watched is read, whatever its date says.
            if known is None and time.time() - facts.st_mtime > _SHOWN_S:
                return
            audit = load_document(Path(path), AuditProgress)
        except (OSError, WorkbenchError):
            self._marks.setdefault(name, None)
            self._live.pop(name, None)
            return
        # What another clock wrote is first taken for as old as it says; then only by this one.
        first = silent_s(audit) if known is None else 0.0
        self._live[name] = _Live(audit, self._clock() - first)

    def _seen(self, name: str) -> Seen | None:
        audit, silent = self._live[name].audit, self._clock() - self._live[name].heard
        if f"{key_of(audit)}{SUFFIX}" != name:
            return None  # copied from elsewhere: nobody writes it
        if silent > _SHOWN_S:
            del self._live[name]
            return None
        return Seen(key_of(audit), self._state(audit, silent), audit)

    def _state(self, audit: AuditProgress, silent: float) -> State:
        if audit.state != "running":
            return audit.state
        if silent > SILENT_S or is_gone(audit.process, self._own):
            return "gone"
        return "stopping" if self._folder.is_to_stop(key_of(audit), audit.began) else "running"
