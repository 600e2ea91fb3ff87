"""An export holds what is known of the tasks as they are, and is written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import pytest

from tests.unit.exchange.records import MBPP, write_lines
from workbench.commands import exporting, importing
from workbench.errors import InputError, NotFound, SaveFailed
from workbench.exchange.exported import Item, Loss
from workbench.exchange.registry import EXPORTS, Target
from workbench.model.run import Run, SandboxInfo, Verdict
from workbench.model.task import Task
from workbench.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    source = write_lines(tmp_path, MBPP, {**MBPP, "task_id": 8})
    list(importing.run("mbpp", [source], tmp_path / "w", lambda _: True))
    return Workspace.open(tmp_path / "w")


def keep_run(workspace: Workspace, task: Task, id: str, when: str, **changes: object) -> None:
    run = Run(
        id=id * 64, task_id=task.id, language="python", solution="candidate", suite="given",
        solution_hash=task.candidate.digest, suite_hash=task.given.digest, verdict=Verdict.PASS,
        grade="A", grade_reason="apart", reason="all passed", started_at=when, duration_s=1,
        sandbox=SandboxInfo(backend="bubblewrap"),
    ).model_copy(update=changes)  # fmt: skip
    workspace.save_run(run)


def verdicts(workspace: Workspace, target: Path) -> dict[str, dict[str, str]]:
    exporting.export("mbpp", workspace.root, target)
    rows = map(json.loads, target.read_text().splitlines())
    return {
        row["workbench"]["task_id"]: {
            name: run["verdict"] for name, run in row["workbench"]["verdicts"].items()
        }
        for row in rows
    }


def test_the_newest_run_of_the_task_as_it_is_counts_and_no_other(
    workspace: Workspace, tmp_path: Path
) -> None:
    task = workspace.task("mbpp-7")
    keep_run(workspace, task, "a", "2024-01-01T00:00:00Z", verdict=Verdict.FAIL)
    keep_run(workspace, task, "b", "2024-01-02T00:00:00Z")
    keep_run(workspace, task, "c", "2024-01-03T00:00:00Z", verdict=Verdict.FAIL, selected=("x",))
    keep_run(workspace, task, "d", "2024-01-04T00:00:00Z", verdict=Verdict.FAIL, suite_hash="old")
    assert verdicts(workspace, tmp_path / "o.jsonl") == {
        "mbpp-7": {"candidate": "pass"}, "mbpp-8": {},
    }  # fmt: skip
    edited = task.candidate.model_copy(update={"files": {"solution.py": "def add(): pass\n"}})
    workspace.save_task(task.model_copy(update={"solutions": (edited,)}))
    assert verdicts(workspace, tmp_path / "o.jsonl")["mbpp-7"] == {}
    summary = exporting.export("mbpp", workspace.root, tmp_path / "o.jsonl")
    assert "not in the file: edits of the task since its import (mbpp-7)" in summary.report()


def test_drafts_are_left_out_and_damaged_tasks_named(workspace: Workspace, tmp_path: Path) -> None:
    draft = workspace.new_review(workspace.task("mbpp-7"), "ada")
    workspace.save_review(draft, based_on=0)
    (workspace.root / "tasks/mbpp-8.task.json").write_text("{")
    summary = exporting.export("label-studio", workspace.root, tmp_path / "o.json")
    assert [t["annotations"] for t in json.loads((tmp_path / "o.json").read_text())] == [[]]
    assert str(summary) == "1 tasks written, 0 left out"
    assert "1 reviews are drafts and left out" in summary.report()
    assert "mbpp-8" in summary.report()[0]


def test_every_format_writes_a_file_of_a_real_workspace(
    workspace: Workspace, tmp_path: Path
) -> None:
    keep_run(workspace, workspace.task("mbpp-7"), "a", "2024-01-01T00:00:00Z")
    for name in EXPORTS:
        summary = exporting.export(name, workspace.root, tmp_path / name)
        assert (tmp_path / name).exists()
        assert exporting.as_dict(summary, tmp_path / name)["file"] == str(tmp_path / name)


def test_an_export_that_breaks_leaves_what_was_there(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
        out.write("half")
        yield Loss("a", "b")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "EXPORTS", {"broken": Target("", broken)})
    target = tmp_path / "out" / "o.json"
    target.parent.mkdir()
    target.write_text("before")
    with pytest.raises(SaveFailed, match="No space left"):
        exporting.export("broken", workspace.root, target)
    assert [p.name for p in target.parent.iterdir()] == ["o.json"]
    assert target.read_text() == "before"


def test_unknown_format_folder_and_missing_workspace_are_errors(
    workspace: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="use one of table, cobertura"):
        exporting.export("word", workspace.root, tmp_path / "o")
    with pytest.raises(InputError, match="is a folder"):
        exporting.export("ctrf", workspace.root, tmp_path)
    with pytest.raises(NotFound):
        exporting.export("ctrf", tmp_path / "none", tmp_path / "o")
