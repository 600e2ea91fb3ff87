"""The database's schema and roles, and what its functions do by themselves when one submits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.sessions.postgres_server import ADMIN
from tests.sessions.postgres_world import rubrics
from workbench.cli import app
from workbench.errors import (
    FutureVersion,
    InputError,
    WorkbenchError,
)
from workbench.store.sessions.open import open_sessions
from workbench.store.sessions.postgres import PostgresSessions
from workbench.store.sessions.postgres_connection import Place
from workbench.store.sessions.postgres_schema import KNOWN, prepare
from workbench.store.workspace import Workspace

postgres = pytest.mark.postgres


@postgres
def test_preparing_a_database_again_changes_nothing(database: Any) -> None:
    url = database.server.url(ADMIN, database.database)
    assert list(prepare(url, ["lead"], ["ann"])) == [
        f"schema workbench is at migration {KNOWN} already"
    ]


@postgres
def test_a_newer_database_is_refused_and_left_as_it_is(database: Any) -> None:
    url = database.server.url(ADMIN, database.database)
    with database.as_admin() as admin:
        admin.execute("INSERT INTO workbench.migrations VALUES (%s, 'x', 'x')", [KNOWN + 1])
        try:
            with pytest.raises(FutureVersion, match="newer workbench"):
                database.store_as("lead")
            with pytest.raises(FutureVersion, match="left as it is"):
                list(prepare(url))
        finally:
            admin.execute("DELETE FROM workbench.migrations WHERE number > %s", [KNOWN])


@postgres
def test_a_migration_that_was_changed_since_is_noticed(database: Any) -> None:
    url = database.server.url(ADMIN, database.database)
    with database.as_admin() as admin:
        (digest,) = admin.execute(
            "SELECT digest FROM workbench.migrations WHERE number = 1"
        ).fetchone()
        admin.execute("UPDATE workbench.migrations SET digest = 'other' WHERE number = 1")
        try:
            with pytest.raises(InputError, match=r"0001_tables\.sql is another"):
                list(prepare(url))
        finally:
            admin.execute("UPDATE workbench.migrations SET digest = %s WHERE number = 1", [digest])


@postgres
def test_a_database_without_sessions_says_what_to_run(database: Any) -> None:
    with pytest.raises(InputError, match="workbench session database"):
        PostgresSessions(database.server.url("ann", "postgres"), rubrics)
    with pytest.raises(WorkbenchError, match="does not let us in"):
        PostgresSessions(database.server.url("nobody-known", database.database), rubrics)


@postgres
def test_who_may_make_roles_and_owns_the_database_need_be_no_superuser(postgres: Any) -> None:
    with postgres.as_admin() as admin:
        admin.execute("CREATE ROLE manager LOGIN CREATEROLE")
        admin.execute("CREATE DATABASE managed OWNER manager")
    url = postgres.url("manager", "managed") + "&schema=team_two"
    said = list(prepare(url, ["lead"], ["zoe"]))
    assert "lead is now in team_two_lead" in said
    with PostgresSessions(postgres.url("lead", "managed") + "&schema=team_two", rubrics) as store:
        assert store.ids() == ()
    with postgres.as_admin("managed") as admin:
        kept = admin.execute(
            "SELECT FROM pg_auth_members WHERE member = 'manager'::regrole "
            "AND roleid::regrole::text IN ('team_two_owner', 'team_two_keeper')"
        ).fetchall()
    assert kept == []  # borrowed for the while


@postgres
def test_who_may_not_prepare_a_database_is_told_what_it_takes(database: Any) -> None:
    with pytest.raises(InputError, match="CREATEROLE"):
        list(prepare(database.url("ann") + "&schema=hers"))


@postgres
def test_a_schema_of_somebody_elses_is_left_alone(database: Any) -> None:
    with database.as_admin() as admin:
        admin.execute("CREATE SCHEMA taken")
        with pytest.raises(InputError, match="not the workbench's"):
            list(prepare(database.server.url(ADMIN, database.database) + "&schema=taken"))
        admin.execute("DROP SCHEMA taken")
        assert admin.execute("SELECT FROM pg_roles WHERE rolname LIKE 'taken%'").fetchall() == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://ann:secret@host/name", "password"),
        ("postgresql://host/name?password=secret", "password"),
        ("mysql://host/name", "no URL"),
        ("postgresql://host/name?schema=Bad%20Name", "schema"),
        ("postgresql://host/name?nonsense=1", "no URL"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused(url: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        Place.of(url)


@pytest.mark.parametrize("name", ["pg_monitor", "../x", "a" * 64, ""])
def test_a_name_that_cannot_be_a_login_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        list(prepare("postgresql:///x", [name]))


@postgres
def test_the_command_says_what_it_did_and_a_workspace_then_keeps_sessions_there(
    database: Any, tmp_path: Path
) -> None:
    url = database.server.url(ADMIN, database.database)
    runner = CliRunner()
    done = runner.invoke(
        app, ["session", "database", url, "--lead", "lead", "--reviewer", "newcomer", "--json"]
    )
    assert done.exit_code == 0, done.output
    assert "newcomer is now in workbench_reviewer" in done.output
    with pytest.raises(InputError, match="--lead alone"):
        runner.invoke(
            app, ["session", "database", url, "--lead", "x", "--reviewer", "x"],
            catch_exceptions=False,
        )  # fmt: skip
    workspace = Workspace.create(tmp_path / "ws", demo=True)
    config = (workspace.root / "workspace.toml").read_text()
    for who, command in (
        ("lead", ["create", "november", "--lead", "lead", "--reviewer", "ann", "--assign"]),
        ("ann", ["claim", "november"]),
        ("lead", ["status", "november"]),
    ):
        (workspace.root / "workspace.toml").write_text(
            config + f'sessions = "{database.url(who)}"\n'
        )
        done = runner.invoke(
            app, ["session", *command, "--workspace", str(workspace.root)], catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
    with open_sessions(Workspace.open(workspace.root)) as store:
        held = [p for p in store.lead("november").progress() if p.item.held_until]
    assert len(held) == 1
