"""One login's connection to the database: calls of functions, errors in the workbench's words."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import TupleRow, tuple_row

from workbench.errors import (
    Blind,
    Conflict,
    Forbidden,
    InputError,
    NotFound,
    Paused,
    SaveFailed,
    WorkbenchError,
)

T = TypeVar("T")
Row = tuple[Any, ...]
Connection = psycopg.Connection[TupleRow]
Call = Callable[..., list[Row]]
"""`call("function", argument...)`: the rows the function returns"""

SCHEMA = "workbench"
_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_PATIENCE_S = 20.0
"""how long a database that restarts is waited for"""
_OWN = {
    "WB001": Forbidden,
    "WB002": Blind,
    "WB003": Paused,
    "WB004": NotFound,
    "WB005": Conflict,
    "WB006": InputError,
}
"""the functions' own error codes"""


@dataclass(frozen=True)
class Place:
    """Which database and which schema in it."""

    url: str
    schema: str = SCHEMA
    settings: dict[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, url: str) -> Place:
        """From `postgresql://host/name?schema=NAME`. Raises InputError: for anything else, and for
        a password, which would stand where everybody reads it."""
        parts = urlsplit(url)
        if parts.scheme not in ("postgresql", "postgres"):
            raise InputError(f"{url!r} is no URL of a database", mend="postgresql:///name")
        query = parse_qsl(parts.query, keep_blank_values=True)
        schema = dict(query).get("schema", SCHEMA)
        if not _SCHEMA.match(schema) or schema.startswith("pg_"):
            raise InputError(f"schema {schema!r}: use small letters, digits and '_', at most 40")
        rest = urlencode([(k, v) for k, v in query if k != "schema"])
        bare = urlunsplit(parts._replace(query=rest))
        try:
            settings = conninfo_to_dict(bare)
        except psycopg.ProgrammingError as error:
            raise InputError(f"{bare!r} is no URL of a database: {error}") from None
        if "password" in settings:
            raise InputError(
                "a URL with a password stands where others can read it",
                mend="keep it in ~/.pgpass, or let the server ask the system who you are (peer)",
            )
        return cls(bare, schema, {k: str(v) for k, v in settings.items() if v is not None})


def connect(place: Place, *, patience_s: float = _PATIENCE_S) -> Connection:
    """A connection of its own, each statement its own transaction. A server that is starting is
    waited for. Raises WorkbenchError saying why there is none."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            return _connected(place)
        except psycopg.OperationalError as error:
            # No server, or one that starts or stops; a refused login is not waited for.
            text = str(error)
            coming = "FATAL" not in text or "starting up" in text or "shutting down" in text
            if not coming or time.monotonic() > deadline:
                raise WorkbenchError(
                    f"the database does not let us in: {_first_line(error)}",
                    mend="check the URL in workspace.toml, your login and that the server runs",
                ) from None
            time.sleep(0.1)


def _connected(place: Place) -> Connection:
    made = psycopg.connect(
        place.url,
        autocommit=True,
        row_factory=tuple_row,
        application_name="workbench",
        connect_timeout=10,
        keepalives_idle=30,
        client_encoding="utf8",
    )
    try:
        # Who stops in the middle of a submission must not hold up the others' for long; what the
        # functions look up is the same each time, and planning it anew takes longer than doing it.
        made.execute(
            "SELECT set_config('idle_in_transaction_session_timeout', '60s', false), "
            "set_config('plan_cache_mode', 'force_generic_plan', false)"
        )
    except BaseException:
        made.close()
        raise
    return made


class Database:
    """Calls from any thread, one at a time. A lost connection is made anew."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._lock = threading.RLock()
        self._connection: Connection | None = connect(place, patience_s=0.0)
        self._closed = False
        self._also: list[Callable[[], None]] = []
        self.name = str(self._connection.execute("SELECT session_user").fetchall()[0][0])

    def call(self, function: str, *arguments: object) -> list[Row]:
        """One function that may be called twice without harm."""
        return self.work(lambda call: call(function, *arguments), again=True)

    def call_once(self, function: str, *arguments: object) -> list[Row]:
        """One function whose second call would do more."""
        return self.work(lambda call: call(function, *arguments), again=False)

    def work(self, steps: Callable[[Call], T], *, again: bool) -> T:
        """One transaction. When the connection breaks in it, nobody knows whether it was kept:
        with `again` it is done once more on a new connection, else SaveFailed is raised."""
        with self._lock:
            for last in (not again, True):
                connection = self._living()
                try:
                    with connection.transaction():
                        return steps(caller(connection, self.place.schema))
                except psycopg.Error as error:
                    if not connection.closed:
                        raise explained(error, self.name) from None
                    if last:
                        raise SaveFailed(
                            "the database went away: what was being done may or may not be kept",
                            mend="do it again; a submission with the same request is kept once",
                        ) from None
        raise AssertionError("unreachable")

    def _living(self) -> Connection:
        if self._closed:
            raise WorkbenchError("this session store is closed", mend="open it again")
        if self._connection is None or self._connection.closed:
            self._connection = connect(self.place)
        return self._connection

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def at_close(self, also: Callable[[], None]) -> None:
        """Something else to let go of then."""
        self._also.append(also)

    def close(self) -> None:
        """Let go of the connection, and of what else was opened along with it."""
        self._closed = True
        for also in self._also:
            also()
        with self._lock:
            if self._connection is not None:
                self._connection.close()


def caller(connection: Connection, schema: str) -> Call:
    """Calls functions of the schema on that connection."""

    def call(function: str, *arguments: object) -> list[Row]:
        query = sql.SQL("SELECT * FROM {}({})").format(
            sql.Identifier(schema, function),
            sql.SQL(", ").join([sql.Placeholder()] * len(arguments)),
        )
        return connection.execute(query, arguments).fetchall()

    return call


@contextmanager
def snapshot(place: Place, name: str) -> Iterator[Call]:
    """Calls on a connection of their own that all see one state of the database."""
    connection = connect(place)
    try:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with connection.transaction():
            yield caller(connection, place.schema)
    except psycopg.Error as error:
        raise explained(error, name) from None
    finally:
        connection.close()


def explained(error: psycopg.Error, name: str) -> WorkbenchError:
    """What the database refused, as the workbench says it."""
    message = error.diag.message_primary or _first_line(error)
    hint = error.diag.message_hint or ""
    code = error.sqlstate or ""
    if code in _OWN:
        return _OWN[code](message, mend=hint)
    if code == "42501":
        return Forbidden(
            f"the database does not let {name} do this: {message}",
            mend="whoever keeps it adds you: workbench session database URL --reviewer NAME",
        )
    if code in ("3F000", "42883", "42P01"):
        return InputError(
            f"the database holds no sessions: {message}",
            mend="whoever keeps it makes room for them: workbench session database URL --lead NAME",
        )
    if code[:2] in ("22", "23") or isinstance(error, psycopg.DataError):
        return InputError(f"the database refused this: {message}")
    return SaveFailed(f"the database failed: {message}", mend="try again; nothing was kept")


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
