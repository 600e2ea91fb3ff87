"""Who can read what of a session in a shared folder, and the command that mends it."""

from __future__ import annotations

import os
import shlex
import stat
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
from workbench.store.sessions.folder_rights import (
    Problem,
    command,
    file_rights,
    folder_rights,
    listed,
    owner_of,
    status_of,
)
from workbench.store.sessions.identity import group_name, groups_of, members_of, name_of, uid_of

# Two files whose times differ by less were written by one command.
_APART_S = 1.0
_MOST_NAMED = 20


def doubts_of(places: Places, session: Session, workspace: Path) -> Iterator[str]:
    """For a lead: everything that weakens the session's blindness, in words."""
    for problem in problems_of(places, session, workspace):
        yield str(problem)


def problems_of(places: Places, session: Session, workspace: Path) -> Iterator[Problem]:
    """As a lead sees it."""
    yield from _people(places, session)
    yield from _above(places, session, workspace)
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
                f"gpasswd -d {name} {group}"
                if name in members_of(gid)
                else f"give sessions/ a group that only leads are in, as docs/sessions.md says: "
                f"{group} is what {name} logs in with",
            )
        folder = places.reviewers / name
        if uid is None and owner_of(folder) in (status.st_uid, None):
            yield Problem(
                f"blindness is not enforced for {name}: there is no account of that name, and "
                f"{owner} acts under it",
                f"useradd {name}, and let {name} join from that account",
            )
        elif uid is not None and uid != status.st_uid and owner_of(folder) == status.st_uid:
            yield Problem(
                f"reviewers/{name} was made by {owner}, not by {name}",
                command("mv", folder, folder.with_name(f"{name}.old")),
            )


def _above(places: Places, session: Session, workspace: Path) -> Iterator[Problem]:
    """Whoever may rename a folder on the way can put another in its place."""
    accounts = {name: uid_of(name) for name in session.reviewers if name not in session.leads}
    lead = places.root.lstat().st_uid
    for folder in (places.root.parent, workspace, *workspace.parents):
        status = status_of(folder)
        if status is None:
            continue
        owners = [n for n, uid in accounts.items() if uid == status.st_uid != lead]
        if owners:
            yield Problem(
                f"{folder} belongs to {owners[0]}, who may put other sessions in its place",
                command("chown", lead, folder),
            )
        mode = mode_of(status)
        if mode & stat.S_ISVTX:
            continue
        if mode & stat.S_IWOTH:
            yield Problem(
                f"everybody may rename what is in {folder}, sessions too",
                command("chmod", "o-w", folder),
            )
        within = [n for n in accounts if status.st_gid in groups_of(n)]
        if mode & stat.S_IWGRP and within:
            yield Problem(
                f"{within[0]} may rename what is in {folder}, sessions too: "
                f"group {group_name(status.st_gid)} writes there",
                command("chmod", "+t", folder),
            )


def _leads_part(places: Places) -> Iterator[Problem]:
    root = status_of(places.root)
    if root is None:
        return
    gid = root.st_gid
    yield from folder_rights(places.root, SESSION, gid)
    for path in (places.brief, places.access):
        yield from file_rights(path, EVERYBODYS)
    yield from folder_rights(places.reviewers, DROP, gid)
    for folder in (places.lead, places.kept):
        yield from folder_rights(folder, CLOSED, gid)
        for path in listed(folder):
            if not path.is_dir():
                yield from file_rights(path, 0o660, gid)


def _reviewers_part(places: Places, name: str) -> Iterator[Problem]:
    folder = places.reviewers / name
    status, around = status_of(folder), status_of(places.reviewers)
    if status is None or around is None:
        return
    uid = uid_of(name)
    if stat.S_ISLNK(status.st_mode) or not stat.S_ISDIR(status.st_mode):
        yield Problem(f"{folder} is no folder", command("rm", folder))
        return
    if uid is not None and status.st_uid not in (uid, around.st_uid):
        yield Problem(
            f"{folder} was made by {name_of(status.st_uid)}, not by {name}",
            command("mv", folder, folder.with_name(f"{name}.old")),
        )
        return
    yield from folder_rights(folder, CLOSED, around.st_gid)
    for below in BELOW:
        path = folder / below
        found = status_of(path)
        if found is not None and stat.S_ISDIR(found.st_mode):
            yield from folder_rights(path, CLOSED, around.st_gid)


def _strangers(places: Places, session: Session) -> Iterator[Problem]:
    names = [path for path in listed(places.reviewers) if path.name not in session.reviewers]
    for path in names[:_MOST_NAMED]:
        status = status_of(path)
        if status is not None:
            yield Problem(
                f"{path.name!r} among the reviewers' folders was made by "
                f"{name_of(status.st_uid)} and is nobody's of session {session.id}",
                command("rm", "-r", path),
            )


def _reviews_in_the_open(session: Session, workspace: Path) -> Iterator[Problem]:
    """Reviews outside sessions can be read by all: of a gold task they give the answer away."""
    reviews = workspace / "reviews"
    gold = {g.task_id for g in session.gold}
    tasks = gold | {*session.tasks}
    found = sorted(p.name for p in listed(reviews) if p.name in tasks and listed(p))
    status = status_of(reviews)
    if found and status is not None and mode_of(status) & 0o005:
        yield Problem(
            f"everybody can read the reviews of {len(found)} of the session's tasks "
            f"({', '.join(found[:3])}{'...' if len(found) > 3 else ''}) outside the session"
            + (": of gold tasks, too" if gold & {*found} else ""),
            command("chmod", "-R", "o-rx", reviews),
        )
    yield from _times_that_tell(session, workspace)


def _times_that_tell(session: Session, workspace: Path) -> Iterator[Problem]:
    """Gold tasks that were written at another time than the others stand out in a listing."""
    tasks = workspace / "tasks"

    def written(ids: set[str]) -> list[float]:
        found = (status_of(tasks / f"{i}.task.json") for i in ids)
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


@dataclass(frozen=True)
class Checked:
    """What was found of a session. `whole`: the caller is a lead, who can see all of it."""

    session: str
    whole: bool
    problems: tuple[Problem, ...]


def check(sessions: Path, workspace: Path) -> Iterator[Checked]:
    """For `workbench doctor`: every session, as far as the caller may look."""
    for root in listed(sessions):
        if not root.is_dir() or root.name.startswith("."):
            continue
        places = Places(root)
        try:
            session = load_document(places.kept / "session.json", Session)
        except WorkbenchError:
            found = own_problems(places, name_of(os.geteuid()))
            yield Checked(root.name, False, tuple(found))
        else:
            yield Checked(root.name, True, tuple(problems_of(places, session, workspace)))
