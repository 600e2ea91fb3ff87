"""What a submission does beside being kept tells nothing of what its task is."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from tests.sessions.conformance import Sitting
from tests.sessions.postgres_attacks import (
    HERS,
    KINDS,
    WHY,
    blinded,
    refused,
    submitted_by_hand,
)
from workbench.model.session import Assignment, Gold

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


COUNTED = """
    SELECT relname, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch, n_tup_ins, n_tup_upd,
        n_tup_del, n_tup_hot_upd FROM pg_stat_xact_all_tables WHERE schemaname = 'workbench'
    ORDER BY 1
"""


def test_what_the_server_counts_is_the_same_whatever_a_task_is(
    database: Any, blind: Sitting
) -> None:
    seen = {}
    for kind, score in itertools.product(KINDS, (0, 2)):
        with database.as_admin() as admin:
            admin.execute("VACUUM")  # what the last round left behind
        with database.as_admin() as admin, admin.transaction(force_rollback=True):
            # The same assignment of the same task at the same place, but for what it is.
            probe = {"id": "probe", "reviewer": "ann", "task_id": "t7", "position": 9, "kind": kind}
            admin.execute("SET SESSION AUTHORIZATION lead")
            admin.execute("SELECT workbench.lead_assign('pilot', %s)", [json.dumps([probe])])
            admin.execute("SET SESSION AUTHORIZATION ann")
            # Twice, so that no page is logged whole for being touched the first time.
            with admin.transaction(force_rollback=True), contextlib.suppress(AssertionError):
                submitted_by_hand(blind, admin, "probe", "t7", score=score)
            before = admin.execute(COUNTED).fetchall()
            records = submitted_by_hand(blind, admin, "probe", "t7", score=score)
            after = admin.execute(COUNTED).fetchall()
            counted = [
                (name, *(now - then for now, then in zip(new, old, strict=True)))
                for (name, *new), (_, *old) in zip(after, before, strict=True)
            ]
            seen[kind, score] = (records, counted)
    for score in (0, 2):
        ordinary = seen["single", score]
        assert {"secrets", "submissions"} <= {row[0] for row in ordinary[1] if any(row[1:])}
        for kind in KINDS:
            assert seen[kind, score] == ordinary, (kind, score)


def test_what_follows_from_a_submission_shows_once_it_cannot_be_taken_back(
    database: Any, blind: Sitting, ann: Any
) -> None:
    blind.lead.assign(
        [Assignment(id="first", reviewer="ann", task_id="t3", kind="onboarding", position=0)]
    )
    blind.lead.admit("ann")
    asked = (
        "SELECT workbench.feedback_of('pilot', 'first'), workbench.paused('pilot'), "
        "(SELECT count(*) FROM workbench.queue('pilot'))"
    )
    unseen = (None, "", len(HERS) + 1)
    for keep in (False, True):
        with ann.transaction(force_rollback=not keep):
            submitted_by_hand(blind, ann, "first", "t3")
            assert ann.execute(asked).fetchone() == unseen
            submitted_by_hand(blind, ann, "ann-gold", HERS["ann-gold"])
            # A miss, and the rule pauses at the first; a savepoint does not show it either.
            with ann.transaction():
                assert ann.execute(asked).fetchone() == unseen
                ann.execute("SELECT * FROM workbench.prepare('pilot', 'ann-single', '')")
    told, paused, _ = ann.execute(asked).fetchone()
    assert WHY in told
    assert "rule has paused" in paused
    assert refused(ann, "SELECT * FROM workbench.claim('pilot', '')").sqlstate == "WB003"


def test_live_tasks_show_once_onboarding_cannot_be_taken_back(blind: Sitting, ann: Any) -> None:
    now = blind.lead.session()
    easy = Gold(task_id="t8", scores={"solution": 0})
    blind.lead.update(now.model_copy(update={"gold": (*now.gold, easy)}))
    blind.lead.assign(
        [Assignment(id="first", reviewer="ann", task_id="t8", kind="onboarding", position=0)]
    )
    count = "SELECT count(*) FROM workbench.queue('pilot')"
    with ann.transaction():
        submitted_by_hand(blind, ann, "first", "t8")
        assert ann.execute(count).fetchone() == (1,)
    assert ann.execute(count).fetchone() == (len(HERS) + 1,)


@pytest.mark.parametrize("score", ['"x"', "7", "1e9", "-1", "[1]", "1.5"])
def test_a_score_that_is_none_is_refused_the_same_way_whatever_a_task_is(
    blind: Sitting, ann: Any, score: str
) -> None:
    said = set()
    for assignment, task in HERS.items():
        real = ann.execute

        def bent(statement: str, values: Any = None, real: Any = real) -> Any:
            if values and len(values) == 3:
                values = [v.replace('"score":0', f'"score":{score}', 1) for v in values]
            return real(statement, values)

        with pytest.raises(psycopg.Error) as caught, ann.transaction(force_rollback=True):
            submitted_by_hand(blind, SimpleNamespace(execute=bent), assignment, task)
        said.add(f"{caught.value.sqlstate} {caught.value}")
    assert len(said) == 1
    assert "a number from 0 to 3" in said.pop()


def test_no_setting_makes_the_server_print_what_functions_read(blind: Sitting, ann: Any) -> None:
    heard: list[str] = []
    ann.add_notice_handler(lambda n: heard.append(f"{n.message_primary} {n.message_detail}"))
    for setting in ("debug_print_plan", "debug_print_parse", "debug_print_rewritten"):
        ann.execute(f"SET {setting} = on")
    ann.execute("SET client_min_messages = debug5")
    heard.clear()
    ann.execute("SELECT workbench.version()")
    usual = sum("plan" in text for text in heard)
    assert usual
    heard.clear()
    with ann.transaction():
        submitted_by_hand(blind, ann, "ann-gold", HERS["ann-gold"])
    # The two calls' own plans and no other: a plan within would hold gold as a constant.
    assert sum("plan" in text for text in heard) == 2 * usual
    assert "secrets" not in "".join(heard)


def test_plans_show_a_call_and_nothing_in_it(blind: Sitting, ann: Any) -> None:
    rows = ann.execute(
        "EXPLAIN (ANALYZE, VERBOSE, SETTINGS) SELECT * FROM workbench.queue('pilot')"
    ).fetchall()
    plan = "\n".join(row[0] for row in rows)
    assert "Function Scan" in plan
    for table in ("items", "secrets", "members"):
        assert f"workbench.{table}" not in plan


def test_gold_that_comes_later_leaves_no_task_looking_otherwise(
    database: Any, blind: Sitting
) -> None:
    store = database.store_as("lead")
    made = blind.lead.session().model_copy(
        update={"id": "later", "gold": (), "state": "planned", "created_at": ""}
    )
    store.create(made)
    lead = store.lead("later")
    first = [
        Assignment(id=f"a{n}", reviewer="ann", task_id=f"t{n}", kind="single", position=n)
        for n in range(5)
    ]
    lead.assign(first)
    gold = (Gold(task_id="t9", scores={"solution": 2}),)
    lead.update(lead.session().model_copy(update={"gold": gold}))
    lead.assign([Assignment(id="g", reviewer="ann", task_id="t9", kind="gold", position=9)])
    with database.as_admin() as admin:
        known = admin.execute(
            "SELECT DISTINCT known::text FROM workbench.secrets WHERE session = 'later'"
        ).fetchall()
    assert known == [('{"solution": [2, 2]}',)]


def test_no_call_of_a_reviewer_reads_a_large_table_from_end_to_end(
    database: Any, blind: Sitting, ann: Any
) -> None:
    blind.lead.assign(
        [
            Assignment(id=f"{who}-m{n}", reviewer=who, task_id="t5", kind="single", position=9 + n)
            for who, number in (("ann", 30), ("ben", 1500))
            for n in range(number)
        ]
    )
    with database.as_admin() as admin:
        admin.execute("ANALYZE")
    with ann.transaction():
        for call in ("claim('pilot', '')", "load('pilot', 'ann-m7')"):
            assert ann.execute(f"SELECT * FROM workbench.{call}").fetchall()
        submitted_by_hand(blind, ann, "ann-m7", "t5")
        counted = {row[0]: row[1:] for row in ann.execute(COUNTED).fetchall()}
    for table in ("items", "secrets"):
        scans, rows_read = counted[table][:2]
        assert (scans, rows_read) == (0, 0), table
