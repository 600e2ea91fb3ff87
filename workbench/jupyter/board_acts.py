"""What a lead does with a session as a whole; each act says in words what came of it."""

from __future__ import annotations

from collections.abc import Callable

from workbench.errors import InputError
from workbench.jupyter.messages import Message
from workbench.model.rubric import Rubric
from workbench.sessions.beginning import begin
from workbench.sessions.tending import Wanted, resume, tend
from workbench.store.sessions.contract import Lead

RubricOf = Callable[[str], Rubric]


def do(act: str, lead: Lead, rubric_of: RubricOf, asked: Message) -> str:
    """Raises WorkbenchError where the store or the rules refuse it, InputError on what no board
    would ask."""
    reviewer = str(asked.get("reviewer") or "")
    match act:
        case "assign":
            return assign(lead, rubric_of)
        case "tend":
            return tended(tend(lead, rubric_of)[0])
        case "pause":
            return pause(lead, reviewer, str(asked.get("reason") or "").strip())
        case "resume":
            resume(lead, _one_of(lead, reviewer), rubric_of)
            return f"{reviewer} goes on"
        case "admit":
            lead.admit(_one_of(lead, reviewer))
            return f"{reviewer} gets live tasks from now on"
        case "reveal" | "close":
            _confirm(lead, str(asked.get("typed") or ""), act)
            lead.move_on("revealed" if act == "reveal" else "closed")
            return "Revealed: disagreements can be decided" if act == "reveal" else "Closed"
        case other:
            raise InputError(f"the board knows no act {other[:80]!r}")


def assign(lead: Lead, rubric_of: RubricOf) -> str:
    """Plan what is not planned, hand it out, and begin."""
    begun = begin(lead, rubric_of)
    said = f"{len(begun.assignments)} tasks given to {begun.reviewers} reviewers"
    return ". ".join([said, *begun.notes])


def tended(todo: Wanted) -> str:
    """What tending did, in words."""
    done = [
        f"{len(todo.extras)} extra ratings asked for" if todo.extras else "",
        f"{len(todo.feedback)} times feedback given" if todo.feedback else "",
        f"admitted: {', '.join(todo.admit)}" if todo.admit else "",
        f"paused: {', '.join(todo.pause)}" if todo.pause else "",
        *todo.notes,
    ]
    return ". ".join(filter(None, done)) or "Nothing was to be done"


def pause(lead: Lead, reviewer: str, why: str) -> str:
    """Hand out nothing more. The reviewer reads why."""
    if not why:
        raise InputError("a pause needs a reason", mend="say why: the reviewer reads it")
    lead.pause(_one_of(lead, reviewer), why)
    return f"{reviewer} is paused"


def _one_of(lead: Lead, reviewer: str) -> str:
    if reviewer not in lead.session().reviewers:
        raise InputError(f"{reviewer[:80]!r} is no reviewer of this session")
    return reviewer


def _confirm(lead: Lead, typed: str, act: str) -> None:
    wanted = lead.session().id
    if typed != wanted:
        raise InputError(f"not done: type {wanted} to {act} the session")
