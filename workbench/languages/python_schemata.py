"""Python schemata: one source that holds every mutant, and the probes and fuel of its trials.

    a == b         ->  ((a == b) if __mu_a__ != 7 else (a != b))
    a < b          ->  ((a < b) if not 8 <= __mu_a__ <= 9 else (a <= b) if __mu_a__ == 8 else ...)
    x += 1         ->  if __mu_a__ != 10: x += 1
                       else: pass
    if c:          ->  if ((c) and __mu_a__ != 41 or __mu_a__ == 42):
    any statement  ->  __mu_a__ == 43, on a line before it
    a body         ->  __mu_f__(), before its first statement

`__mu_a__` and `__mu_f__` are builtins, which the harness sets: no file needs an import, and
`from __future__` and docstrings stay first. While a trial runs for its mutant `__mu_a__` is the
number that is active. While it runs for its probes it is an object whose comparisons note what
they are asked: one source serves both, and a guard costs one comparison of integers. Numbers
beyond the mutants' are the other probes': probe `p` is asked for as `len(mutants) + 1 + p`.

`__mu_f__` burns a unit of fuel. What runs out of it ends, whatever the code around it catches.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

from workbench.languages.mutation import Mutant, Schemata
from workbench.languages.python_guards import Numbering, guarded
from workbench.languages.python_mutants import Spot, spots
from workbench.model.task import Solution


def schemata(solution: Solution, mutants: Sequence[Mutant]) -> Schemata:
    """One program that holds `mutants`; those whose file cannot hold them are left out."""
    wanted = set(mutants)
    files = dict.fromkeys(m.file for m in mutants)
    files.update(dict.fromkeys(p for p in solution.files if p.endswith(".py")))
    kept = {path: _holdable(path, solution.files[path], wanted) for path in files}
    total = sum(len(s.mutants) for spots_ in kept.values() if spots_ for s in spots_)
    numbering = Numbering(total)
    texts = {}
    for path, found in kept.items():
        if found is not None:
            texts[path] = guarded(path, solution.files[path], found, numbering)
    return Schemata(
        solution=solution.model_copy(update={"files": {**solution.files, **texts}}),
        mutants=tuple(numbering.mutants),
        probes=tuple(numbering.probes),
        reach=tuple(numbering.reach),
    )


def _holdable(path: str, text: str, wanted: set[Mutant]) -> list[Spot] | None:
    """The spots this file can hold; None when it cannot even be probed."""
    all_spots = [
        Spot(s.start, s.end, s.kind, tuple(m for m in s.mutants if m in wanted))
        for s in spots(path, text)
    ]
    found = [s for s in all_spots if s.mutants]

    def holds(some: list[Spot]) -> bool:
        return _compiles(path, text, some)

    if holds(found):
        return found
    return _most(found, holds) if holds([]) else None


def _most(some: list[Spot], holds: Callable[[list[Spot]], bool]) -> list[Spot]:
    """What is left when those that break the file are found by halving."""
    good: list[Spot] = []
    todo = [some]
    while todo:
        part = todo.pop()
        if holds(good + part):
            good = sorted([*good, *part], key=lambda s: (s.start, -s.end))
        elif len(part) > 1:
            half = len(part) // 2
            todo += [part[half:], part[:half]]
    return good


def _compiles(path: str, text: str, some: list[Spot]) -> bool:
    try:
        held = guarded(path, text, some, Numbering(sum(len(s.mutants) for s in some)))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(held, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return False
    return True
