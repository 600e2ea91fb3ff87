"""`workbench session` on a folder of one person who plays everybody."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.proof import keep_proof, proof
from tests.sessions.made import AXES
from tests.unit.commands.test_cli import call
from workbench.commands import session_asking
from workbench.model.review import Rating, Review
from workbench.model.rubric import Rubric
from workbench.store.demo import demo_folders, pack
from workbench.store.sessions.open import open_sessions
from workbench.store.workspace import Workspace

GOLD = 'task_id,axis,score,why\ngo-tide-gate,solution,2,"It floods, see the run"\n'


class Desk:
    """The command, as whoever is at the keyboard."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._patch, self._capsys = monkeypatch, capsys
        self.folder = folder
        monkeypatch.chdir(folder)
        self.status = 0

    def __call__(self, *words: object, who: str = "lead") -> tuple[str, str]:
        self._patch.setenv("WORKBENCH_REVIEWER", who)
        self._capsys.readouterr()
        self.status = call("session", *words, monkeypatch=self._patch)
        return self._capsys.readouterr()

    def lines(self, *words: object, who: str = "lead") -> list[dict[str, Any]]:
        out, _ = self(*words, "--json", who=who)
        return [json.loads(line) for line in out.splitlines()]

    def submit(self, who: str, **scores: int) -> None:
        """Everything this reviewer has open, with the same scores."""
        self._patch.setenv("WORKBENCH_REVIEWER", who)
        workspace = Workspace.open(self.folder)
        part = open_sessions(workspace).reviewer("pilot")
        for item in part.queue():
            if item.state == "open":
                made = a_review(workspace.rubric(), who, item.task_id, scores)
                keep_proof(part, item.task_id)
                part.submit(item.id, made, based_on=0, request=item.id)


def a_review(rubric: Rubric, who: str, task: str, scores: dict[str, int]) -> Review:
    words = "\x1b[31mIt is as the run shows, and no other reading of the text is left. " * 2
    return Review(
        task_id=task, task_digest="d", reviewer=who, rubric=rubric.id, rubric_version=1,
        difficulty="15-60 minutes", confidence=3,
        ratings={
            axis: Rating(score=scores.get(axis, 0), rationale=words,
                         evidence=proof(task))
            for axis in AXES
        },
    )  # fmt: skip


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    workspace = Workspace.create(tmp_path / "ws")
    for source in demo_folders():
        if source.name.startswith("go-"):
            workspace.save_task(pack(source))
    (tmp_path / "ws" / "gold.csv").write_text(GOLD)
    return Desk(tmp_path / "ws", monkeypatch, capsys)


@pytest.fixture
def begun(desk: Desk) -> Desk:
    """Two Go tasks and a known one; ann and ben rate both, ann sees them as worse."""
    desk("create", "pilot", "--reviewer", "ann", "--reviewer", "ben", "--task", "go-[ms]*",
         "--gold", "gold.csv", "--overlap", "1", "--hidden-gold", "0.5", "--assign")  # fmt: skip
    for who in ("ann", "ben"):
        desk("join", "pilot", who=who)
    desk("tend", "pilot")
    return desk


