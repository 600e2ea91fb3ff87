"""What the database does by itself when somebody submits, and that nothing is bent in it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.proof import keep_proof, proof
from tests.sessions.conformance import AXES, review, session, sitting
from tests.sessions.postgres_server import ADMIN
from tests.sessions.postgres_world import rubrics
from workbench.errors import (
    Conflict,
    InputError,
    InvalidFile,
    Paused,
)
from workbench.model.gold import compare, missed
from workbench.model.review import Rating
from workbench.model.session import Assignment, Gold, Settings
from workbench.sessions.tending import PAUSED

pytestmark = pytest.mark.postgres


def rating(score: int, task_id: str = "g1") -> Rating:
    """One that may be submitted once the runs of its proof are kept."""
    return Rating(score=score, rationale="x" * 100, evidence=proof(task_id))


GOLD = Gold(task_id="g1", scores={"solution": 3, "reproducible": 1}, why="it never ends")


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
    keep_proof(ann, "g1")
    ann.submit(practice, better, based_on=again.sequence, request="r2")
    assert len(ann.queue()) == 1
    at.lead.admit("ann")
    assert len(ann.queue()) == 2


def test_who_passes_onboarding_gets_live_tasks_at_once(database: Any) -> None:
    gold = Gold(task_id="g1", scores={"solution": 1, "reproducible": 0})
    at = sitting(database, gold=(gold,), settings=Settings(onboarding=1))
    (practice,) = at.assign("ann", ["g1"], kind="onboarding")
    at.assign("ann", ["t0"])
    at.submit("ann", practice, "g1")
    assert len(at.reviewer("ann").queue()) == 2
    assert at.lead.admitted() == {"ann"}


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
            else rating(draw.randrange(levels[a]), gold.task_id)
            for a in AXES
        }
        given = review(database, "ann", gold.task_id).model_copy(update={"ratings": ratings})
        if draw.random() < 0.1:
            given = given.model_copy(update={"cannot_judge": "no such language"})
        keep_proof(at.reviewer("ann"), gold.task_id)
        at.reviewer("ann").submit(id, given, based_on=0, request=id)
        compared = compare(given, gold, rubric)
        expected[id] = (len(compared), sum(c.close for c in compared), missed(compared))
    with database.as_admin() as admin:
        found = admin.execute("SELECT assignment, axes, hits, missed FROM workbench.secrets")
        assert {row[0]: row[1:] for row in found.fetchall()} == expected
    assert len(set(expected.values())) > 5


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


def test_what_somebody_edits_in_the_tables_is_told_to_the_lead(database: Any) -> None:
    at = sitting(database, reviewers=("ann", "ben", "cleo", ADMIN))
    (only,) = at.assign("ann", ["t0"])
    at.submit("ann", only, "t0")
    with database.as_admin() as admin:
        admin.execute("UPDATE workbench.submissions SET body = replace(body, 'accept', 'reject')")
    doubts = database.store_as("lead").lead("pilot").doubts()
    assert [d.split(" is ")[0] for d in doubts[:1]] == [ADMIN]
    assert "by ann was edited" in doubts[1]


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


def test_a_connection_that_was_cut_is_made_anew(database: Any) -> None:
    at = sitting(database)
    (only,) = at.assign("ann", ["t0"])
    ann = at.reviewer("ann")
    with database.as_admin() as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                      "WHERE usename = 'ann'")  # fmt: skip
    assert len(ann.queue()) == 1
    assert at.submit("ann", only, "t0").number == 1


def test_a_gold_assignment_of_a_task_that_is_no_gold_is_refused(database: Any) -> None:
    at = sitting(database)
    with pytest.raises(InputError, match="no gold"):
        at.lead.assign([Assignment(id="a", reviewer="ann", task_id="t0", kind="gold", position=0)])
    assert at.lead.progress() == ()


def test_a_damaged_document_is_named(database: Any) -> None:
    database.store_as("lead").create(session(database))
    with database.as_admin() as admin:
        admin.execute("UPDATE workbench.sessions SET body = '{\"id\": 1}'")
    with pytest.raises(InvalidFile, match="the session in the database"):
        database.store_as("lead").lead("pilot").session()
