"""Who can read what of a session in a shared folder, and the command that mends it."""

from __future__ import annotations

import os
import shlex
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.model.session import Session
from workbench.store.files import load_document
from workbench.store.sessions.folder_places import (
    BELOW,
    CLOSED,
    DROP,
    EVERYBODYS,
    SESSION,
    Places,
    mode_of,
)
from workbench.store.sessions.identity import group_name, groups_of, name_of, uid_of

_ACL = "system.posix_acl_access"
_ACL_DEFAULT = "system.posix_acl_default"
_ACL_USER, _ACL_GROUP = 0x02, 0x08


@dataclass(frozen=True)
class Problem:
    """What is wrong, with the path it is wrong at, and the command that mends it."""

    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.what} ({self.mend})" if self.mend else self.what


def doubts_of(places: Places, session: Session, workspace: Path) -> Iterator[str]:
    """For a lead: everything that weakens the session's blindness, in words."""
    for problem in problems_of(places, session, workspace):
        yield str(problem)


def problems_of(places: Places, session: Session, workspace: Path) -> Iterator[Problem]:
    """As a lead sees it."""
    yield from _people(places, session)
    yield from _above(places, workspace)
    yield from _leads_part(places)
    for name in session.reviewers:
        yield from _reviewers_part(places, name)
    yield from _strangers(places, session)
    yield from _reviews_in_the_open(session, workspace)


def own_problems(places: Places, name: str) -> Iterator[Problem]:
    """As a reviewer sees it: the own folder."""
    yield from _reviewers_part(places, name)


def _people(places: Places, session: Session) -> Iterator[Problem]:
    """Whoever is in the leads' group, or owns the session, reads everything."""
    try:
        status = places.root.stat()
    except OSError:
        return
    owner, gid = name_of(status.st_uid), status.st_gid
    for name in session.reviewers:
        uid = uid_of(name)
        if name in session.leads:
            yield Problem(f"{name} is a lead and a reviewer: for {name} nothing is hidden", "")
        elif uid == 0 or (uid is not None and uid == status.st_uid):
            yield Problem(
                f"blindness is not enforced for {name}, whose account owns session {session.id}",
                "",
            )
        elif gid in groups_of(name):
            group = group_name(gid)
            yield Problem(
                f"{name} is in group {group}, which reads everything of session {session.id}",
                f"gpasswd -d {name} {group}",
            )
        folder = places.reviewers / name
        if uid is None and _owner(folder) in (status.st_uid, None):
            yield Problem(
                f"blindness is not enforced for {name}: there is no account of that name, and "
                f"{owner} acts under it",
                f"useradd {name}, and let {name} join from that account",
            )
        elif uid is not None and uid != status.st_uid and _owner(folder) == status.st_uid:
            yield Problem(
                f"reviewers/{name} was made by {owner}, not by {name}",
                _command("mv", folder, folder.with_name(f"{name}.old")),
            )


def _above(places: Places, workspace: Path) -> Iterator[Problem]:
    """Whoever may rename a folder on the way can put another in its place."""
    for folder in (places.root.parent, workspace, workspace.parent):
        status = _status(folder)
        if status is None:
            continue
        mode = mode_of(status)
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            yield Problem(
                f"everybody may rename what is in {folder}, sessions too",
                _command("chmod", "o-w", folder),
            )


def _leads_part(places: Places) -> Iterator[Problem]:
    root = _status(places.root)
    if root is None:
        return
    gid = root.st_gid
    yield from _folder(places.root, SESSION, gid)
    for path in (places.brief, places.access):
        yield from _file(path, EVERYBODYS)
    yield from _folder(places.reviewers, DROP, gid)
    for folder in (places.lead, places.kept):
        yield from _folder(folder, CLOSED, gid)
        for path in _listed(folder):
            if not path.is_dir():
                yield from _file(path, 0o660, gid)


def _reviewers_part(places: Places, name: str) -> Iterator[Problem]:
    folder = places.reviewers / name
    status, around = _status(folder), _status(places.reviewers)
    if status is None or around is None:
        return
    uid = uid_of(name)
    if stat.S_ISLNK(status.st_mode) or not stat.S_ISDIR(status.st_mode):
        yield Problem(f"{folder} is no folder", _command("rm", folder))
        return
    if uid is not None and status.st_uid not in (uid, around.st_uid):
        yield Problem(
            f"{folder} was made by {name_of(status.st_uid)}, not by {name}",
            _command("mv", folder, folder.with_name(f"{name}.old")),
        )
        return
    yield from _folder(folder, CLOSED, around.st_gid)
    for below in BELOW:
        path = folder / below
        found = _status(path)
        if found is not None and stat.S_ISDIR(found.st_mode):
            yield from _folder(path, CLOSED, around.st_gid)


