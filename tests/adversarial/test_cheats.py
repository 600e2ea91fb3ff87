"""No cheat of the catalogue passes, and every suite it is run against can be passed."""

from __future__ import annotations

import pytest

from tests.adversarial.catalogue import Cheat, SharedSuite, cheats, suites, task_of
from workbench.judge import Judge
from workbench.model.run import Verdict

SUITES = suites()
CHEATS = cheats()
RUNS = [(cheat, SUITES[name]) for cheat in CHEATS for name in cheat.suites]


@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.parametrize("shared", SUITES.values(), ids=SUITES.keys())
def test_an_honest_reference_passes(judge: Judge, shared: SharedSuite) -> None:
    task = task_of(shared, shared.reference)
    run = judge.run(task, task.candidate, task.given).run
    assert run.verdict is Verdict.PASS, run.reason


@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.slow
@pytest.mark.parametrize(
    ("cheat", "shared"), RUNS, ids=[f"{cheat.id}-{shared.name}" for cheat, shared in RUNS]
)
def test_a_cheat_never_passes(judge: Judge, cheat: Cheat, shared: SharedSuite) -> None:
    task = task_of(shared, cheat.files, cheat.limits)
    run = judge.run(task, task.candidate, task.given).run
    assert run.verdict in cheat.verdicts, f"{run.verdict}, grade {run.grade}: {run.reason}"


@pytest.mark.parametrize("cheat", CHEATS, ids=[cheat.id for cheat in CHEATS])
def test_a_cheat_says_what_it_is(cheat: Cheat) -> None:
    assert cheat.suites
    assert {SUITES[name].language for name in cheat.suites} == {cheat.language}
    assert all(36 <= case <= 62 for case in cheat.cases)
    assert cheat.cases
    assert cheat.trick
    assert cheat.files
    assert Verdict.PASS not in cheat.verdicts
