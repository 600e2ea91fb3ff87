"""Another reviewer's account finds nothing in a shared folder while the session is blind.

Each test acts as `ann`, a reviewer herself, and looks for what `ben` did and what leads know.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.sessions.conformance import SECRET, Sitting, review, run, sitting
from tests.sessions.probe import hands
from tests.sessions.served import Served
from tests.sessions.worlds import FolderOfAccounts
from workbench.errors import Forbidden
from workbench.model.session import Assignment, Feedback, Gold

pytestmark = pytest.mark.users
WHY = "a sentence that only leads know"


def probe(served: Served, accounts: FolderOfAccounts, who: str = "ann") -> Any:
    return served.call(accounts.account(who), hands)[0]


@pytest.fixture
def at(accounts: FolderOfAccounts) -> Sitting:
    """A blind session: ben has drafted, submitted, run and left something; cleo practised."""
    made = sitting(accounts, gold=(Gold(task_id="g1", scores={"solution": 2}, why=WHY),))
    made.assign("ann", ["t0", "t1"])
    made.assign("ann", ["g1"], kind="gold")
    made.reviewer("ann")
    made.assign("ben", ["t0", "t1", "t2"])
    made.assign("cleo", ["g1"], kind="onboarding")
    made.reviewer("cleo")
    work_of_ben(made)
    return made


def work_of_ben(at: Sitting, *, first: int = 0) -> None:
    ben = at.reviewer("ben")
    done = [p.assignment.id for p in at.lead.progress()]
    ids = [i for i in done if i.startswith("ben-")][first : first + 3]
    at.submit("ben", ids[0], f"t{first}", score=1, words=SECRET)
    ben.save(ids[1], review(at.world, "ben", f"t{first + 1}", words=SECRET), based_on=0)
    ben.skip(ids[2], SECRET)
    ben.save_run(run(first + 1, words=SECRET))
    at.lead.progress()


def everywhere(accounts: FolderOfAccounts) -> list[Path]:
    """Every path there is, as root sees them."""
    found = []
    for where, folders, names in os.walk(accounts.workspace):
        found += [Path(where, name) for name in (*folders, *names)]
    return sorted(found)


def closed(accounts: FolderOfAccounts, path: Path) -> bool:
    """What ann must not look into: leads' things and other reviewers'."""
    within = path.relative_to(accounts.workspace).parts
    return within[:3:2] == ("sessions", "lead") or (
        within[:3:2] == ("sessions", "reviewers")
        and len(within) > 3
        and within[3] != accounts.name("ann")
    )


def test_no_file_gives_anothers_words_or_what_leads_know(
    served: Served, accounts: FolderOfAccounts, at: Sitting
) -> None:
    ann = probe(served, accounts)
    paths = everywhere(accounts)
    read = {path: ann.read(path) for path in paths if path.is_file()}
    there = b"".join(path.read_bytes() for path in read)
    assert SECRET.encode() in there
    assert WHY.encode() in there
    got = b"".join(raw for raw in read.values() if raw is not None)
    for word in (SECRET, WHY, "ben-", "cleo-", '"gold"', '"repeat"', '"kind"'):
        assert word.encode() not in got, word
    assert all(raw is None for path, raw in read.items() if closed(accounts, path))


def test_no_folder_of_others_can_be_listed_nor_names_in_it_looked_up(
    served: Served, accounts: FolderOfAccounts, at: Sitting
) -> None:
    ann = probe(served, accounts)
    for path in everywhere(accounts):
        if closed(accounts, path):
            assert ann.names(path) is None, path
            within = path.relative_to(accounts.workspace).parts
            top = len(within) == (3 if within[2] == "lead" else 4)
            assert (ann.status(path) is None) != top, path
    # The folders' names cannot be listed either: who else reviews is not to be read off here.
    assert ann.names(accounts.workspace / "sessions" / "pilot" / "reviewers") is None


def test_files_of_others_cannot_be_linked_moved_removed_or_watched(
    served: Served, accounts: FolderOfAccounts, at: Sitting
) -> None:
    ann = probe(served, accounts)
    inside = accounts.workspace / "sessions" / "pilot"
    own = inside / "reviewers" / accounts.name("ann")
    for path in everywhere(accounts):
        if closed(accounts, path):
            worked = ann.attempts(path, own)
            assert set(worked) <= {"attributes", "watch"}, path
            if path.is_file():
                assert worked == [], path
    for path in (inside, inside / "brief.json", inside / "reviewers", inside / "access.json"):
        assert set(ann.attempts(path, own)) <= {"attributes", "watch"}


def test_nothing_ann_can_look_at_changes_while_others_work(
    served: Served, accounts: FolderOfAccounts, at: Sitting
) -> None:
    ann = probe(served, accounts)
    at.assign("ben", ["t3", "t4", "t5"])
    at.lead.progress()
    paths = everywhere(accounts)
    before = {path: ann.status(path) for path in paths}
    # A while later, ben works, is paused, is given an extra task; leads tell cleo and change gold.
    work_of_ben(at, first=3)
    at.submit("cleo", "cleo-0", "g1")
    at.lead.tell(Feedback(assignment="cleo-0", scores={"solution": 2}))
    at.lead.admit(accounts.name("cleo"))
    at.lead.pause(accounts.name("ben"), "slower")
    at.assign("cleo", ["t0"], kind="extra")
    now = at.lead.session()
    more = (*now.gold, Gold(task_id="g2", scores={"solution": 0}))
    at.lead.update(now.model_copy(update={"gold": more}))
    at.lead.doubts()
    after = {path: ann.status(path) for path in paths}
    assert after == before
    assert {p for p in everywhere(accounts) if ann.status(p)} == {p for p in paths if before[p]}
    newer = ann.find(str(accounts.workspace), "-newer", str(accounts.workspace / "sessions"))
    again = ann.find(str(accounts.workspace), "-newer", str(accounts.workspace / "sessions"))
    assert newer == again
    assert not any("ben" in line or accounts.name("cleo") in line for line in newer)


@pytest.mark.parametrize("kind", ["single", "overlap", "gold", "repeat", "extra"])
def test_whatever_the_kind_the_reviewers_files_are_the_same_to_the_byte(
    accounts: FolderOfAccounts, kind: Any
) -> None:
    at = sitting(accounts)
    rows = [("x1", "t1", "single"), ("x2", "g1", kind), ("x3", "t3", "single")]
    at.lead.assign(
        [
            Assignment(id=i, reviewer=accounts.name("ann"), task_id=t, kind=k, position=n)
            for n, (i, t, k) in enumerate(rows)
        ]
    )
    at.reviewer("ann")
    inbox = accounts.workspace / "sessions/pilot/reviewers" / accounts.name("ann") / "inbox"
    at.submit("ann", "x2", "g1")
    at.lead.progress()
    assert [p.name for p in inbox.iterdir()] == ["items.json"]
    shown = json.loads((inbox / "items.json").read_bytes())
    assert shown == {
        "items": [
            {"id": i, "task_id": t, "position": n, "practice": False, "state": "open",
             "held_until": None, "skip_reason": ""}
            for n, (i, t, _k) in enumerate(rows)
        ],
        "paused": "", "restored": "",
    }  # fmt: skip


def test_the_order_in_which_tasks_were_assigned_does_not_show(accounts: FolderOfAccounts) -> None:
    at = sitting(accounts)
    rows = [("z", "t1", "single", 0), ("a", "t2", "single", 2), ("m", "g1", "gold", 1)]
    for i, t, k, n in rows:
        at.lead.assign(
            [
                Assignment.model_validate(
                    {"id": i, "reviewer": accounts.name("ann"), "task_id": t, "kind": k,
                     "position": n}
                )
            ]
        )  # fmt: skip
    assert [i.id for i in at.reviewer("ann").queue()] == ["z", "m", "a"]


def test_no_variable_makes_somebody_else_of_an_account(
    served: Served, accounts: FolderOfAccounts, at: Sitting
) -> None:
    ann = probe(served, accounts)
    names = [accounts.name(who) for who in ("ben", "lead", "cleo")] + ["root", "../ben", ""]
    said = ann.act(names, accounts.workspace)
    assert set(said.values()) == {accounts.name("ann")}
    eve = probe(served, accounts, "eve")
    assert set(eve.act(names, accounts.workspace).values()) == {"Forbidden"}


def test_processes_of_others_give_nothing_away(
    served: Served, accounts: FolderOfAccounts, at: Sitting
) -> None:
    seen = probe(served, accounts).processes()
    assert b"python" in seen
    for word in (SECRET, WHY):
        assert word.encode() not in seen


def test_a_folder_made_in_anothers_name_gets_nothing_and_is_told(
    served: Served, accounts: FolderOfAccounts
) -> None:
    at = sitting(accounts)
    at.assign("ben", ["t0"])
    place = accounts.workspace / "sessions/pilot/reviewers" / accounts.name("ben")
    ann = probe(served, accounts)
    ann.make_folder(place)
    for below in ("inbox", "desk", "drafts", "runs"):
        ann.make_folder(place / below)
    at.lead.progress()
    assert ann.names(place / "inbox") == []
    with pytest.raises(Forbidden, match=accounts.name("ann")):
        accounts.store_as("ben").reviewer("pilot")
    (doubt,) = [d for d in at.lead.doubts() if "was made by" in d and "mv" in d]
    assert accounts.name("ann") in doubt


def test_a_link_in_anothers_name_gets_nothing(served: Served, accounts: FolderOfAccounts) -> None:
    at = sitting(accounts)
    at.assign("ben", ["t0"])
    inside = accounts.workspace / "sessions/pilot/reviewers"
    at.reviewer("ann")
    ann = probe(served, accounts)
    ann.replace_by_link(inside / accounts.name("ben"), inside / accounts.name("ann"))
    before = ann.read(inside / accounts.name("ann") / "inbox" / "items.json")
    at.lead.progress()
    assert ann.read(inside / accounts.name("ann") / "inbox" / "items.json") == before
    assert any(accounts.name("ben") in doubt for doubt in at.lead.doubts())
    with pytest.raises(Forbidden):
        accounts.store_as("ben").reviewer("pilot")


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_no_umask_opens_or_closes_a_folder(
    served: Served, accounts: FolderOfAccounts, umask: int
) -> None:
    from dataclasses import replace

    from tests.sessions.worlds import opened

    def store_as(who: str) -> Any:
        account = replace(accounts.account(who), umask=umask)
        return served.call(account, opened, accounts.workspace)[0]

    accounts.store_as = store_as  # type: ignore[method-assign]
    at = sitting(accounts)
    at.assign("ben", ["t0", "t1", "t2"])
    at.assign("ann", ["t0"])
    at.reviewer("ann")
    work_of_ben(at)
    other = accounts.store_as("other-lead").lead("pilot")
    assert len(list(other.submissions())) == 1
    assert other.load_run(accounts.name("ben"), run(1).id).stdout == SECRET
    assert other.doubts() == ()
    ann = probe(served, accounts)
    for path in everywhere(accounts):
        if closed(accounts, path) and path.is_file():
            assert ann.read(path) is None


def test_what_is_outside_the_session_tells_nothing_of_it(
    served: Served, accounts: FolderOfAccounts, at: Sitting
) -> None:
    """Work in a session leaves no trace in the workspace's reviews, runs, assessments or index."""
    for path in everywhere(accounts):
        within = path.relative_to(accounts.workspace).parts
        if within[0] != "sessions":
            assert accounts.name("ben") not in str(path)
            if path.is_file():
                raw = path.read_bytes()
                assert SECRET.encode() not in raw
                assert accounts.name("ben").encode() not in raw
