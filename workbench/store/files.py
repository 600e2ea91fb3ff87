"""Reading and writing single files so that nothing is ever torn, lost, or written elsewhere."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from workbench.errors import FutureVersion, InvalidFile, NotFound, SaveFailed
from workbench.model.base import SCHEMA_VERSION, Document, Value
from workbench.store.leftovers import mark

MAX_BYTES = 64 << 20
NO_LIMIT = 1 << 62
"""For files that only the caller's own side writes."""
_REASONS = {
    errno.ENOSPC: ("the disk is full", "free some space; your text is kept until it is saved"),
    errno.EDQUOT: ("the disk quota is used up", "free some space or ask for more"),
    errno.EROFS: ("the file system is read-only", "remount it writable or copy the workspace"),
    errno.EACCES: ("permission denied", "make the workspace writable for you"),
    errno.EPERM: ("permission denied", "make the workspace writable for you"),
    errno.EFBIG: ("the file would be too large", "shorten it"),
}
D = TypeVar("D", bound=Document)
V = TypeVar("V", bound=Value)


def write_atomic(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Old or new, never torn: neighbour file, fsync, rename, fsync of the folder.

    The file has `mode` before anybody can open it by its name, whatever the umask. Raises
    SaveFailed; what was at `path` is then unchanged and no neighbour stays behind.
    """
    write_atomic_parts(path, (data,), mode=mode)


def write_atomic_parts(path: Path, parts: Iterable[bytes], *, mode: int = 0o644) -> None:
    """`write_atomic` of something that is never held as a whole."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            prefix=f".{path.name}.{mark()}.", suffix=".tmp", dir=path.parent
        )
        with _owned(handle, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), mode)
        os.replace(temporary, path)
        temporary = ""
        _sync_folder(path.parent)
    except OSError as error:
        raise save_failed(path, error) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def write_new(path: Path, data: bytes, *, mode: int = 0o644) -> bool:
    """Create a file with all its content, if there is none of that name; False when there is. Of
    many who try at once one succeeds, on any file system that has hard links. Raises SaveFailed."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            prefix=f".{path.name}.{mark()}.", suffix=".tmp", dir=path.parent
        )
        with _owned(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), mode)
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
        # Not what `link` said: a network may lose its answer and ask a second time.
        made = os.stat(temporary).st_nlink == 2
        if made:
            _sync_folder(path.parent)
    except OSError as error:
        raise save_failed(path, error) from error
    else:
        return made
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def append_line(path: Path, line: bytes, *, mode: int = 0o644) -> None:
    """Append one line durably. A last line torn by a crash is cut off first: it was never
    acknowledged. A new file gets `mode`, whatever the umask. Raises SaveFailed; the file is then
    as long as before."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _appending(path, mode) as file:
            end = file.seek(0, os.SEEK_END)
            whole = _end_of_last_line(file, end)
            if whole != end:
                file.truncate(whole)
            try:
                file.write(line + b"\n")
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    file.truncate(whole)
                raise
    except OSError as error:
        raise save_failed(path, error) from error


@contextlib.contextmanager
def _appending(path: Path, mode: int) -> Iterator[Any]:
    flags = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC
    new = False
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        handle, new = os.open(path, flags | os.O_CREAT, 0o600), True
    with _owned(handle, "a+b") as file:
        if new:
            os.fchmod(handle, mode)
            # A name that is not durable takes the line with it when the machine dies.
            _sync_folder(path.parent)
        yield file


@contextlib.contextmanager
def _owned(handle: int, mode: str) -> Iterator[Any]:
    """The file of a descriptor, which is closed whatever fails, making the file too."""
    try:
        with os.fdopen(handle, mode, closefd=False) as file:
            yield file
    finally:
        os.close(handle)


def _end_of_last_line(file: Any, end: int) -> int:
    position = end
    while position > 0:
        step = min(1 << 16, position)
        file.seek(position - step)
        chunk: bytes = file.read(step)
        newline = chunk.rfind(b"\n")
        if newline >= 0:
            return position - step + newline + 1
        position -= step
    return 0


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def save_failed(path: Path, error: OSError) -> SaveFailed:
    """An OSError as a sentence and its mend."""
    reason, mend = _REASONS.get(
        error.errno or 0, (error.strerror or str(error), "check the disk and try again")
    )
    return SaveFailed(f"{path.name} was not saved: {reason}", mend=mend)


