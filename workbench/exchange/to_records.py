"""Tasks back in the form they came in, or as a table; what was found out in a field `workbench`.

A record that came from elsewhere goes out as it came, so nothing of it is lost; edits that were
made to its task since cannot be told from the record, and are named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from workbench.exchange.exported import Exporter, Item, Loss, evidence
from workbench.model.task import Limits

FIELD = "workbench"


def as_imported(format_name: str) -> Exporter:
    """An exporter of the records of one import format."""

    def write(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
        for item in items:
            if item.record is None or item.format != format_name:
                whence = f"comes from {item.format}" if item.format else "was not imported"
                yield Loss(item.task.id, f"it {whence}, not from {format_name}", whole=True)
                continue
            if item.changed:
                yield Loss(item.task.id, "edits of the task since its import")
            if FIELD in item.record:
                yield Loss(item.task.id, f"the record's own field {FIELD!r}")
            _line(out, {**item.record, FIELD: evidence(item)})

    return write


def table(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
    """Any task as one line of the columns `workbench import columns` reads."""
    for item in items:
        task = item.task
        row: dict[str, Any] = {
            "id": task.id,
            "title": task.title,
            "prompt": task.prompt,
            "language": task.language.value,
            "solution": dict(task.candidate.files),
        }
        for role in ("reference", "stub"):
            named = [s for s in task.solutions if s.role == role]
            if named:
                row[role] = dict(named[0].files)
        row |= {
            "tests": dict(task.given.files),
            "entry_point": task.entry_points[0] if task.entry_points else "",
            "licence": task.provenance.licence,
            FIELD: evidence(item),
        }
        yield from _unheld(item)
        _line(out, row)


def _unheld(item: Item) -> Iterator[Loss]:
    task, given = item.task, item.task.given
    kept = {"candidate": 1, "reference": 1, "stub": 1}
    others = 0
    for solution in task.solutions:
        kept[solution.role] = kept.get(solution.role, 0) - 1
        others += kept[solution.role] < 0
    if others:
        yield Loss(task.id, f"further solutions: {others}")
    if given.support:
        yield Loss(task.id, f"files the tests read: {len(given.support)}")
    if len(task.suites) > 1:
        yield Loss(task.id, f"probe suites: {len(task.suites) - 1}")
    if given.framework != "auto":
        yield Loss(task.id, f"that its tests run on {given.framework.value}")
    if len(task.entry_points) > 1:
        yield Loss(task.id, "all entry points but the first")
    if task.limits != Limits():
        yield Loss(task.id, "its limits")
    if any(s.expected or s.note for s in task.solutions):
        yield Loss(task.id, "what its solutions are expected to do, and notes")
    if task.tags or task.provenance.changes or task.provenance.source:
        yield Loss(task.id, "its tags and provenance")


def _line(out: TextIO, value: dict[str, Any]) -> None:
    out.write(json.dumps(value, ensure_ascii=True, allow_nan=False) + "\n")
