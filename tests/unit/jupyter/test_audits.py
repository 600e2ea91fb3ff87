"""What pages are told of audits, and what they may ask for: a report so far, and to stop."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.jupyter.helpers import make_workspace
from tests.whole import WHOLE
from workbench.commands.pace import Pace
from workbench.errors import InputError
from workbench.jupyter.audits import Audits
from workbench.store.audits import AuditFolder
from workbench.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def wait_for(found: Callable[[], Any]) -> Any:
    until = time.monotonic() + 60
    while not (got := found()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return got


def test_pages_see_an_audit_stop_it_and_hear_that_results_came(workspace: Workspace) -> None:
    news: list[int] = []
    audits = Audits(workspace.root, lambda: news.append(1))
    assert audits.answer({"type": "audits"})["audits"] == []
    assert news == []
    pace = Pace("assess", 3, AuditFolder(workspace.root / "audits"))
    pace.high = 1
    pace.one()
    pace.beat()
    (seen,) = wait_for(lambda: audits.answer({"type": "audits"})["audits"])
    wanted = {"kind": "assess", "state": "running", "done": 1, "total": 3, "high": 1, "failed": 0}
    assert {key: seen[key] for key in wanted} == wanted
    assert news
    assert audits.running() == [seen]
    assert not pace.is_to_stop()
    answer = audits.answer({"type": "audit_stop", "id": seen["id"], "began": seen["began"]})
    assert answer["audits"][0]["state"] == "stopping"
    assert pace.is_to_stop()
    pace.end(stopped=True)
    wait_for(lambda: audits.answer({"type": "audits"})["audits"][0]["state"] == "stopped")
    assert audits.running() == []
    with pytest.raises(InputError):
        audits.answer({"type": "audit_stop", "id": seen["id"], "began": seen["began"]})
    assert not Pace("assess", 3, AuditFolder(workspace.root / "audits")).is_to_stop()


def test_a_page_sees_the_reports_and_has_one_deleted(workspace: Workspace) -> None:
    audits = Audits(workspace.root, lambda: None)
    file = workspace.root / "reports" / "2026-01-02-030405.html"
    file.parent.mkdir()
    file.write_text("a report")
    (kept,) = audits.answer({"type": "audits"})["reports"]["kept"]
    # The folder of the workspace is the `path` of every message to the host.
    asked = {"type": "report_delete", "report": kept["path"], "path": "ws"}
    assert audits.answer(asked)["reports"]["count"] == 0
    assert not file.exists()
    with pytest.raises(InputError, match="no report of this workspace"):
        audits.answer(asked)


if WHOLE:  # the journey beside an audit has a report made, too

    def test_a_report_so_far_is_written_by_another_process_once_for_all_who_ask(
        workspace: Workspace,
    ) -> None:
        audits = Audits(workspace.root, lambda: None)
        began = time.monotonic()
        first = audits.answer({"type": "audit_report"})["report"]
        second = audits.answer({"type": "audit_report"})["report"]
        assert time.monotonic() - began < 1
        assert (first["state"], second["number"], first["path"]) == ("making", 1, second["path"])

        def ended() -> Any:
            report = audits.answer({"type": "audits"})["report"]
            return report if report["state"] != "making" else None

        report = wait_for(ended)
        assert (report["state"], report["words"]) == ("done", f"{first['path']}: 1 tasks")
        page = (workspace.root / report["path"]).read_text()
        assert "Add two numbers" in page
        assert "<script" not in page


def test_why_there_is_no_report_is_told_in_words(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    audits = Audits(workspace.root, lambda: None)

    def failed() -> Any:
        report = audits.answer({"type": "audits"})["report"]
        return report["words"] if report["state"] == "failed" else None

    monkeypatch.setattr(sys, "executable", "/bin/false")
    audits.answer({"type": "audit_report"})
    assert wait_for(failed) == "it ended with status 1"
    monkeypatch.setattr(sys, "executable", "/bin/sh")
    audits.answer({"type": "audit_report"})
    assert "-P" in wait_for(failed)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(InputError, match="no report can be made: No such file"):
        audits.answer({"type": "audit_report"})
    audits.close()
