"""An assessment whose time is too short blames nobody for it, and goes on where it stopped."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.whole import WHOLE
from workbench.adequacy.assess import Assessor
from workbench.adequacy.deadline import GRACE_S, ran_out
from workbench.adequacy.wish import Wish
from workbench.judge import Judge
from workbench.model.assessment import Assessment, Fate
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox
from workbench.store.assessments import AssessmentFolder
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

_CODE = """
def clock(hours, minutes):
    total = hours * 60 + minutes
    if total < 0:
        total = total + 1440
    if total >= 1440:
        total = total - 1440
    return total // 60, total % 60
"""
_SLOW = """
import time
import clock

def test_clock():
    time.sleep(0.3)
    assert clock.clock(25, 61) == (2, 1)
    assert clock.clock(0, -1) == (23, 59)
"""


def _task(tests: str = _SLOW) -> Task:
    value = {
        "id": "clock", "title": "Clock", "language": "python", "prompt": "hours and minutes",
        "solutions": [{"name": "candidate", "role": "candidate", "files": {"clock.py": _CODE}}],
        "suites": [{"name": "given", "role": "given", "framework": "pytest",
                    "files": {"test_clock.py": tests}}],
    }  # fmt: skip
    return Task.model_validate(value)


def _fates(found: Assessment) -> dict[str, Fate]:
    return {m.id: m.fate for m in found.mutants}


def test_a_gate_that_time_did_not_suffice_for_accuses_nobody(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    # Emptied, it passes: once that is known, and not before, it is flagged.
    task = _task(_SLOW.replace("assert ", "clock.clock(1, 1) and "))
    workspace = Workspace.create(tmp_path / "ws")
    judge, kept = Judge(sandbox, workspace.runs), AssessmentFolder(workspace.root / "kept")
    wish = Wish(budget_s=0.2, reruns=1, phases=("gates",))
    *_, short = Assessor(judge, task, wish, kept).steps()
    gates = {gate.name: gate for gate in short.gates}
    assert gates["candidate"].ok is True
    assert gates["stub_fails"].ok is None
    assert gates["stub_fails"].detail == "not tried yet: all-stub"
    assert short.done == ()
    assert short.strength is None
    assert not [f for f in short.flags if f.severity == "high"]
    assert [p for p in short.problems if p.startswith("the budget ended in gates: 1 of ")]
    calls = 1
    while "gates" not in short.done:
        before = len(list(workspace.root.glob("runs/*/*.json")))
        *_, short = Assessor(judge, task, wish, kept).steps()
        calls += 1
        assert "gates" in short.done or len(list(workspace.root.glob("runs/*/*.json"))) > before
    assert calls > 1
    assert not short.problems
    assert {gate.name: gate.ok for gate in short.gates}["stub_fails"] is False
    assert [f for f in short.flags if "does nothing passes" in f.message]


if WHOLE:

    def test_a_budget_that_ends_among_the_mutants_kills_none(
        sandbox: Sandbox, tmp_path: Path
    ) -> None:
        task = _task()
        workspace = Workspace.create(tmp_path / "ws")
        judge, kept = Judge(sandbox, workspace.runs), AssessmentFolder(workspace.root / "kept")
        # An identity does not know the budget, so that a longer one goes on from a shorter.
        wish = Wish(budget_s=1, reruns=1, phases=("gates", "mutants"))
        while True:
            began = time.monotonic()
            *_, short = Assessor(judge, task, wish, kept).steps()
            assert time.monotonic() - began < wish.budget_s + GRACE_S + 5
            if short.mutants:
                break
        assert "mutants" not in short.done
        assert any("mutants are tried" in problem for problem in short.problems)
        assert short.strength is None
        assert Fate.TIMEOUT not in _fates(short).values()
        *_, whole = Assessor(judge, task, replace(wish, budget_s=200), kept).steps()
        assert "mutants" in whole.done
        assert not ran_out(whole.problems)
        assert whole.strength is not None
        *_, fresh = Assessor(judge, task, replace(wish, budget_s=200, use_cache=False)).steps()
        assert _fates(whole) == _fates(fresh)
        assert set(_fates(short).items()) <= set(_fates(whole).items())
        assert len(short.mutants) < len(whole.mutants)
