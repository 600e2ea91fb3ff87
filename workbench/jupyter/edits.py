"""Edits of one desk's pages: each is on disk before it is acknowledged, and taken once."""

from __future__ import annotations

import threading
from collections.abc import Callable

from workbench.errors import Conflict, InputError, WorkbenchError
from workbench.jupyter.bases import Apart, read_bases
from workbench.jupyter.inventories import Inventories, digest
from workbench.jupyter.messages import Client, Message, review_changed, save_failed, saved
from workbench.jupyter.record import Record

_REPEATS = 200
_RUNNABLE = ("given_edits", "probes", "what_if")


class Edits:
    """Takes edits, answers their page, and lets `others(message, but)` hear of them."""

    def __init__(
        self,
        record: Record,
        inventories: Inventories,
        others: Callable[[Message, str], None],
        check: Callable[[Message], None] = lambda patch: None,
    ) -> None:
        """`check` raises when the task is not the reviewer's to change."""
        self._record = record
        self._inventories = inventories
        self._others = others
        self._check = check
        # Protects `_done`: pages come and go on handler threads.
        self._lock = threading.Lock()
        self._done: dict[str, dict[tuple[int, str], None]] = {}

    def begin(self, key: str) -> None:
        """A page begins, or begins anew: its earlier edits are no longer its own."""
        with self._lock:
            self._done[key] = {}

    def forget(self, key: str) -> None:
        """A page is gone."""
        with self._lock:
            self._done.pop(key, None)

    def take(self, client: Client, message: Message) -> None:
        """Save an edit and answer it. Never raises on what a page may send."""
        number, patch = message.get("edit"), message.get("patch")
        number = number if isinstance(number, int) else 0
        try:
            if not isinstance(patch, dict):
                raise InputError("an edit needs a patch")
            if self._is_repeat(client, number, patch):
                client.send(saved(number, self._record))
                return
            self._check(patch)
            self._record.edit(patch, read_bases(message.get("bases")))
            self._remember(client, number, patch)
        except Conflict as error:
            where = sorted(error.places) if isinstance(error, Apart) else None
            other = self._record.review.model_dump(mode="json")
            client.send(save_failed(number, error, conflict=other, places=where))
            self._others(review_changed(self._record), client.key)
        except WorkbenchError as error:
            client.send(save_failed(number, error))
        else:
            answer = saved(number, self._record)
            if any(field in patch for field in _RUNNABLE):
                answer["inventories"] = self._inventories.of(self._record.review)
            client.send(answer)
            self._others(review_changed(self._record), client.key)

    def _is_repeat(self, client: Client, number: int, patch: Message) -> bool:
        # The patch counts too: a page loaded anew may count its edits from the same number.
        with self._lock:
            return (number, digest(patch)) in self._done.get(client.key, {})

    def _remember(self, client: Client, number: int, patch: Message) -> None:
        with self._lock:
            done = self._done.setdefault(client.key, {})
            done[number, digest(patch)] = None
            while len(done) > _REPEATS:
                del done[next(iter(done))]
