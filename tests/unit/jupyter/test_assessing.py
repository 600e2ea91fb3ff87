"""What a page hears of an assessment: what is kept, what is measured, and nothing it must not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.jupyter.helpers import (
    AtOnce,
    Message,
    Page,
    make_task,
    make_workspace,
    open_desk,
    sit,
)
from workbench.adequacy.wish import Wish, is_current
from workbench.errors import NoSandbox
from workbench.jupyter.desk import Desk
from workbench.jupyter.evidence import shown_assessment
from workbench.model.assessment import Assessment
from workbench.model.task import Task
from workbench.store.assessments import AssessmentFolder
from workbench.store.workspace import Workspace

TEST = "test_add.py::test_small"
PLUS = len("def add(a, b):\n    return a ")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def mutant(number: int = 0, **more: Any) -> Message:
    return {
        "id": f"m{number}", "file": "add.py", "line": 2, "column": 14, "start": PLUS,
        "end": PLUS + 1, "operator": "arithmetic", "before": "+", "after": "-",
        "fate": "survived", "covered_by": [0], **more,
    }  # fmt: skip


def assessment(**more: Any) -> Assessment:
    return Assessment.model_validate(
        {
            "id": "0" * 64, "task_id": "py-add", "language": "python", "solution": "candidate",
            "suite": "given", "tests": [TEST], "done": ["gates", "mutants"],
            "mutants": [mutant()],
            "matrix": [{"solution": "candidate", "kind": "candidate", "suite": "given",
                        "verdict": "fail", "failed": [TEST], "run": "a" * 64}],
            **more,
        }
    )  # fmt: skip


def keep(workspace: Workspace, found: Assessment) -> None:
    AssessmentFolder(workspace.root / "assessments").save(found)


def ask(request: str = "a1", **more: Any) -> Message:
    return {"type": "assess", "request": request, **more}


def test_without_an_assessment_the_state_says_so(workspace: Workspace) -> None:
    state = open_desk(workspace).state()
    assert state["assessment"] is None
    assert state["assessing"] is None


def test_what_is_kept_comes_with_the_state(workspace: Workspace) -> None:
    keep(workspace, assessment())
    shown = open_desk(workspace).state()["assessment"]
    assert shown["tests"] == [TEST]
    assert shown["mutants"]["missed"] == 1
    assert shown["matrix"][0]["failed"] == [0]
    assert shown["matrix"][0]["run"] == "a" * 64


def test_an_assessment_of_another_task_text_or_toolchain_is_stale(workspace: Workspace) -> None:
    keep(workspace, assessment())
    assert open_desk(workspace).state()["assessment"]["stale"] is True


def test_a_survivor_is_shown_as_a_change_in_its_line(workspace: Workspace) -> None:
    keep(workspace, assessment())
    (shown,) = open_desk(workspace).state()["assessment"]["survivors"]
    assert (shown["head"], shown["before"], shown["after"], shown["tail"]) == (
        "    return a ", "+", "-", " b",
    )  # fmt: skip


def test_a_survivor_of_a_text_that_is_gone_claims_no_line(workspace: Workspace) -> None:
    task = make_task()
    shown = shown_assessment(
        assessment(mutants=[mutant(before="*")]), task, stale=True
    )["survivors"][0]  # fmt: skip
    assert (shown["head"], shown["tail"]) == ("", "")


def test_thousands_of_survivors_fit_a_message_and_the_rest_is_one_question_away(
    workspace: Workspace,
) -> None:
    many = [mutant(n, line=n + 1, after="x" * 5_000, reason="y" * 5_000) for n in range(2_000)]
    flakes = [
        {"id": f"{n}" * 400, "failures": 1, "runs": 20, "high": 0.2, "note": "z" * 300}
        for n in range(500)
    ]
    keep(workspace, assessment(mutants=many, flakes=flakes, problems=["p" * 9_000] * 400))
    desk = open_desk(workspace)
    shown = desk.state()["assessment"]
    assert len(json.dumps(shown)) < 200_000
    assert len(shown["survivors"]) < 2_000
    assert shown["mutants"]["missed"] == 2_000
    page = sit(desk)
    desk.handle(page, {"type": "get_mutants", "offset": 1_990})
    answer = page.last("mutants")
    assert (answer["total"], answer["offset"], len(answer["mutants"])) == (2_000, 1_990, 10)


@pytest.mark.parametrize("offset", ["1", None, True, -5])
def test_mutants_are_asked_for_by_number(workspace: Workspace, offset: Any) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, {"type": "get_mutants", "offset": offset})
    assert page.last("notice")["level"] == "error"


def test_thousands_of_tests_fit_a_message(workspace: Workspace) -> None:
    tests = [f"test_add.py::test_{n}_{'x' * 300}" for n in range(5_000)]
    rows = [
        {"solution": f"s{n}", "kind": "stub", "suite": "given", "verdict": "fail", "failed": tests}
        for n in range(100)
    ]
    found = assessment(tests=tests, matrix=rows, idle=tests, asleep=tests)
    shown = shown_assessment(found, make_task(), stale=False)
    assert len(json.dumps(shown)) < 200_000
    assert shown["tests_total"] == 5_000


def test_what_was_recorded_of_the_candidate_is_not_told(workspace: Workspace) -> None:
    value = make_task().model_dump(mode="json")
    value["solutions"][0]["expected"] = "fail"
    task = Task.model_validate(value)
    for verdict in ("pass", "fail"):
        detail = f"recorded as wrong; candidate: {verdict}, 1 test"
        ok = verdict == "fail"
        flags = [] if ok else [
            {"kind": "solution", "severity": "high",
             "message": f"the candidate's verdict is not what it should be: {detail}"}
        ]  # fmt: skip
        row = {"solution": "candidate", "kind": "candidate", "suite": "given",
               "expected": "fail", "verdict": verdict}  # fmt: skip
        found = assessment(
            gates=[{"name": "candidate", "ok": ok, "detail": detail}], flags=flags, matrix=[row]
        )
        shown = shown_assessment(found, task, stale=False)
        assert "recorded as wrong" not in json.dumps(shown)
        assert shown["matrix"][0]["expected"] is None
        assert shown["gates"][0]["ok"] is (verdict == "pass")
        assert len(shown["flags"]) == (verdict == "fail")


@pytest.mark.parametrize("budget", ["60", 0, 1e9, True, float("nan")])
def test_a_budget_that_is_none_is_refused(workspace: Workspace, budget: Any) -> None:
    desk = open_desk(workspace)
    page = sit(desk)
    desk.handle(page, ask(budget_s=budget))
    assert "budget_s" in page.last("assess_failed")["reason"]
    assert desk.state()["assessing"] is None


def test_without_a_sandbox_nothing_is_assessed_and_the_mend_is_said(workspace: Workspace) -> None:
    desk = open_desk(workspace, NoSandbox("no sandbox", mend="install bubblewrap"))
    page = sit(desk)
    desk.handle(page, ask())
    failed = page.last("assess_failed")
    assert failed["mend"] == "install bubblewrap"
    assert failed["cancelled"] is False
    assert desk.state()["assessing"] is None


class Later(AtOnce):
    """Holds what is submitted until it is told to go on."""

    def __init__(self) -> None:
        self.held: list[tuple[Any, ...]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.held.append((fn, *args))

    def go_on(self) -> None:
        for fn, *args in self.held:
            fn(*args)


def begun(workspace: Workspace) -> tuple[Desk, Page, Later]:
    later = Later()
    desk = open_desk(workspace, NoSandbox("no sandbox"), executor=later)
    page = sit(desk)
    desk.handle(page, ask())
    return desk, page, later


def test_a_page_loaded_meanwhile_sees_what_is_being_measured(workspace: Workspace) -> None:
    desk, page, _ = begun(workspace)
    assert page.last("assess_progress")["what"]
    assert desk.state()["assessing"]["request"] == "a1"
    assert desk.in_use


def test_one_assessment_at_a_time(workspace: Workspace) -> None:
    desk, page, later = begun(workspace)
    desk.handle(page, ask())
    assert not page.all("assess_failed")
    desk.handle(page, ask("a2"))
    assert page.last("assess_failed")["request"] == "a2"
    assert len(later.held) == 1


def test_a_cancelled_assessment_shows_what_was_kept(workspace: Workspace) -> None:
    keep(workspace, assessment())
    desk, page, later = begun(workspace)
    desk.handle(page, {"type": "cancel", "request": "a1"})
    assert not page.all("run_failed")
    later.go_on()
    assert page.last("assess_part")["assessment"]["mutants"]["missed"] == 1
    assert page.last("assess_failed")["request"] == "a1"
    assert not desk.state()["assessing"]


@pytest.mark.toolchain
def test_what_was_just_measured_is_current_until_the_task_changes() -> None:
    from workbench.adequacy.ledger import Ledger
    from workbench.languages.registry import language
    from workbench.toolchains.registry import toolchain

    task = make_task()
    facts = dict(toolchain(language(task.language).toolchain).toolbox().facts)
    found = Ledger(task, Wish(), facts, (TEST,), None).found
    assert is_current(found, task)
    assert not is_current(found, make_task(prompt="another"))


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_an_assessment_measures_and_is_current_and_its_survivors_are_shown(
    workspace: Workspace,
) -> None:
    from workbench.judge import open_judge

    judge = open_judge(workspace)
    try:
        desk = open_desk(workspace, judge)
        page = sit(desk)
        desk.handle(page, ask(budget_s=120))
        assert [m["type"] for m in page.heard if m["type"] == "assess_failed"] == []
        done = page.last("assess_done")["assessment"]
        assert done["stale"] is False
        assert {"gates", "mutants"} <= set(done["done"])
        assert len(page.all("assess_part")) >= 2
        assert {g["name"]: g["ok"] for g in done["gates"]}["stub_fails"] is True
        row = next(r for r in done["matrix"] if r["kind"] == "candidate")
        desk.handle(page, {"type": "get_run", "id": row["run"]})
        assert page.last("run")["run"]["verdict"] == "pass"
        before = len(page.all("assess_part"))
        desk.handle(page, ask("again", budget_s=120))
        assert page.last("assess_done")["assessment"]["id"] == done["id"]
        assert len(page.all("assess_part")) == before
    finally:
        judge.close()