def test_a_session_is_made_from_a_file_and_options_over_it(desk: Desk) -> None:
    (desk.folder / "pilot.toml").write_text(
        'title = "Pilot"\nreviewers = ["ann"]\ntasks = ["go-*"]\ngold = "gold.csv"\n'
        "[settings]\noverlap = 0.5\nonboarding = 1\n"
    )
    (made,) = desk.lines("create", "pilot", "--file", "pilot.toml", "--reviewer", "ben",
                         "--overlap", "0.75")  # fmt: skip
    assert made == {"session": "pilot", "tasks": 5, "gold": 1, "reviewers": 1, "state": "planned"}
    session = open_sessions(Workspace.open(desk.folder)).lead("pilot").session()
    assert (session.title, session.reviewers, session.leads) == ("Pilot", ("ben",), ("lead",))
    assert (session.settings.overlap, session.settings.onboarding) == (0.75, 1)
    assert session.gold[0].why == "It floods, see the run"
    assert session.settings.seed != 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("reviewers = 3\n", "reviewers"),
        ("reviwers = []\n", "reviwers"),
        ('tasks = ["nothing-*"]\n', "no task of the workspace is nothing-*"),
        ('gold = "none.csv"\n', "none.csv"),
        ("[settings]\noverlap = 2\n", "overlap"),
        ('gold_from = "eve"\n', "eve has submitted no review"),
        ('[[gold]]\ntask_id = "go-x"\nscores = {solution = 1}\n', "no task go-x"),
        ('[[gold]]\ntask_id = "go-tide-gate"\nscores = {style = 1}\n', "no axis style"),
        ('[[gold]]\ntask_id = "go-tide-gate"\nscores = {solution = 9}\n', "no level 9"),
        ("title = \n", "pilot.toml"),
    ],
)
def test_what_a_session_file_has_wrong_is_named(desk: Desk, text: str, told: str) -> None:
    (desk.folder / "pilot.toml").write_text(text)
    _, err = desk("create", "pilot", "--file", "pilot.toml")
    assert desk.status == 2
    assert told in err


def test_assigning_begins_and_repeating_it_adds_nothing(begun: Desk) -> None:
    (told,) = begun.lines("assign", "pilot")
    assert told["assigned"] == 0
    states = {line["state"] for line in begun.lines("status", "pilot") if line["line"] == "session"}
    assert states == {"blind"}
    assert told["doubts"]
    assert all("not enforced" in doubt for doubt in told["doubts"])


def test_a_reviewer_sees_the_own_queue_and_nothing_of_kinds(begun: Desk) -> None:
    items = begun.lines("queue", "pilot", who="ann")
    assert {item["task_id"] for item in items} == {"go-meter-lines", "go-seed-shares",
                                                   "go-tide-gate"}  # fmt: skip
    assert all(set(item) == set(items[0]) and "kind" not in item for item in items)
    (held,) = begun.lines("claim", "pilot", who="ann")
    assert held["held_until"]
    _, err = begun("status", "pilot", who="ann")
    assert begun.status == 1
    assert "ann is no lead" in err


def test_status_has_a_line_for_each_thing_and_survives_hostile_words(begun: Desk) -> None:
    begun.submit("ann", solution=2)
    begun.submit("ben")
    lines = begun.lines("status", "pilot")
    assert [line["line"] for line in lines if line["line"] != "axis"] == [
        "session", "reviewer", "reviewer", "pair", "task", "task",
    ]  # fmt: skip
    assert lines[0]["open"] == 2
    out, _ = begun("status", "pilot")
    assert "go-meter-lines" in out
    assert "solution" in out
    case, _ = begun("adjudicate", "pilot", "go-meter-lines")
    assert "\x1b[31m" not in case
    assert "Reviewer A" in case
    assert "ann" not in case


def test_a_decision_is_made_by_options_once_the_session_is_revealed(begun: Desk) -> None:
    begun.submit("ann", solution=2)
    begun.submit("ben")
    words = ("adjudicate", "pilot", "go-meter-lines", "--axis", "solution=2:slip:see the run")
    _, err = begun(*words)
    assert begun.status == 1
    assert "workbench session reveal pilot" in err
    begun("reveal", "pilot", "--yes")
    _, err = begun("adjudicate", "pilot", "go-meter-lines", "--accept")
    assert begun.status == 2
    assert "solution needs a score" in err
    (made,) = begun.lines(*words)
    assert (made["decision"], made["number"]) == ("revise", 1)
    cases = begun.lines("adjudicate", "pilot")
    assert [case["task_id"] for case in cases] == ["go-seed-shares"]
    assert cases[0]["needed"] == ["solution"]
    rows = {(x["task_id"], x["axis"]): x for x in begun.lines("labels", "pilot")}
    assert rows["go-meter-lines", "solution"]["adjudicated"] == 2
    assert sorted(rows["go-meter-lines", "solution"]["votes"]) == [0, 2]


