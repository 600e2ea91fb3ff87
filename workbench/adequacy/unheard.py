"""Checks of a suite that cannot fail: what they say is nothing, or they are not run at all.

The first is read from the source. For the second the suite is run once more on solutions that pass
it, with every check of a test saying that it is run: one that stands in a loop over nothing, behind
a condition, in a `catch` or in a callback may never be, and the test passes all the same.
"""

from __future__ import annotations

import secrets

from workbench.adequacy.runs import Runs
from workbench.errors import Cancelled, WorkbenchError
from workbench.languages.base import Inventory, title
from workbench.languages.hearing import asking, idle_checks
from workbench.model.run import Run, Verdict
from workbench.model.task import Solution, Suite

_MOST = 2
"""solutions that are tried"""


def unheard(runs: Runs, tests: Inventory) -> list[str]:
    """`file:line in TEST` of each, and what is the matter with it; nothing of Python (`deaf.py`).
    Raises Cancelled."""
    task = runs.task
    idle = idle_checks(task.given, tests, task.language)
    found = {(file, line): words for file, line, words in idle}
    word = f"heard-{secrets.token_hex(6)}-"
    heard = asking(task.given, tests, task.language, word)
    if heard is None or not heard.places:
        return _told(found, tests)
    for solution in _passing(runs):
        said = _said(runs, solution, heard.suite)
        if said is None:
            continue  # it does not pass any more: the marks are in its way
        for file, line in heard.silent(said, word):
            found.setdefault((file, line), f"is not run, and {solution.name} passes")
    return _told(found, tests)


def _told(found: dict[tuple[str, int], str], tests: Inventory) -> list[str]:
    return [
        f"{file}:{line}{_test_at(file, line, tests)} {words}"
        for (file, line), words in found.items()
    ]


def _test_at(file: str, line: int, tests: Inventory) -> str:
    """The test whose text a line stands in, as ` in NAME`: the last that begins before it."""
    before = [t for t in tests.tests if t.file == file and t.line is not None and t.line <= line]
    last = max(before, key=lambda t: t.line or 0, default=None)
    return f" in {title(last.id)}" if last is not None else ""


def _passing(runs: Runs) -> list[Solution]:
    """The candidate, references and right variants that pass."""
    task = runs.task
    right = [s for s in task.solutions if s.role == "reference" or s.expected == "pass"]
    among = {s.digest: s for s in (task.candidate, *right)}
    passing = [s for s in among.values() if (r := runs.made.get(s.digest)) and _passes(r)]
    return passing[:_MOST]


def _passes(run: Run) -> bool:
    return run.verdict is Verdict.PASS


def _said(runs: Runs, solution: Solution, suite: Suite) -> str | None:
    """All that a run printed; None where it is no pass."""
    judge = runs.judge.keeping(None)
    try:
        run = judge.run(runs.task, solution, suite, method="plain", cancel=runs.cancel).run
    except Cancelled:
        raise
    except WorkbenchError:
        return None
    return (
        "".join([run.stdout, run.stderr, *(t.output for t in run.tests)]) if _passes(run) else None
    )
