"""What every store refuses and how it words it: plain functions over values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import get_args

from workbench.errors import Conflict, InputError, NotFound
from workbench.model.evidence import Runs
from workbench.model.review import DecisionWord, Review, as_given, decision, what_is_missing
from workbench.model.rubric import Rubric
from workbench.model.session import Adjudication, Assignment, Session, SessionState

_STATES: tuple[SessionState, ...] = get_args(SessionState)


def check_own(review: Review, task_id: str, reviewer: str) -> None:
    """A review is kept under the task and the person it says it is of. Raises InputError."""
    if (review.task_id, review.reviewer) != (task_id, reviewer):
        raise InputError(
            f"not kept: this is {review.reviewer}'s review of {review.task_id}, "
            f"not {reviewer}'s of {task_id}"
        )


def check_based_on(review: Review, on_disk: int, based_on: int) -> None:
    """Nobody's save is overwritten unseen. Raises Conflict."""
    if on_disk != based_on:
        raise Conflict(
            f"the review of {review.task_id} was saved elsewhere meanwhile "
            f"(save {on_disk}, you had seen {based_on})",
            mend="both versions are kept: reload, compare and go on",
        )


def finished(
    review: Review, rubric: Rubric, runs: Runs, *, at: str
) -> tuple[Review, DecisionWord | None]:
    """The review as it is submitted, and its decision. `runs` gives the runs its evidence names.
    Raises InputError naming what is missing."""
    missing = what_is_missing(review, rubric, runs)
    if missing:
        raise InputError("not submitted: " + "; ".join(missing))
    state = "cannot_judge" if review.cannot_judge.strip() else "submitted"
    final = as_given(review, rubric).model_copy(
        update={
            "state": state,
            "sequence": review.sequence + 1,
            "updated_at": at,
            "submitted_at": at,
        }
    )
    return final, decision(final, rubric) if state == "submitted" else None


def check_move(now: SessionState, to: SessionState) -> None:
    """A session goes forward only; `to` may skip a state. Raises Conflict."""
    if _STATES.index(to) <= _STATES.index(now):
        raise Conflict(f"the session is {now} and does not become {to}: it goes forward only")


def check_assign(
    session: Session, known: Iterable[Assignment], more: Sequence[Assignment]
) -> tuple[Assignment, ...]:
    """Those of `more` that are new, in their order. Raises InputError."""
    if session.state == "closed":
        raise InputError(f"session {session.id} is closed: nothing is assigned any more")
    ids = {a.id for a in known}
    tasks = {*session.tasks, *(g.task_id for g in session.gold)}
    new = []
    for assignment in more:
        if assignment.reviewer not in session.reviewers:
            raise InputError(f"{assignment.reviewer} is no reviewer of session {session.id}")
        if assignment.task_id not in tasks:
            raise InputError(f"task {assignment.task_id} is not in session {session.id}")
        if assignment.id not in ids:
            ids.add(assignment.id)
            new.append(assignment)
    return tuple(new)


def check_update(
    old: Session, new: Session, assignments: Collection[Assignment], rated: Collection[str]
) -> None:
    """`rated` holds the ids of assignments that were submitted. Raises InputError."""
    if (old.id, old.state, old.created_at) != (new.id, new.state, new.created_at):
        raise InputError("an update leaves id, state and time of a session as they are")
    if old.state == "closed":
        raise InputError(f"session {old.id} is closed: it is not changed any more")
    if rated and (new.rubric != old.rubric or new.rubric_version < old.rubric_version):
        raise InputError(
            f"ratings rest on rubric {old.rubric} version {old.rubric_version}",
            mend="a revision may only raise the version",
        )
    tasks = {*new.tasks, *(g.task_id for g in new.gold)}
    for assignment in assignments:
        if assignment.reviewer not in new.reviewers:
            raise InputError(f"{assignment.reviewer} has assignments and cannot be left out")
        if assignment.task_id not in tasks:
            raise InputError(f"task {assignment.task_id} is assigned and cannot be left out")
        if assignment.kind not in ("onboarding", "gold"):
            continue
        before, after = old.gold_of(assignment.task_id), new.gold_of(assignment.task_id)
        if after is None or (assignment.id in rated and before != after):
            raise InputError(
                f"what is known of gold task {assignment.task_id} was already used to rate "
                f"{assignment.reviewer} and stays",
                mend="adjudicate the task instead",
            )


def check_adjudication(session: Session, made: Adjudication) -> None:
    """Raises Conflict while blind, InputError for another session or a task it has not."""
    if made.session != session.id:
        raise InputError(f"this decision is of session {made.session}, not {session.id}")
    if made.task_id not in {*session.tasks, *(g.task_id for g in session.gold)}:
        raise InputError(f"task {made.task_id} is not in session {session.id}")
    if session.state != "revealed":
        raise Conflict(
            f"session {session.id} is {session.state}: decisions are made while it is revealed",
            mend=f"workbench session reveal {session.id}" if session.state != "closed" else "",
        )


def live_is_shown(session: Session, own: Iterable[Assignment], admitted: bool) -> bool:
    """Whether a reviewer with these assignments sees live tasks, or onboarding alone."""
    onboarding = session.settings.onboarding > 0 or any(a.kind == "onboarding" for a in own)
    return admitted or not onboarding


def no_item(assignment: str) -> NotFound:
    """The same words whether it is somebody else's or nobody's."""
    return NotFound(f"there is no item {assignment[:120]!r} in your queue")
