"""Runs a suite and its shadow with one solution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tests.languages.python.running import Ran, run_task
from workbench.languages.base import Shadow
from workbench.languages.registry import language
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Sandbox

SEED = 20_231_107


class Both(NamedTuple):
    """The real run, the shadow, and its run."""

    real: Ran
    shadow: Shadow
    ran: Ran

    @property
    def survivors(self) -> list[str]:
        """Tests that pass in the shadow although it perturbed them."""
        return [
            id
            for id, test in self.ran.tests.items()
            if test.status.value not in ("failed", "errored") and id not in self.shadow.unperturbed
        ]


def shadow_of(
    name: str,
    solution: Mapping[str, str],
    suite: Mapping[str, str],
    framework: str = "auto",
    support: Mapping[str, str] | None = None,
    seed: int = SEED,
) -> Shadow:
    """The shadow; its inventory is the suite's."""
    speaker = language(LanguageName(name))
    subject = Solution(name="s", role="candidate", files=dict(solution))
    given = Suite(
        name="g",
        role="given",
        framework=Framework(framework),
        files=dict(suite),
        support=dict(support or {}),
    )
    inventory = speaker.inventory(given, subject)
    made = speaker.shadow(given, subject, inventory, seed)
    assert speaker.inventory(made.suite, subject) == inventory
    assert made.suite.files.keys() == given.files.keys()
    assert made.suite.support.keys() == given.support.keys()
    for before, after in ((given.files, made.suite.files), (given.support, made.suite.support)):
        for path in before:
            assert before[path].count("\n") == after[path].count("\n")
    return made


def run_both(
    sandbox: Sandbox,
    name: str,
    solution: Mapping[str, str],
    suite: Mapping[str, str],
    framework: str = "auto",
    support: Mapping[str, str] | None = None,
) -> Both:
    """Both runs."""
    made = shadow_of(name, solution, suite, framework, support)
    limits = Limits(wall_s=60)  # what is asked here is not how fast a busy machine is
    real = run_task(sandbox, name, solution, suite, framework, support=support, limits=limits)
    files, more = made.suite.files, made.suite.support
    ran = run_task(sandbox, name, solution, files, framework, support=more, limits=limits)
    return Both(real, made, ran)
