"""What a reviewer puts into the own folder neither leads a lead's process astray nor stops it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sessions.conformance import Sitting, review, run, sitting
from tests.sessions.probe import hands
from tests.sessions.served import Served
from tests.sessions.worlds import FolderOfAccounts
from workbench.model.base import content_hash
from workbench.store.sessions.chain import digest_of

pytestmark = pytest.mark.users


@pytest.fixture
def at(accounts: FolderOfAccounts) -> Sitting:
    """ann submitted one of two tasks, which the lead has taken; ben submitted one."""
    made = sitting(accounts)
    made.assign("ann", ["t0", "t1"])
    made.assign("ben", ["t0"])
    made.submit("ann", "ann-0", "t0", score=1, words="as she first said it " * 3)
    made.submit("ben", "ben-0", "t0")
    made.lead.progress()
    return made


@pytest.fixture
def own(accounts: FolderOfAccounts) -> Path:
    return accounts.workspace / "sessions/pilot/reviewers" / accounts.name("ann")


@pytest.fixture
def ann(served: Served, accounts: FolderOfAccounts) -> Any:
    return served.call(accounts.account("ann"), hands)[0]


def goes_on(at: Sitting, accounts: FolderOfAccounts, *, of_ann: int = 1) -> list[str]:
    """Every call of a lead, fresh and old, answers; what was taken is there. The doubts."""
    for lead in (at.lead, accounts.store_as("other-lead").lead("pilot")):
        assert len(lead.progress()) == 3
        taken = [s.reviewer for s in lead.submissions()]
        assert taken.count(accounts.name("ann")) == of_ann
        assert taken.count(accounts.name("ben")) == 1
        lead.changed("", 0)
        lead.load_run(accounts.name("ann"), run(1).id)
        list(lead.everything())
        lead.pause(accounts.name("ann"), "")
        doubts = lead.doubts()
    return [d for d in doubts if accounts.name("ann") in d]


NAMES = ["desk/submissions.jsonl", "desk/state.json", "drafts/ann-1.review.json",
         "runs/" + run(1).id + ".run.json", "inbox/items.json"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_link_is_not_followed(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any, name: str
) -> None:
    gold = accounts.workspace / "sessions/pilot/lead/kept/session.json"
    before = gold.read_bytes()
    ann.replace_by_link(own / name, gold)
    goes_on(at, accounts)
    assert gold.read_bytes() == before


@pytest.mark.parametrize("name", NAMES)
def test_a_pipe_a_folder_or_a_terabyte_does_not_hang_a_lead(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any, name: str
) -> None:
    for way in (ann.replace_by_pipe, ann.make_huge, ann.make_folder):
        way(own / name)
        goes_on(at, accounts)
    if name == "desk/submissions.jsonl":
        assert goes_on(at, accounts)


@pytest.mark.parametrize("name", ["inbox", "desk", "drafts", "runs"])
def test_a_folder_swapped_for_a_link_is_neither_read_nor_written_through(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any, name: str
) -> None:
    kept = accounts.workspace / "sessions/pilot/lead/kept"
    names = sorted(p.name for p in kept.iterdir())
    ann.replace_by_link(own / name, kept)
    at.assign("ann", ["t2"])
    at.lead.progress()
    assert sorted(p.name for p in kept.iterdir()) == names
    bens = accounts.workspace / "sessions/pilot/reviewers" / accounts.name("ben")
    before = (bens / "inbox/items.json").read_bytes()
    ann.replace_by_link(own / name, bens / name)
    at.lead.pause(accounts.name("ann"), "wait")
    assert (bens / "inbox/items.json").read_bytes() == before
    assert [s.reviewer for s in at.lead.submissions()].count(accounts.name("ben")) == 1


def test_a_folder_closed_to_leads_stops_nobody_else(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any
) -> None:
    for mode in (0o000, 0o700, 0o2500):
        for name in ("inbox", "desk", "."):
            ann.chmod(own / name, mode)
            assert goes_on(at, accounts)
        for name in (".", "desk", "inbox"):
            ann.chmod(own / name, 0o770)
    at.assign("ben", ["t1"])
    assert [i.task_id for i in at.reviewer("ben").queue()] == ["t0", "t1"]


def test_a_folder_opened_to_everybody_is_named_with_the_mend(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any
) -> None:
    ann.chmod(own, 0o755)
    (doubt,) = goes_on(at, accounts)
    assert f"chmod 2770 {own}" in doubt


def test_locks_that_are_held_for_ever_stop_no_lead(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any
) -> None:
    assert ann.lock_all(own) > 3
    goes_on(at, accounts)


def _lines(own: Path) -> list[dict[str, Any]]:
    raw = (own / "desk/submissions.jsonl").read_text()
    return [json.loads(line) for line in raw.splitlines()]


def _bytes(lines: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def test_an_edited_submission_is_told_by_name_and_what_was_taken_stays(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any
) -> None:
    lines = _lines(own)
    lines[0]["submission"]["review"]["ratings"]["solution"]["score"] = 0
    ann.write(own / "desk/submissions.jsonl", _bytes(lines))
    doubts = goes_on(at, accounts)
    assert any("changed submission 1 of t0 after it was taken" in d for d in doubts)
    (kept,) = [s for s in at.lead.submissions() if s.reviewer == accounts.name("ann")]
    assert kept.review.ratings["solution"].score == 1
    assert kept.digest == digest_of(kept)


def test_an_edited_chain_with_fresh_digests_is_told_all_the_same(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any
) -> None:
    lines = _lines(own)
    submission = lines[0]["submission"]
    submission["review"]["ratings"]["solution"]["score"] = 0
    body = {k: v for k, v in submission.items() if k not in ("digest", "order", "seen")}
    submission["digest"] = content_hash(body)
    ann.write(own / "desk/submissions.jsonl", _bytes(lines))
    assert any("changed submission 1" in d for d in goes_on(at, accounts))


def test_a_removed_submission_is_told_and_kept(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any
) -> None:
    ann.remove(own / "desk/submissions.jsonl")
    assert any("removed submission 1 of t0" in d for d in goes_on(at, accounts))


def test_damage_to_the_leads_own_record_is_told_and_made_good_from_the_reviewers(
    at: Sitting, accounts: FolderOfAccounts
) -> None:
    kept = accounts.workspace / "sessions/pilot/lead/kept/submissions.jsonl"
    raw = kept.read_bytes()
    kept.write_bytes(raw.replace(b'"order":1', b'"order":1 ').replace(b"as she", b"as SHE", 1))
    (accounts.workspace / "sessions/pilot/lead/kept/seen.json").unlink()
    lead = accounts.store_as("lead").lead("pilot")
    assert any("the leads' own record" in doubt for doubt in lead.doubts())
    taken = [s for s in lead.submissions() if s.reviewer == accounts.name("ann")]
    assert [s.review.ratings["solution"].score for s in taken] == [1]
    assert "as she" in taken[0].review.ratings["solution"].rationale


def test_work_after_an_edit_is_still_taken(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any
) -> None:
    at.reviewer("ann").submit("ann-1", review(at.world, "ann", "t1"), based_on=0, request="second")
    lines = _lines(own)
    lines[0]["submission"]["decision"] = "reject"
    ann.write(own / "desk/submissions.jsonl", _bytes(lines))
    assert any("changed submission 1 of t0" in d for d in goes_on(at, accounts, of_ann=2))


def test_forged_lines_are_not_taken_and_are_told(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any
) -> None:
    base = _lines(own)[0]
    submission = base["submission"]
    bens = submission | {"assignment": "ben-0", "reviewer": accounts.name("ben"), "number": 2}
    gap = submission | {"number": 3}
    nobody = submission | {"assignment": "nobody-1"}
    for forged in (bens, gap, nobody):
        body = {k: v for k, v in forged.items() if k not in ("digest", "order", "seen")}
        line = json.dumps(base | {"submission": forged | {"digest": content_hash(body)}})
        ann.append(own / "desk/submissions.jsonl", line.encode())
    for raw in (b"{", b"[" * 100_000, b"\xff\x00", b'{"part":"run"}', b"9" * 100_000):
        ann.append(own / "desk/submissions.jsonl", raw)
    assert len(goes_on(at, accounts)) >= 3


def test_hostile_states_and_drafts_are_told(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any
) -> None:
    for raw in (b"{", b"[" * 100_000, b'{"held":{"x":1e999}}', b'{"held":{"../x":1}}', b"\xff"):
        ann.write(own / "desk/state.json", raw)
        ann.write(own / "drafts/ann-0.review.json", raw)
        ann.write(own / "drafts/ann-1.review.json", raw)
        ann.write(own / "drafts/..evil.review.json", raw)
        assert goes_on(at, accounts)


def test_a_queue_its_owner_rewrote_is_handed_out_again(
    at: Sitting, accounts: FolderOfAccounts, own: Path, ann: Any
) -> None:
    there = (own / "inbox/items.json").read_bytes()
    ann.remove(own / "inbox/items.json")
    ann.write(own / "inbox/items.json", b'{"items":[]}')
    at.lead.progress()
    assert (own / "inbox/items.json").read_bytes() == there
