"""Whether a suite can be known by heart: a table of its own calls is run as a solution.

Nearly all suites can, so that this is no defect. It is worth knowing where tests are shown to
whoever writes the solution: then a pass says that the table was written down, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from workbench.adequacy.lab import Lab
from workbench.adequacy.runs import Runs
from workbench.languages.base import Inventory
from workbench.languages.by_heart import knowing, name_of
from workbench.languages.calls import Entry, Made
from workbench.languages.mutation import Mutant
from workbench.languages.objects import ClassEntry
from workbench.languages.values import Value, key_of
from workbench.model.assessment import ByHeart
from workbench.model.run import Status, Verdict
from workbench.model.task import Solution

_MOST_CALLS = 400
"""in the table: each is a condition in the solution's source"""

Row = list[Value]


def by_heart(
    runs: Runs, lab: Lab, solution: Solution, tests: Inventory, mutants: Sequence[Mutant]
) -> ByHeart:
    """What a table of the suite's calls passes, `solution` telling what is right. Raises
    NotSearchable, Cancelled."""
    every = lab.calls.entries(solution, lab.suite)
    # A table stands in for functions that are declared, called by position and not awaited.
    plain = [e for e in every if not isinstance(e, ClassEntry)]
    entries = tuple(e for e in plain if not (e.handle or e.named or e.waits))
    if not entries:
        return ByHeart(why="the suite calls no function of the solution with plain values")
    known = {
        name: list(rows.values())
        for name, rows in _rows(entries, lab.record(solution, tests, entries)).items()
    }
    count = sum(map(len, known.values()))
    if count > _MOST_CALLS:
        return ByHeart(why=f"the suite makes more than {_MOST_CALLS} different calls")
    stubs = [m for m in mutants if m.operator == "stub"]
    table, held = knowing(
        runs.task.language, solution, stubs, "suite-by-heart", lambda name: known.get(name, [])
    )
    text = "\n".join((*lab.suite.files.values(), *lab.suite.support.values()))
    used = {n for n in map(name_of, stubs) if n and re.search(rf"(?<![\w$]){n}(?![\w$])", text)}
    if table is None or used - held:
        left = ", ".join(sorted(used - held)[:5])
        what = f"calls of {left}" if left else "its calls"
        return ByHeart(why=f"no table holds {what}: objects, or a function that calls itself")
    run = runs.of(table, "plain")
    if run is None or run.verdict not in (Verdict.PASS, Verdict.FAIL):
        said = runs.errors.get(table.digest, "") if run is None else run.reason
        return ByHeart(why=f"the table could not be run: {said[:200]}")
    passed = tuple(t.id for t in run.tests if t.status is Status.PASSED)
    others = tuple(t.id for t in run.tests if t.status is not Status.PASSED)
    if others and not _new(known, _rows(entries, lab.record(solution, tests, entries))):
        reason = "no table holds functions that call each other, or what a call changes"
        return ByHeart(calls=count, why=reason)
    return ByHeart(calls=count, passed=passed, others=others)


def in_words(found: ByHeart) -> str:
    """As a person reads it."""
    if found.why and found.calls:
        same = f"the suite makes the same {found.calls} calls with plain values every time"
        return f"{same}; {found.why}"
    if found.why:
        return f"not known: {found.why}"
    total, passed = len(found.passed) + len(found.others), len(found.passed)
    if not found.others:
        return (f"a table of the suite's own {found.calls} calls passes all {total} tests: "
                "none has an input that changes from run to run")  # fmt: skip
    return (f"the suite makes calls that change from run to run: a table of the {found.calls} of "
            f"one run passes {passed} of {total} tests")  # fmt: skip


def _new(known: Mapping[str, list[Row]], again: Mapping[str, Mapping[str, Row]]) -> bool:
    """Whether another run has calls that the first had not."""
    before = {(name, key_of(tuple(row))) for name, rows in known.items() for row in rows}
    return any((name, key) not in before for name, rows in again.items() for key in rows)


def _rows(entries: Sequence[Entry], made: Sequence[Made]) -> dict[str, dict[str, Row]]:
    """Arguments by position, each once and by its key."""
    by_name = {entry.name: entry for entry in entries}
    rows: dict[str, dict[str, Row]] = {}
    for each in made:
        entry = by_name.get(each.entry)
        row, named = list(each.call.args), dict(each.call.kwargs)
        left = entry.parameters[len(row) :] if entry is not None else ()
        row += [named.pop(p.name) for p in left if p.name in named]
        if not named:
            rows.setdefault(each.entry, {})[key_of(tuple(row))] = row
    return rows
