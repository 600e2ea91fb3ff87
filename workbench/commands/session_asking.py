"""`workbench session adjudicate` in a terminal: case after case, asked axis by axis."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from workbench.commands import console, session_deciding, session_shown
from workbench.errors import InputError
from workbench.model.session import AxisDecision
from workbench.sessions.adjudicating import Case, Row, case_of
from workbench.sessions.record import Record
from workbench.store.sessions.contract import Lead


def ask_all(lead: Lead, record: Record, tasks: Sequence[str]) -> None:
    """Each task in turn. Ctrl-C stops; what was decided is kept."""
    for number, task in enumerate(tasks, start=1):
        console.say(f"{number} of {len(tasks)}")
        case = case_of(record, task)
        session_shown.case(case)
        decisions = {row.axis.id: _ask(row) for row in case.rows if row.axis.id in case.needed}
        note = typer.prompt("what the guideline should say", default="", err=True,
                            show_default=False)  # fmt: skip
        kept = session_deciding.keep(lead, case, decisions, note)
        console.say(f"{_task(case)} is decided: {kept.decision or 'cannot judge'}")
    if not tasks:
        console.say("no task waits for a decision")


def _task(case: Case) -> str:
    return console.visible(case.task_id)


def _ask(row: Row) -> AxisDecision:
    levels = ", ".join(f"{level.score} {level.anchor}" for level in row.axis.levels)
    console.say(f"{row.axis.id}: {levels}; - cannot judge")
    while True:
        score = typer.prompt("score", err=True)
        cause = typer.prompt(f"cause ({', '.join(session_deciding.CAUSES)})", err=True)
        reason = typer.prompt("reason", err=True)
        try:
            made = session_deciding.made(score, cause, reason)
        except InputError as error:
            console.fail(error)
            continue
        if made.score is None or made.score < len(row.axis.levels):
            return made
        console.say(f"{row.axis.id} has no level {made.score}")
