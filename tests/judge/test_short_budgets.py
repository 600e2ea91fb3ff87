"""An assessment whose time is too short blames nobody for it, and goes on where it stopped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.whole import WHOLE
from workbench.adequacy.assess import Assessor
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


def _task() -> Task:
    value = {
        "id": "clock", "title": "Clock", "language": "python", "prompt": "hours and minutes",
        "solutions": [{"name": "candidate", "role": "candidate", "files": {"clock.py": _CODE}}],
        "suites": [{"name": "given", "role": "given", "framework": "pytest",
                    "files": {"test_clock.py": _SLOW}}],
    }  # fmt: skip
    return Task.model_validate(value)


def _fates(found: Assessment) -> dict[str, Fate]:
    return {m.id: m.fate for m in found.mutants}


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
            *_, short = Assessor(judge, task, wish, kept).steps()
            if short.mutants:
                break
        assert "mutants" not in short.done
        assert any("mutants are tried" in problem for problem in short.problems)
        assert short.strength is None
        assert Fate.TIMEOUT not in _fates(short).values()
        *_, whole = Assessor(judge, task, replace(wish, budget_s=200), kept).steps()
        assert "mutants" in whole.done
        assert not any("budget" in problem for problem in whole.problems)
        assert whole.strength is not None
        *_, fresh = Assessor(judge, task, replace(wish, budget_s=200, use_cache=False)).steps()
        assert _fates(whole) == _fates(fresh)
        assert set(_fates(short).items()) <= set(_fates(whole).items())
        assert len(short.mutants) < len(whole.mutants)
