"""What a session store costs: a folder beside PostgreSQL, a month's session in each.

    python -m benchmarks.session_store [--tasks 2000] [--reviewers 20] [--crowd 50] [--each 6]

20 reviewers with 2,000 tasks each are 40,000 assignments. The crowd is 50 reviewers who claim and
submit at once, a thread and a connection each. The server is one of the tests' own: defaults,
fsync on, the same disk as the folder.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.figures import Figure
from benchmarks.page import number
from benchmarks.promises import group
from benchmarks.timing import head, percentile, row
from tests.sessions.postgres_server import ADMIN, binaries, running
from workbench.model.review import EvidenceRef, Rating, Review
from workbench.model.rubric import Rubric
from workbench.model.session import Assignment, Gold, Kind, Session, Settings
from workbench.store.sessions.folder import FolderStore
from workbench.store.sessions.identity import VARIABLE
from workbench.store.sessions.postgres import PostgresSessions
from workbench.store.sessions.postgres_schema import prepare
from workbench.store.workspace import Workspace

RUBRIC = "coding-task-v1"
Open = Callable[[str], Any]
Rubrics = Callable[[str], Rubric]


class Wish(NamedTuple):
    """How large the session and the crowd are."""

    tasks: int = 2000
    reviewers: int = 20
    crowd: int = 50
    each: int = 6


@contextmanager
def folder(root: Path, rubrics: Rubrics, people: tuple[str, ...]) -> Iterator[Open]:
    """One person plays everybody: what accounts cost the operating system asks nothing for."""

    def opened(who: str) -> Any:
        os.environ[VARIABLE] = who
        return FolderStore(root, rubrics)

    yield opened


@contextmanager
def database(root: Path, rubrics: Rubrics, people: tuple[str, ...]) -> Iterator[Open]:
    """A login for each."""
    if binaries() is None:
        raise SystemExit("no PostgreSQL server here; install Debian's package postgresql")
    with running() as server:
        with server.as_admin() as admin:
            admin.execute("CREATE DATABASE measured")
        list(prepare(server.url(ADMIN, "measured"), ["lead"], people))
        made = []

        def opened(who: str) -> Any:
            made.append(PostgresSessions(server.url(who, "measured"), rubrics))
            return made[-1]

        yield opened
        for store in made:
            store.close()


def review(who: str, task: str, digest: str = "d") -> Review:
    """As long as reviews are: about 6 kB."""
    words = "Fails on an empty list, which the prompt allows: the loop reads the first element. "
    rating = Rating(score=1, rationale=words * 8, evidence=(EvidenceRef(kind="text", text=words),))
    axes = ("specification", "solution", "tests_reject_valid", "tests_accept_wrong")
    ratings = dict.fromkeys(axes, rating) | dict.fromkeys(
        ("reproducible", "other_major"), Rating(score=0)
    )
    return Review(
        task_id=task, task_digest=digest, reviewer=who, rubric=RUBRIC, rubric_version=1,
        ratings=ratings, difficulty="15-60 minutes", confidence=3, active_s=600.0,
    )  # fmt: skip


def session(name: str, reviewers: tuple[str, ...], tasks: int) -> Session:
    """With hidden gold, so that every submission is marked."""
    return Session(
        id=name, leads=("lead",), reviewers=reviewers, rubric=RUBRIC, rubric_version=1,
        tasks=tuple(f"t{n}" for n in range(tasks)),
        gold=tuple(Gold(task_id=f"g{n}", scores={"solution": 1}) for n in range(tasks // 20 + 1)),
        settings=Settings(seed=1, pause_after=1000),
    )  # fmt: skip


def assignments(reviewers: tuple[str, ...], tasks: int) -> list[Assignment]:
    """Every task to everybody; each twentieth is gold."""
    found = []
    for who in reviewers:
        for n in range(tasks):
            kind: Kind = "gold" if n % 20 == 0 else "overlap"
            task = f"g{n // 20}" if kind == "gold" else f"t{n}"
            id = f"{who}-{n}"
            found.append(Assignment(id=id, reviewer=who, task_id=task, kind=kind, position=n))
    return found


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """(seconds, what it gave)."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def spread(taken: list[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    return f"{median(taken) * 1e3:.1f} / {percentile(taken, 0.95) * 1e3:.1f} ms"


