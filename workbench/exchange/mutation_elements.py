"""Assessments as mutation-testing-elements reports (schema 2), which its public viewer opens.

Source of the format: https://github.com/stryker-mutator/mutation-testing-elements. What it has no
place for (witnesses, equivalence, flakes, gates) stays in the assessment; `equivalent` becomes
`Ignored` with its reason, a mutant out of steps, memory or time becomes `Timeout` or
`RuntimeError`.
"""

from __future__ import annotations

from typing import Any

from workbench.model.assessment import Assessment, Fate, MutantResult
from workbench.model.task import Task

_STATUS = {
    Fate.KILLED: "Killed",
    Fate.SURVIVED: "Survived",
    Fate.NO_COVERAGE: "NoCoverage",
    Fate.FUEL: "Timeout",
    Fate.TIMEOUT: "Timeout",
    Fate.MEMORY: "RuntimeError",
    Fate.CRASHED: "RuntimeError",
    Fate.INVALID: "CompileError",
    Fate.EQUIVALENT: "Ignored",
}
_REASON = {
    Fate.FUEL: "took far more steps than the original",
    Fate.MEMORY: "ran out of memory",
    Fate.CRASHED: "ended the test process",
}


def report(task: Task, found: Assessment) -> dict[str, Any]:
    """One task's mutants as a report; every text file of the solution that has any."""
    solution = task.solution(found.solution) or task.candidate
    test_ids = {id: str(n) for n, id in enumerate(found.tests)}
    files: dict[str, Any] = {}
    for path, source in solution.files.items():
        mine = [m for m in found.mutants if m.file == path]
        if mine:
            files[path] = {
                "language": found.language,
                "source": source,
                "mutants": [_mutant(m, source.encode(), test_ids) for m in mine],
            }
    suite = task.suite(found.suite) or task.given
    tests = [{"id": number, "name": name} for name, number in test_ids.items()]
    first, *_ = suite.files
    return {
        "schemaVersion": "2.0",
        "thresholds": {"high": 90, "low": 70},
        "files": files,
        "testFiles": {first: {"source": suite.files[first], "tests": tests}},
        "framework": {"name": "reviewer-workbench"},
    }


def _mutant(mutant: MutantResult, source: bytes, test_ids: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": mutant.id,
        "mutatorName": mutant.operator,
        "replacement": mutant.after,
        "location": {
            "start": place(source, mutant.start),
            "end": place(source, max(mutant.end, mutant.start)),
        },
        "status": _STATUS[mutant.fate],
        "coveredBy": [str(n) for n in mutant.covered_by],
        "killedBy": [test_ids[i] for i in mutant.killed_by if i in test_ids],
        "static": mutant.static,
    }
    reason = mutant.reason or _REASON.get(mutant.fate, "")
    if reason:
        found["statusReason"] = reason
    return found


def place(source: bytes, offset: int) -> dict[str, int]:
    """Line and column, both from 1, columns in characters."""
    before = source[:offset].decode("utf-8", "replace")
    line = before.count("\n")
    return {"line": line + 1, "column": len(before) - (before.rfind("\n") + 1) + 1}
