"""An export holds what is known of the tasks as they are, and is written whole or not at all."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

import pytest

from tests.unit.exchange.records import MBPP, write_lines
from workbench.adequacy import wish
from workbench.commands import exporting, importing
from workbench.errors import InputError, NotFound, SaveFailed
from workbench.exchange.exported import Item, Loss
from workbench.exchange.registry import EXPORTS, Target
from workbench.judge.identity import identity
from workbench.model.assessment import Assessment
from workbench.model.run import Run, SandboxInfo, Status, TestResult, Verdict
from workbench.model.task import Task
from workbench.reports.gathering import gather
from workbench.store.workspace import Workspace
from workbench.toolchains.registry import toolchain

pytestmark = pytest.mark.toolchain


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    source = write_lines(tmp_path, MBPP, {**MBPP, "task_id": 8})
    list(importing.run("mbpp", [source], tmp_path / "w", lambda _: True))
    return Workspace.open(tmp_path / "w")


def keep_run(
    workspace: Workspace, task: Task, when: str, verdict: Verdict = Verdict.PASS,
    *, backend: str = "bubblewrap", python: str = "", **changes: Any,
) -> str:  # fmt: skip
    """A run as it would be made here, or with another `python`; different backends make different
    runs of the same texts."""
    facts = {**toolchain("python").toolbox().facts, **({"python": python} if python else {})}
    sandbox = SandboxInfo(backend=backend)
    made = identity(task, task.candidate, task.given, (), "auto", facts, sandbox)
    run = Run(
        id=made, task_id=task.id, language="python", solution="candidate", suite="given",
        solution_hash=task.candidate.digest, suite_hash=task.given.digest, verdict=verdict,
        grade="A", grade_reason="apart", reason="as it ended", started_at=when, duration_s=1,
        sandbox=sandbox, toolchain=facts, limits=task.limits,
        tests=(TestResult(id="t", status=Status.PASSED),),
    ).model_copy(update=changes)  # fmt: skip
    workspace.save_run(run)
    return run.id


def verdicts(workspace: Workspace, target: Path) -> dict[str, dict[str, str | None]]:
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
    keep_run(workspace, task, "2024-01-01T00:00:00Z")
    newest = keep_run(workspace, task, "2024-01-02T00:00:00Z", Verdict.FAIL, backend="docker")
    keep_run(workspace, task, "2024-01-03T00:00:00Z", id="c" * 64, selected=("x",), backend="other")
    keep_run(workspace, task, "2024-01-04T00:00:00Z", id="d" * 64, suite_hash="old")
    assert verdicts(workspace, tmp_path / "o.jsonl") == {
        "mbpp-7": {"candidate": "fail"}, "mbpp-8": {},
    }  # fmt: skip
    (row, _) = map(json.loads, (tmp_path / "o.jsonl").read_text().splitlines())
    assert row["workbench"]["verdicts"]["candidate"]["run_id"] == newest
    edited = task.candidate.model_copy(update={"files": {"solution.py": "def add(): pass\n"}})
    workspace.save_task(task.model_copy(update={"solutions": (edited,)}))
    assert verdicts(workspace, tmp_path / "o.jsonl")["mbpp-7"] == {}
    summary = exporting.export("mbpp", workspace.root, tmp_path / "o.jsonl")
    assert "not in the file: edits of the task since its import (mbpp-7)" in summary.report()


def test_a_pass_of_another_toolchain_is_no_verdict_of_now_in_any_format(
    workspace: Workspace, tmp_path: Path
) -> None:
    keep_run(workspace, workspace.task("mbpp-7"), "2024-01-01T00:00:00Z", python="3.1")
    assert verdicts(workspace, tmp_path / "o.jsonl")["mbpp-7"] == {"candidate": None}
    (row, _) = map(json.loads, (tmp_path / "o.jsonl").read_text().splitlines())
    told = row["workbench"]["verdicts"]["candidate"]
    assert told["then"] == "pass"
    assert told["changed"].startswith("Python 3.1 then, ")
    for name in ("ctrf", "junit", "label-studio", "mbpp"):
        summary = exporting.export(name, workspace.root, tmp_path / name)
        assert any(
            "the present verdict of candidate: Python 3.1 then" in what for what in summary.losses
        )
    suite = ET.parse(tmp_path / "junit").getroot()[0]
    assert suite.attrib["failures"] == "1"
    assert json.loads((tmp_path / "ctrf").read_text())["results"]["summary"]["failed"] == 1
    prediction = json.loads((tmp_path / "label-studio").read_text())[0]["predictions"][0]
    assert prediction["result"][0]["value"] == {"choices": ["stale"]}


def test_a_pass_that_also_ended_otherwise_is_no_pass(workspace: Workspace, tmp_path: Path) -> None:
    task = workspace.task("mbpp-7")
    keep_run(workspace, task, "2024-01-01T00:00:00Z", Verdict.FAIL)
    keep_run(workspace, task, "2024-01-02T00:00:00Z", backend="docker")
    assert verdicts(workspace, tmp_path / "o.jsonl")["mbpp-7"] == {"candidate": "varied"}
    exporting.export("ctrf", workspace.root, tmp_path / "o.json")
    assert json.loads((tmp_path / "o.json").read_text())["results"]["summary"]["failed"] == 1


def test_an_export_and_a_report_tell_the_same_verdicts(
    workspace: Workspace, tmp_path: Path
) -> None:
    keep_run(workspace, workspace.task("mbpp-7"), "2024-01-01T00:00:00Z", python="3.1")
    keep_run(workspace, workspace.task("mbpp-8"), "2024-01-01T00:00:00Z", Verdict.TIMEOUT)
    told = verdicts(workspace, tmp_path / "o.jsonl")
    for facts in gather(workspace).tasks:
        assert facts.candidate is not None
        assert told[facts.task_id] == {"candidate": facts.candidate.verdict or None}


def test_a_run_in_an_image_that_is_not_here_is_compared_with_the_image_and_no_toolchain(
    workspace: Workspace, tmp_path: Path
) -> None:
    task = workspace.task("mbpp-7")
    task = task.model_copy(update={"tags": ("image:nobody.example/none:1", "swe-bench")})
    workspace.save_task(task)
    keep_run(workspace, task, "2024-01-01T00:00:00Z")
    summary = exporting.export("mbpp", workspace.root, tmp_path / "o")
    assert any("needs image nobody.example/none:1" in what for what in summary.losses)
    assert verdicts(workspace, tmp_path / "o")["mbpp-7"] == {"candidate": None}


def test_an_assessment_of_another_task_or_toolchain_is_left_out_and_said(
    workspace: Workspace, tmp_path: Path
) -> None:
    task = workspace.task("mbpp-7")
    found = Assessment(
        id=wish.identity(task, toolchain("python").toolbox().facts, wish.Wish()), task_id=task.id,
        language="python", solution="candidate", suite="given", reruns=20,
    )  # fmt: skip
    workspace.assessments.save(found)
    exporting.export("mbpp", workspace.root, tmp_path / "o")
    assert "assessment" in json.loads((tmp_path / "o").read_text().splitlines()[0])["workbench"]
    workspace.save_task(task.model_copy(update={"prompt": "Another."}))
    summary = exporting.export("mbpp", workspace.root, tmp_path / "o")
    assert any(what.startswith("the assessment: the suite was") for what in summary.losses)
    assert "assessment" not in json.loads((tmp_path / "o").read_text().splitlines()[0])["workbench"]


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
    keep_run(workspace, workspace.task("mbpp-7"), "2024-01-01T00:00:00Z")
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