def month(opened: Open, reviewers: tuple[str, ...], tasks: int, rows: Rows) -> None:
    """A session as large as a month's."""
    lead_store = opened("lead")
    lead_store.create(session("month", reviewers, tasks))
    lead = lead_store.lead("month")
    given = assignments(reviewers, tasks)
    seconds, _ = timed(lambda: lead.assign(given))
    lead.move_on("blind")
    rows["assign"] = [seconds]
    parts = [opened(who).reviewer("month") for who in reviewers]
    lead.progress()
    queues, claims, saves, submits = [], [], [], []
    for _ in range(3):
        for part in parts:
            seconds, items = timed(part.queue)
            assert len(items) == tasks
            queues.append(seconds)
            seconds, item = timed(part.claim)
            claims.append(seconds)
            draft = review(part.name, item.task_id)
            seconds, draft = timed(lambda p=part, i=item, d=draft: p.save(i.id, d, based_on=0))
            saves.append(seconds)
            seconds, _ = timed(
                lambda p=part, i=item, d=draft: p.submit(i.id, d, based_on=1, request=i.id)
            )
            submits.append(seconds)
    rows["queue"] = queues
    rows["claim"] = claims
    rows["save"] = saves
    rows["submit"] = submits
    seconds, found = timed(lead.progress)
    assert len(found) == len(given)
    rows["progress"] = [seconds]


def crowd(opened: Open, people: tuple[str, ...], each: int, rows: Rows) -> None:
    """Everybody at once."""
    lead_store = opened("lead")
    lead_store.create(session("crowd", people, each))
    lead = lead_store.lead("crowd")
    lead.assign(assignments(people, each))
    lead.move_on("blind")
    parts = [opened(who).reviewer("crowd") for who in people]
    lead.progress()

    def work(part: Any) -> list[float]:
        taken = []
        while (item := part.claim()) is not None:
            given = review(part.name, item.task_id)
            seconds, _ = timed(
                lambda: part.submit(item.id, given, based_on=0, request=item.id)  # noqa: B023
            )
            taken.append(seconds)
        return taken

    with ThreadPoolExecutor(len(people)) as pool:
        seconds, found = timed(lambda: list(pool.map(work, parts)))
    every = [one for taken in found for one in taken]
    assert len(every) == len(people) * each == len(list(lead.submissions()))
    rows["crowd"] = [len(every) / seconds]
    rows["crowd submit"] = every


Rows = dict[str, list[float]]
"""seconds of each thing that was done, or how many a second"""


def store_rows(kind: Callable[..., Any], wish: Wish) -> Rows:
    """Everything in one kind of store."""
    people = tuple(f"r{n:02}" for n in range(max(wish.crowd, wish.reviewers)))
    rows: Rows = {}
    with tempfile.TemporaryDirectory() as place:
        workspace = Workspace.create(Path(place) / "ws")
        # Read once: 50 people have 50 kernels, here they are one process.
        rubric = workspace.rubric()
        with kind(workspace.root, lambda _, r=rubric: r, people) as opened:
            crowd(opened, people[: wish.crowd], wish.each, rows)
            month(opened, people[: wish.reviewers], wish.tasks, rows)
    return rows


def figures(*, quick: bool) -> Iterator[Figure]:
    """PostgreSQL beside the folder, a month's session or a day's."""
    wish = Wish(tasks=50, reviewers=3, crowd=5, each=2) if quick else Wish()
    ours = store_rows(folder, wish)
    rows = store_rows(database, wish)
    units = {one.name: 1e3 if one.unit == "ms" else 1 for one in group("store").promises}
    for name, values in rows.items():
        unit = units[name]
        yield Figure.of(name, [v * unit for v in values], [v * unit for v in ours[name]])


def main() -> None:
    """Both stores as one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, value in Wish()._asdict().items():
        parser.add_argument(f"--{name}", type=int, default=value)
    wish = Wish(**vars(parser.parse_args()))
    tables = {"folder": store_rows(folder, wish), "PostgreSQL": store_rows(database, wish)}
    print("median / 95th percentile where there are two figures\n")
    head("", *tables)
    for one in group("store").promises:
        both = [tables[name][one.name] for name in tables]
        row(one.what, *(spread(v) if len(v) > 1 else number(v[0], one.unit) for v in both))


if __name__ == "__main__":
    main()
