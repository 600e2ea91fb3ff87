"""The rights of one folder or file of a session beside those it should have, and the mend."""

from __future__ import annotations

import itertools
import os
import shlex
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.store.sessions.folder_places import mode_of
from workbench.store.sessions.identity import group_name, name_of

_ACL = "system.posix_acl_access"
_ACL_DEFAULT = "system.posix_acl_default"
_MOST_LISTED = 10_000
_ACL_USER, _ACL_GROUP = 0x02, 0x08


@dataclass(frozen=True)
class Problem:
    """What is wrong, with the path it is wrong at, and the command that mends it."""

    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.what} ({self.mend})" if self.mend else self.what


def folder_rights(path: Path, mode: int, gid: int) -> Iterator[Problem]:
    """A folder has this group and exactly this mode."""
    status = status_of(path)
    if status is None:
        yield Problem(f"{path} is missing", command("mkdir", "-m", f"{mode:o}", path))
        return
    if status.st_gid != gid:
        group = group_name(gid)
        yield Problem(
            f"{path} has group {group_name(status.st_gid)}, not {group}",
            command("chgrp", group, path),
        )
    if mode_of(status) != mode:
        yield Problem(
            f"{path} has mode {mode_of(status):o}, not {mode:o}",
            command("chmod", f"{mode:o}", path),
        )
    yield from acl_rights(path)


def file_rights(path: Path, mode: int, gid: int | None = None) -> Iterator[Problem]:
    """A file may be closed more than `mode`, never open more."""
    status = status_of(path)
    if status is None:
        return
    if mode_of(status) & ~mode & 0o777:
        yield Problem(
            f"{path} has mode {mode_of(status):o}, not {mode:o}",
            command("chmod", f"{mode:o}", path),
        )
    if gid is not None and status.st_gid != gid:
        yield Problem(
            f"{path} has group {group_name(status.st_gid)}, not {group_name(gid)}",
            command("chgrp", group_name(gid), path),
        )
    yield from acl_rights(path)


def acl_rights(path: Path) -> Iterator[Problem]:
    """Rights that no mode shows: entries of an access control list for users or groups."""
    for attribute in (_ACL, _ACL_DEFAULT):
        try:
            raw = os.getxattr(path, attribute, follow_symlinks=False)
        except OSError:
            continue
        for tag, _rights, number in struct.iter_unpack("<HHI", raw[4:]):
            if tag in (_ACL_USER, _ACL_GROUP):
                who = name_of(number) if tag == _ACL_USER else f"group {group_name(number)}"
                yield Problem(
                    f"{path} gives {who} rights of their own (an access control list)",
                    command("setfacl", "-b", path),
                )


def status_of(path: Path) -> os.stat_result | None:
    """Of the path itself, not of where it leads; None when it is not there."""
    try:
        return path.lstat()
    except OSError:
        return None


def owner_of(path: Path) -> int | None:
    """Its owner's number, or None."""
    status = status_of(path)
    return status.st_uid if status else None


def listed(folder: Path) -> list[Path]:
    """What is in a folder, in order; nothing when it cannot be read."""
    try:
        # Where everybody may make folders, somebody may make very many.
        return sorted(itertools.islice(folder.iterdir(), _MOST_LISTED))
    except OSError:
        return []


def command(*words: object) -> str:
    """A command line to copy."""
    return shlex.join(str(word) for word in words)
