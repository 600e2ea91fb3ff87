"""The queue of one workspace as its pages are told it. Answers from memory; files are looked at by
a thread of its own, and pages hear when that found something."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from workbench.errors import Held, InputError, SaveFailed
from workbench.jupyter.disagreements import Disagreements
from workbench.jupyter.hold import Hold, until
from workbench.jupyter.messages import Message
from workbench.store.own import OwnRow
from workbench.store.sessions.contract import SessionStore
from workbench.store.workspace import QueueEntry, Workspace

ASKED = frozenset({"queue", "take_next", "disagreements"})
_PAGE = 1000
_TRIED = 200
_INLINE = 2000
"""Rows a message carries; more of them are read from the file: a server drops long messages."""
_LOOK_S, _THOROUGH_S = 20.0, 300.0
_HURRY_S, _REST = 4.0, 10
"""Looks while results come in: not oftener, and a tenth of the time at most."""
_PATIENCE_S = 1.0


class Queueing:
    """Shared by the pages of one workspace."""

    def __init__(
        self,
        workspace: Workspace,
        reviewer: str,
        tell: Callable[[Message], None],
        opener: Callable[[], SessionStore],
    ) -> None:
        """`tell` reaches every page; `opener` opens the workspace's sessions."""
        self._workspace = workspace
        self._reviewer = reviewer
        self._tell = tell
        self._gaps = Disagreements(workspace, opener, lambda: tell({"type": "queue_stale"}))
        self._own = workspace.own_states(reviewer)
        self._leases = workspace.leases(reviewer)
        # Protects the five below.
        self._lock = threading.Lock()
        self._looker: threading.Thread | None = None
        self._looked = self._thorough = float("-inf")
        self._took = 0.0
        self._held: list[list[Any]] = []
        self._order: dict[str, int] = {}
        self._waited_for = False

    def hold(self, task_id: str) -> Hold:
        """A desk's place at a task."""
        return Hold(self._workspace, task_id, self._reviewer, self._leases)

    def place(self, task_id: str) -> dict[str, int] | None:
        """Where a task stands in the queue as it was last read: opening a desk must not wait for
        a look at a hundred thousand files."""
        position = self._order.get(task_id)
        return {"position": position, "total": len(self._order)} if position else None

    def note(self, task_id: str) -> list[Any]:
        """A review changed here; its row."""
        return shown_row(self._own.note(task_id))

    # Answers

    def answer(self, asked: Message) -> Message:
        """Answer a host message of `ASKED`."""
        if asked.get("type") == "take_next":
            return self._take_next(asked.get("tasks"))
        if asked.get("type") == "disagreements":
            return self._gaps.answer()
        return self._queue(asked)

    def _queue(self, asked: Message) -> Message:
        """`own` holds every task the reviewer has begun or left: with it a browser that read
        index.json itself needs no page at all."""
        index = self._workspace.index
        reading = not self._look_soon(_PATIENCE_S) and not (index.is_known and index.known())
        self._waited_for = self._waited_for or reading
        tasks = () if reading else index.known()
        self._order = {entry.id: at for at, entry in enumerate(tasks, start=1)}
        answer: Message = {
            "type": "queue",
            "total": len(tasks),
            "reading": reading,
            "own": self._shown_own(),
            "held": self._look_at_leases(),
            "reviewer": self._reviewer,
            "workspace": self._workspace.config.name,
        }
        limit = asked.get("limit")
        return answer if limit == 0 or reading else {**answer, **self._page(asked, limit)}

    def catch_up(self, patience_s: float) -> None:
        """Look at the files now; what is not seen within `patience_s` is seen later."""
        self._look_soon(patience_s)

    def hurry(self) -> None:
        """Results may have come in: look at the files, unless that was just done or takes long."""
        if time.monotonic() - self._looked > max(_HURRY_S, _REST * self._took):
            self._look_soon(0.0)

    def entries(self) -> tuple[QueueEntry, ...]:
        """Every task with the reviewer's state, as far as is known."""
        return self._workspace.entries(self._workspace.index.known(), self._own)

    def _page(self, asked: Message, limit: Any) -> Message:
        """A page of what the filter lets through, for whoever cannot read index.json."""
        entries = self.entries()
        counts: dict[str, int] = {}
        for entry in entries:
            counts[entry.state] = counts.get(entry.state, 0) + 1
        text = str(asked.get("text") or "").casefold()
        found = [
            entry
            for entry in entries
            if (not text or text in f"{entry.title}\n{entry.task_id}".casefold())
            and asked.get("language") in (None, "", entry.language)
            and asked.get("state") in (None, "", entry.state)
        ]
        offset = int(asked.get("offset") or 0)
        size = _PAGE if limit is None else min(int(limit), _PAGE)
        page = [entry._asdict() for entry in found[offset : offset + size]]
        return {"total": len(found), "counts": counts, "entries": page}

    def _shown_own(self) -> Message:
        rows = self._own.known()
        if len(rows) > _INLINE:
            try:
                mark = self._own.write()
            except SaveFailed:
                # A workspace nobody may write: the newest are what a reviewer looks for.
                newest = sorted(rows.values(), key=lambda row: -row.touched)[:_INLINE]
                return {"rows": [shown_row(row) for row in newest]}
            path = self._own.path.relative_to(self._workspace.root)
            return {"path": path.as_posix(), "mark": mark}
        return {"rows": [shown_row(row) for row in rows.values()]}

    def _take_next(self, tasks: Any) -> Message:
        """The first of these tasks that nobody else has, held from now on."""
        if not isinstance(tasks, list) or not all(isinstance(task, str) for task in tasks):
            raise InputError("take_next needs the ids of tasks in order")
        return {"type": "next_taken", "task_id": self._first_free(tasks[:_TRIED])}

    def _first_free(self, tasks: Sequence[str]) -> str | None:
        for task_id in tasks:
            if self._leases is None:
                return task_id
            try:
                self._leases.take(task_id)
            except Held:
                continue
            except (SaveFailed, ValueError):
                return task_id  # the desk says what is wrong
            return task_id
        return None

    # Looking

    def look(self) -> None:
        """Called every now and then: leases at once, files on a thread of their own."""
        before = self._held
        held = self._look_at_leases()
        if held != before:
            self._tell({"type": "held", "held": held})
        if time.monotonic() - self._looked > _LOOK_S:
            self._look_soon(0.0)

    def _look_at_leases(self) -> list[list[Any]]:
        if self._leases is None:
            return []
        try:
            held = self._leases.held()
        except SaveFailed:
            return self._held
        self._held = [[one.task_id, one.reviewer, until(one), one.free] for one in held]
        return self._held

    def _look_soon(self, patience_s: float) -> bool:
        """Look at the files; whether that was over within `patience_s`."""
        with self._lock:
            looker = self._looker
            if looker is None or not looker.is_alive():
                # A daemon: it only reads, and must never keep a kernel from ending.
                looker = self._looker = threading.Thread(
                    target=self._look, name="workbench-queue", daemon=True
                )
                looker.start()
        looker.join(patience_s)
        return not looker.is_alive()

    def _look(self) -> None:
        began = time.monotonic()
        thorough = began - self._thorough > _THOROUGH_S
        index = self._workspace.index
        before = index.known()
        changed = self._own.look(thorough=thorough)
        stale = index.refresh(thorough=thorough) is not before or len(changed) > _PAGE
        if changed and thorough:
            with contextlib.suppress(SaveFailed):
                self._own.write()  # the next process need not read these reviews
        self._looked = time.monotonic()
        self._took = self._looked - began
        if thorough:
            self._thorough = began
        if stale or self._waited_for:
            self._waited_for = False
            self._tell({"type": "queue_stale"})
        else:
            for row in changed:
                self._tell(queue_changed(row.task_id, row.state, shown_row(row)))


def shown_row(row: OwnRow) -> list[Any]:
    """A row as pages are told it."""
    return list(row[:5])


def queue_changed(task_id: str, state: str, row: list[Any] | None = None) -> Message:
    """A review changed state; outside sessions with its row."""
    told: Message = {"type": "queue_changed", "task_id": task_id, "state": state}
    return told if row is None else {**told, "row": row}
