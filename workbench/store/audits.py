"""Audits of a workspace, as files: `audits/<host>-<pid>.audit.json`, one an audit."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.model.audit import AuditProgress
from workbench.store.files import dump_document, load_document, write_atomic

_KEPT = 20
_SILENT_S = 60.0


def now() -> str:
    """The time for people to read, in UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class AuditFolder:
    """The newest audits; older files make room."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, progress: AuditProgress) -> None:
        """Atomically. Raises SaveFailed."""
        host = re.sub(r"[^A-Za-z0-9-]", "-", progress.host)[:60] or "host"
        path = self._folder / f"{host}-{progress.pid}.audit.json"
        if not path.exists():
            self._make_room()
        write_atomic(path, dump_document(progress))

    def all(self) -> tuple[AuditProgress, ...]:
        """The newest first; what cannot be read is passed over. One that says it is running and
        was silent for a minute is told as stopped."""
        found = []
        for path in self._files():
            try:
                found.append(_honest(load_document(path, AuditProgress)))
            except WorkbenchError:
                continue
        return tuple(sorted(found, key=lambda audit: audit.updated, reverse=True))

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.audit.json")) if self._folder.is_dir() else []

    def _make_room(self) -> None:
        ages = sorted((path.stat().st_mtime, path) for path in self._files())
        for _, path in ages[: max(0, len(ages) - _KEPT + 1)]:
            path.unlink(missing_ok=True)


def _honest(progress: AuditProgress) -> AuditProgress:
    silent = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(progress.updated)
    if progress.state == "running" and silent.total_seconds() > _SILENT_S:
        return progress.model_copy(update={"state": "stopped"})
    return progress
