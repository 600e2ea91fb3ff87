"""Honest solutions stay honest, whatever a program may use: no false alarm."""

from __future__ import annotations

import pytest

from tests.adversarial.catalogue import SharedSuite, suites, task_of
from tests.adversarial.choice import on
from tests.whole import WHOLE
from workbench.judge import Judge
from workbench.model.run import Verdict

HONEST = suites("honest")

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]


# In a container one of each language; all with `WORKBENCH_WHOLE=1`.
ONE_EACH = {shared.language: name for name, shared in HONEST.items()}
EVERY = [
    on(kind, shared, id=name)
    for kind in ("bubblewrap", "docker")
    for name, shared in HONEST.items()
    if WHOLE or kind == "bubblewrap" or name in ONE_EACH.values()
]


@pytest.mark.parametrize(("sandbox", "shared"), EVERY, indirect=["sandbox"])
def test_an_honest_solution_passes(judge: Judge, shared: SharedSuite) -> None:
    task = task_of(shared, shared.reference)
    run = judge.run(task, task.candidate, task.given).run
    assert run.verdict is Verdict.PASS, run.reason
