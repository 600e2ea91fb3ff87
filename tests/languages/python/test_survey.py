"""Measuring and trying in one job gives what two jobs give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.languages.python.trying import SUITES, Prepare
from workbench.adequacy import survey as surveying
from workbench.adequacy.mutants import examine, measure
from workbench.adequacy.survey import survey
from workbench.adequacy.trials import Built, NotMutable
from workbench.languages.mutation import Trial, fuel_limit
from workbench.languages.python_mutation import PythonMutation
from workbench.model.assessment import Fate, MutantResult
from workbench.model.task import Framework
from workbench.resources import sandbox_files

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

LEANING = """
from sol import CALLS, add, down
def test_first(): assert add(1, 2) == 3
def test_leans_on_the_first(): assert CALLS == [1]
def test_down(): assert down(3) == 0
"""


def by_id(results: Sequence[MutantResult]) -> list[MutantResult]:
    return sorted(results, key=lambda r: r.id)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[list[Trial]]:
    """The trials of each job that is made."""
    made: list[list[Trial]] = []
    real = PythonMutation.trial_job

    def noted(self: PythonMutation, *args: Any, **more: Any) -> Any:
        made.append(list(args[5]))
        return real(self, *args, **more)

    monkeypatch.setattr(PythonMutation, "trial_job", noted)
    return made


@pytest.mark.parametrize(
    ("framework", "suite", "full"),
    [(Framework.PYTEST, "", False), (Framework.PYTEST, LEANING, True),
     (Framework.UNITTEST, "", True), (Framework.SCRIPT, "", False)],
)  # fmt: skip
def test_one_job_says_what_two_say(
    prepare: Prepare, jobs: list[list[Trial]], framework: Framework, suite: str, full: bool
) -> None:
    built = prepare(framework, suite or SUITES[framework])
    base, results = survey(built, full=full)
    found = list(results)
    assert len(jobs) == 1
    assert measure(built) == base
    assert by_id(found) == by_id(list(examine(built, base, full=full)))
    assert bool(base.alone) is (suite == LEANING)


def test_mutants_a_job_did_not_get_to_are_tried_in_the_next(
    prepare: Prepare, jobs: list[list[Trial]]
) -> None:
    text = """
import os, signal
def slay(x): return os.kill(-1, signal.SIGKILL) if x > 5 else x
def safe(x): return x + 1
"""
    suite = "from sol import safe, slay\ndef test_slay(): assert slay(5) == 5\n"
    built = prepare(Framework.PYTEST, suite + "def test_safe(): assert safe(1) == 2\n", text)
    edits = {(">", ">="), ("+", "-"), ("x > 5", "False")}
    some = [m for m in built.schemata.mutants if (m.before, m.after) in edits]
    base, results = survey(built, mutants=some)
    found = list(results)
    assert {(r.before, r.fate) for r in found} == {
        (">", Fate.CRASHED), ("+", Fate.KILLED), ("x > 5", Fate.SURVIVED),
    }  # fmt: skip
    assert len(jobs) > 1
    assert set(base.tests) == {"test_sol.py::test_slay", "test_sol.py::test_safe"}


def test_a_trial_of_other_tests_than_the_rule_says_counts_for_nothing(
    prepare: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = prepare(Framework.PYTEST)
    real = Built.once

    def forged(self: Built, *args: Any, **more: Any) -> Any:
        job = real(self, *args, **more)
        try:
            while True:
                trial = next(job)
                yield replace(trial, tests=trial.tests[:-1], statuses={})
        except StopIteration as end:
            return end.value

    base, results = survey(built)
    honest = by_id(list(results))
    monkeypatch.setattr(surveying, "baseline", lambda *_: base)
    monkeypatch.setattr(Built, "once", forged)
    _, results = survey(built, mutants=built.schemata.mutants[:3])
    monkeypatch.setattr(Built, "once", real)
    chosen = {m.id for m in built.schemata.mutants[:3]}
    assert by_id(list(results)) == [r for r in honest if r.id in chosen]


def test_some_of_the_mutants_alone_are_tried_and_a_suite_that_checks_nothing_says_so(
    prepare: Prepare, jobs: list[list[Trial]]
) -> None:
    built = prepare(Framework.PYTEST)
    wanted = built.schemata.mutants[3:5]
    _, results = survey(built, frozenset({"test_sol.py::test_note"}), wanted)
    assert {r.id for r in results} == {m.id for m in wanted}
    (trials,) = jobs
    assert not any("test_note" in i for t in trials for i in t.tests)
    asleep = "def test_asleep():\n    try: sol.add(1, 2)\n    except BaseException: pass\n"
    with pytest.raises(NotMutable, match="nothing is checked"):
        survey(prepare(Framework.PYTEST, "import sol\n" + asleep, "def add(a, b): return a + b\n"))


def test_a_mutant_gets_the_fuel_the_rule_says() -> None:
    """The harness has a formula of its own, in a file that the workbench cannot import."""
    scope: dict[str, Any] = {}
    path = sandbox_files() / "harness/python/workbench_harness/trials_choice.py"
    exec(compile(path.read_text(), str(path), "exec"), scope)
    for steps in (0, 1, 7, 1_000, 150_000, 153_847, 10_000_000):
        assert scope["fuel_limit"](steps) == fuel_limit(steps)
