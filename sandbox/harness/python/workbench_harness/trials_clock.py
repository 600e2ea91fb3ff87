"""How long a trial may run."""

import time

from workbench_harness.trials_tidy import is_busy

_BUSY_TIMES = 4
"""On a crowded machine a trial that works gets so many times its wall time: what binds it then is
the time it computes."""


class Clock:
    """Runs out after `wall_s`, or later for processes that compute all the time: those are bound
    by their limit on computing, which a crowded machine does not shorten."""

    def __init__(self, wall_s: float) -> None:
        self._wall_s = wall_s
        self._began = time.monotonic()
        self.until = self._began + wall_s

    def soon(self) -> float:
        """In a moment, but not after the end."""
        return min(self.until, time.monotonic() + 0.1)

    def ran_out(self, pids: list) -> bool:
        """Whether it did; else it may run on for a while."""
        now = time.monotonic()
        if now < self.until:
            return False
        if now < self._began + _BUSY_TIMES * self._wall_s and any(map(is_busy, pids)):
            self.until = now + 0.5
            return False
        return True
