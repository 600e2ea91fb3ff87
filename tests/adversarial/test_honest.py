"""Honest solutions stay honest, whatever a program may use: no false alarm."""

from __future__ import annotations

import pytest

from tests.adversarial.catalogue import SharedSuite, suites, task_of
from workbench.judge import Judge
from workbench.model.run import Verdict

HONEST = suites("honest")

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]


@pytest.mark.parametrize("shared", HONEST.values(), ids=HONEST.keys())
def test_an_honest_solution_passes(judge: Judge, shared: SharedSuite) -> None:
    task = task_of(shared, shared.reference)
    run = judge.run(task, task.candidate, task.given).run
    assert run.verdict is Verdict.PASS, run.reason
