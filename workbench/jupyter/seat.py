"""A reviewer's place in a calibration session at one desk: lease, pause, skip, feedback.

Of other reviewers nothing passes through here: a seat holds a `Reviewer`, which has no call for it.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from workbench.errors import Conflict, InputError, WorkbenchError
from workbench.jupyter.messages import Message
from workbench.model.review import Review
from workbench.model.session import Feedback, Item
from workbench.store.sessions.contract import Reviewer

_RENEW_LEAST_S, _RENEW_MOST_S = 5.0, 600.0
DONE = frozenset({"submitted", "cannot_judge"})


class Seat:
    """One assignment as its desk shows it. `item` is what was claimed."""

    def __init__(self, session: str, reviewer: Reviewer, item: Item) -> None:
        self.session = session
        self._reviewer = reviewer
        # Protects the three below: handlers and the watcher come on different threads.
        self._lock = threading.Lock()
        self._item = item
        self._lost = ""
        self._told: Message | None = None

    @property
    def assignment(self) -> str:
        """Its id."""
        return self._item.id

    def shown(self) -> Message:
        """As part of `state`, and what `seat` says."""
        brief, queue = self._reviewer.brief(), self._reviewer.queue()
        places = [item.id for item in queue]
        with self._lock:
            item = next((i for i in queue if i.id == self._item.id), self._item)
            self._item = item
            told = {
                "id": brief.id,
                "title": brief.title,
                "state": brief.state,
                "assignment": item.id,
                "item": item.state,
                "practice": item.practice,
                "held_until": item.held_until,
                "renew_s": min(_RENEW_MOST_S, max(_RENEW_LEAST_S, brief.lease_s / 4)),
                "skip_needs_reason": brief.skip_needs_reason,
                "skip_reason": item.skip_reason,
                "paused": self._reviewer.paused(),
                "lost": self._lost,
                "position": places.index(item.id) + 1 if item.id in places else 0,
                "total": len(places),
                "feedback": shown_feedback(self._feedback(item)),
            }
            self._told = told
        return told

    def _feedback(self, item: Item) -> Feedback | None:
        done = item.practice and item.state in DONE
        return self._reviewer.feedback(item.id) if done else None

    def attend(self, review: Callable[[], Review]) -> None:
        """See `Seating`; the session's store knows the review."""

    def joined(self) -> None:
        """See `Seating`; the assignment was claimed before the desk was opened."""

    def left(self) -> None:
        """See `Seating`; an assignment is the reviewer's until its lease runs out."""

    def part(self) -> Message:
        """See `Seating`."""
        return {"session": self.shown(), "lease": None}

    def told(self) -> Message:
        """See `Seating`."""
        return {"type": "seat", "session": self.shown()}

    def check(self) -> None:
        """See `Seating`; the session's store checks what it is given."""

    def handle(self, message: Message) -> Message:
        """See `Seating`."""
        if message["type"] == "take_over":
            raise InputError("in a session nobody takes a task over", mend="ask for the next one")
        if message["type"] == "renew":
            self._renew()
        else:
            self._skip(str(message.get("reason") or ""))
        return self.told()

    def submitted(self) -> None:
        """See `Seating`; submitting ends the lease."""

    def before_reopening(self) -> None:
        """See `Seating`; the session's store says whether it may be."""

    def _renew(self) -> None:
        """Hold the task for as long again. A lease that has passed on is said, not raised."""
        with self._lock:
            if self._item.state not in DONE:
                try:
                    self._item, self._lost = self._reviewer.renew(self._item.id), ""
                except Conflict as error:
                    self._lost = str(error)

    def _skip(self, reason: str) -> None:
        """Leave the task. Raises InputError without a reason where one is needed."""
        with self._lock:
            self._item = self._reviewer.skip(self._item.id, reason.strip())

    def reopened(self) -> None:
        """Hold it again, after a submitted review became a draft."""
        with contextlib.suppress(WorkbenchError), self._lock:
            self._item = self._reviewer.claim(self._item.id) or self._item

    def look(self) -> Message | None:
        """What is told of the seat now, when that differs from what was told last."""
        before = self._told
        now = self.told()
        return now if now["session"] != before else None


def shown_feedback(found: Feedback | None) -> Message | None:
    """What is known of an onboarding task, for whoever has just submitted it."""
    if found is None:
        return None
    return {"scores": found.scores, "decision": found.decision, "why": found.why}


def take(reviewer: Reviewer, assignment: str) -> Item:
    """Take an assignment of the caller's up: held from now on when it is open, as it is when it
    is done. Raises Paused, InputError when it is none of the caller's."""
    item = next((i for i in reviewer.queue() if i.id == assignment), None)
    if item is None:
        raise InputError(
            f"{assignment[:80]!r} is not in your queue", mend="open a task from the queue"
        )
    if item.state in DONE:
        return item
    try:
        return reviewer.claim(assignment) or item
    except Conflict:
        # Held already, for instance by the page this one replaces.
        return reviewer.renew(assignment)
