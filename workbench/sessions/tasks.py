"""Each live task: who said what, by names that hold for it alone, and whether it waits."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from workbench.model.measures import AxisScores, TaskMeasures, TaskState, Vote
from workbench.model.session import Adjudication, Session
from workbench.sessions.disagreeing import Split, splits
from workbench.sessions.record import LIVE, Rated, Record

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def measure_tasks(record: Record) -> tuple[TaskMeasures, ...]:
    """Every live task that is assigned: those that wait first, the widest gap first."""
    waiting: dict[str, int] = defaultdict(int)
    for progress in record.progress:
        if progress.assignment.kind in LIVE:
            waiting[progress.assignment.task_id] += progress.item.state in ("open", "draft")
    decided = {made.task_id: made for made in record.adjudications}
    found = [
        _measure(record, task, record.live.get(task, []), decided.get(task), waits)
        for task, waits in waiting.items()
    ]
    return tuple(sorted(found, key=lambda t: (t.state not in ("open", "outdated"), -t.gap,
                                              not t.crosses, t.task_id)))  # fmt: skip


def _measure(
    record: Record, task: str, ratings: list[Rated], made: Adjudication | None, waits: int
) -> TaskMeasures:
    columns = shuffled(record.session, task, ratings)
    found = splits(record.rubric.axes, [rated for _, rated in columns])
    return TaskMeasures(
        task_id=task,
        votes=tuple(
            Vote(pseudonym=name, decision=rated.submission.decision) for name, rated in columns
        ),
        axes=tuple(
            AxisScores(axis=s.axis.id, scores=s.scores, not_asked=s.not_asked, gap=s.gap,
                       crosses=s.crosses)
            for s in found
        ),
        gap=max((s.gap for s in found), default=0),
        crosses=any(s.crosses for s in found),
        state=_state(found, ratings, made),
        waiting=waits,
    )  # fmt: skip


def _state(found: Sequence[Split], ratings: list[Rated], made: Adjudication | None) -> TaskState:
    if made is not None:
        same = set(made.ratings) == {rated.submission.digest for rated in ratings}
        return "adjudicated" if same else "outdated"
    if sum(rated.judged for rated in ratings) < 2:
        return "too_few"
    return "open" if any(split.needs_decision() for split in found) else "agreed"


def shuffled(
    session: Session, task: str, ratings: Sequence[Rated]
) -> tuple[tuple[str, Rated], ...]:
    """(pseudonym, rating) in an order of this task's own, which only the seed foretells: neither
    names nor columns say who is who from task to task."""
    key = hashlib.blake2b(f"order {session.settings.seed}".encode()).digest()

    def place(rated: Rated) -> bytes:
        text = f"{session.id}/{task}/{rated.assignment.reviewer}".encode()
        return hashlib.blake2b(text, key=key, digest_size=8).digest()

    return tuple(
        (pseudonym(number), rated) for number, rated in enumerate(sorted(ratings, key=place))
    )


def pseudonym(number: int) -> str:
    """Reviewer A to Z, then A2."""
    times, at = divmod(number, len(_LETTERS))
    return f"Reviewer {_LETTERS[at]}{times + 1 if times else ''}"
