"""The schema of a database and its roles: made, brought up to date, refused when it is newer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib import resources

import psycopg
from psycopg import sql

from workbench.errors import FutureVersion, InputError
from workbench.model.base import check_id
from workbench.store.sessions.postgres_connection import (
    SCHEMA,
    Connection,
    Place,
    connect,
    explained,
)

_FOLDER = resources.files("workbench.store.sessions") / "migrations"
NAMES = tuple(sorted(f.name for f in _FOLDER.iterdir() if f.name.endswith(".sql")))
KNOWN = len(NAMES)
"""the newest migration this workbench has"""
_GROUPS = ("owner", "keeper", "lead", "reviewer")
_ME = '(session_user::text COLLATE "default")'
"""who asks; a login is a name, whose own collation would keep indexes from being used"""
_LOCK = 0x776B62
"""one at a time prepares a database; only whoever keeps it ever takes this lock"""


def migration(name: str, schema: str = SCHEMA) -> str:
    """A migration's text, for that schema and its roles."""
    text = (_FOLDER / name).read_text("utf-8").replace("@me@", _ME)
    for group in _GROUPS:
        text = text.replace(f"@{group}@", f'"{schema}_{group}"')
        text = text.replace(f"@{group}_name@", f"{schema}_{group}")
    return text.replace("'@schema@'", f"'{schema}'").replace("@schema@", f'"{schema}"')


def prepare(url: str, leads: Sequence[str] = (), reviewers: Sequence[str] = ()) -> Iterator[str]:
    """Schema, roles, grants, and a login for each person; says what it did, a sentence each.
    Doing it again changes nothing. Nobody's password is set. Raises FutureVersion, InputError."""
    place = Place.of(url)
    for name in (*leads, *reviewers):
        _check_login(name)
    with connect(place, patience_s=0.0) as connection:
        try:
            yield from _Preparing(connection, place.schema).run(leads, reviewers)
        except psycopg.errors.InsufficientPrivilege as error:
            raise InputError(
                f"this login may not prepare the database: {error.diag.message_primary}",
                mend="run it as a superuser, or as a role with CREATEROLE that owns the database",
            ) from None
        except psycopg.Error as error:
            raise explained(error, connection.info.user) from None


def _check_login(name: str) -> None:
    try:
        check_id(name)
    except ValueError as error:
        raise InputError(str(error)) from None
    if len(name) > 63 or name.startswith("pg_"):
        raise InputError(f"{name!r} cannot be a login of PostgreSQL: at most 63 letters, no 'pg_'")


