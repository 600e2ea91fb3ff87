"""What a session needs from its leads between submissions: feedback, admission, pauses, extras.

`wanted` says what is to be done now and changes nothing; `tend` does it. Everything is derived from
what the store holds, so it may be done twice, after a crash, and by two leads at once: an extra
rating's id follows from its task and number alone, and the store keeps the first of an id.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from workbench.model.gold import compare, missed, passed
from workbench.model.rubric import Rubric
from workbench.model.session import Assignment, Feedback, Progress
from workbench.sessions.disagreeing import splits
from workbench.sessions.planning import assignment_id
from workbench.sessions.record import LIVE, Rated, Record
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


def wanted(record: Record) -> Wanted:
    """What the session needs now; nothing unless it is blind, and nobody is admitted, paused or
    asked for more once it is revealed."""
    if record.session.state != "blind":
        return Wanted()
    feedback, admit, notes = _onboarding(record)
    pause = _pauses(record)
    extras, more = _extras(record, frozenset(pause) | record.pauses.keys())
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


@dataclass
class _Load:
    """Who may be given more, and how much each has open."""

    session_reviewers: tuple[str, ...]
    open: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    last: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, record: Record, left_out: frozenset[str]) -> _Load:
        waiting = {
            p.assignment.reviewer for p in record.progress
            if p.assignment.kind == "onboarding"
            and p.assignment.reviewer not in record.admitted
        }  # fmt: skip
        found = cls(tuple(n for n in record.session.reviewers if n not in left_out | waiting))
        for progress in record.progress:
            name, position = progress.assignment.reviewer, progress.assignment.position
            found.last[name] = max(found.last[name], position)
            if progress.item.state in ("open", "draft"):
                found.open[name] += 1
                found.places[name].append(position)
        return found

    def take(self, taken: set[str], key: str) -> tuple[str, int] | None:
        """(the least loaded reviewer who does not have the task, a place among the open ones)."""
        able = [name for name in self.session_reviewers if name not in taken]
        if not able:
            return None
        name = min(able, key=lambda n: (self.open[n], _number(f"{key}/{n}")))
        places = [*self.places[name], self.last[name] + 1]
        first, last = min(places), max(places)
        self.open[name] += 1
        # Anywhere among what is open: a place at the end would tell that others disagree.
        return name, first + _number(f"{key}/place") % (last - first + 1)


def _extras(record: Record, left_out: frozenset[str]) -> tuple[tuple[Assignment, ...], list[str]]:
    """One more rating for each task whose ratings are in and are too few or too far apart."""
    by_task: dict[str, list[Progress]] = defaultdict(list)
    for progress in record.progress:
        if progress.assignment.kind in LIVE:
            by_task[progress.assignment.task_id].append(progress)
    load = _Load.of(record, left_out)
    found, stuck = [], 0
    for task, given in by_task.items():
        waits = any(p.item.state in ("open", "draft") for p in given)
        if waits or not _wants_more(record, given, record.live.get(task, [])):
            continue
        key = assignment_id(record.session, f"extra {len(given) + 1}", task, "extra")
        taken = {p.assignment.reviewer for p in given}
        chosen = load.take(taken, key)
        if chosen is None:
            stuck += 1
            continue
        name, position = chosen
        found.append(
            Assignment(id=key, reviewer=name, task_id=task, kind="extra", position=position)
        )
    notes = [f"{stuck} tasks want another rating and nobody is left to give it"] if stuck else []
    return tuple(found), notes


def _wants_more(record: Record, given: list[Progress], ratings: list[Rated]) -> bool:
    settings = record.session.settings
    if len(given) >= settings.most_ratings:
        return False
    judged = [r for r in ratings if r.judged]
    planned = 1 if any(p.assignment.kind == "single" for p in given) else settings.ratings_each
    if len(judged) < min(planned, len(record.session.reviewers)):
        return True  # skipped, or could not be judged
    return any(
        len(split.given) > 1 and split.needs_decision(settings.extra_gap) and not split.settled
        for split in splits(record.rubric.axes, judged)
    )


def _number(key: str) -> int:
    """The same on every lead's machine, and known to leads alone: `key` holds an assignment's
    id."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=6).digest(), "big")
