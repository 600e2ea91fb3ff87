"""A folder or a zip archive as records: text files by relative path, everything else refused.

Links, devices, pipes and files of odd names are never opened; whatever stands in a record's folder
that is no plain text file refuses that record, with the reason.
"""

from __future__ import annotations

import lzma
import os
import stat
import struct
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbench.errors import InvalidFile, NotFound
from workbench.exchange.strict_records import Raw, Refused
from workbench.exchange.unpacked import MAX_RATIO, SMALL
from workbench.model.base import check_path, check_text

MAX_FILE = 4 << 20
MAX_RECORD = 32 << 20
MAX_FILES = 200_000
MAX_DEPTH = 30
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError,
    NotImplementedError, ValueError, LookupError, OverflowError,
)  # fmt: skip
"""What the standard library raises for archives that are not what they say."""
LEFT_OUT = frozenset({".git", ".hg", ".svn", "__pycache__", "node_modules", ".DS_Store"})
"""Never part of a task; not even looked into."""


@dataclass
class Tree:
    """Names of regular files, and of what else stands there with the reason it cannot be read."""

    path: Path
    names: list[str] = field(default_factory=list)
    odd: dict[str, str] = field(default_factory=dict)
    _archive: zipfile.ZipFile | None = None

    def text(self, name: str) -> str:
        """A file's text. Raises Refused: too large, binary, not UTF-8, or no plain file now."""
        data = self._zipped(name) if self._archive else _read(self.path / name, name)
        if len(data) > MAX_FILE:
            raise Refused(f"{name} is larger than {MAX_FILE >> 20} MiB")
        if b"\0" in data:
            raise Refused(f"{name} is binary")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused(f"{name} is not UTF-8 at byte {error.start}") from None

    def folders_with(self, *names: str) -> list[str]:
        """Folders that hold one of these files, in order; the tree's root is ''."""
        found = {n.rpartition("/")[0] for n in self.names if n.rpartition("/")[2] in names}
        # A task inside a task is a part of the outer one.
        return sorted(f for f in found if found.isdisjoint(_above(f)))

    def records(
        self,
        folders: Iterable[str],
        after: int = 0,
        wanted: Callable[[str], bool] = lambda name: True,
        needed: Callable[[str], bool] = lambda name: True,
    ) -> Iterator[Raw]:
        """A record a folder: its `folder` and those of its `files` that are wanted, by path below
        it. Something unreadable refuses the record where it is needed, else it stands in `left`,
        with the reason."""
        strange = sorted(self.odd)
        for number, folder in enumerate(folders, start=1):
            if number <= after:
                continue
            start = f"{folder}/" if folder else ""
            odd = {
                short: self.odd[name]
                for name in _starting(strange, start)
                if wanted(short := name.removeprefix(start))
            }
            label = folder.rpartition("/")[2] or self.path.name.removesuffix(".zip")
            why = next((reason for short, reason in odd.items() if needed(short)), "")
            if why:
                yield Raw(number, None, f"{label}: {why}")
                continue
            names = {n: p for n, p in self.below(folder).items() if wanted(n)}
            raw = self.record(number, label, names, needed)
            if raw.value is not None:
                raw.value["left"] += odd.values()
            yield raw

    def record(
        self,
        number: int,
        label: str,
        names: Mapping[str, str],
        needed: Callable[[str], bool] = lambda name: True,
    ) -> Raw:
        """A record of these files: path in the record -> name in the tree."""
        files: dict[str, str] = {}
        left: list[str] = []
        size = 0
        for short, name in names.items():
            try:
                files[short] = self.text(name)
            except Refused as refused:
                if needed(short):
                    return Raw(number, None, f"{label}: {refused}")
                left.append(str(refused))
                continue
            size += len(files[short])
            if size > MAX_RECORD:
                return Raw(
                    number, None, f"{label}: it holds more than {MAX_RECORD >> 20} MiB of text"
                )
        return Raw(number, {"folder": label, "files": files, "left": left})

    def below(self, folder: str) -> dict[str, str]:
        """Path below a folder -> name in the tree."""
        start = f"{folder}/" if folder else ""
        return {name.removeprefix(start): name for name in _starting(self.names, start)}

    def _zipped(self, name: str) -> bytes:
        assert self._archive is not None
        try:
            with self._archive.open(name) as file:
                return file.read(MAX_FILE + 1)
        except _BROKEN as error:
            raise Refused(f"{name} cannot be unpacked: {error}") from None