class _Preparing:
    def __init__(self, connection: Connection, schema: str) -> None:
        self._connection = connection
        self._schema = schema
        self._groups = {group: f"{schema}_{group}" for group in _GROUPS}

    def run(self, leads: Sequence[str], reviewers: Sequence[str]) -> Iterator[str]:
        """One transaction: all of it or nothing."""
        said: list[str] = []
        with self._connection.transaction():
            self._execute("SELECT pg_advisory_xact_lock({})", sql.Literal(_LOCK))
            said += [
                f"role {group} was made"
                for group in self._groups.values()
                if self._make_role(group, "NOLOGIN NOINHERIT NOBYPASSRLS")
            ]
            self._borrow()
            said += self._migrate()
            self._grant_groups()
            for name in dict.fromkeys((*leads, *reviewers)):
                said += self._person(name, name in leads, name in reviewers)
            self._give_back()
        yield from said
        yield from self._weak_settings()

    def _execute(self, text: str, *parts: sql.Composable) -> list[tuple[object, ...]]:
        cursor = self._connection.execute(sql.SQL(text).format(*parts))
        return cursor.fetchall() if cursor.description else []

    def _rows(self, text: str, *values: object) -> list[tuple[object, ...]]:
        return self._connection.execute(text, values).fetchall()

    def _make_role(self, name: str, how: str) -> bool:
        if self._rows("SELECT FROM pg_roles WHERE rolname = %s", name):
            return False
        self._execute(f"CREATE ROLE {{}} {how}", sql.Identifier(name))
        return True

    # Whoever is no superuser may act as a role only as a member of it: for this transaction.

    def _superuser(self) -> bool:
        return bool(self._rows("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")[0][0])

    def _borrow(self) -> None:
        if not self._superuser():
            for group in ("owner", "keeper"):
                self._execute("GRANT {} TO CURRENT_USER", sql.Identifier(self._groups[group]))

    def _give_back(self) -> None:
        if not self._superuser():
            for group in ("owner", "keeper"):
                self._execute("REVOKE {} FROM CURRENT_USER", sql.Identifier(self._groups[group]))

    # The schema

    def _migrate(self) -> list[str]:
        schema = sql.Identifier(self._schema)
        owner, keeper = (sql.Identifier(self._groups[g]) for g in ("owner", "keeper"))
        if not self._rows("SELECT FROM pg_namespace WHERE nspname = %s", self._schema):
            self._execute("CREATE SCHEMA {} AUTHORIZATION {}", schema, owner)
            self._execute("SET LOCAL ROLE {}", owner)
            self._execute("GRANT USAGE, CREATE ON SCHEMA {} TO {}", schema, keeper)
            self._execute("RESET ROLE")
            done = 0
        else:
            done = self._done()
        for number, name in enumerate(NAMES[done:], done + 1):
            text = migration(name, self._schema)
            self._connection.execute(text.encode("utf-8"))
            self._execute("SET LOCAL ROLE {}", owner)
            self._execute(
                "INSERT INTO {} (number, name, digest) VALUES ({}, {}, {})",
                sql.Identifier(self._schema, "migrations"),
                sql.Literal(number), sql.Literal(name), sql.Literal(_digest(name)),
            )  # fmt: skip
            self._execute("RESET ROLE")
        if done == KNOWN:
            return [f"schema {self._schema} is at migration {KNOWN} already"]
        return [f"schema {self._schema} was brought from migration {done} to {KNOWN}"]

    def _done(self) -> int:
        self._execute("SET LOCAL ROLE {}", sql.Identifier(self._groups["owner"]))
        table = sql.Identifier(self._schema, "migrations")
        try:
            with self._connection.transaction():
                rows = self._execute("SELECT number, digest FROM {} ORDER BY number", table)
        except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
            raise InputError(
                f"there is a schema {self._schema} already and it is not the workbench's",
                mend="choose another: postgresql:///name?schema=NAME",
            ) from None
        self._execute("RESET ROLE")
        if len(rows) > KNOWN:
            raise FutureVersion(
                f"the database was prepared by a newer workbench (its migration is {len(rows)}, "
                f"this one knows {KNOWN}); it was left as it is",
                mend="upgrade reviewer-workbench",
            )
        for (_number, digest), name in zip(rows, NAMES, strict=False):
            if digest != _digest(name):
                raise InputError(f"migration {name} is another than was once applied here")
        return len(rows)

    def _grant_groups(self) -> None:
        schema = sql.Identifier(self._schema)
        lead, reviewer = (sql.Identifier(self._groups[g]) for g in ("lead", "reviewer"))
        self._execute("SET LOCAL ROLE {}", sql.Identifier(self._groups["owner"]))
        self._execute("GRANT USAGE ON SCHEMA {} TO {}, {}", schema, lead, reviewer)
        self._execute("RESET ROLE")

    def _person(self, name: str, lead: bool, reviewer: bool) -> list[str]:
        said = []
        if self._make_role(name, "LOGIN"):
            said.append(f"login {name} was made, without a password: set one or use peer or cert")
        # A lead may review, in whatever session names the lead as a reviewer.
        wanted = [self._groups["lead"]] if lead else []
        wanted += [self._groups["reviewer"]] if lead or reviewer else []
        for group in wanted:
            has = self._rows(
                "SELECT FROM pg_auth_members WHERE roleid = %s::text::regrole "
                "AND member = %s::text::regrole",
                _quoted(group), _quoted(name),
            )  # fmt: skip
            if not has:
                self._execute("GRANT {} TO {}", sql.Identifier(group), sql.Identifier(name))
                said.append(f"{name} is now in {group}")
        power = self._rows(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = %s",
            name,
        )
        if power[0][0]:
            said.append(f"{name} can read everything in this server: nothing is hidden from it")
        return said

    def _weak_settings(self) -> Iterator[str]:
        for setting, why in (
            ("fsync", "what was acknowledged may be lost when the machine dies"),
            ("full_page_writes", "pages may be torn when the machine dies"),
        ):
            if self._rows("SELECT current_setting(%s)", setting)[0][0] == "off":
                yield f"{setting} is off in this server: {why}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _digest(name: str) -> str:
    return hashlib.sha256(migration(name).encode("utf-8")).hexdigest()