def test_decisions_come_from_standard_input_too(
    begun: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.submit("ann", solution=2)
    begun.submit("ben")
    begun("reveal", "pilot", "--yes")
    given = {"axes": {"solution": {"score": 0, "cause": "taste", "reason": "out of scope"}},
             "guideline_note": "scope is what the prompt says"}  # fmt: skip
    raw = io.TextIOWrapper(io.BytesIO(json.dumps(given).encode()))
    monkeypatch.setattr(sys, "stdin", raw)
    (made,) = begun.lines("adjudicate", "pilot", "go-seed-shares", "--file", "-")
    assert made["decision"] == "accept"
    assert made["guideline_note"] == "scope is what the prompt says"


def test_a_terminal_is_asked_axis_by_axis_and_again_after_a_mistake(
    begun: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.submit("ann", solution=2)
    begun.submit("ben")
    begun("reveal", "pilot", "--yes")
    answers = iter(["7", "slip", "so", "two", "slip", "so", "2", "slip", "see the run", "",
                    "-", "specification_gap", "two readings", "say which"])  # fmt: skip
    monkeypatch.setattr(session_asking.typer, "prompt", lambda *_, **__: next(answers))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    _, err = begun("adjudicate", "pilot")
    assert "go-meter-lines is decided: revise" in err
    assert "go-seed-shares is decided: accept" in err
    made = open_sessions(Workspace.open(begun.folder)).lead("pilot").adjudications()
    assert made[1].axes["solution"].cannot_judge
    assert made[1].guideline_note == "say which"


def test_revealing_asks_for_the_sessions_id(begun: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench.commands import sessions

    monkeypatch.setattr(sessions.typer, "prompt", lambda *_, **__: "polit")
    _, err = begun("reveal", "pilot")
    assert begun.status == 2
    assert "not revealed" in err


def test_pausing_needs_a_reason_and_resuming_ends_it(begun: Desk) -> None:
    assert begun("pause", "pilot", "ann", " ")[1].startswith("error: say why")
    begun("pause", "pilot", "ann", "let us talk")
    assert begun.lines("join", "pilot", who="ann")[0]["paused"] == "let us talk"
    begun("resume", "pilot", "ann")
    assert begun.lines("join", "pilot", who="ann")[0]["paused"] == ""


def test_a_revision_is_told_to_the_session(begun: Desk) -> None:
    begun("revise", "pilot", "solution", "an unstated limit is no defect")
    session = open_sessions(Workspace.open(begun.folder)).lead("pilot").session()
    assert session.rubric_version == 2
    assert session.revisions_of_rubric == ((2, "solution: an unstated limit is no defect"),)
    assert Workspace.open(begun.folder).rubric().version == 2


def test_a_session_goes_by_a_file_to_another_workspace(begun: Desk, tmp_path: Path) -> None:
    begun.submit("ann", solution=2)
    begun("export", "pilot", "-o", tmp_path / "pilot.jsonl")
    assert begun.status == 0
    Workspace.create(tmp_path / "other")
    begun("import", tmp_path / "pilot.jsonl", "--workspace", tmp_path / "other")
    assert begun.status == 0
    lines = begun.lines("status", "pilot", "--workspace", tmp_path / "other")
    assert lines[0]["submitted"] == 3
    _, err = begun("import", tmp_path / "pilot.jsonl", "--workspace", tmp_path / "other")
    assert begun.status == 1
    assert "pilot" in err


def test_outside_a_workspace_the_mend_is_said(desk: Desk, tmp_path: Path) -> None:
    _, err = desk("status", "pilot", "--workspace", tmp_path)
    assert desk.status == 2
    assert "--workspace" in err
