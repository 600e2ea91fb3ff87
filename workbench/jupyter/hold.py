"""A reviewer's place at a task of the workspace itself: the lease, taking over, leaving it."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable

from workbench.errors import Held, InputError, SaveFailed
from workbench.jupyter.messages import Message
from workbench.model.review import Review
from workbench.store.leases import Holding, Leases
from workbench.store.workspace import Workspace

_RENEW_LEAST_S, _RENEW_MOST_S = 5.0, 600.0


class Hold:
    """Held while a page shows the task and its review is under way. Whoever finds another reviewer
    at it sees the desk read-only. Without leases only leaving a task is of use here."""

    def __init__(
        self, workspace: Workspace, task_id: str, reviewer: str, leases: Leases | None
    ) -> None:
        self._skips = workspace.skips
        self._task_id = task_id
        self._reviewer = reviewer
        self._leases = leases
        self._review: Callable[[], Review] | None = None
        # Protects the three below: handlers and the watcher come on different threads. Never held
        # while the review is asked for, whose lock may be held by whoever waits for this one.
        self._lock = threading.Lock()
        self._lost = False
        self._problem = ""
        self._told: Message | None = None

    def attend(self, review: Callable[[], Review]) -> None:
        """See `Seating`."""
        self._review = review

    def joined(self) -> None:
        """See `Seating`. Another's task is shown all the same."""
        if self._under_way():
            with contextlib.suppress(Held):
                self._take()

    def left(self) -> None:
        """See `Seating`. A task nothing was done to is anybody's at once; a draft is kept for its
        reviewer until the lease runs out."""
        review = self._review() if self._review else None
        if self._leases is not None and review is not None and review.sequence == 0:
            with contextlib.suppress(SaveFailed):
                self._leases.release(self._task_id, finished=False)

    def part(self) -> Message:
        """See `Seating`."""
        return {"session": None, "lease": self.shown()}

    def told(self) -> Message:
        """See `Seating`."""
        return {"type": "lease", "lease": self.shown()}

    def shown(self) -> Message:
        """`mine`: whether it may be worked on; else by whom it is held, until when as far as is
        known, and whether it may be taken over."""
        skip = self._skips.load(self._task_id, self._reviewer).open
        other = self._other()
        minutes = self._leases.minutes if self._leases else 0
        with self._lock:
            lost = self._lost and self._leases is not None
            told = {
                "mine": not lost,
                "holder": other.reviewer if lost and other else "",
                "until": until(other) if lost and other else None,
                "free": lost and (other is None or other.free),
                "renew_s": min(_RENEW_MOST_S, max(_RENEW_LEAST_S, minutes * 15)) if minutes else 0,
                "skipped": skip.reason if skip else None,
                "problem": self._problem,
            }
            self._told = told
        return told

    def _other(self) -> Holding | None:
        """Who else has it. Finds out that a lease which ran out has passed on."""
        if self._leases is None or self._leases.is_mine(self._task_id) or not self._under_way():
            with self._lock:
                self._lost = False
            return None
        try:
            other = self._leases.holding(self._task_id)
        except SaveFailed:
            return None
        with self._lock:
            self._lost = self._lost or other is not None
        return other

    def check(self) -> None:
        """See `Seating`. Where no lease can be written nobody has one: that is said, and no
        reason to refuse an edit."""
        if self._skips.load(self._task_id, self._reviewer).open is not None:
            raise InputError("you left this task: nothing was changed", mend="reopen it, then edit")
        if self._leases is None or not self._under_way():
            return
        with self._lock:
            lost = self._lost
        if lost:
            raise _not_yours(self._task_id)
        self._guarded(self._leases.check)

    def handle(self, message: Message) -> Message:
        """See `Seating`."""
        match message["type"]:
            case "skip":
                self._skip(str(message.get("reason") or ""))
            case "take_over":
                self._take()
            case _:
                with self._lock:
                    lost = self._lost
                if self._leases is not None and self._under_way() and not lost:
                    with contextlib.suppress(Held):
                        self._guarded(self._leases.renew)
        return self.told()

    def _skip(self, reason: str) -> None:
        if self._review is not None and self._review().state != "draft":
            raise InputError("the review is submitted: it is not left", mend="reopen it first")
        self._skips.skip(self._task_id, self._reviewer, reason)
        self._release()

    def submitted(self) -> None:
        """See `Seating`."""
        self._release()

    def before_reopening(self) -> None:
        """See `Seating`."""
        self._take()

    def reopened(self) -> None:
        """See `Seating`."""
        self._skips.reopen(self._task_id, self._reviewer)

    def look(self) -> Message | None:
        """See `Seating`."""
        with self._lock:
            before = self._told
        told = self.told()
        return told if told["lease"] != before else None

    def _under_way(self) -> bool:
        if self._review is None or self._review().state != "draft":
            return False
        return self._skips.load(self._task_id, self._reviewer).open is None

    def _take(self) -> None:
        if self._leases is None:
            return
        self._guarded(self._leases.take)
        with self._lock:
            self._lost = False

    def _guarded(self, act: Callable[[str], None]) -> None:
        """Raises Held; a lease that cannot be written is a line on the page."""
        try:
            act(self._task_id)
        except Held:
            with self._lock:
                self._lost = True
            raise
        except SaveFailed as error:
            with self._lock:
                self._problem = f"Others may open this task too: {error}"
        else:
            with self._lock:
                self._problem = ""

    def _release(self) -> None:
        if self._leases is not None:
            with contextlib.suppress(SaveFailed):
                self._leases.release(self._task_id, finished=True)


def until(holding: Holding) -> float | None:
    """Seconds since 1970, by the holder's own date: for people, decides nothing."""
    try:
        return dt.datetime.fromisoformat(holding.since).timestamp() + holding.minutes * 60
    except ValueError:
        return None


def _not_yours(task_id: str) -> Held:
    return Held(f"{task_id} is not yours now: nothing was changed", mend="take it over, then edit")
