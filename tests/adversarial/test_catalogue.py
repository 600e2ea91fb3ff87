"""The catalogue itself: every suite it uses can be passed, and every cheat says what it is."""

from __future__ import annotations

import pytest

from tests.adversarial.catalogue import Cheat, SharedSuite, task_of
from tests.adversarial.choice import CHEATS, SUITES, on
from workbench.judge import Judge
from workbench.model.run import Verdict


@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.parametrize(
    ("sandbox", "shared"),
    [on("bubblewrap", shared, id=name) for name, shared in SUITES.items()],
    indirect=["sandbox"],
)
def test_an_honest_reference_passes(judge: Judge, shared: SharedSuite) -> None:
    task = task_of(shared, shared.reference)
    run = judge.run(task, task.candidate, task.given).run
    assert run.verdict is Verdict.PASS, run.reason


@pytest.mark.parametrize("cheat", CHEATS, ids=[cheat.id for cheat in CHEATS])
def test_a_cheat_says_what_it_is(cheat: Cheat) -> None:
    assert cheat.suites
    assert {SUITES[name].language for name in cheat.suites} == {cheat.language}
    assert all(36 <= case <= 62 for case in cheat.cases)
    assert cheat.cases
    assert cheat.trick
    assert cheat.files
    assert Verdict.PASS not in cheat.verdicts