@contextlib.contextmanager
def locked(path: Path, *, mode: int = 0o644) -> Iterator[None]:
    """Hold an exclusive lock named after `path`, across threads and processes.

    Protects read-compare-write of that file. Freed by the kernel when the holder dies. A lock that
    several accounts share needs a `mode` that lets them write.
    """
    lock = path.with_name(f".{path.name}.lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
    except OSError as error:
        raise save_failed(path, error) from error
    try:
        try:
            status = os.fstat(handle)
            if status.st_uid == os.geteuid() and mode & ~status.st_mode:
                os.fchmod(handle, mode)  # the umask took some of it
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            raise save_failed(path, error) from error
        yield
    finally:
        os.close(handle)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"key {key[:80]!r} stands twice")
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def parse_json(raw: bytes, name: str) -> Any:
    """Strict JSON: UTF-8, no duplicate keys, no NaN, bounded depth and integers.

    Raises InvalidFile naming the file, the place and the reason.
    """
    try:
        return json.loads(
            raw.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except RecursionError:
        raise InvalidFile(f"{name}: nested too deep to be read") from None
    except UnicodeDecodeError as error:
        raise InvalidFile(f"{name}: not UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise InvalidFile(
            f"{name}: not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from None
    except ValueError as error:
        raise InvalidFile(f"{name}: {str(error)[:200]}") from None


def read_bytes(path: Path, *, offset: int = 0, limit: int = MAX_BYTES) -> bytes:
    """A regular file's bytes from `offset` on, bounded. Raises NotFound or InvalidFile."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise NotFound(f"there is no {path}") from None
    except OSError as error:
        raise InvalidFile(f"{path.name} cannot be read: {error.strerror}") from None
    try:
        # What was opened, not what the path names now; `fdopen` itself refuses a folder.
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise InvalidFile(f"{path.name} is not a regular file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            file.seek(offset)
            data = file.read() if limit == NO_LIMIT else file.read(limit + 1)
    except OSError as error:
        raise InvalidFile(f"{path.name} cannot be read: {error.strerror}") from None
    finally:
        os.close(handle)
    if len(data) > limit:
        raise InvalidFile(f"{path.name} is larger than {limit >> 20} MiB")
    return data


def validate(cls: type[D], value: Any, name: str) -> D:
    """A document from parsed JSON. A newer version is refused; a malformed one is explained."""
    if not isinstance(value, dict):
        raise InvalidFile(f"{name}: an object is needed, not {type(value).__name__}")
    version = value.get("schema_version", SCHEMA_VERSION)
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise FutureVersion(
            f"{name}: written by a newer workbench (schema {version}, this one knows "
            f"{SCHEMA_VERSION}); it was left untouched",
            mend="upgrade reviewer-workbench",
        )
    try:
        return cls.model_validate(value)
    except ValidationError as error:
        raise InvalidFile(f"{name}: {explain(error)}") from None


def validate_value(cls: type[V], value: Any, name: str) -> V:
    """A value that is part of a file. Raises InvalidFile."""
    try:
        return cls.model_validate(value)
    except ValidationError as error:
        raise InvalidFile(f"{name}: {explain(error)}") from None


def explain(error: ValidationError) -> str:
    """The first few complaints of pydantic as `place: reason`, without echoing long input."""
    lines = []
    for item in error.errors(include_url=False, include_input=False)[:3]:
        place = ".".join(str(part)[:80] for part in item["loc"]) or "the whole"
        lines.append(f"{place}: {item['msg'].removeprefix('Value error, ')}")
    more = error.error_count() - len(lines)
    return "; ".join(lines) + (f"; and {more} more" if more > 0 else "")


def load_document(path: Path, cls: type[D], *, name: str = "") -> D:
    """Read, parse, validate. Raises NotFound, InvalidFile or FutureVersion."""
    shown = name or path.name
    return validate(cls, parse_json(read_bytes(path), shown), shown)


def dump_document(document: Document) -> bytes:
    """Readable JSON, one trailing newline: what is on disk is meant to be read and diffed."""
    return (
        json.dumps(document.model_dump(mode="json"), indent=1, ensure_ascii=False, allow_nan=False)
        + "\n"
    ).encode("utf-8")
