"""Solutions that are wrong by construction: whatever suite one of them passes is worth little.

They are made of the `stub` mutants of a solution, all of one kind at a time: no function does
anything (`all-stub`), or every function returns the same constant. Nothing about any language is
known here: what a stub or a constant looks like, its mutants say.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.languages.mutation import Mutant
from workbench.model.task import Solution


def wrong_solutions(solution: Solution, mutants: Sequence[Mutant]) -> list[Solution]:
    """`all-stub`, `constant-1`...: as many as the function with most stubs has. Empty when no
    function can be stubbed."""
    by_function: dict[tuple[str, int, int], list[Mutant]] = {}
    for mutant in mutants:
        if mutant.operator == "stub":
            by_function.setdefault((mutant.file, mutant.start, mutant.end), []).append(mutant)
    outer = {
        place: stubs for place, stubs in by_function.items()
        if not any(_inside(place, other) for other in by_function)
    }  # fmt: skip
    most = max((len(stubs) for stubs in outer.values()), default=0)
    made: list[Solution] = []
    for n in range(most):
        edits = [stubs[min(n, len(stubs) - 1)] for stubs in outer.values()]
        files = apply_all(solution, edits)
        if any(files == earlier.files for earlier in made):
            continue
        name = "all-stub" if n == 0 else f"constant-{n}"
        made.append(Solution(name=name, role="variant", files=files, expected="fail"))
    return made


def apply_all(solution: Solution, edits: Sequence[Mutant]) -> dict[str, str]:
    """The files with all `edits` applied, which must not overlap."""
    data = {path: text.encode() for path, text in solution.files.items()}
    for edit in sorted(edits, key=lambda m: -m.start):
        text = data[edit.file]
        data[edit.file] = text[: edit.start] + edit.after.encode() + text[edit.end :]
    return {path: raw.decode() for path, raw in data.items()}


def _inside(place: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """Whether `other` really encloses `place`."""
    return place != other and place[0] == other[0] and other[1] <= place[1] and place[2] <= other[2]
