"""When an assessment has to end, and the flag that stops whatever it runs.

The flag is raised with the caller's own, and when the budget ends. Only as long as a call has got
nothing done it waits `GRACE_S` seconds more, so that the same command, asked again and again, comes
to an end however small its budget is.
"""

from __future__ import annotations

import threading
import time
import weakref
from types import TracebackType
from typing import Self

from workbench.sandboxes.base import Cancel

GRACE_S = 10.0
ENDED = "the budget ended"
"""how a problem begins that says what was not got to in time"""
TOO_SHORT = "not one step was done in it: a larger one is needed"


class Deadline:
    """Counts from when it is made. Used as a context: what stops in time is a thread of its own."""

    def __init__(self, cancel: Cancel, budget_s: float, *, grace_s: float = GRACE_S) -> None:
        self.stop = Cancel()
        """for everything that is run"""
        self._cancel = cancel
        self._until = time.monotonic() + budget_s
        self._latest = self._until + grace_s
        # Protects the two below: steps end in several threads.
        self._changed = threading.Condition()
        self._got_on = False
        self._closed = False
        self._watch = threading.Thread(target=self._wait, name="deadline", daemon=True)
        # The caller's flag lives as long as its process, and what hangs on ours must not.
        ours = weakref.ref(self.stop)

        def pass_on() -> None:
            stop = ours()
            if stop is not None:
                stop.set()

        cancel.on_set(pass_on)

    def got_on(self) -> None:
        """Something was done that need not be done again: from now on the budget is kept."""
        with self._changed:
            if not self._got_on:
                self._got_on = True
                self._changed.notify_all()

    @property
    def ended(self) -> bool:
        """Whether time is what stopped it, and nobody else did."""
        return self.stop.is_set() and not self._cancel.is_set()

    @property
    def left_s(self) -> float:
        """Seconds until it ends at the latest."""
        return max(0.0, self._latest - time.monotonic())

    def said(self, what: str) -> str:
        """That time ended, as a problem: `what` says where."""
        return f"{ENDED} {what}" if self._got_on else f"{ENDED} {what}; {TOO_SHORT}"

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._watch.join()

    def _wait(self) -> None:
        with self._changed:
            while not self._closed:
                end = self._until if self._got_on else self._latest
                left = end - time.monotonic()
                if left <= 0:
                    break
                self._changed.wait(min(left, threading.TIMEOUT_MAX))
            if self._closed:
                return
        self.stop.set()


def ran_out(problems: tuple[str, ...]) -> bool:
    """Whether one of an assessment's problems is that its time ended."""
    return any(problem.startswith(ENDED) for problem in problems)
