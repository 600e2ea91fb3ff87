"""The calibration sessions of one workspace, as this process's user has a part in them."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from typing import Any

from workbench.errors import Forbidden, InputError, NotFound, WorkbenchError
from workbench.jupyter.launch import BOARD
from workbench.jupyter.messages import Message
from workbench.jupyter.seat import take
from workbench.model.session import Item
from workbench.store.sessions.contract import Reviewer, SessionStore

ASKED = frozenset({"sessions", "session_queue", "claim"})


class SessionRoom:
    """Answers what the Lab panel asks about sessions. Opened on first use: most workspaces have
    none, and a database may be away."""

    def __init__(self, opener: Callable[[], SessionStore]) -> None:
        self._opener = opener
        # Protects the two below: comm handlers, the watcher and workers come on other threads.
        self._lock = threading.Lock()
        self._store: SessionStore | None = None
        self._parts: dict[str, Reviewer] = {}

    def store(self) -> SessionStore:
        """Raises WorkbenchError when the store cannot be opened; asked again next time."""
        with self._lock:
            if self._store is None:
                self._store = self._opener()
            return self._store

    def reviewer(self, session: str) -> Reviewer:
        """The caller's own part. Raises Forbidden, NotFound."""
        store = self.store()
        with self._lock:
            part = self._parts.get(session)
            if part is None:
                part = self._parts[session] = store.reviewer(session)
            return part

    def answer(self, asked: Message) -> Message:
        """Answer a host message of `ASKED`. Raises WorkbenchError."""
        session = str(asked.get("session") or "")
        assignment = str(asked.get("assignment") or "")
        match asked.get("type"):
            case "sessions":
                board = os.environ.get(BOARD, "")
                return {"type": "sessions", "sessions": self.listed(), "board": board}
            case "session_queue":
                return self.queue(session)
            case "claim":
                return self._claim(session, assignment)
            case other:
                raise InputError(f"sessions know no message {str(other)[:80]!r}")

    def listed(self) -> list[Message]:
        """Every session the caller has a part in, and which."""
        store = self.store()
        found = []
        for name in store.ids():
            entry: dict[str, Any] = {"id": name, "title": "", "state": ""}
            entry["reviewer"] = entry["lead"] = False
            with contextlib.suppress(Forbidden, NotFound):
                brief = self.reviewer(name).brief()
                entry.update(title=brief.title, state=brief.state, reviewer=True)
            with contextlib.suppress(Forbidden, NotFound):
                session = store.lead(name).session()
                entry.update(title=session.title, state=session.state, lead=True)
            if entry["reviewer"] or entry["lead"]:
                found.append(entry)
        return found

    def queue(self, session: str) -> Message:
        """The caller's own items in order, and nothing else."""
        part = self.reviewer(session)
        brief = part.brief()
        return {
            "type": "session_queue",
            "session": brief.id,
            "title": brief.title,
            "state": brief.state,
            "skip_needs_reason": brief.skip_needs_reason,
            "reviewer": part.name,
            "paused": part.paused(),
            "items": [shown_item(item) for item in part.queue()],
        }

    def _claim(self, session: str, assignment: str) -> Message:
        part = self.reviewer(session)
        item = take(part, assignment) if assignment else part.claim()
        return {**self.queue(session), "claimed": shown_item(item) if item else None}

    def close(self) -> None:
        """Let go of the store."""
        with self._lock:
            store, self._store = self._store, None
            self._parts.clear()
        if store is not None:
            with contextlib.suppress(WorkbenchError):
                store.close()


def shown_item(item: Item) -> Message:
    """A line of the queue."""
    return item.model_dump(mode="json")
