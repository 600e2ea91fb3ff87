"""The database's schema and roles, and what its functions do by themselves when one submits."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.sessions.conformance import AXES, review, session, sitting
from workbench.cli import app
from workbench.errors import (
    Conflict,
    FutureVersion,
    InputError,
    InvalidFile,
    Paused,
    WorkbenchError,
)
from workbench.model.gold import compare, missed
from workbench.model.review import EvidenceRef, Rating
from workbench.model.session import Assignment, Gold, Settings
from workbench.sessions.tending import PAUSED
from workbench.store.sessions.open import open_sessions
from workbench.store.workspace import Workspace

pytest.importorskip("psycopg")

from tests.sessions.postgres_server import ADMIN
from tests.sessions.postgres_world import rubrics
from workbench.store.sessions.postgres import PostgresSessions
from workbench.store.sessions.postgres_connection import Place
from workbench.store.sessions.postgres_schema import KNOWN, prepare

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


def rating(score: int) -> Rating:
    """One that may be submitted."""
    evidence = (EvidenceRef(kind="text", text="see"),)
    return Rating(score=score, rationale="x" * 100, evidence=evidence)


GOLD = Gold(task_id="g1", scores={"solution": 3, "reproducible": 1}, why="it never ends")


@postgres
def test_onboarding_is_told_and_judged_when_it_is_submitted(database: Any) -> None:
    at = sitting(database, gold=(GOLD,), settings=Settings(onboarding=1, onboarding_pass=0.5))
    (practice,) = at.assign("ann", ["g1"], kind="onboarding")
    at.assign("ann", ["t0"])
    ann = at.reviewer("ann")
    assert [i.practice for i in ann.queue()] == [True]
    given = review(database, "ann", "g1")
    ann.submit(practice, given, based_on=0, request="r")
    told = ann.feedback(practice)
    assert (told.scores, told.why) == (GOLD.scores, GOLD.why)
    assert at.lead.admitted() == frozenset()
    # With the answer in hand it is too late: the first time counts.
    again = ann.reopen(practice)
    right = {a: rating(GOLD.scores.get(a, 0)) for a in AXES}
    better = again.model_copy(update={"ratings": right})
    ann.submit(practice, better, based_on=again.sequence, request="r2")
    assert len(ann.queue()) == 1
    at.lead.admit("ann")
    assert len(ann.queue()) == 2


@postgres
def test_who_passes_onboarding_gets_live_tasks_at_once(database: Any) -> None:
    gold = Gold(task_id="g1", scores={"solution": 1, "reproducible": 0})
    at = sitting(database, gold=(gold,), settings=Settings(onboarding=1))
    (practice,) = at.assign("ann", ["g1"], kind="onboarding")
    at.assign("ann", ["t0"])
    at.submit("ann", practice, "g1")
    assert len(at.reviewer("ann").queue()) == 2
    assert at.lead.admitted() == {"ann"}


@postgres
def test_the_pause_rule_strikes_in_the_submission_itself_and_forgives(database: Any) -> None:
    at = sitting(database, gold=(GOLD,), settings=Settings(pause_after=2))
    gold = at.assign("ann", ["g1"] * 4, kind="gold")
    (last,) = at.assign("ann", ["t0"])
    at.submit("ann", gold[0], "g1")
    assert at.lead.pauses() == {}
    at.submit("ann", gold[1], "g1")
    assert at.lead.pauses() == {"ann": PAUSED}
    with pytest.raises(Paused):
        at.submit("ann", gold[2], "g1")
    at.lead.update(at.lead.session().model_copy(update={"forgiven": {"ann": 2}}))
    at.lead.pause("ann", "")
    at.submit("ann", gold[2], "g1")
    at.submit("ann", last, "t0")
    assert at.lead.pauses() == {}
    at.submit("ann", gold[3], "g1")
    assert at.lead.pauses() == {"ann": PAUSED}


@postgres
def test_the_database_marks_as_the_rule_does(database: Any) -> None:
    draw = random.Random(3)
    rubric = rubrics("coding-task-v1")
    levels = {axis.id: len(axis.levels) for axis in rubric.axes}
    golds = tuple(
        Gold(
            task_id=f"g{n}",
            scores={a: draw.randrange(levels[a]) for a in draw.sample(AXES, draw.randint(1, 6))},
        )
        for n in range(40)
    )
    at = sitting(database, gold=golds)
    ids = at.assign("ann", [g.task_id for g in golds], kind="gold")
    expected = {}
    for id, gold in zip(ids, golds, strict=True):
        ratings = {
            a: Rating(cannot_judge="no")
            if draw.random() < 0.2
            else rating(draw.randrange(levels[a]))
            for a in AXES
        }
        given = review(database, "ann", gold.task_id).model_copy(update={"ratings": ratings})
        if draw.random() < 0.1:
            given = given.model_copy(update={"cannot_judge": "no such language"})
        at.reviewer("ann").submit(id, given, based_on=0, request=id)
        compared = compare(given, gold, rubric)
        expected[id] = (len(compared), sum(c.close for c in compared), missed(compared))
    with database.as_admin() as admin:
        found = admin.execute("SELECT assignment, axes, hits, missed FROM workbench.secrets")
        assert {row[0]: row[1:] for row in found.fetchall()} == expected
    assert len(set(expected.values())) > 5


@postgres
def test_whatever_text_holds_comes_back_and_keeps_its_digest(database: Any) -> None:
    at = sitting(database)
    (only,) = at.assign("ann", ["t0"])
    odd = 'NUL \x00\x00, \\u0000, \\\x00, quote ", \u2028, \U0001f600, tab\t'
    given = review(database, "ann", "t0", score=1, words=odd * 20).model_copy(
        update={"active_s": 1e22, "what_if": {"a/b.py": odd}}
    )
    ann = at.reviewer("ann")
    saved = ann.save(only, given, based_on=0)
    assert ann.load(only) == saved
    made = ann.submit(only, saved, based_on=1, request="r")
    assert ann.submissions(only) == (made,)
    assert at.lead.progress()[0].submission.review.notes == odd * 20
    elsewhere = database.elsewhere().store_as("lead")
    elsewhere.restore(at.lead.everything())
    assert next(elsewhere.lead("pilot").submissions()).digest == made.digest
    assert at.lead.doubts() == ()


@postgres
def test_a_restored_session_cannot_be_restored_over(database: Any) -> None:
    at = sitting(database)
    (only,) = at.assign("ann", ["t0"])
    at.submit("ann", only, "t0")
    parts = list(at.lead.everything())
    with pytest.raises(Conflict):
        database.store_as("lead").restore(parts)
    with database.by_hand("lead") as lead, pytest.raises(Exception, match="not restored over"):
        lead.execute("SELECT workbench.lead_restore('pilot', 'submissions', '[]')")
    target = database.elsewhere().store_as("lead")
    edited = parts[-1].submission.model_copy(update={"decision": "reject"})
    with pytest.raises(InputError, match="edited or cut"):
        target.restore([*parts[:-1], parts[-1].model_copy(update={"submission": edited})])
    assert target.ids() == ()


@postgres
def test_what_somebody_edits_in_the_tables_is_told_to_the_lead(database: Any) -> None:
    at = sitting(database, reviewers=("ann", "ben", "cleo", ADMIN))
    (only,) = at.assign("ann", ["t0"])
    at.submit("ann", only, "t0")
    with database.as_admin() as admin:
        admin.execute("UPDATE workbench.submissions SET body = replace(body, 'accept', 'reject')")
    doubts = at.lead.doubts()
    assert [d.split(" is ")[0] for d in doubts[:1]] == [ADMIN]
    assert "by ann was edited" in doubts[1]


@postgres
def test_an_acknowledgement_waits_for_the_disk_whatever_the_session_prefers(database: Any) -> None:
    at = sitting(database)
    (only,) = at.assign("ann", ["t0"])
    ann = database.store_as("ann")
    kept = []
    ann._database._connection.execute("SET synchronous_commit = off")
    original = ann._database.work

    def watched(steps: Any, *, again: bool) -> Any:
        def also(call: Any) -> Any:
            found = steps(call)
            kept.append(ann._database._connection.execute("SHOW synchronous_commit").fetchone()[0])
            return found

        return original(also, again=again)

    ann._database.work = watched
    ann.reviewer("pilot").submit(only, review(database, "ann", "t0"), based_on=0, request="r")
    assert kept[-1] == "on"
    assert at.lead.progress()[0].item.state == "submitted"


@postgres
def test_a_connection_that_was_cut_is_made_anew(database: Any) -> None:
    at = sitting(database)
    (only,) = at.assign("ann", ["t0"])
    ann = at.reviewer("ann")
    with database.as_admin() as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                      "WHERE usename = 'ann'")  # fmt: skip
    assert len(ann.queue()) == 1
    assert at.submit("ann", only, "t0").number == 1


@postgres
def test_a_gold_assignment_of_a_task_that_is_no_gold_is_refused(database: Any) -> None:
    at = sitting(database)
    with pytest.raises(InputError, match="no gold"):
        at.lead.assign([Assignment(id="a", reviewer="ann", task_id="t0", kind="gold", position=0)])
    assert at.lead.progress() == ()


@postgres
def test_a_damaged_document_is_named(database: Any) -> None:
    database.store_as("lead").create(session(database))
    with database.as_admin() as admin:
        admin.execute("UPDATE workbench.sessions SET body = '{\"id\": 1}'")
    with pytest.raises(InvalidFile, match="the session in the database"):
        database.store_as("lead").lead("pilot").session()


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
