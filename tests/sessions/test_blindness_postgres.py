"""What a reviewer with SQL in hand can see of others and of gold: nothing.

Ann attacks with a plain connection of her own login. Ben's words are the secret, and which of her
tasks are gold.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.sessions.conformance import SECRET, Sitting, review
from tests.sessions.postgres_attacks import (
    HERS,
    KINDS,
    WHY,
    blinded,
    refused,
    relations,
)
from workbench.errors import Blind, Forbidden, NotFound
from workbench.model.session import Assignment, Session
from workbench.store.sessions.postgres_documents import as_body

pytestmark = pytest.mark.postgres


@pytest.fixture
def blind(database: Any) -> Sitting:
    """Ann has a task of each kind; Ben has submitted all of his."""
    return blinded(database)


@pytest.fixture
def ann(database: Any, blind: Sitting) -> Iterator[Any]:
    """Her connection."""
    with database.by_hand("ann") as connection:
        yield connection


def test_no_table_is_read_or_written_by_any_statement(database: Any, ann: Any) -> None:
    tables = relations(database)
    assert len(tables) == 13
    with database.by_hand("other-lead") as lead:
        for connection, table in itertools.product((ann, lead), tables):
            for statement in (
                f"SELECT * FROM {table}", f"SELECT count(*) FROM {table}", f"TABLE {table}",
                f"COPY {table} TO STDOUT", f"EXPLAIN SELECT * FROM {table}",
                f"PREPARE {table[10:]} AS SELECT * FROM {table}; EXECUTE {table[10:]}",
                f"DECLARE c CURSOR WITH HOLD FOR SELECT * FROM {table}",
                f"CREATE TEMP TABLE t AS SELECT * FROM {table}",
                f"DELETE FROM {table}", f"TRUNCATE {table}", f"INSERT INTO {table} DEFAULT VALUES",
                f"LOCK TABLE {table}", f"CREATE INDEX ON {table} ((1))",
                f"SELECT pg_prewarm('{table}')", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
                f"CREATE RULE r AS ON SELECT TO {table} DO INSTEAD SELECT 1",
            ):  # fmt: skip
                error = refused(connection, statement)
                assert error.sqlstate in ("42501", "42883", "3F000"), statement
                assert SECRET not in str(error)


def test_nothing_outside_the_system_catalogue_may_be_read(ann: Any) -> None:
    found = ann.execute(
        "SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.relkind <> 'i' "
        "AND (has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES') "
        "OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))"
    ).fetchall()
    assert found == []
    assert not ann.execute("SELECT FROM pg_class WHERE relkind = 'S'").fetchall()


def test_whatever_the_catalogue_tells_holds_no_word_of_it(blind: Sitting, ann: Any) -> None:
    views = ann.execute(
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v') "
        "AND n.nspname IN ('pg_catalog', 'information_schema') "
        "AND has_table_privilege(c.oid, 'SELECT')"
    ).fetchall()
    assert len(views) > 150
    secrets = "|".join((SECRET, WHY, "ben-single", "ann-gold", "pilot", "it never ends"))
    for (view,) in views:
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege, psycopg.NotSupportedError):
            # As a parameter, the words are not in what the server shows of running statements.
            told = ann.execute(
                f"SELECT v::text FROM {view} v WHERE v::text ~ %s", [secrets]
            ).fetchall()
            assert told == [], view


def test_only_the_reviewers_functions_may_be_called(database: Any, ann: Any) -> None:
    may, all_ = (
        {
            row[0]
            for row in ann.execute(
                "SELECT proname FROM pg_proc WHERE pronamespace = 'workbench'::regnamespace" + also
            ).fetchall()
        }
        for also in (" AND has_function_privilege(oid, 'EXECUTE')", "")
    )
    assert may == {
        "version", "ids", "brief", "queue", "paused", "claim", "renew", "release", "skip", "load",
        "save", "prepare", "submit", "reopen", "submissions_of", "feedback_of", "others",
        "save_run", "load_run", "lead_session",
    }  # fmt: skip
    assert {"golds", "secrets"} & may == set()
    assert {"mark", "compare", "golds", "next_order", "lead_progress"} <= all_ - may
    with database.as_admin() as admin:
        loose = admin.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'workbench'::regnamespace AND ("
            "proconfig IS NULL OR NOT 'search_path=pg_catalog, pg_temp' = ANY (proconfig) OR "
            "(prosecdef AND NOT 'client_min_messages=warning' = ANY (proconfig)))"
        ).fetchall()
    assert loose == []


def test_anothers_id_and_no_id_are_answered_in_the_same_words(blind: Sitting, ann: Any) -> None:
    body = as_body(review(blind.world, "ben", "t0").model_copy(update={"sequence": 1}))
    calls = {
        "claim": "%s, %s", "renew": "%s, %s", "release": "%s, %s", "load": "%s, %s",
        "others": "%s, %s", "submissions_of": "%s, %s", "feedback_of": "%s, %s",
        "skip": "%s, %s, 'x'", "prepare": "%s, %s, 'r-ben-single'",
        "save": f"%s, %s, $q${body}$q$, 0", "reopen": f"%s, %s, $q${body}$q$, 0",
        "submit": f"%s, %s, $q${body}$q$, $q${body}$q$, 0, 'r-ben-single'",
    }  # fmt: skip
    for function, words in calls.items():
        said = [
            refused(ann, f"SELECT * FROM workbench.{function}({words})", "pilot", assignment)
            for assignment in ("ben-single", "nobodys-own")
        ]
        assert {e.sqlstate for e in said} == {"WB004"}, function
        assert str(said[0]).replace("ben-single", "nobodys-own") == str(said[1])


def test_who_one_is_cannot_be_changed(blind: Sitting, ann: Any) -> None:
    for statement in (
        "SET ROLE ben", "SET SESSION AUTHORIZATION ben", "SET ROLE workbench_owner",
        "SET ROLE workbench_keeper", "SET ROLE workbench_lead", "SET ROLE pg_read_all_data",
        "GRANT workbench_lead TO ann", "ALTER ROLE ann SUPERUSER", "ALTER ROLE ann BYPASSRLS",
        "CREATE ROLE mine", "GRANT ben TO ann", "SET SESSION session_replication_role = replica",
        "LOAD 'auto_explain'", "CREATE EXTENSION pg_stat_statements",
        "CREATE FUNCTION workbench.queue(text, text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER FUNCTION workbench.queue(text) SECURITY INVOKER",
        "CREATE SCHEMA mine", "CREATE TABLE workbench.mine ()",
        "SELECT pg_read_file('PG_VERSION')", "COPY (SELECT 1) TO PROGRAM 'true'",
    ):  # fmt: skip
        refused(ann, statement)
    # The group is no person: the login still says who asks.
    ann.execute("SET ROLE workbench_reviewer")
    ids = {row[0] for row in ann.execute("SELECT id FROM workbench.queue('pilot')").fetchall()}
    assert ids == set(HERS)


def test_own_tables_and_functions_are_not_used_in_the_place_of_the_stores(
    blind: Sitting, ann: Any
) -> None:
    honest = ann.execute("SELECT * FROM workbench.queue('pilot')").fetchall()
    ann.execute("CREATE TEMP TABLE members AS SELECT 'pilot' AS session, 'ann' AS person, "
                "'lead' AS part, true AS admitted")  # fmt: skip
    ann.execute("CREATE TEMP TABLE items (id text)")
    ann.execute("CREATE FUNCTION pg_temp.count(integer) RETURNS integer LANGUAGE sql AS 'SELECT 9'")
    ann.execute("CREATE FUNCTION pg_temp.pg_has_role(name, text, text) RETURNS boolean "
                "LANGUAGE sql AS 'SELECT true'")  # fmt: skip
    ann.execute("CREATE FUNCTION pg_temp.same(text, text) RETURNS boolean LANGUAGE plpgsql "
                "AS $$BEGIN RAISE WARNING '%', $1; RETURN true; END$$")  # fmt: skip
    ann.execute("CREATE OPERATOR pg_temp.= (LEFTARG = text, RIGHTARG = text, "
                "FUNCTION = pg_temp.same)")  # fmt: skip
    ann.execute("SET search_path = pg_temp, pg_catalog, workbench")
    heard: list[str] = []
    ann.add_notice_handler(lambda notice: heard.append(str(notice.message_primary)))
    assert ann.execute("SELECT * FROM workbench.queue('pilot')").fetchall() == honest
    assert refused(ann, "SELECT * FROM workbench.lead_session('pilot')").sqlstate == "WB001"
    assert refused(ann, "SELECT * FROM workbench.others('pilot', 'ann-single')").sqlstate == "WB002"
    assert heard == []


def test_nobody_but_a_lead_hears_that_something_came_in(
    database: Any, blind: Sitting, ann: Any
) -> None:
    with database.as_admin() as admin:
        (channel,) = admin.execute("SELECT channel FROM workbench.sessions").fetchone()
    for guess in ("pilot", "workbench", "sessions", "workbench_pilot", "changes"):
        ann.execute(f"LISTEN {guess}")
    token = blind.lead.changed("", 0)
    assert blind.lead.changed(token, 0.1) == token
    hers = "".join(str(r) for r in ann.execute("SELECT * FROM pg_stat_activity").fetchall())
    assert channel not in hers
    blind.lead.assign(
        [Assignment(id="more", reviewer="ben", task_id="t9", kind="extra", position=9)]
    )
    assert blind.lead.changed(token, 10) != token
    assert list(ann.notifies(timeout=0.2)) == []


def test_a_lead_of_another_session_is_a_reviewer_here(database: Any, blind: Sitting) -> None:
    now = blind.lead.session()
    blind.lead.update(
        now.model_copy(update={"leads": ("lead",), "reviewers": (*now.reviewers, "other-lead")})
    )
    store = database.store_as("other-lead")
    store.create(Session(id="theirs", leads=("other-lead",), rubric=now.rubric, rubric_version=1))
    assert store.ids() == ("pilot", "theirs")
    assert store.reviewer("pilot").queue() == ()
    with pytest.raises(Forbidden):
        store.lead("pilot")
    with database.by_hand("other-lead") as lead:
        functions = lead.execute(
            "SELECT oid::regprocedure::text, proname, proargtypes::regtype[]::text[] "
            "FROM pg_proc WHERE pronamespace = 'workbench'::regnamespace "
            "AND has_function_privilege(oid, 'EXECUTE') AND proname LIKE 'lead%'"
        ).fetchall()
        assert len(functions) > 20
        values = {"text": "'{}'", "jsonb": "'[]'", "integer": "0", "bigint": "0"}
        for signature, name, types in functions:
            if name == "lead_create":
                continue
            arguments = ", ".join(["'pilot'", *(values[t] for t in types[1:])])
            error = refused(lead, f"SELECT * FROM workbench.{name}({arguments})")
            assert error.sqlstate == "WB001", signature


def test_a_grant_by_mistake_still_shows_nothing(database: Any, blind: Sitting, ann: Any) -> None:
    with database.as_admin() as admin:
        admin.execute("GRANT ALL ON ALL TABLES IN SCHEMA workbench TO ann")
    try:
        for table in relations(database):
            assert ann.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
            ann.execute(f"DELETE FROM {table}")
    finally:
        with database.as_admin() as admin:
            admin.execute("REVOKE ALL ON ALL TABLES IN SCHEMA workbench FROM ann")
    assert len(list(blind.lead.submissions())) == len(KINDS)


def test_a_function_with_a_mistake_still_reaches_own_rows_alone(
    database: Any, blind: Sitting, ann: Any
) -> None:
    blind.submit("ann", "ann-single", "t0", words="hers")
    with database.as_admin() as admin:
        admin.execute("SET ROLE workbench_owner")
        admin.execute(
            "CREATE FUNCTION workbench.careless(_table text) RETURNS SETOF text LANGUAGE plpgsql "
            "SECURITY DEFINER AS $$BEGIN RETURN QUERY EXECUTE "
            "format('SELECT t::text FROM workbench.%I t', _table); END$$"
        )
    try:
        found = {
            table: [r[0] for r in ann.execute("SELECT workbench.careless(%s)", [table]).fetchall()]
            for table in (t.removeprefix("workbench.") for t in relations(database))
            if table != "migrations"
        }
    finally:
        with database.as_admin() as admin:
            admin.execute("DROP FUNCTION workbench.careless(text)")
    assert {table for table, rows in found.items() if rows} == {
        "briefs", "members", "items", "reviews", "submissions",
    }  # fmt: skip
    assert len(found["submissions"]) == 1
    assert len(found["items"]) == len(KINDS)
    assert "ben" not in "".join("".join(rows) for rows in found.values())


def test_after_the_reveal_it_is_still_not_told_what_was_gold(blind: Sitting, ann: Any) -> None:
    with pytest.raises(Blind):
        blind.reviewer("ann").others("ann-gold")
    blind.lead.move_on("revealed")
    said = {}
    for assignment in HERS:
        rows = ann.execute("SELECT * FROM workbench.others('pilot', %s)", [assignment]).fetchall()
        said[assignment] = str(rows)
        assert SECRET in said[assignment]
        assert "ben" not in said[assignment]
        assert WHY not in said[assignment]
    assert str(ann.execute("SELECT * FROM workbench.queue('pilot')").fetchall()).count("gold") == 1


def test_a_stranger_with_a_login_sees_no_session(database: Any, blind: Sitting) -> None:
    store = database.store_as("eve")
    assert store.ids() == ()
    with pytest.raises(Forbidden):
        store.reviewer("pilot")
    with pytest.raises(NotFound):
        store.reviewer("none")


def test_nonsense_submitted_by_hand_keeps_the_lead_from_nothing_else(
    blind: Sitting, ann: Any
) -> None:
    given = {
        "assignment": "ann-single", "reviewer": "ann", "number": 1, "previous": "",
        "review": {"state": "submitted", "ratings": {}, "task_id": "t0", "reviewer": "ann",
                   "sequence": 1, "nonsense": True},
    }  # fmt: skip
    with ann.transaction():
        (at,) = ann.execute(
            "SELECT at FROM workbench.prepare('pilot', 'ann-single', '')"
        ).fetchone()
        ann.execute(
            "SELECT workbench.submit('pilot', 'ann-single', %s, %s, 0, '')",
            [json.dumps({**given, "at": at}), json.dumps(given["review"])],
        )
    ann.execute("SELECT workbench.save('pilot', 'ann-gold', %s, 0)",
                ['{"task_id": "t3", "reviewer": "ann", "sequence": 1}'])  # fmt: skip
    ann.execute("SELECT workbench.save_run('pilot', 'x', '{}')")
    assert len(list(blind.lead.submissions())) == len(KINDS)
    assert len(blind.lead.progress()) == 2 * len(KINDS)
    (doubt,) = blind.lead.doubts()
    assert doubt.startswith("submission 6 by ann is no review")
    assert blind.lead.doubts() == (doubt,)
    assert len(list(blind.lead.everything())) > 2 * len(KINDS)
