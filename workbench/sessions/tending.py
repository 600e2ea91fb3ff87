"""What a session needs from its leads between submissions: feedback, admission, pauses, extras.

`wanted` says what is to be done now and changes nothing; `tend` does it. Everything is derived from
what the store holds, so it may be done twice, after a crash, and by two leads at once: an extra
rating's id follows from its task and number alone, and the store keeps the first of an id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from workbench.model.gold import compare, missed, passed
from workbench.model.rubric import Rubric
from workbench.model.session import Assignment, Feedback, Progress
from workbench.sessions.extras import extra_ratings, handed_over
from workbench.sessions.record import Record
from workbench.store.sessions.contract import Lead

PAUSED = "The session's rule has paused you: the lead will talk with you before you go on."
"""Says neither which task nor that a task was gold."""


@dataclass(frozen=True)
class Wanted:
    """What is to be done. `notes` say what a lead has to do by hand."""

    feedback: tuple[Feedback, ...] = ()
    admit: tuple[str, ...] = ()
    pause: tuple[str, ...] = ()
    extras: tuple[Assignment, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is something to be done or to be said."""
        return bool(self.feedback or self.admit or self.pause or self.extras or self.notes)


def tend(lead: Lead, rubric_of: Callable[[str], Rubric]) -> tuple[Wanted, Record]:
    """Do what is to be done now; returns what it was, and the session as it was read for it."""
    record = Record.of(lead, rubric_of)
    todo = wanted(record)
    for feedback in todo.feedback:
        lead.tell(feedback)
    for reviewer in todo.admit:
        lead.admit(reviewer)
    for reviewer in todo.pause:
        lead.pause(reviewer, PAUSED)
    if todo.extras:
        lead.assign(todo.extras)
    return todo, record


def resume(lead: Lead, reviewer: str, rubric_of: Callable[[str], Rubric]) -> None:
    """End a pause. What made the rule pause is forgiven: it counts on from here."""
    record = Record.of(lead, rubric_of)
    forgiven = {**record.session.forgiven, reviewer: misses(record)[reviewer]}
    lead.update(record.session.model_copy(update={"forgiven": forgiven}))
    lead.pause(reviewer, "")


def hand_over(
    lead: Lead, reviewer: str, why: str, rubric_of: Callable[[str], Rubric]
) -> tuple[Assignment, ...]:
    """Pause a reviewer and give what is open to others, who begin empty. Drafts stay where they
    are. Twice is once."""
    lead.pause(reviewer, why)
    extras = handed_over(Record.of(lead, rubric_of), reviewer)
    if extras:
        lead.assign(extras)
    return extras


def wanted(record: Record) -> Wanted:
    """What the session needs now; nothing unless it is blind, and nobody is admitted, paused or
    asked for more once it is revealed."""
    if record.session.state != "blind":
        return Wanted()
    feedback, admit, notes = _onboarding(record)
    pause = _pauses(record)
    extras, more = extra_ratings(record, frozenset(pause) | record.pauses.keys())
    return Wanted(feedback, admit, pause, extras, (*notes, *more))


def misses(record: Record) -> Counter[str]:
    """How many hidden gold tasks each reviewer missed. Each counts as it was first submitted."""
    found: Counter[str] = Counter()
    for rated in record.first:
        gold = record.session.gold_of(rated.assignment.task_id)
        if rated.assignment.kind == "gold" and gold is not None:
            found[rated.assignment.reviewer] += missed(compare(rated.review, gold, record.rubric))
    return found


def _onboarding(record: Record) -> tuple[tuple[Feedback, ...], tuple[str, ...], list[str]]:
    """(what reviewers are told, who is admitted, who failed and needs the lead)."""
    session = record.session
    rated = {r.assignment.id: r for r in record.first if r.assignment.kind == "onboarding"}
    practice: dict[str, list[Progress]] = defaultdict(list)
    for progress in record.progress:
        if progress.assignment.kind == "onboarding":
            practice[progress.assignment.reviewer].append(progress)
    feedback, admit, notes = [], [], []
    for reviewer, items in practice.items():
        if reviewer in record.admitted:
            continue
        done = [rated[p.assignment.id] for p in items if p.assignment.id in rated]
        compared = []
        for one in done:
            gold = session.gold_of(one.assignment.task_id)
            if gold is not None:
                feedback.append(
                    Feedback(
                        assignment=one.assignment.id, scores=gold.scores,
                        decision=gold.decision, why=gold.why,
                    )
                )  # fmt: skip
                compared.append(compare(one.review, gold, record.rubric))
        if len(done) < len(items):
            continue
        if passed(compared, session.settings.onboarding_pass):
            admit.append(reviewer)
        else:
            close = sum(c.close for task in compared for c in task)
            of = sum(len(task) for task in compared)
            notes.append(
                f"{reviewer} is done with onboarding and {close} of {of} axes were close enough, "
                f"below {session.settings.onboarding_pass:.0%}: talk it over, then admit by hand"
            )
    return tuple(feedback), tuple(admit), notes


def _pauses(record: Record) -> tuple[str, ...]:
    after = record.session.settings.pause_after
    if not after:
        return ()
    return tuple(
        reviewer for reviewer, number in misses(record).items()
        if number - record.session.forgiven.get(reviewer, 0) >= after
        and reviewer not in record.pauses
    )  # fmt: skip
