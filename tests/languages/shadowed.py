"""Shadows for tests: what became of a suite's lines, and what a solution comes to against them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.languages.compiled import Ran, Workshop
from workbench.exchange.registry import FORMATS
from workbench.languages.base import Shadow
from workbench.languages.registry import language
from workbench.model.run import Status
from workbench.model.task import Framework, LanguageName, Solution, Suite

FELL = {Status.FAILED, Status.ERRORED}


def shadow_of(
    name: LanguageName,
    files: Mapping[str, str],
    *,
    solution: Mapping[str, str] | None = None,
    support: Mapping[str, str] | None = None,
    framework: Framework = Framework.AUTO,
    seed: int = 7,
) -> Shadow:
    """The shadow of a suite, which holds the same tests on the same lines."""
    made = Solution(name="made", role="candidate", files=dict(solution or {"README": ""}))
    suite = Suite(
        name="tests", role="given", framework=framework, files=dict(files),
        support=dict(support or {}),
    )  # fmt: skip
    speaker = language(name)
    inventory = speaker.inventory(suite, made)
    shadow = speaker.shadow(suite, made, inventory, seed)
    assert speaker.inventory(shadow.suite, made) == inventory
    for path, source in {**suite.files, **suite.support}.items():
        again = {**shadow.suite.files, **shadow.suite.support}[path]
        assert again.count("\n") == source.count("\n")
    return shadow


def changed(before: str, after: str) -> list[str]:
    """The lines that differ, as they are now."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return [new.strip() for old, new in pairs if old != new]


def run_shadow(
    shop: Workshop,
    solution: Mapping[str, str],
    files: Mapping[str, str],
    *,
    framework: Framework = Framework.AUTO,
    seed: int = 7,
) -> Ran:
    """A solution against the shadow of a suite."""
    shadow = shadow_of(shop.speaker.name, files, solution=solution, framework=framework, seed=seed)
    assert shadow.unperturbed == {}
    return shop.run(solution, shadow.suite.files, framework=framework)


def assert_sound(
    shop: Workshop,
    solution: Mapping[str, str],
    files: Mapping[str, str],
    *,
    framework: Framework = Framework.AUTO,
) -> None:
    """An honest solution passes the suite and fails every test of its shadow."""
    real = shop.run(solution, files, framework=framework)
    assert set(real.statuses.values()) == {Status.PASSED}, (real.reason, real.built.output)
    ran = run_shadow(shop, solution, files, framework=framework)
    assert ran.built.ok, ran.reason
    assert {i: s for i, s in ran.statuses.items() if s not in FELL} == {}


def survivors(shop: Workshop, format_name: str, source: Path, every: int) -> list[str]:
    """Tests of each `every`-th task of a data file that an honest solution passes shadowed."""
    found = []
    for number, imported in enumerate(FORMATS[format_name](source)):
        if number % every or imported.task is None:
            continue
        task = imported.task
        solution = next((s for s in task.solutions if s.role == "reference"), task.candidate)
        inventory = shop.speaker.inventory(task.given, solution)
        shadow = shop.speaker.shadow(task.given, solution, inventory, number)
        if not inventory.tests:
            continue
        ran = shop.run(solution.files, shadow.suite.files, support=shadow.suite.support)
        assert ran.built.ok, f"{task.id}: {ran.reason}"
        found += [
            f"{task.id}: {i}: {s}"
            for i, s in ran.statuses.items()
            if s not in FELL and i not in shadow.unperturbed
        ]
    return found
