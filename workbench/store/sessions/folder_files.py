"""Files in a folder that belongs to somebody who must not be trusted with where a path leads.

A reviewer owns the own folder and may put anything there: links out of it, pipes that never end,
other people's files, a lock held for ever. A lead's process reads and writes in it. So nothing here
follows a link, waits for a pipe or a lock, or reads more than a bound; a folder once opened is held
by its descriptor, so that what is swapped behind it changes nothing.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from workbench.errors import InvalidFile, NotFound
from workbench.store.files import MAX_BYTES, save_failed

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NOT_THERE = (errno.ENOENT,)


class Beneath:
    """An open folder. `shown` is how messages call it, `uid` whose it is."""

    def __init__(self, handle: int, shown: str) -> None:
        self._handle = handle
        self._shown = shown
        self.status = os.fstat(handle)
        self.uid = self.status.st_uid

    @classmethod
    @contextlib.contextmanager
    def open(cls, path: Path, shown: str = "") -> Iterator[Self]:
        """The folder at `path`, whose parent is trusted. Raises NotFound, or InvalidFile for
        anything that is not a plain folder."""
        with cls._opened(str(path), None, shown or path.name) as folder:
            yield folder

    @classmethod
    @contextlib.contextmanager
    def _opened(cls, name: str, parent: int | None, shown: str) -> Iterator[Self]:
        try:
            handle = os.open(name, _FOLDER, dir_fd=parent)
        except FileNotFoundError:
            raise NotFound(f"there is no {shown}") from None
        except OSError as error:
            raise InvalidFile(f"{shown} is no folder of its own: {_why(error)}") from None
        try:
            yield cls(handle, shown)
        finally:
            os.close(handle)

    @contextlib.contextmanager
    def inside(self, name: str) -> Iterator[Self]:
        """A folder directly in this one, of the same owner. Raises NotFound or InvalidFile."""
        shown = f"{self._shown}/{name}"
        with self._opened(name, self._handle, shown) as folder:
            if folder.uid != self.uid:
                raise InvalidFile(f"{shown} belongs to another account")
            yield folder

    def stat(self, name: str) -> os.stat_result | None:
        """Of the name itself, not of where it leads; None when it is not there."""
        try:
            return os.stat(name, dir_fd=self._handle, follow_symlinks=False)
        except OSError:
            return None

    def names(self, most: int) -> tuple[str, ...]:
        """Names in the folder; no more than `most`."""
        try:
            with os.scandir(self._handle) as entries:
                return tuple(entry.name for entry in itertools.islice(entries, most))
        except OSError:
            return ()

    def read(self, name: str, *, offset: int = 0, limit: int = MAX_BYTES) -> bytes:
        """A file's bytes from `offset` on: regular, of the folder's owner or the caller, at most
        `limit`. Raises NotFound or InvalidFile."""
        shown = f"{self._shown}/{name}"
        try:
            handle = os.open(name, _FILE, dir_fd=self._handle)
        except OSError as error:
            if error.errno in _NOT_THERE:
                raise NotFound(f"there is no {shown}") from None
            raise InvalidFile(f"{shown} cannot be read: {_why(error)}") from None
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise InvalidFile(f"{shown} is not a regular file")
            mine = status.st_uid == os.geteuid() and status.st_nlink == 1
            if status.st_uid != self.uid and not mine:
                raise InvalidFile(f"{shown} belongs to another account")
            if status.st_size - offset > limit:
                raise InvalidFile(f"{shown} is larger than {limit >> 20} MiB")
            # A sparse file, or one that grows meanwhile, is cut at the bound as well.
            with os.fdopen(handle, "rb", closefd=False) as file:
                file.seek(offset)
                return file.read(limit)
        except OSError as error:
            raise InvalidFile(f"{shown} cannot be read: {_why(error)}") from None
        finally:
            os.close(handle)

    def write(self, name: str, data: bytes, *, mode: int) -> None:
        """As `files.write_atomic`, in the folder that was opened. Raises SaveFailed."""
        temporary = f".{name}.{secrets.token_hex(8)}.tmp"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        written = False
        try:
            handle = os.open(temporary, flags, 0o600, dir_fd=self._handle)
            written = True
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fchmod(file.fileno(), mode)
                os.fsync(file.fileno())
            os.rename(temporary, name, src_dir_fd=self._handle, dst_dir_fd=self._handle)
            written = False
            os.fsync(self._handle)
        except OSError as error:
            raise save_failed(Path(self._shown) / name, error) from error
        finally:
            if written:
                with contextlib.suppress(OSError):
                    os.unlink(temporary, dir_fd=self._handle)


def _why(error: OSError) -> str:
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return "it is a link or a file"
    return error.strerror or str(error)
