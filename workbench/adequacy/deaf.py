"""Checks without effect: made to fail, and their test passes all the same; or of a form that holds
whatever comes out."""

from __future__ import annotations

from workbench.adequacy.gates import Runs
from workbench.errors import Cancelled, WorkbenchError
from workbench.languages.base import Inventory
from workbench.languages.python_deaf import Check, broken, checks_of
from workbench.languages.python_vacuous import vacuous
from workbench.model.assessment import Gate
from workbench.model.run import Status, Verdict
from workbench.model.task import LanguageName, Solution

_NAME = "checks_are_heard"
_MOST_ROUNDS = 8
"""each makes one check of every test fail"""


def checks_are_heard(runs: Runs, solution: Solution | None, tests: Inventory) -> Gate:
    """On a solution that passes. Tests that fail anyway are not asked."""
    task = runs.task
    if task.language is not LanguageName.PYTHON:
        return Gate(name=_NAME, ok=None, detail=f"checks of {task.language} are not tried yet")
    void = [f"{file}:{line} in {test}"
            for file, line, test in vacuous(task.given, task.candidate, tests)]  # fmt: skip
    plain = runs.made.get(solution.digest) if solution is not None else None
    if solution is None or plain is None:
        return _gate([], void) if void else Gate(name=_NAME, ok=None, detail="no solution passes")
    passed = {t.id for t in plain.tests if t.status is Status.PASSED}
    left = [[c for c in checks if passed.intersection(c.ids)]
            for checks in checks_of(task.given, tests).values()]  # fmt: skip
    if not any(left) and not void:
        return Gate(name=_NAME, ok=None, detail="no test has a check that could be made to fail")
    deaf: list[Check] = []
    for turn in range(_MOST_ROUNDS):
        chosen = [checks[turn] for checks in left if turn < len(checks)]
        if not chosen:
            break
        try:
            run = runs.probe(solution, broken(task.given, chosen))
        except Cancelled:
            runs.cut = True
            return Gate(name=_NAME, ok=None, detail=f"not tried yet: {len(chosen)} checks")
        except WorkbenchError as error:
            return Gate(name=_NAME, ok=None, detail=str(error)[:300])
        if run.verdict not in (Verdict.PASS, Verdict.FAIL):
            break  # something waits for what a check was to do: the next would take as long
        still = {t.id for t in run.tests if t.status is Status.PASSED}
        deaf += [c for c in chosen if passed.intersection(c.ids) <= still]
    lines = sorted({(c.file, c.line, c.ids[0].rpartition("::")[2]) for c in deaf})
    return _gate([f"{file}:{line} in {test}" for file, line, test in lines], void)


def _gate(deaf: list[str], void: list[str]) -> Gate:
    parts = []
    if deaf:
        parts.append(f"made to fail, and the test passes: {'; '.join(deaf)}")
    if void:
        parts.append(f"holds whatever comes out: {'; '.join(void)}")
    detail = ". ".join(parts) or "each check that is made to fail fails its test"
    return Gate(name=_NAME, ok=not parts, detail=detail)
