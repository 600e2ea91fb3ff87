"""Audits as somebody sees them who looks every few seconds: what did not change is not read again,
and of thousands of old files only their names are listed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass
class _File:
    mark: tuple[int, int, int]
    audit: AuditProgress | None
    heard: float
    """when it was last seen to be written, by the onlooker's clock"""


class AuditWatch:
    """One onlooker; not for several threads at a time."""

    def __init__(self, folder: AuditFolder, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._own = this_process()
        self._files: dict[str, _File] = {}
        self._old: list[str] = []

    def look(self) -> tuple[Seen, ...]:
        """What is going on or has just ended, the running ones and then the newest first."""
        try:
            names = {name for name in os.listdir(self._folder.folder) if name.endswith(SUFFIX)}
        except OSError:
            return ()
        self._files = {name: file for name, file in self._files.items() if name in names}
        again = [name for name in self._old[:_AGAIN] if name in names]
        self._old = [*(name for name in self._old[_AGAIN:] if name in names), *again]
        old = set(self._old)
        for name in (*(names - old), *again):
            self._read(name)
        seen = [self._seen(name) for name in names - set(self._old)]
        shown = [one for one in seen if one is not None]
        shown.sort(key=lambda one: one.audit.updated, reverse=True)
        shown.sort(key=lambda one: one.state not in ("running", "stopping"))
        return tuple(shown[:_MOST])

    def _read(self, name: str) -> None:
        path = self._folder.folder / name
        known = self._files.get(name)
        try:
            facts = path.stat()
            mark = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
            if known is not None and known.mark == mark:
                return
            recent = known is not None or time.time() - facts.st_mtime < _SHOWN_S
            audit = load_document(path, AuditProgress) if recent else None
        except (OSError, WorkbenchError):
            self._files.pop(name, None)
            return
        # What another clock wrote is first taken for as old as it says; then only by this one.
        first = 0.0 if known is not None or audit is None else silent_s(audit)
        self._files[name] = _File(mark, audit, self._clock() - first)
        if audit is None:
            self._old.append(name)
        elif name in self._old:
            self._old.remove(name)

    def _seen(self, name: str) -> Seen | None:
        file = self._files.get(name)
        if file is None or file.audit is None:
            return None
        audit, silent = file.audit, self._clock() - file.heard
        if f"{key_of(audit)}{SUFFIX}" != name:
            return None  # copied from elsewhere: nobody writes it
        if silent > _SHOWN_S:
            file.audit = None
            self._old.append(name)
            return None
        return Seen(key_of(audit), self._state(audit, silent), audit)

    def _state(self, audit: AuditProgress, silent: float) -> State:
        if audit.state != "running":
            return audit.state
        if silent > SILENT_S or is_gone(audit.process, self._own):
            return "gone"
        return "stopping" if self._folder.is_to_stop(key_of(audit), audit.began) else "running"
