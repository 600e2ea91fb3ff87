"""What every `workbench session` command of a lead shares: the store, tending, lines of status."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.errors import NotFound
from workbench.model.measures import Measures
from workbench.sessions.beginning import begin
from workbench.sessions.measures import measure_record
from workbench.sessions.record import Record
from workbench.sessions.tending import Wanted, tend
from workbench.store.sessions.contract import Lead, SessionStore
from workbench.store.sessions.open import open_sessions
from workbench.store.workspace import Workspace


@contextlib.contextmanager
def opened(where: Path) -> Iterator[tuple[Workspace, SessionStore]]:
    """The workspace a folder lies in, and its sessions."""
    workspace = Workspace.find(where)
    if workspace is None:
        raise NotFound(
            f"{where} lies in no workspace", mend="cd into the workspace, or give --workspace"
        )
    store = open_sessions(workspace)
    try:
        yield workspace, store
    finally:
        store.close()


@contextlib.contextmanager
def led(where: Path, session: str) -> Iterator[tuple[Workspace, Lead]]:
    """The lead's part of a session."""
    with opened(where) as (workspace, store):
        yield workspace, store.lead(session)


def assign(workspace: Workspace, lead: Lead) -> dict[str, Any]:
    """Plan what is not planned, hand it out, and begin: what was planned becomes blind."""
    begun = begin(lead, workspace.rubric)
    return {
        "session": lead.session().id,
        "assigned": len(begun.assignments),
        "kinds": dict(Counter(assignment.kind for assignment in begun.assignments)),
        "reviewers": begun.reviewers,
        "notes": list(begun.notes),
        "doubts": list(lead.doubts()),
    }


def as_tended(session: str, todo: Wanted) -> dict[str, Any]:
    """What tending did, as one line."""
    return {
        "session": session,
        "told": [feedback.assignment for feedback in todo.feedback],
        "admitted": list(todo.admit),
        "paused": list(todo.pause),
        "extras": [{"task_id": a.task_id, "reviewer": a.reviewer} for a in todo.extras],
        "notes": list(todo.notes),
    }


def measured(workspace: Workspace, lead: Lead) -> tuple[Measures, Wanted]:
    """Tend, then measure what there is."""
    todo, _ = tend(lead, workspace.rubric)
    return measure_record(Record.of(lead, workspace.rubric)), todo


def status_lines(measures: Measures, *, every_task: bool) -> Iterator[dict[str, Any]]:
    """JSON lines of `status`: `line` names what each is."""
    yield {
        "line": "session", "session": measures.session, "title": measures.title,
        "state": measures.state, "assigned": measures.assigned, "submitted": measures.submitted,
        "tasks": len(measures.tasks), "open": measures.open, "notes": list(measures.notes),
        "doubts": list(measures.doubts),
    }  # fmt: skip
    for finding in measures.findings:
        yield {"line": "finding", **finding.model_dump(mode="json")}
    for axis in measures.axes:
        yield {"line": "axis", **axis.model_dump(mode="json")}
    for reviewer in measures.reviewers:
        yield {"line": "reviewer", **reviewer.model_dump(mode="json")}
    for pair in measures.pairs:
        yield {"line": "pair", **pair.model_dump(mode="json")}
    for task in measures.tasks:
        if every_task or task.state in ("open", "outdated"):
            yield {"line": "task", **task.model_dump(mode="json")}
