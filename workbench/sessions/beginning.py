"""Handing out: what is not planned yet is planned and given, and a session that waits begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.model.rubric import Rubric
from workbench.model.session import Assignment
from workbench.sessions.planning import plan
from workbench.sessions.tending import tend
from workbench.store.sessions.contract import Lead


@dataclass(frozen=True)
class Begun:
    """What was given out now, and in words what a lead should know of it."""

    assignments: tuple[Assignment, ...]
    notes: tuple[str, ...]

    @property
    def reviewers(self) -> int:
        """How many got something."""
        return len({assignment.reviewer for assignment in self.assignments})


def begin(lead: Lead, rubric_of: Callable[[str], Rubric]) -> Begun:
    """May be repeated after additions: only what is new is given. Raises InputError as `plan`."""
    made = plan(lead.session(), [p.assignment for p in lead.progress()])
    if made.assignments:
        lead.assign(made.assignments)
    if lead.session().state == "planned":
        lead.move_on("blind")
    todo, _ = tend(lead, rubric_of)
    return Begun(made.assignments, (*made.notes, *todo.notes))
