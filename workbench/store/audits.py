"""Audits of a workspace, as files: `audits/<host>-<pid>.audit.json`, one an audit. Beside it lies
`<host>-<pid>.stop` when somebody wants it to stop."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from pathlib import Path

from workbench.errors import InputError, InvalidFile, NotFound, WorkbenchError
from workbench.model.audit import AuditProgress
from workbench.store.files import (
    dump_document,
    load_document,
    read_bytes,
    save_failed,
    write_atomic,
)
from workbench.store.lease_steps import is_gone, this_process

SUFFIX = ".audit.json"
SILENT_S = 60.0
_KEPT = 20
_KEY = re.compile(r"[A-Za-z0-9-]{1,80}\Z")


def now() -> str:
    """The time for people to read, in UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def key_of(progress: AuditProgress) -> str:
    """What its files are named by."""
    host = re.sub(r"[^A-Za-z0-9-]", "-", progress.host)[:60] or "host"
    return f"{host}-{progress.pid}"


def silent_s(progress: AuditProgress) -> float:
    """Seconds since its last sign of life, by this machine's clock and the writer's; never less
    than 0. A time that cannot be read is long ago."""
    try:
        then = dt.datetime.fromisoformat(progress.updated)
        return max(0.0, (dt.datetime.now(dt.UTC) - then).total_seconds())
    except (ValueError, TypeError):
        return float("inf")


class AuditFolder:
    """The newest audits; older files make room."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, progress: AuditProgress) -> None:
        """Atomically. Raises SaveFailed."""
        path = self.path(key_of(progress))
        try:
            if not path.exists():
                self._make_room()
        except OSError as error:
            raise save_failed(path, error) from error
        write_atomic(path, dump_document(progress))

    def path(self, key: str) -> Path:
        """An audit's file."""
        return self.folder / f"{key}{SUFFIX}"

    def all(self) -> tuple[AuditProgress, ...]:
        """The newest first; what cannot be read is passed over. One that says it is running while
        its process is gone, or that was silent for a minute, is told as stopped."""
        found = []
        for path in self._files():
            try:
                found.append(_honest(load_document(path, AuditProgress)))
            except WorkbenchError:
                continue
        return tuple(sorted(found, key=lambda audit: audit.updated, reverse=True))

    # Stopping

    def ask_to_stop(self, key: str, began: str) -> None:
        """Ask the audit of that name that began then to end as by Ctrl-C; it looks every second.
        Raises InputError when there is none or it is over, SaveFailed."""
        try:
            if not _KEY.match(key):
                raise NotFound(f"there is no audit {key[:80]!r}")
            found = _honest(load_document(self.path(key), AuditProgress))
        except (NotFound, InvalidFile) as error:
            raise InputError("there is no such audit any more", mend="look again") from error
        if found.state != "running" or found.began != began:
            raise InputError("that audit is over", mend="nothing is left to be stopped")
        write_atomic(self._stop(key), began.encode())

    def is_to_stop(self, key: str, began: str) -> bool:
        """Whether that audit, and not an earlier one of its name, was asked to stop."""
        try:
            return read_bytes(self._stop(key), limit=100) == began.encode()
        except (NotFound, InvalidFile):
            return False

    def forget_stop(self, key: str) -> None:
        """The audit of that name is over, or has only begun."""
        with contextlib.suppress(OSError):
            self._stop(key).unlink()

    def _stop(self, key: str) -> Path:
        return self.folder / f"{key}.stop"

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"*{SUFFIX}")) if self.folder.is_dir() else []

    def _make_room(self) -> None:
        ages = []
        for path in self._files():
            with contextlib.suppress(FileNotFoundError):  # another audit made room as well
                ages.append((path.stat().st_mtime, path))
        for _, path in sorted(ages)[: max(0, len(ages) - _KEPT + 1)]:
            path.unlink(missing_ok=True)
            self.forget_stop(path.name.removesuffix(SUFFIX))


def _honest(progress: AuditProgress) -> AuditProgress:
    gone = silent_s(progress) > SILENT_S or is_gone(progress.process, this_process())
    if progress.state == "running" and gone:
        return progress.model_copy(update={"state": "stopped"})
    return progress
