"""`workbench doctor` names everything that is open in a session, and its mends mend it."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sessions.conformance import Sitting, sitting
from tests.sessions.probe import hands
from tests.sessions.served import Served
from tests.sessions.worlds import UIDS, FolderOfAccounts, folder_of_one
from tests.unit.model.test_task import make
from workbench.commands.doctor import check_sessions
from workbench.store.workspace import Workspace
from workbench.toolchains.base import ToolStatus


@pytest.fixture
def at(accounts: FolderOfAccounts) -> Sitting:
    made = sitting(accounts)
    made.assign("ann", ["t0"])
    made.submit("ann", "ann-0", "t0")
    made.lead.progress()
    return made


def wrong(accounts: FolderOfAccounts) -> list[ToolStatus]:
    return [line for line in check_sessions(accounts.workspace) if not line.ok]


@pytest.mark.users
def test_a_session_as_it_is_made_is_blind(accounts: FolderOfAccounts, at: Sitting) -> None:
    (line,) = check_sessions(accounts.workspace)
    assert line.ok
    assert line.check == "session pilot"
    assert at.lead.doubts() == ()


SLIPS: dict[str, Callable[[Path, str], None]] = {
    "session writable": lambda s, ann: s.chmod(0o2777),
    "leads' folder open": lambda s, ann: (s / "lead").chmod(0o2775),
    "kept open": lambda s, ann: (s / "lead/kept").chmod(0o755),
    "gold open": lambda s, ann: (s / "lead/kept/session.json").chmod(0o664),
    "gold in another group": lambda s, ann: os.chown(s / "lead/kept/session.json", -1, 70_999),
    "brief writable": lambda s, ann: (s / "brief.json").chmod(0o666),
    "not sticky": lambda s, ann: (s / "reviewers").chmod(0o2773),
    "reviewers listed": lambda s, ann: (s / "reviewers").chmod(0o3777),
    "reviewer open": lambda s, ann: (s / "reviewers" / ann).chmod(0o2775),
    "reviewer closed": lambda s, ann: (s / "reviewers" / ann).chmod(0o700),
    "drafts open": lambda s, ann: (s / "reviewers" / ann / "drafts").chmod(0o2777),
    "another group": lambda s, ann: os.chown(s / "reviewers" / ann, -1, 70_999),
    "sessions writable": lambda s, ann: s.parent.chmod(0o2777),
    "workspace writable": lambda s, ann: s.parents[1].chmod(0o777),
    "a reviewer's workspace": lambda s, ann: os.chown(s.parents[1], UIDS["ben"], -1),
    "somebody else's": lambda s, ann: os.chown(s / "reviewers" / ann, UIDS["ben"], -1),
    "a stranger": lambda s, ann: (s / "reviewers" / "x y").mkdir(),
}  # fmt: skip


@pytest.mark.users
@pytest.mark.parametrize("slip", SLIPS)
def test_every_slip_is_named_and_its_mend_mends_it(
    accounts: FolderOfAccounts, at: Sitting, slip: str
) -> None:
    session = accounts.workspace / "sessions/pilot"
    SLIPS[slip](session, accounts.name("ann"))
    found = wrong(accounts)
    assert found, slip
    assert at.lead.doubts()
    for _ in range(4):
        for line in found:
            subprocess.run(line.mend, shell=True, check=True)
        found = wrong(accounts)
        if not found:
            break
    assert not found


@pytest.mark.users
def test_a_reviewer_hears_of_the_own_folder_alone(
    served: Served, accounts: FolderOfAccounts, at: Sitting
) -> None:
    def asked() -> list[tuple[bool, str]]:
        ann = served.call(accounts.account("ann"), hands)[0]
        return [(ok, said) for ok, said in ann.doctor(accounts.workspace)]

    at.reviewer("ben")
    folders = accounts.workspace / "sessions/pilot/reviewers"
    (folders / accounts.name("ben")).chmod(0o2777)
    assert asked() == [(True, "your own folder is closed")]
    (folders / accounts.name("ann")).chmod(0o2777)
    ((ok, said),) = asked()
    assert not ok
    assert accounts.name("ben") not in said


@pytest.mark.users
def test_rights_that_no_mode_shows_are_named(accounts: FolderOfAccounts, at: Sitting) -> None:
    folder = accounts.workspace / "sessions/pilot/lead"
    anyone = 0xFFFFFFFF
    entries = [(0x01, 7, anyone), (0x02, 7, UIDS["ann"]), (0x04, 7, anyone), (0x10, 7, anyone),
               (0x20, 0, anyone)]  # fmt: skip
    raw = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *e) for e in entries)
    try:
        os.setxattr(folder, "system.posix_acl_access", raw)
    except OSError as error:
        pytest.skip(f"no access control lists here: {error}")
    (line,) = wrong(accounts)
    assert accounts.name("ann") in line.detail
    assert line.mend == f"setfacl -b {folder}"
    if shutil.which("setfacl"):
        subprocess.run(line.mend, shell=True, check=True)
        assert wrong(accounts) == []


@pytest.mark.users
def test_reviews_in_the_open_and_times_that_tell_gold_are_named(
    accounts: FolderOfAccounts, at: Sitting
) -> None:
    workspace = Workspace.open(accounts.workspace)
    for number, name in enumerate(("t0", "t1", "g1")):
        path = workspace.save_task(make(id=name))
        os.utime(path, (1_000_000, 1_000_000 + (number > 1) * 50))
    kept = accounts.workspace / "reviews/g1/expert.review.json"
    kept.parent.mkdir()
    kept.write_text("{}")
    found = wrong(accounts)
    assert [("gold" in line.detail, line.ok) for line in found] == [(True, False)] * 2
    for line in found:
        subprocess.run(line.mend, shell=True, check=True)
    assert wrong(accounts) == []


def test_a_folder_of_one_person_is_said_to_hide_nothing(served: Served) -> None:
    with folder_of_one(served) as world:
        at = sitting(world)
        at.reviewer("ann")
        for said in (at.lead.doubts(), [line.detail for line in check_sessions(world.workspace)]):
            assert sum("blindness is not enforced for" in doubt for doubt in said) == 3
            assert any("for ann" in doubt for doubt in said)


def test_without_a_workspace_nothing_is_said_of_sessions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert list(check_sessions(None)) == []
