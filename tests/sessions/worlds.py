"""The stores the shared tests run on: who is who there, and how each person opens theirs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.sessions.served import Account, Served
from workbench.store.sessions.open import open_sessions
from workbench.store.workspace import Workspace

ROOT_NEEDED = "several accounts are needed, which only root can act as"


class World(Protocol):
    """One place where sessions are kept, with people called lead, other-lead, ann, ben, cleo and
    eve, who has no part in anything."""

    def name(self, who: str) -> str:
        """How the store knows this person."""
        ...

    def store_as(self, who: str) -> Any:
        """A `SessionStore` opened by this person, in a process of its own."""
        ...

    def elsewhere(self) -> World:
        """A second, empty place for the same people: what is moved goes there."""
        ...


def opened(path: Path) -> Any:
    """In the person's process."""
    return open_sessions(Workspace.open(path))


PEOPLE = ("lead", "other-lead", "ann", "ben", "cleo", "eve")
LEADS_GROUP = 70_900
UIDS = {who: 70_001 + number for number, who in enumerate(PEOPLE)}


# In memory where that can be: thousands of fsyncs on a busy disk are what the tests would wait for.
_SHARED = Path("/dev/shm") if os.access("/dev/shm", os.W_OK | os.X_OK) else Path("/tmp")


def accessible_folder(inside: Path = _SHARED) -> Path:
    """A folder every account can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="sessions-", dir=inside))
    folder.chmod(0o755)
    return folder


class FolderOfAccounts:
    """A shared folder and a real account for each person."""

    def __init__(self, served: Served, folder: Path) -> None:
        self._served = served
        self.folder = folder
        self.workspace = folder / "ws"
        if not self.workspace.exists():
            Workspace.create(self.workspace)
            sessions = self.workspace / "sessions"
            sessions.mkdir()
            os.chown(sessions, 0, LEADS_GROUP)
            sessions.chmod(0o2775)
            for name in ("reviews", "runs"):
                (self.workspace / name).chmod(0o1777)

    def account(self, who: str) -> Account:
        uid = UIDS[who]
        groups = (LEADS_GROUP,) if who.endswith("lead") else ()
        return Account(uid=uid, gid=uid, groups=groups)

    def name(self, who: str) -> str:
        return f"uid-{UIDS[who]}"

    def store_as(self, who: str) -> Any:
        return self._served.call(self.account(who), opened, self.workspace)[0]

    def elsewhere(self) -> FolderOfAccounts:
        return FolderOfAccounts(self._served, accessible_folder(self.folder))


class FolderOfOne:
    """A folder of one person who plays everybody: nothing is hidden, and the store says so."""

    def __init__(self, served: Served, folder: Path) -> None:
        self._served = served
        self.folder = folder
        self.workspace = folder / "ws"
        Workspace.create(self.workspace)

    def account(self, who: str) -> Account:
        return Account(says=who)

    def name(self, who: str) -> str:
        return who

    def store_as(self, who: str) -> Any:
        return self._served.call(self.account(who), opened, self.workspace)[0]

    def elsewhere(self) -> FolderOfOne:
        return FolderOfOne(self._served, accessible_folder(self.folder))


@contextmanager
def folder_of_accounts(served: Served) -> Iterator[FolderOfAccounts]:
    if os.geteuid() != 0:
        pytest.skip(ROOT_NEEDED)
    folder = accessible_folder()
    try:
        yield FolderOfAccounts(served, folder)
    finally:
        served.hang_up()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def folder_of_one(served: Served) -> Iterator[FolderOfOne]:
    folder = accessible_folder()
    try:
        yield FolderOfOne(served, folder)
    finally:
        served.hang_up()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _accounts(request: pytest.FixtureRequest) -> Iterator[World]:
    with folder_of_accounts(request.getfixturevalue("served")) as made:
        yield made


@contextmanager
def _one_person(request: pytest.FixtureRequest) -> Iterator[World]:
    with folder_of_one(request.getfixturevalue("served")) as made:
        yield made


@contextmanager
def _database(request: pytest.FixtureRequest) -> Iterator[World]:
    yield request.getfixturevalue("database")


WORLDS = [
    pytest.param(_accounts, id="accounts", marks=pytest.mark.users),
    pytest.param(_one_person, id="one-person"),
    pytest.param(_database, id="postgresql", marks=pytest.mark.postgres),
]
# From where to where a session is moved: among people who have the same names in both.
MOVES = [
    pytest.param((_accounts, _accounts), id="accounts", marks=pytest.mark.users),
    pytest.param((_one_person, _one_person), id="one-person"),
    pytest.param((_one_person, _database), id="to-postgresql", marks=pytest.mark.postgres),
    pytest.param((_database, _one_person), id="from-postgresql", marks=pytest.mark.postgres),
]
