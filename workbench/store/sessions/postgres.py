"""Calibration sessions in a PostgreSQL database: who the caller is, the login says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Self

from workbench.errors import FutureVersion, InputError
from workbench.model.moving import Part
from workbench.model.rubric import Rubric
from workbench.model.session import Session
from workbench.store.reviews import now
from workbench.store.sessions.contract import Lead, Reviewer, SessionStore
from workbench.store.sessions.postgres_connection import Database, Place
from workbench.store.sessions.postgres_documents import as_body, blocks_of
from workbench.store.sessions.postgres_lead import PostgresLead
from workbench.store.sessions.postgres_moving import restore
from workbench.store.sessions.postgres_reviewer import PostgresReviewer
from workbench.store.sessions.postgres_schema import KNOWN

Rubrics = Callable[[str], Rubric]


class PostgresSessions(SessionStore):
    """See `contract.SessionStore`. `rubrics` gives a workspace's rubric by its id."""

    def __init__(self, url: str, rubrics: Rubrics) -> None:
        """Raises WorkbenchError where the database cannot be reached, FutureVersion where a newer
        workbench prepared it, InputError where none did."""
        self._rubrics = rubrics
        self._database = Database(Place.of(url))
        try:
            self._check_version()
        except BaseException:
            self._database.close()
            raise

    def _check_version(self) -> None:
        version = self._database.call("version")[0][0]
        if version > KNOWN:
            raise FutureVersion(
                f"the database was prepared by a newer workbench (its migration is {version}, this "
                f"one knows {KNOWN})",
                mend="upgrade reviewer-workbench",
            )
        if version < KNOWN:
            raise InputError(
                f"the database is at migration {version}, this workbench needs {KNOWN}",
                mend="whoever keeps it runs: workbench session database URL",
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The login, which is the caller's name in every session."""
        return self._database.name

    def create(self, session: Session) -> Session:
        """See the contract."""
        made = session.model_copy(update={"created_at": session.created_at or now()})
        blocks = blocks_of(self._rubrics(session.rubric))
        self._database.call_once("lead_create", as_body(made), blocks)
        return made

    def restore(self, parts: Iterable[Part]) -> Session:
        """See the contract."""
        return restore(self._database, parts, self._rubrics)

    def ids(self) -> tuple[str, ...]:
        """See the contract."""
        return tuple(row[0] for row in self._database.call("ids"))

    def lead(self, session: str) -> Lead:
        """See the contract."""
        self._database.call("lead_session", session)
        return PostgresLead(self._database, session, self._rubrics)

    def reviewer(self, session: str) -> Reviewer:
        """See the contract."""
        self._database.call("brief", session)
        return PostgresReviewer(self._database, session, self._rubrics)

    def close(self) -> None:
        """See the contract."""
        self._database.close()
