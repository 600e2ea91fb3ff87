"""What a desk says of evidence, conditions and sentences: the file decides, not the page."""

from pathlib import Path
from typing import Any

from tests.proof import run_of
from tests.unit.jupyter.helpers import ScriptedJudge, make_workspace, open_desk, sit
from workbench.model.run import Verdict

WHY = "Because the run shows it. " * 5


def rate(desk: Any, page: Any, number: int, **rating: Any) -> list[str]:
    """Rate the solution axis; what is missing on it then."""
    patch = {"ratings": {"solution": {"rationale": WHY, **rating}}}
    desk.handle(page, {"type": "edit", "edit": number, "patch": patch})
    return [line for line in page.last("saved")["missing"] if line.startswith("Solution:")]


def chip(verdict: Verdict) -> dict[str, str]:
    run = run_of("py-add", verdict)
    return {"kind": "run", "ref": run.id, "label": "✗ fail: given tests on candidate"}


def test_a_chip_that_says_fail_is_no_failing_run(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    desk = open_desk(workspace, ScriptedJudge(workspace))
    page = sit(desk)
    passed, failed = (chip(v) for v in (Verdict.PASS, Verdict.FAIL))
    (told,) = rate(desk, page, 1, score=2, evidence=[passed])
    assert "not kept any more" in told
    workspace.save_run(run_of("py-add", Verdict.PASS))
    (told,) = rate(desk, page, 2, score=2, evidence=[passed])
    assert "ended as: pass" in told
    workspace.save_run(run_of("py-add", Verdict.FAIL))
    assert rate(desk, page, 3, score=2, evidence=[passed, failed]) == []


def test_the_page_is_told_why_a_decision_is_derived(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    desk = open_desk(workspace, ScriptedJudge(workspace))
    page = sit(desk)
    rate(desk, page, 1, score=0)
    assert page.last("saved")["why"] == ["Specification has no score yet"]


def test_a_sentence_is_kept_and_told_to_every_page(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    desk = open_desk(workspace, ScriptedJudge(workspace))
    page, other = sit(desk), sit(desk, "other")
    said = {"type": "phrase", "axis": "solution", "score": 2, "text": " As always: ", "keep": True}
    desk.handle(page, said)
    kept = [{"axis": "solution", "score": 2, "text": "As always:"}]
    assert page.last("phrases")["phrases"] == other.last("phrases")["phrases"] == kept
    assert desk.state()["phrases"] == kept
    desk.handle(page, {**said, "keep": False})
    assert page.last("phrases")["phrases"] == []
    desk.handle(page, {**said, "axis": "nope"})
    assert "no such level" in page.last("notice")["text"]
    desk.handle(page, {**said, "text": " "})
    assert "not kept" in page.last("notice")["text"]
