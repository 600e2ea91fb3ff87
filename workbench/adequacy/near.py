"""Whether numbers may be off: a solution is run whose results are all wrong by two parts in a
hundred. Where it passes, and one that is wrong beyond all measure does not, the suite's tolerances
are too wide to tell right from nearly right."""

from __future__ import annotations

import re

from workbench.adequacy.gates import Runs
from workbench.adequacy.overspec import edited
from workbench.errors import Cancelled
from workbench.languages.benign import Benign, benign_edits
from workbench.model.assessment import Gate
from workbench.model.run import Verdict
from workbench.model.task import Solution

_NAME = "near_misses_fail"
_NEAR, _FAR = "1.02", "1e6"
# Who asks for a number that is nearly right gets one.
_ROUGHLY = re.compile(
    r"\b(?:approximat\w*|within|toleran\w*|estimat\w*|rough\w*|accura\w*|random\w*|jitter\w*"
    r"|simulat\w*|about)\b|±|≈|~",
    re.IGNORECASE,
)


def near_misses_fail(runs: Runs, solution: Solution | None) -> Gate:
    """Of the functions that the suite calls and that return numbers with a fraction. Of Python,
    where a value says itself what it is."""
    task = runs.task
    if solution is None:
        return Gate(name=_NAME, ok=None, detail="no solution passes")
    if said := _ROUGHLY.search(task.prompt):
        return Gate(name=_NAME, ok=None, detail=f"the prompt may leave digits free: {said[0]}")
    suite = "\n".join([*task.given.files.values(), *task.given.support.values()])
    places = [
        e for e in benign_edits(solution, task.given, task.language, "")
        if e.kind == "float" and e.function and re.search(rf"\b{e.function}\s*\(", suite)
    ]  # fmt: skip
    if not places:
        return Gate(name=_NAME, ok=None, detail="the suite calls no function that returns a value")
    try:
        near = runs.of(edited(solution, [_times(_NEAR, e) for e in places], "near"), "plain")
        if near is None or near.verdict not in (Verdict.PASS, Verdict.FAIL):
            why = near.reason if near is not None else "it could not be run"
            return Gate(name=_NAME, ok=None, detail=f"results that are 2 % off: {why[:200]}")
        if near.verdict is Verdict.FAIL:
            return Gate(name=_NAME, ok=True, detail="results that are 2 % off are noticed")
        far = runs.of(edited(solution, [_times(_FAR, e) for e in places], "far"), "plain")
    except Cancelled:
        runs.cut = True
        return Gate(name=_NAME, ok=None, detail="not tried yet")
    if far is None or far.verdict is not Verdict.FAIL:
        return Gate(name=_NAME, ok=None, detail="no test looks at a number with a fraction")
    names = ", ".join(dict.fromkeys(e.function for e in places))
    detail = f"all tests pass where each fraction that comes from {names} is 2 % off"
    return Gate(name=_NAME, ok=False, detail=detail, runs=(near.id,))


def _times(factor: str, place: Benign) -> Benign:
    after = f"(lambda v: v * {factor} if type(v) is float else v)(({place.before}))"
    return Benign("float", place.file, place.line, place.start, place.end, place.before, after)
