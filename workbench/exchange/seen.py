"""Which task ids an import has used, and where, in bounded memory."""

from __future__ import annotations

import sqlite3
import weakref


class Seen:
    """Ids and the place each was first used. A temporary database, so that a million ids cost no
    more memory than a thousand; it is gone with the object."""

    def __init__(self) -> None:
        # An empty name is SQLite's own temporary file: in memory until its cache is full.
        self._ids = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._ids.execute("pragma journal_mode = off")
        self._ids.execute("pragma synchronous = off")
        self._ids.execute("create table seen (id text primary key, source text, line int)")
        weakref.finalize(self, self._ids.close)

    def first(self, id: str, source: str, line: int) -> tuple[str, int] | None:
        """Where the id was used before, or None: it is then used here."""
        done = self._ids.execute("insert or ignore into seen values (?, ?, ?)", (id, source, line))
        if done.rowcount:
            return None
        found = self._ids.execute("select source, line from seen where id = ?", (id,)).fetchone()
        return str(found[0]), int(found[1])
