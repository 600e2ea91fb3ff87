"""Runs the disk refused: they are held here and kept as soon as there is room again."""

from __future__ import annotations

import threading
from collections.abc import Callable

from workbench.errors import SaveFailed
from workbench.model.run import Run

_MOST = 40


class Unkept:
    """`keep` makes a run durable, file and mention in the review, or raises SaveFailed."""

    def __init__(self, keep: Callable[[Run], None]) -> None:
        self._keep = keep
        # Protects `_runs`: worker threads add, the watcher tries again.
        self._lock = threading.Lock()
        self._runs: dict[str, Run] = {}

    def add(self, run: Run) -> None:
        """One that could not be kept; beyond so many the oldest is let go."""
        with self._lock:
            self._runs[run.id] = run
            while len(self._runs) > _MOST:
                del self._runs[next(iter(self._runs))]

    def again(self) -> list[str]:
        """Try each; the ids of those that are kept now."""
        with self._lock:
            waiting = list(self._runs.values())
        kept: list[str] = []
        for run in waiting:
            try:
                self._keep(run)
            except SaveFailed:
                break
            with self._lock:
                if self._runs.get(run.id) is run:
                    del self._runs[run.id]
            kept.append(run.id)
        return kept
