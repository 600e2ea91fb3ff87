"""A whole session as one file of JSON Lines, and back into any store.

    {"format": "workbench-session", "version": 1}
    {"part": "session", ...}
    {"part": "assignment", ...}  {"part": "submission", ...}  ...
    {"parts": 1234, "sha256": "of all lines before this one"}

The file names the gold and holds every rating: it is made readable to its owner alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from workbench.errors import FutureVersion, InvalidFile, NotFound
from workbench.model.moving import Part
from workbench.model.session import Session
from workbench.store.files import MAX_BYTES, parse_json, save_failed
from workbench.store.leftovers import clear_beside, mark
from workbench.store.sessions.contract import Lead, SessionStore
from workbench.store.sessions.folder_parts import part_of

_FORMAT = "workbench-session"
_VERSION = 1


def export_session(lead: Lead, path: Path) -> int:
    """Write everything of a session; how many parts. Raises SaveFailed; `path` is then as it
    was."""
    return write_parts(lead.everything(), path)


def import_session(store: SessionStore, path: Path) -> Session:
    """Restore an exported session, whole or not at all. Raises NotFound, InvalidFile, and what
    `SessionStore.restore` raises."""
    return store.restore(load_parts(path))


def write_parts(parts: Iterable[Part], path: Path) -> int:
    """Write parts as a file; how many. Raises SaveFailed."""
    temporary = ""
    clear_beside(path)
    try:
        handle, temporary = tempfile.mkstemp(
            prefix=f".{path.name}.{mark()}.", suffix=".tmp", dir=path.parent
        )
        with os.fdopen(handle, "wb") as file:
            count = _write(parts, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        temporary = ""
    except OSError as error:
        raise save_failed(path, error) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    return count


def _write(parts: Iterable[Part], file: IO[bytes]) -> int:
    sha, count = hashlib.sha256(), 0

    def put(line: bytes) -> None:
        sha.update(line + b"\n")
        file.write(line + b"\n")

    put(json.dumps({"format": _FORMAT, "version": _VERSION}).encode())
    for part in parts:
        put(part.model_dump_json().encode("utf-8"))
        count += 1
    file.write(json.dumps({"parts": count, "sha256": sha.hexdigest()}).encode() + b"\n")
    return count


def load_parts(path: Path) -> Iterator[Part]:
    """The parts of a file as they come. A file that was cut or edited is refused at its end, so
    whoever reads must not act before all have come. Raises NotFound, InvalidFile."""
    with _opened(path) as file:
        sha = hashlib.sha256()
        _check_head(_line(file, path, 1, sha), path)
        before = sha.hexdigest()
        for count in range(1 << 60):
            name = f"{path.name} line {count + 2}"
            line = _line(file, path, count + 2, sha)
            if not line:
                raise InvalidFile(f"{path.name} has no end: it was cut", mend="export it again")
            if line.startswith(b'{"parts"'):
                _check_end(parse_json(line, name), count, before, path)
                return
            before = sha.hexdigest()
            yield part_of(line, name)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise NotFound(f"there is no {path}") from None
    except OSError as error:
        raise InvalidFile(f"{path.name} cannot be read: {error.strerror}") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise InvalidFile(f"{path.name} is not a regular file")
    with os.fdopen(handle, "rb") as file:
        yield file


def _line(file: IO[bytes], path: Path, number: int, sha: Any) -> bytes:
    line = file.readline(MAX_BYTES)
    sha.update(line)
    if line and not line.endswith(b"\n"):
        raise InvalidFile(f"{path.name} line {number} has no end: it was cut, or is too long")
    return line.rstrip(b"\n")


def _check_head(line: bytes, path: Path) -> None:
    head = parse_json(line, f"{path.name} line 1") if line else None
    if not isinstance(head, dict) or head.get("format") != _FORMAT:
        raise InvalidFile(f"{path.name} is no exported session")
    if not isinstance(head.get("version"), int) or head["version"] > _VERSION:
        raise FutureVersion(
            f"{path.name}: written by a newer workbench (version {head.get('version')}, this one "
            f"knows {_VERSION})",
            mend="upgrade reviewer-workbench",
        )


def _check_end(end: Any, count: int, sha: str, path: Path) -> None:
    if not isinstance(end, dict) or (end.get("parts"), end.get("sha256")) != (count, sha):
        raise InvalidFile(f"{path.name} was edited or cut after it was written")
