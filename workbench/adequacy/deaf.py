"""Checks without effect: made to fail, and their test passes all the same; or of a form that holds
whatever comes out."""

from __future__ import annotations

from workbench.adequacy.runs import Runs
from workbench.errors import Cancelled, WorkbenchError
from workbench.languages.base import Inventory, title
from workbench.languages.python_deaf import Check, broken, checks_of
from workbench.languages.python_vacuous import vacuous
from workbench.model.run import Status, Verdict
from workbench.model.task import LanguageName, Solution

_MOST_ROUNDS = 8
"""each makes one check of every test fail"""


def deaf(runs: Runs, solution: Solution | None, tests: Inventory) -> list[str]:
    """`file:line` of each check of a Python suite, with what is the matter. Tried on a solution
    that passes; tests that fail anyway are not asked. Raises Cancelled."""
    task = runs.task
    if task.language is not LanguageName.PYTHON:
        return []
    found = {
        f"{file}:{line}": f"in {test} holds whatever comes out"
        for file, line, test in vacuous(task.given, task.candidate, tests)
    }
    for check in _unheard(runs, solution, tests):
        words = f"in {title(check.ids[0])} was made to fail, and the test passes"
        found.setdefault(f"{check.file}:{check.line}", words)
    return [f"{place} {words}" for place, words in found.items()]


def _unheard(runs: Runs, solution: Solution | None, tests: Inventory) -> list[Check]:
    task = runs.task
    plain = runs.made.get(solution.digest) if solution is not None else None
    if solution is None or plain is None:
        return []
    passed = {t.id for t in plain.tests if t.status is Status.PASSED}
    left = [[c for c in checks if passed.intersection(c.ids)]
            for checks in checks_of(task.given, tests).values()]  # fmt: skip
    found: list[Check] = []
    for turn in range(_MOST_ROUNDS):
        chosen = [checks[turn] for checks in left if turn < len(checks)]
        if not chosen:
            break
        try:
            run = runs.probe(solution, broken(task.given, chosen), keep=False)
        except Cancelled:
            raise
        except WorkbenchError:
            break
        if run.verdict not in (Verdict.PASS, Verdict.FAIL):
            break  # something waits for what a check was to do: the next would take as long
        still = {t.id for t in run.tests if t.status is Status.PASSED}
        found += [c for c in chosen if passed.intersection(c.ids) <= still]
    return sorted(found, key=lambda c: (c.file, c.line))
