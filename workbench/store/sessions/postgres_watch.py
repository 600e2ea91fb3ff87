"""Waiting for changes of a session: the database notifies, a counter says whether it did."""

from __future__ import annotations

import threading
import time

import psycopg
from psycopg import sql

from workbench.store.sessions.postgres_connection import Connection, Database, connect

_SLICE_S = 0.5
"""how soon a wait sees that the store was closed"""


class Watch:
    """Listens on a connection of its own, so that waiting holds up nothing else. The channel's
    name is known to leads alone; a message on it says nothing."""

    def __init__(self, database: Database, session: str) -> None:
        self._database = database
        self._session = session
        self._listening: Connection | None = None
        self._lock = threading.Lock()
        database.at_close(self.close)

    def changed(self, since: str, wait_s: float) -> str:
        """See `contract.Lead.changed`."""
        deadline = time.monotonic() + wait_s
        with self._lock:
            while True:
                # Listening comes before looking: what changes in between is heard.
                listening = self._listen() if wait_s > 0 else None
                token = str(self._database.call("lead_token", self._session)[0][0])
                if token != since or not self._wait(listening, deadline):
                    return token

    def _listen(self) -> Connection:
        if self._listening is None or self._listening.closed:
            channel = self._database.call("lead_token", self._session)[0][1]
            self._listening = connect(self._database.place)
            self._listening.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        return self._listening

    def _wait(self, listening: Connection | None, deadline: float) -> bool:
        """Whether to look again: something was heard, or the connection broke."""
        while listening is not None and not self._database.closed:
            left = deadline - time.monotonic()
            if left <= 0:
                break
            try:
                if list(listening.notifies(timeout=min(left, _SLICE_S), stop_after=1)):
                    return True
            except psycopg.OperationalError:
                listening.close()
                return True
        return False

    def close(self) -> None:
        """Let go of the connection, once a wait has seen that the store is closed."""
        with self._lock:
            if self._listening is not None:
                self._listening.close()
