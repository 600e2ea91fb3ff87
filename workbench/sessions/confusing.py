"""Scores beside hidden gold, counted: who calls what by which level."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from workbench.sessions.record import Record


@dataclass(frozen=True)
class Confusion:
    """How often a reviewer gave `given` where `gold` is known to be right."""

    reviewer: str
    axis: str
    gold: int
    given: int
    count: int


def confusions(record: Record) -> tuple[Confusion, ...]:
    """Every pair of levels that occurred, by reviewer and axis. "Cannot judge" gives no score."""
    counts: Counter[tuple[str, str, int, int]] = Counter()
    for rated in record.rated(frozenset({"gold"})):
        known = record.session.gold_of(rated.assignment.task_id)
        for axis, right in (known.scores if known else {}).items():
            given = rated.score(axis)
            if given is not None:
                counts[rated.assignment.reviewer, axis, right, given] += 1
    return tuple(Confusion(*key, count) for key, count in sorted(counts.items()))
