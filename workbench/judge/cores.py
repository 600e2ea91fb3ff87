"""How many cores runs keep busy: a shadow starts beside its run only where one is left."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator


class Cores:
    """A count, not a limit: nobody waits here."""

    def __init__(self, count: int | None = None) -> None:
        self._free = count if count is not None else len(os.sched_getaffinity(0))
        # Protects `_free`: every run counts itself in and out.
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def busy(self) -> Iterator[None]:
        """One core is taken meanwhile."""
        with self._lock:
            self._free -= 1
        try:
            yield
        finally:
            with self._lock:
                self._free += 1

    def spare(self) -> bool:
        """Whether a core is left."""
        with self._lock:
            return self._free > 0
