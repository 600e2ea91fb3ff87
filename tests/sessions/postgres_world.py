"""Databases of sessions for tests: people with logins of their own, emptied after each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import yaml
from psycopg import sql

from tests.sessions.postgres_server import ADMIN, Server
from workbench import resources
from workbench.model.rubric import Rubric
from workbench.store.sessions.postgres import PostgresSessions
from workbench.store.sessions.postgres_schema import prepare

LEADS = ("lead", "other-lead")
OTHERS = ("ann", "ben", "cleo", "eve")
_TABLES = (
    "adjudications", "pauses", "feedback", "submissions", "reviews", "secrets", "items", "runs",
    "counters", "members", "briefs", "sessions",
)  # fmt: skip


def rubrics(rubric_id: str) -> Rubric:
    """The built-in rubrics."""
    path = resources.rubrics() / f"{rubric_id}.rubric.yaml"
    return Rubric.model_validate(yaml.safe_load(path.read_text()))


class PostgresWorld:
    """One database; see `worlds.World`. What is opened is closed with it."""

    def __init__(self, server: Server, number: int = 0) -> None:
        self.server = server
        self.number = number
        self.database = f"sessions{number}"
        self._opened: list[PostgresSessions] = []
        self._second: PostgresWorld | None = None
        with server.as_admin() as admin:
            known = admin.execute(
                "SELECT FROM pg_database WHERE datname = %s", [self.database]
            ).fetchall()
            if not known:
                admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.database)))
                list(prepare(server.url(ADMIN, self.database), LEADS, OTHERS))

    def name(self, who: str) -> str:
        """The login."""
        return who

    def url(self, who: str) -> str:
        """How that person reaches the database."""
        return self.server.url(who, self.database)

    def store_as(self, who: str) -> PostgresSessions:
        """A connection of its own."""
        made = PostgresSessions(self.url(who), rubrics)
        self._opened.append(made)
        return made

    def by_hand(self, who: str) -> psycopg.Connection:
        """What a person does with SQL instead of the workbench."""
        return psycopg.connect(self.url(who), autocommit=True)

    def as_admin(self) -> psycopg.Connection:
        """Whoever keeps the database."""
        return self.server.as_admin(self.database)

    def elsewhere(self) -> PostgresWorld:
        """A second database of the same server."""
        self._second = PostgresWorld(self.server, self.number + 1)
        return self._second

    def empty(self) -> None:
        """Close what was opened and forget all sessions."""
        for store in self._opened:
            store.close()
        # Not TRUNCATE: new files for every table and index take longer than most tests.
        with self.as_admin() as admin, admin.transaction():
            for table in _TABLES:
                name = sql.Identifier("workbench", table)
                admin.execute(sql.SQL("DELETE FROM {}").format(name))
        if self._second is not None:
            self._second.empty()


@contextmanager
def postgres_world(server: Server) -> Iterator[PostgresWorld]:
    """An empty database."""
    world = PostgresWorld(server)
    try:
        yield world
    finally:
        world.empty()