def open_tree(path: Path) -> Tree:
    """The files below a folder or in a zip archive. Raises NotFound, InvalidFile."""
    if not path.exists():
        raise NotFound(f"{path} does not exist", mend="check the path")
    tree = Tree(path)
    if path.is_dir():
        _walk(tree, path, "", 0)
    elif path.is_file() and zipfile.is_zipfile(path):  # opening a pipe would wait for ever
        _unzip(tree, path)
    else:
        raise InvalidFile(f"{path} is neither a folder nor a zip archive", mend="name the folder")
    tree.names.sort()
    return tree


def _starting(names: list[str], start: str) -> Iterator[str]:
    """Those of sorted names that begin so, without a look at the others."""
    for at in range(bisect_left(names, start), len(names)):
        if not names[at].startswith(start):
            return
        yield names[at]


def _above(folder: str) -> list[str]:
    """The folders a folder lies in, the tree's root among them."""
    parts = folder.split("/") if folder else []
    return ["/".join(parts[:n]) for n in range(len(parts))]


def _walk(tree: Tree, folder: Path, start: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        tree.odd[start.rstrip("/")] = f"{start} lies more than {MAX_DEPTH} folders deep"
        return
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda e: e.name)
    except OSError as error:
        if not start:
            raise InvalidFile(f"{folder} cannot be read: {error.strerror}") from None
        tree.odd[start.rstrip("/")] = f"{start} cannot be read: {error.strerror}"
        return
    for entry in found:
        if entry.name in LEFT_OUT:
            continue
        name = f"{start}{entry.name}"
        reason = _unsafe(name)
        if not reason and entry.is_dir(follow_symlinks=False):
            _walk(tree, folder / entry.name, f"{name}/", depth + 1)
            continue
        _add(tree, name, reason or _mode(entry))


def _unzip(tree: Tree, path: Path) -> None:
    try:
        # Open as long as the tree is: members are read one at a time, as records need them.
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise InvalidFile(f"{path} is a broken zip archive: {error}") from None
    tree._archive = archive
    seen: set[str] = set()
    for info in archive.infolist():
        if info.filename.endswith("/") or any(
            part in LEFT_OUT for part in info.filename.split("/")
        ):
            continue
        reason = _unsafe(info.filename) or _kind(info.external_attr >> 16)
        if not reason and info.filename in seen:
            reason = "stands twice in the archive"
        if not reason and info.flag_bits & 1:
            reason = "is encrypted"
        if not reason and info.file_size > SMALL + MAX_RATIO * info.compress_size:
            reason = f"unpacks to more than {MAX_RATIO} times its size"
        seen.add(info.filename)
        _add(tree, info.filename, reason)


def _add(tree: Tree, name: str, reason: str) -> None:
    if len(tree.names) + len(tree.odd) >= MAX_FILES:
        raise InvalidFile(f"{tree.path} holds more than {MAX_FILES} files")
    if reason:
        tree.odd[name] = f"{ascii(name)[1:-1]} {reason}"
    else:
        tree.names.append(name)


def _unsafe(name: str) -> str:
    try:
        check_text(check_path(name))
    except ValueError:
        return "has a name no file of a task may have"
    return ""


def _mode(entry: os.DirEntry[str]) -> str:
    try:
        return _kind(entry.stat(follow_symlinks=False).st_mode)
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _kind(mode: int) -> str:
    """Why a file of that mode is not read; '' for a plain one. Archives may hold no mode."""
    if stat.S_ISLNK(mode):
        return "is a link"
    return "" if stat.S_ISREG(mode) or stat.S_IFMT(mode) == 0 else "is no plain file"


def _read(path: Path, name: str) -> bytes:
    try:
        # What was a file a moment ago may be a link or a pipe now.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused(f"{name} is no plain file")
            return file.read(MAX_FILE + 1)
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror}") from None
