"""Single changes of a solution as the page meets them: their place in the kill matrix, and the
solution each makes, on which a reviewer's probe can be run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from workbench.languages.functions import functions
from workbench.model.assessment import DETECTED, Assessment, MutantResult
from workbench.model.task import Solution, Task

_PREFIX = "mutant-"
_FUNCTIONS, _NAME = 300, 200


def change_name(mutant_id: str) -> str:
    """What a solution with this change alone is called: the same on every machine."""
    return _PREFIX + hashlib.sha256(mutant_id.encode()).hexdigest()[:12]


def is_change(name: str) -> bool:
    """Whether a solution's name is that of a change."""
    return name.startswith(_PREFIX)


def changed_solution(task: Task, found: Assessment | None, name: str) -> Solution | None:
    """The solution with the change of that name in it; None when it is of no change that is
    known, or of a text that is another by now."""
    if found is None or not is_change(name):
        return None
    mutant = next((m for m in found.mutants if change_name(m.id) == name), None)
    solution = task.solution(found.solution)
    if mutant is None or solution is None or mutant.file not in solution.files:
        return None
    data = solution.files[mutant.file].encode()
    if data[mutant.start : mutant.end] != mutant.before.encode():
        return None
    text = (data[: mutant.start] + mutant.after.encode() + data[mutant.end :]).decode()
    files = {**solution.files, mutant.file: text}
    return Solution(name=name, role="variant", files=files)


def near_misses(found: Assessment) -> list[MutantResult]:
    """Changes that exactly one test notices. Known only of the full matrix: else the first test
    that fails ends the trial."""
    if not found.full:
        return []
    return [m for m in found.mutants if m.fate in DETECTED and len(m.killed_by) == 1]


def bits(places: Sequence[int], most: int) -> str:
    """Numbers of tests as one hexadecimal number, test n at bit n: hundreds fit into a line."""
    return f"{sum(1 << n for n in set(places) if n < most):x}"


def shown_functions(found: Assessment, task: Task) -> list[dict[str, Any]]:
    """Each function of the assessed solution: on how many of its lines something runs, and how
    many of these some given test reaches. Functions in a single line cannot be told apart from
    the line they stand in, and are left out."""
    solution = task.solution(found.solution)
    if solution is None:
        return []
    shown = []
    for file in found.coverage:
        for function in functions(file.file, solution.files.get(file.file, ""), task.language):
            counts = [
                n for line, n in file.lines.items() if function.first <= line <= function.last
            ]
            if counts:
                shown.append({
                    "file": file.file, "name": function.name[:_NAME], "line": function.line,
                    "lines": len(counts), "reached": sum(n > 0 for n in counts),
                })  # fmt: skip
    return shown[:_FUNCTIONS]
