"""Tasks back in the form they came in, or as a table; what was found out in a field `workbench`.

A record that came from elsewhere goes out as it came, so nothing of it is lost; edits that were
made to its task since cannot be told from the record, and are named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from workbench.exchange import columns
from workbench.exchange.exported import Exporter, Item, Loss, evidence, unheld_by_evidence
from workbench.model.task import Task

FIELD = "workbench"


def as_imported(format_name: str) -> Exporter:
    """An exporter of the records of one import format."""

    def write(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
        for item in items:
            if item.record is None or item.format != format_name:
                whence = f"comes from {item.format}" if item.format else "was not imported"
                yield Loss(item.task.id, f"it {whence}, not from {format_name}", whole=True)
                continue
            yield from unheld_by_evidence(item)
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
            "support": dict(task.given.support),
            "framework": task.given.framework.value,
            "entry_point": task.entry_points[0] if task.entry_points else "",
            "licence": task.provenance.licence,
            "source": task.provenance.source,
        }
        yield from unheld_by_evidence(item)
        yield from _unheld(task, row)
        _line(out, {**row, FIELD: evidence(item)})


def _unheld(task: Task, row: Mapping[str, Any]) -> Iterator[Loss]:
    """What would not come back, found by reading the row as an import does."""
    try:
        back = columns.task_of(row)
    except ValueError as error:
        yield Loss(task.id, f"a task that `import columns` takes: {error}")
        return
    if others := len(task.solutions) - len(back.solutions):
        yield Loss(task.id, f"further solutions: {others}")
    if len(task.suites) > 1:
        yield Loss(task.id, f"probe suites: {len(task.suites) - 1}")
    if len(task.entry_points) > 1:
        yield Loss(task.id, "all entry points but the first")
    if any(s.expected or s.note for s in task.solutions):
        yield Loss(task.id, "what its solutions are expected to do, and notes")
    if not {s.name for s in back.solutions} <= {s.name for s in task.solutions}:
        yield Loss(task.id, "the names of its solutions")
    if task.given.name != back.given.name:
        yield Loss(task.id, "the name of its suite")
    if task.limits != back.limits:
        yield Loss(task.id, "its limits")
    if task.tags or task.provenance.changes or task.provenance.importer:
        yield Loss(task.id, "its tags, what was changed on the way in, and by which importer")
    for part in ("id", "title", "prompt", "language"):
        if getattr(task, part) != getattr(back, part):
            yield Loss(task.id, f"its {part} as it is")
    for name, one, other in (("solution", task.candidate, back.candidate),
                             ("suite", task.given, back.given)):  # fmt: skip
        if one.digest != other.digest or one.role != other.role:
            yield Loss(task.id, f"its {name} as it is")


def _line(out: TextIO, value: dict[str, Any]) -> None:
    out.write(json.dumps(value, ensure_ascii=True, allow_nan=False) + "\n")
