"""What attacks with SQL have in common: a blind session, and the statements of an attacker."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.sessions.conformance import SECRET, Sitting, review, sitting
from workbench.model.session import Assignment, Gold, Settings, Submission
from workbench.store.sessions.postgres_documents import as_body, submission_body

KINDS = ("single", "overlap", "extra", "gold", "repeat")
WHY = "a reason that only leads know"
HERS = {f"ann-{kind}": f"t{number}" for number, kind in enumerate(KINDS)}


def blinded(database: Any) -> Sitting:
    """Ann has a task of each kind; Ben has submitted all of his."""
    gold = tuple(
        Gold(task_id=f"t{number}", scores={"solution": 3, "specification": 0}, why=WHY)
        for number in (3, 7)
    )
    at = sitting(
        database, gold=gold, forgiven={"ben": 9}, settings=Settings(lease_s=60.0, pause_after=1)
    )
    for who in ("ann", "ben"):
        at.lead.assign(
            [
                Assignment(id=f"{who}-{kind}", reviewer=who, task_id=f"t{n}", kind=kind, position=n)
                for n, kind in enumerate(KINDS)
            ]
        )
    for assignment, task in HERS.items():
        at.submit("ben", assignment.replace("ann", "ben"), task, score=2, words=SECRET)
    with database.as_admin() as admin:
        admin.execute("ANALYZE")
    return at


def relations(database: Any) -> list[str]:
    with database.as_admin() as admin:
        rows = admin.execute(
            "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'workbench' AND c.relkind IN ('r', 'v', 'm', 'p', 'f')"
        ).fetchall()
    return [row[0] for row in rows]


def refused(connection: Any, statement: str, *values: object) -> Exception:
    with pytest.raises(psycopg.Error) as caught, connection.transaction():
        connection.execute(statement, values).fetchall()
    return caught.value


def submitted_by_hand(
    blind: Sitting, connection: Any, assignment: str, task: str, *, score: int = 0
) -> dict[str, int]:
    """Both halves of a submission; what EXPLAIN tells of the second."""
    number, previous, at = connection.execute(
        "SELECT number, previous, at FROM workbench.prepare('pilot', %s, '')", [assignment]
    ).fetchall()[0]
    final = review(blind.world, "ann", task, score=score).model_copy(
        update={"state": "submitted", "sequence": 1, "submitted_at": at}
    )
    bare = Submission(
        assignment=assignment, reviewer="ann", number=number, previous=previous, digest="",
        decision="accept", review=final, at=at,
    )  # fmt: skip
    found = connection.execute(
        "EXPLAIN (ANALYZE, WAL, FORMAT json) SELECT workbench.submit('pilot', %s, %s, %s, 0, '')",
        [assignment, submission_body(bare), as_body(final)],
    ).fetchall()
    plan = found[0][0][0]["Plan"]
    assert plan["WAL FPI"] == 0
    return {name: plan[name] for name in ("WAL Records", "WAL Bytes")}
