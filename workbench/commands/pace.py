"""How fast an audit goes and when it will end: in words, and in a file others may look at."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from workbench.errors import SaveFailed
from workbench.model.audit import AuditProgress
from workbench.store.audits import AuditFolder, key_of, now
from workbench.store.lease_steps import this_process

_RECENT = 200
"""ends the rate is taken from: a set's beginning says little of its end"""
_EVERY_S = 2.0


@dataclass
class Pace:
    """Counts what ended. What was known already takes no time and tells nothing of the rest."""

    kind: str
    total: int | None
    """None: nobody knows beforehand"""
    folder: AuditFolder | None = None
    clock: Callable[[], float] = time.monotonic
    done: int = 0
    known: int = 0
    failed: int = 0
    fell_short: int = 0
    high: int = 0
    _ends: deque[float] = field(default_factory=lambda: deque(maxlen=_RECENT), init=False)
    # Protects the file: the audit's thread and its beat write.
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _over: bool = field(default=False, init=False)
    _written: float = field(default=float("-inf"), init=False)

    def __post_init__(self) -> None:
        self._began = now()
        self._ends.append(self.clock())
        self._key = key_of(self._progress("running"))
        if self.folder is not None:
            self.folder.forget_stop(self._key)
        self._write("running")

    def one(self, *, known: bool = False, failed: bool = False) -> None:
        """Another one ended."""
        self.done += 1
        self.known += known
        self.failed += failed
        if not known:
            self._ends.append(self.clock())
        if self.clock() - self._written >= _EVERY_S:
            self._write("running")

    def beat(self) -> None:
        """Still at it: a task may take long."""
        self._write("running")

    def end(self, *, stopped: bool) -> None:
        """The audit is over."""
        self._write("stopped" if stopped else "done")
        if self.folder is not None:
            self.folder.forget_stop(self._key)

    def is_to_stop(self) -> bool:
        """Whether somebody who looks on asked for it."""
        return self.folder is not None and self.folder.is_to_stop(self._key, self._began)

    @property
    def a_minute(self) -> float | None:
        """Measured ones a minute, lately; None before two ended."""
        took = self._ends[-1] - self._ends[0]
        return 60 * (len(self._ends) - 1) / took if len(self._ends) > 2 and took > 0 else None

    @property
    def left_s(self) -> float | None:
        """Seconds that the rest will take at this rate."""
        rate = self.a_minute
        if rate is None or self.total is None:
            return None
        return 60 * (self.total - self.done) / rate

    def words(self) -> str:
        """`120 of 864, 14 a minute, 53 min left`."""
        said = [f"{self.done}" if self.total is None else f"{self.done} of {self.total}"]
        if self.known:
            said.append(f"{self.known} known")
        if self.failed:
            said.append(f"{self.failed} failed")
        if self.a_minute is not None and self.done != self.total:
            said.append(f"{self.a_minute:.3g} a minute")
            if self.left_s is not None:
                said.append(f"{duration(self.left_s)} left")
        return ", ".join(said)

    def _write(self, state: Literal["running", "stopped", "done"]) -> None:
        with self._lock:
            if self._over or self.folder is None:
                return
            self._over = state != "running"
            self._written = self.clock()
            # Nobody can look on meanwhile; the audit goes on, and says itself what is not kept.
            # A disk that was full may have room the next time.
            with contextlib.suppress(SaveFailed):
                self.folder.save(self._progress(state))

    def _progress(self, state: Literal["running", "stopped", "done"]) -> AuditProgress:
        return AuditProgress(
            kind=self.kind, host=socket.gethostname(), pid=os.getpid(), process=this_process(),
            state=state, began=self._began, updated=now(), total=self.total or 0, done=self.done,
            known=self.known, failed=self.failed, fell_short=self.fell_short, high=self.high,
            a_minute=self.a_minute, left_s=self.left_s,
        )  # fmt: skip


def duration(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 20 min`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
