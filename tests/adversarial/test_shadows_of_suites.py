"""The control of shadow runs: an honest solution fails every test of a shadow, and a shadow
leaves no test out in silence."""

from __future__ import annotations

import secrets

import pytest

from tests.adversarial.catalogue import SharedSuite, suites, task_of
from tests.adversarial.choice import on
from tests.whole import one_in
from workbench.judge import Judge
from workbench.languages.registry import language
from workbench.model.run import Status
from workbench.model.task import Suite

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

ALL = {**suites(), **{f"honest-{name}": shared for name, shared in suites("honest").items()}}
# What passes in one process was seen to fail its shadow too, so every other one is enough here.
SOME = {name: shared for name, shared in ALL.items() if one_in(2, name)}


@pytest.mark.parametrize(
    ("sandbox", "shared"),
    [on("bubblewrap", shared, id=name) for name, shared in SOME.items()],
    indirect=["sandbox"],
)
def test_an_honest_reference_fails_every_test_of_the_shadow(
    judge: Judge, shared: SharedSuite
) -> None:
    task = task_of(shared, shared.reference)
    speaker = language(shared.language)
    inventory = speaker.inventory(task.given, task.candidate)
    shadow = speaker.shadow(task.given, task.candidate, inventory, secrets.randbelow(1 << 30))
    framework = inventory.framework
    made = Suite(
        name="shadow",
        role="probe",
        framework=framework,
        files=shadow.suite.files,
        support=shadow.suite.support,
    )
    asked = tuple(ref.id for ref in inventory.tests if ref.id not in shadow.unperturbed)
    assert all(shadow.unperturbed.values())
    run = judge.run(task, task.candidate, made, method="plain").run
    passed = {test.id for test in run.tests if test.status is Status.PASSED}
    assert not passed & set(asked), run.reason
