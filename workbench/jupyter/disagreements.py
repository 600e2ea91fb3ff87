"""How far reviewers are apart on tasks, for whoever leads a session with them: never on a handler's
thread, and read again only when the session's store says that something changed."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

from workbench.errors import Forbidden, NotFound, WorkbenchError
from workbench.jupyter.messages import Message
from workbench.sessions.record import Record
from workbench.sessions.tasks import measure_tasks
from workbench.store.sessions.contract import SessionStore
from workbench.store.workspace import Workspace

_AGAIN_S = 15.0
# task id -> (levels apart, whether it waits for a decision)
Gaps = dict[str, tuple[int, bool]]


class Disagreements:
    """Of the sessions of one workspace that the caller leads; empty for everybody else, who has no
    way to ask the store for more."""

    def __init__(
        self,
        workspace: Workspace,
        opener: Callable[[], SessionStore],
        changed: Callable[[], None],
    ) -> None:
        self._workspace = workspace
        self._opener = opener
        self._changed = changed
        # Protects `_reader` and `_read`; `_gaps` is replaced as a whole.
        self._lock = threading.Lock()
        self._reader: threading.Thread | None = None
        self._read = float("-inf")
        self._gaps: Gaps = {}
        self._known: dict[str, tuple[str, Gaps]] = {}

    def answer(self) -> Message:
        """What is known; `changed` is called when a look found more."""
        with self._lock:
            idle = self._reader is None or not self._reader.is_alive()
            if idle and time.monotonic() - self._read > _AGAIN_S:
                # A daemon: it only reads, and must never keep a kernel from ending.
                self._reader = threading.Thread(
                    target=self._look, name="workbench-gaps", daemon=True
                )
                self._reader.start()
        told = [[task, gap, waits] for task, (gap, waits) in self._gaps.items()]
        return {"type": "disagreements", "tasks": told}

    def _look(self) -> None:
        found: Gaps = {}
        # Without sessions, or with a store that is away, there is nothing to know.
        with contextlib.suppress(WorkbenchError):
            store = self._opener()
            try:
                for session in store.ids():
                    with contextlib.suppress(Forbidden, NotFound):
                        for task, (gap, waits) in self._of(store, session).items():
                            before = found.get(task, (0, False))
                            found[task] = (max(gap, before[0]), waits or before[1])
            finally:
                store.close()
        with self._lock:
            self._read = time.monotonic()
            news = found != self._gaps
            self._gaps = found
        if news:
            self._changed()

    def _of(self, store: SessionStore, session: str) -> Gaps:
        lead = store.lead(session)
        token = lead.changed("", 0.0)
        known = self._known.get(session)
        if known is None or known[0] != token:
            record = Record.of(lead, self._workspace.rubric)
            decides = record.session.state == "revealed"
            gaps = {
                task.task_id: (task.gap, decides and task.state in ("open", "outdated"))
                for task in measure_tasks(record)
                if task.state != "too_few"
            }
            known = self._known[session] = (token, gaps)
        return known[1]
