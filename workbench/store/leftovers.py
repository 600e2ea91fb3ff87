"""Temporary files of writers that were killed: how they are named, and who clears them.

A file is written beside its place and renamed. Whoever is killed in between leaves it, hidden, for
ever. Its name says which process wrote it: one that ran here and is gone is known to be gone. Of
writers on other machines of a shared folder only the age tells, by the clock that dates its files.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import tempfile
import threading
from functools import cache
from pathlib import Path

from workbench.store.pids import here, is_free

_OLD_S = 86_400.0
"""No write takes a day; a machine that slept through one finds its file gone, and says so."""
_FOLDERS = (
    *("assessments", "audits", "imports", "reports", "reviews", "rubrics", "runs", "sessions"),
    "tasks",
)
_MARKED = re.compile(r"\..+\.(?P<place>[0-9a-f]{8})-(?P<pid>[0-9]{1,10})(?:\.[a-z0-9_]{8})?\.tmp")
_UNMARKED = re.compile(r"\..+\.(?:[a-z0-9_]{8}|[0-9a-f]{16})\.tmp")


def mark() -> str:
    """Of this process, as a part of a file's name: `<machine and pid namespace>-<pid>`."""
    return f"{_place()}-{os.getpid()}"


@cache
def _place() -> str:
    """This boot and pid namespace: where a pid means the same process as here."""
    place = here() or os.urandom(8).hex()
    return hashlib.sha256(place.encode()).hexdigest()[:8]


def clear_aside(root: Path) -> None:
    """`clear` a workspace without keeping anybody waiting."""
    threading.Thread(target=clear, args=(root,), daemon=True, name="leftovers").start()


def clear(root: Path) -> int:
    """Remove what writers who are gone left in a workspace; how many. Never raises."""
    now, flags = _clock(root), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    try:
        top = os.open(root, flags)
    except OSError:
        return 0
    try:
        return _cleared_in(top, now, _FOLDERS)
    finally:
        os.close(top)


def _cleared_in(folder: int, now: float | None, only: tuple[str, ...] = ()) -> int:
    """In an open folder and those below it, or only those named. One entry at a time: there may
    be a hundred thousand."""
    removed, below = 0, []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                removed += _cleared(entry.name, folder, now)
            elif not only or entry.name in only:
                below.append(entry.name)
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    for name in below:
        with contextlib.suppress(OSError):
            handle = os.open(name, flags, dir_fd=folder)
            try:
                removed += _cleared_in(handle, now)
            finally:
                os.close(handle)
    return removed


def clear_beside(target: Path) -> None:
    """Remove what earlier writers of that one file left. Never raises."""
    now = _clock(target.parent)
    with contextlib.suppress(OSError):
        handle = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for name in os.listdir(handle):
                if name.startswith(f".{target.name}."):
                    _cleared(name, handle, now)
        finally:
            os.close(handle)


def _cleared(name: str, folder: int, now: float | None) -> bool:
    """Whether it was a leftover of one's own account and is gone now. By an open folder: another
    account that may write there cannot have a file elsewhere removed."""
    marked = _MARKED.fullmatch(name)
    if marked is None and _UNMARKED.fullmatch(name) is None:
        return False
    try:
        facts = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.geteuid():
            return False
        old = now is not None and now - facts.st_mtime > _OLD_S
        ours = marked is not None and marked["place"] == _place()
        if not old and not (marked and ours and is_free(marked["pid"])):
            return False
        os.unlink(name, dir_fd=folder)
    except OSError:
        return False
    return True


def _clock(folder: Path) -> float | None:
    """What whoever serves the folder takes for the time; None where nothing can be written."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            return os.fstat(probe.fileno()).st_mtime
    except OSError:
        return None
