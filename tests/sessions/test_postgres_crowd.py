"""Many reviewers at once, and a server that dies under them."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.sessions.conformance import review, session
from tests.whole import WHOLE
from workbench.errors import WorkbenchError
from workbench.model.session import Assignment

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

CROWD = tuple(f"r{number:02}" for number in range(50))
EACH = 4


@pytest.fixture
def crowd(database: Any) -> Any:
    """The lead's part of a session of fifty, each with a few tasks."""
    from tests.sessions.postgres_server import ADMIN
    from workbench.store.sessions.postgres_schema import prepare

    list(prepare(database.server.url(ADMIN, database.database), (), CROWD))
    store = database.store_as("lead")
    store.create(session(database, reviewers=CROWD))
    lead = store.lead("pilot")
    lead.assign(
        [
            Assignment(id=f"{who}-{n}", reviewer=who, task_id=f"t{n}", kind="overlap", position=n)
            for who in CROWD
            for n in range(EACH)
        ]
    )
    lead.move_on("blind")
    return lead


def test_fifty_reviewers_at_once_submit_everything_once_and_hold_nothing_twice(
    database: Any, crowd: Any
) -> None:
    start = threading.Barrier(2 * len(CROWD))
    held: list[str] = []
    made: list[tuple[str, str]] = []

    def work(who: str) -> None:
        # Two windows a reviewer, each a connection.
        mine = database.store_as(who).reviewer("pilot")
        start.wait()
        while (item := mine.claim()) is not None:
            held.append(item.id)
            done = mine.submit(
                item.id, review(database, who, item.task_id), based_on=0, request=item.id
            )
            made.append((item.id, done.digest))

    with ThreadPoolExecutor(2 * len(CROWD)) as pool:
        list(pool.map(work, CROWD * 2))
    assert len(held) == len(set(held)) == len(CROWD) * EACH
    kept = list(crowd.submissions())
    assert sorted((s.assignment, s.digest) for s in kept) == sorted(made)
    assert [s.order for s in kept] == list(range(1, len(made) + 1))
    assert crowd.doubts() == ()


def test_a_server_that_is_killed_again_and_again_loses_nothing_it_acknowledged(
    database: Any, crowd: Any
) -> None:
    acknowledged: dict[str, str] = {}
    unsure = 0
    reviewers = CROWD[:10]

    def work(who: str) -> None:
        nonlocal unsure
        mine = database.store_as(who).reviewer("pilot")
        for number in range(EACH):
            id, given = f"{who}-{number}", review(database, who, f"t{number}")
            while id not in acknowledged:
                try:
                    done = mine.submit(id, given, based_on=0, request=id)
                    acknowledged[id] = done.digest
                except WorkbenchError:
                    unsure += 1  # what a person would do: submit again

    draw = random.Random(5)
    with ThreadPoolExecutor(len(reviewers)) as pool:
        running = [pool.submit(work, who) for who in reviewers]
        for _ in range(8 if WHOLE else 5):
            before = len(acknowledged)
            deadline = time.monotonic() + 10
            while len(acknowledged) < before + 3 and time.monotonic() < deadline:
                time.sleep(0.002)
            time.sleep(draw.random() * 0.02)
            database.server.kill()
            database.server.start()
        for one in running:
            one.result()
    kept = list(crowd.submissions())
    assert {s.assignment: s.digest for s in kept} == acknowledged
    assert len(kept) == len(acknowledged) == len(reviewers) * EACH
    assert [s.order for s in kept] == list(range(1, len(kept) + 1))
    assert crowd.doubts() == ()
    states = {p.item.id: p.item.state for p in crowd.progress()}
    assert all(states[id] == "submitted" for id in acknowledged)