def _strangers(places: Places, session: Session) -> Iterator[Problem]:
    for path in _listed(places.reviewers):
        status = _status(path)
        if path.name not in session.reviewers and status is not None:
            yield Problem(
                f"{path.name!r} among the reviewers' folders was made by "
                f"{name_of(status.st_uid)} and is nobody's of session {session.id}",
                _command("rm", "-r", path),
            )


def _reviews_in_the_open(session: Session, workspace: Path) -> Iterator[Problem]:
    """Reviews outside sessions can be read by all: of a gold task they give the answer away."""
    reviews = workspace / "reviews"
    gold = {g.task_id for g in session.gold}
    tasks = gold | {*session.tasks}
    found = sorted(p.name for p in _listed(reviews) if p.name in tasks and _listed(p))
    status = _status(reviews)
    if found and status is not None and mode_of(status) & 0o005:
        yield Problem(
            f"everybody can read the reviews of {len(found)} of the session's tasks "
            f"({', '.join(found[:3])}{'...' if len(found) > 3 else ''}) outside the session"
            + (": of gold tasks, too" if gold & {*found} else ""),
            _command("chmod", "-R", "o-rx", reviews),
        )
    yield from _times_that_tell(session, workspace)


def _times_that_tell(session: Session, workspace: Path) -> Iterator[Problem]:
    """Gold tasks that were written at another time than the others stand out in a listing."""
    tasks = workspace / "tasks"

    def written(ids: set[str]) -> list[float]:
        found = (_status(tasks / f"{i}.task.json") for i in ids)
        return sorted(status.st_mtime for status in found if status is not None)

    gold = {g.task_id for g in session.gold}
    times, others = written(gold), written({*session.tasks} - gold)
    if not times or not others:
        return
    if times[-1] < others[0] - _APART_S or times[0] > others[-1] + _APART_S:
        yield Problem(
            "the files of gold tasks were all written at another time than those of the others: "
            "a listing of tasks/ tells them apart",
            f"touch {shlex.quote(str(tasks))}/*.task.json",
        )


_APART_S = 1.0


def _folder(path: Path, mode: int, gid: int) -> Iterator[Problem]:
    status = _status(path)
    if status is None:
        yield Problem(f"{path} is missing", _command("mkdir", "-m", f"{mode:o}", path))
        return
    if status.st_gid != gid:
        group = group_name(gid)
        yield Problem(
            f"{path} has group {group_name(status.st_gid)}, not {group}",
            _command("chgrp", group, path),
        )
    if mode_of(status) != mode:
        yield Problem(
            f"{path} has mode {mode_of(status):o}, not {mode:o}",
            _command("chmod", f"{mode:o}", path),
        )
    yield from _acl(path)


def _file(path: Path, mode: int, gid: int | None = None) -> Iterator[Problem]:
    """A file may be closed more than `mode`, never open more."""
    status = _status(path)
    if status is None:
        return
    if mode_of(status) & ~mode & 0o777:
        yield Problem(
            f"{path} has mode {mode_of(status):o}, not {mode:o}",
            _command("chmod", f"{mode:o}", path),
        )
    if gid is not None and status.st_gid != gid:
        yield Problem(
            f"{path} has group {group_name(status.st_gid)}, not {group_name(gid)}",
            _command("chgrp", group_name(gid), path),
        )
    yield from _acl(path)


def _acl(path: Path) -> Iterator[Problem]:
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
                    _command("setfacl", "-b", path),
                )


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except OSError:
        return None


def _owner(path: Path) -> int | None:
    status = _status(path)
    return status.st_uid if status else None


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _command(*words: object) -> str:
    return shlex.join(str(word) for word in words)


def check(sessions: Path, workspace: Path) -> Iterator[tuple[str, tuple[Problem, ...]]]:
    """For `workbench doctor`: every session with what is wrong, as far as the caller may look."""
    for root in _listed(sessions):
        if not root.is_dir() or root.name.startswith("."):
            continue
        places = Places(root)
        try:
            session = load_document(places.kept / "session.json", Session)
        except WorkbenchError:
            name = name_of(os.geteuid())
            yield root.name, tuple(own_problems(places, name))
        else:
            yield root.name, tuple(problems_of(places, session, workspace))
