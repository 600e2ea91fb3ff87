"""Whether numbers may be off: a solution is run whose fractions are all wrong by two parts in a
hundred. Where it passes, and one that is wrong beyond all measure does not, the suite's tolerances
are too wide to tell right from nearly right. One comparison that lets nearly anything pass is
enough, where its text shows it."""

from __future__ import annotations

import re

from workbench.adequacy.overspec import edited
from workbench.adequacy.runs import Runs
from workbench.errors import Cancelled
from workbench.languages.benign import Benign, off_by
from workbench.languages.java_slack import too_wide
from workbench.model.assessment import Gate
from workbench.model.run import Run, Verdict
from workbench.model.task import LanguageName, Solution, Task

_NAME = "near_misses_fail"
_NEAR, _FAR = 1.02, 1e6
# Who asks for a number that is nearly right gets one.
_ROUGHLY = re.compile(
    r"\b(?:approximat\w*|within|toleran\w*|estimat\w*|rough\w*|accura\w*|random\w*|jitter\w*"
    r"|simulat\w*|about)\b|±|≈|~",
    re.IGNORECASE,
)
# What a suite has that looks at numbers with a fraction: asking costs two runs.
_FRACTIONS = re.compile(
    r"\d\.\d|\d[eE]-\d|(?<![/*])/\s*\d|approx|close|almost|delta|epsilon|toler|precision|\babs\b",
    re.IGNORECASE,
)


def near_misses_fail(runs: Runs, solution: Solution | None) -> Gate:
    """Of the functions that the suite calls and that return numbers with a fraction. Where a run is
    stopped, `runs.cut` says so."""
    task = runs.task
    if wide := _wide(task):
        return Gate(name=_NAME, ok=False, detail=f"as wide as the number: {'; '.join(wide[:5])}")
    if solution is None:
        return Gate(name=_NAME, ok=None, detail="no solution passes")
    if said := _ROUGHLY.search(task.prompt):
        return Gate(name=_NAME, ok=None, detail=f"the prompt may leave digits free: {said[0]}")
    suite = "\n".join([*task.given.files.values(), *task.given.support.values()])
    if not _FRACTIONS.search(suite):
        return Gate(name=_NAME, ok=None, detail="no number with a fraction stands in the suite")
    near, far = (_off(task, solution, factor, suite) for factor in (_NEAR, _FAR))
    if not near:
        return Gate(name=_NAME, ok=None, detail="the suite calls no function that returns a number")
    try:
        run = runs.of(edited(solution, near, "near"), "plain")
        if run is None or run.verdict not in (Verdict.PASS, Verdict.FAIL):
            why = run.reason if run is not None else "it could not be run"
            return Gate(name=_NAME, ok=None, detail=f"results that are 2 % off: {why[:200]}")
        if run.verdict is Verdict.FAIL:
            return Gate(name=_NAME, ok=True, detail="results that are 2 % off are noticed")
        if not _fails(runs.of(edited(solution, far, "far"), "plain")):
            return Gate(name=_NAME, ok=None, detail="no test looks at a number with a fraction")
    except Cancelled:
        runs.cut = True
        return Gate(name=_NAME, ok=None, detail="not tried yet")
    names = ", ".join(dict.fromkeys(e.function for e in near))
    detail = f"all tests pass where each fraction that comes from {names} is 2 % off"
    return Gate(name=_NAME, ok=False, detail=detail, runs=(run.id,))


def _wide(task: Task) -> list[str]:
    """Comparisons with a tolerance of half of the expected number or more, both written down. Read
    in Java alone."""
    if task.language is not LanguageName.JAVA:
        return []
    return list(too_wide({**task.given.support, **task.given.files}))


def _off(task: Task, solution: Solution, factor: float, suite: str) -> list[Benign]:
    """Edits of what the suite calls by name."""
    return [
        edit for edit in off_by(factor, solution, task.given, task.language)
        if edit.function and re.search(rf"\b{re.escape(edit.function)}\s*\(", suite)
    ]  # fmt: skip


def _fails(run: Run | None) -> bool:
    return run is not None and run.verdict is Verdict.FAIL
