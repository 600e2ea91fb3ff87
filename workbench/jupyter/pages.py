"""The pages that show a desk, and what is told to which of them."""

from __future__ import annotations

import threading
from collections.abc import Callable

from workbench.jupyter.messages import Client, Message


class Pages:
    """Any number of them, by their keys."""

    def __init__(self) -> None:
        # Protects `_clients`: pages come and go on handler threads, results are told from worker
        # threads.
        self._lock = threading.Lock()
        self._clients: dict[str, Client] = {}

    def __bool__(self) -> bool:
        """Whether there is one."""
        with self._lock:
            return bool(self._clients)

    def join(self, client: Client) -> None:
        """It takes the place of an earlier one of its key."""
        with self._lock:
            self._clients[client.key] = client

    def leave(self, client: Client, forget: Callable[[str], None]) -> bool:
        """Whether it was the last; one that was taken over does not throw its successor out."""
        with self._lock:
            if self._clients.get(client.key) is client:
                del self._clients[client.key]
                # Before a successor of the same key can begin.
                forget(client.key)
            return not self._clients

    def tell(self, key: str, message: Message) -> None:
        """To the page that asked; what a run came to is for the others as well."""
        with self._lock:
            client = self._clients.get(key)
            others = [c for c in self._clients.values() if c is not client]
        if client:
            client.send(message)
        if message["type"] == "run_done":
            # Another tab on this task shows the result too, under a request id it never made.
            for other in others:
                other.send({**message, "request": f"{key}/{message['request']}"})

    def tell_all(self, message: Message, *, but: str = "") -> None:
        """To every page but that one."""
        with self._lock:
            clients = [c for key, c in self._clients.items() if key != but]
        for client in clients:
            client.send(message)
