"""The lead's board: what it shows, what it names, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui import session_world as world
from tests.unit.jupyter.helpers import AtOnce, Page, ScriptedJudge, make_workspace
from workbench.jupyter.board import Board
from workbench.jupyter.room import open_store
from workbench.model.review import EvidenceRef
from workbench.model.run import Run, Verdict
from workbench.store.workspace import Workspace

PEOPLE = ("reviewer-ann", "reviewer-ben", "reviewer-cleo")
AXIS = "tests_accept_wrong"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """One task, rated 0, 1 and 3 on one axis, 0 on the others; not revealed."""
    made = make_workspace(tmp_path)
    world.create(made, "s", PEOPLE, ("py-add",), overlap=1.0, ratings_each=3, most_ratings=3)
    task = made.task("py-add")
    run = evidence(made)
    chip = EvidenceRef(kind="run", ref=run.id, label="given on candidate")
    for name, score in zip(PEOPLE, (0, 1, 3), strict=True):
        world.keep_run(made, "s", name, run)
        review = world.review(made, task, name, {AXIS: score}, evidence={AXIS: (chip,)})
        world.submit_all(made, "s", name, {"py-add": review})
    return made


def evidence(workspace: Workspace) -> Run:
    task = workspace.task("py-add")
    return ScriptedJudge(workspace).keeping(None).run(task, task.candidate, task.given).run


@pytest.fixture
def judge(workspace: Workspace) -> ScriptedJudge:
    return ScriptedJudge(workspace)


@pytest.fixture
def board(
    workspace: Workspace, judge: ScriptedJudge, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Board]:
    monkeypatch.setenv("WORKBENCH_REVIEWER", world.LEAD)
    scripted: Any = judge
    made = Board(
        workspace, "s", world.LEAD, opener=lambda: open_store(workspace),
        judge=lambda: scripted, executor=AtOnce(),
    )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def client(board: Board) -> Page:
    client = Page()
    board.join(client)
    client.wait("board")
    return client


def case(board: Board, client: Page) -> dict[str, Any]:
    count = len(client.all("case")) + 1
    board.handle(client, {"type": "get_case", "task_id": "py-add"})
    found: dict[str, Any] = client.wait("case", count)["case"]
    return found


def act(board: Board, client: Page, act: str, **more: str) -> str:
    count = len(client.all("done")) + 1
    board.handle(client, {"type": "act", "request": "q", "act": act, **more})
    return str(client.wait("done", count)["text"])


def decide(board: Board, client: Page, **changes: Any) -> None:
    found = case(board, client)
    made = {"score": 3, "reason": "the stub passes", "cause": "guideline_gap"}
    board.handle(client, {
        "type": "adjudicate", "request": "q", "task_id": "py-add",
        "digests": [c["digest"] for c in found["columns"]], "axes": {AXIS: made},
        "guideline_note": "look at the stub", **changes,
    })  # fmt: skip


def test_the_board_shows_progress_agreement_and_what_waits(client: Page) -> None:
    told = client.last("board")
    assert told["session"]["state"] == "blind"
    assert told["measures"]["submitted"] == told["measures"]["assigned"] == 3
    (task,) = told["measures"]["tasks"]
    assert (task["title"], task["gap"], task["state"]) == ("Add two numbers", 3, "open")
    assert {r["reviewer"] for r in told["measures"]["reviewers"]} == set(PEOPLE)


def test_what_weakens_the_stores_promises_stands_on_the_board(client: Page) -> None:
    assert any("not enforced" in doubt for doubt in client.last("board")["doubts"])


def test_a_change_shows_without_being_asked_for(board: Board, client: Page) -> None:
    assert (
        act(board, client, "pause", reviewer=PEOPLE[0], reason="talk") == f"{PEOPLE[0]} is paused"
    )
    paused = client.wait("board", 2)["measures"]["reviewers"][0]["paused"]
    assert paused == "talk"
    act(board, client, "resume", reviewer=PEOPLE[0])
    assert client.wait("board", 3)["measures"]["reviewers"][0]["paused"] == ""


def test_a_case_names_nobody(board: Board, client: Page) -> None:
    found = case(board, client)
    text = json.dumps(found)
    assert not [name for name in PEOPLE if name in text]
    assert [c["name"] for c in found["columns"]] == ["Reviewer A", "Reviewer B", "Reviewer C"]
    assert sorted(c["ratings"][AXIS]["score"] for c in found["columns"]) == [0, 1, 3]


def test_only_what_is_split_needs_a_decision(board: Board, client: Page) -> None:
    rows = {row["axis"]: row for row in case(board, client)["axes"]}
    assert [name for name, row in rows.items() if row["needs"]] == [AXIS]
    assert rows["solution"]["unanimous"]
    assert rows["solution"]["prefill"]["score"] == 0


def test_nothing_is_decided_while_the_session_is_blind(board: Board, client: Page) -> None:
    decide(board, client)
    assert client.wait("refused")["reason"]


def test_a_reveal_asks_for_the_sessions_id(board: Board, client: Page) -> None:
    board.handle(client, {"type": "act", "request": "q", "act": "reveal", "typed": "t"})
    assert "type s" in client.wait("refused")["reason"]
    act(board, client, "reveal", typed="s")
    assert client.wait("board", 2)["session"]["state"] == "revealed"


def test_a_decision_is_kept_beside_the_votes(
    board: Board, client: Page, workspace: Workspace
) -> None:
    act(board, client, "reveal", typed="s")
    decide(board, client)
    assert client.wait("adjudicated")["number"] == 1
    with world.lead_of(workspace, "s") as lead:
        (made,) = lead.adjudications()
        votes = [s.review.ratings[AXIS].score for s in lead.submissions()]
    assert (made.by, made.decision, made.axes["solution"].unanimous) == ("lead", "reject", True)
    assert sorted(v for v in votes if v is not None) == [0, 1, 3]


def test_a_note_becomes_the_next_version_of_the_rubric(
    board: Board, client: Page, workspace: Workspace
) -> None:
    before = workspace.rubric().version
    act(board, client, "reveal", typed="s")
    decide(board, client, revise=AXIS)
    client.wait("adjudicated")
    axis = workspace.rubric().axis(AXIS)
    assert axis is not None
    assert (workspace.rubric().version, axis.notes) == (before + 1, ("look at the stub",))


def test_what_was_not_shown_is_not_decided(board: Board, client: Page) -> None:
    act(board, client, "reveal", typed="s")
    decide(board, client, digests=["another"])
    assert "came in meanwhile" in client.wait("refused")["reason"]


def test_a_decision_without_a_reason_is_refused(board: Board, client: Page) -> None:
    act(board, client, "reveal", typed="s")
    decide(board, client, axes={AXIS: {"score": 3}})
    assert "needs a reason" in client.wait("refused")["reason"]
    decide(board, client, axes={AXIS: {"score": "many"}})
    assert "axes" in client.wait("refused", 2)["reason"]


def ask_run(board: Board, client: Page, kind: str, ref: str = "") -> None:
    column = case(board, client)["columns"][0]
    named = ref or column["ratings"][AXIS]["evidence"][0]["ref"]
    board.handle(client, {"type": kind, "request": "q", "task_id": "py-add",
                        "digest": column["digest"], "ref": named})  # fmt: skip


def test_a_chip_opens_the_run_it_names_and_no_other(board: Board, client: Page) -> None:
    ask_run(board, client, "get_evidence_run")
    assert client.wait("evidence_run")["run"]["verdict"] == "pass"
    ask_run(board, client, "get_evidence_run", ref="f" * 64)
    assert "names no such run" in client.wait("evidence_run", 2)["reason"]


@pytest.mark.parametrize(("verdict", "same"), [(Verdict.PASS, True), (Verdict.FAIL, False)])
def test_run_again_says_whether_the_outcome_is_the_same(
    board: Board, client: Page, judge: ScriptedJudge, verdict: Verdict, same: bool
) -> None:
    judge.verdict = verdict
    ask_run(board, client, "run_again")
    told = client.wait("again_done")["again"]
    assert (told["same"], told["verdict"]) == (same, verdict.value)


def test_source_of_a_case_does_not_tell_the_recorded_outcome(board: Board, client: Page) -> None:
    board.handle(client, {"type": "get_source", "task_id": "py-add"})
    source = client.wait("source")["source"]
    assert source["prompt"] == "Write add(a, b)."
    assert "made by breaking" not in json.dumps(source)


def test_what_no_board_would_ask_is_refused(board: Board, client: Page) -> None:
    for message in ({"type": "nonsense"}, {"type": "act", "act": "explode"}, {}):
        board.handle(client, {**message, "request": "q"})
    client.wait("refused", 3)
    board.handle(client, {"type": "get_case", "request": "q", "task_id": "../x"})
    assert "nobody has rated" in client.wait("refused", 4)["reason"]
