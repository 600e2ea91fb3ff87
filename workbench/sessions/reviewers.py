"""Each reviewer: progress, time, severity, gold, oneself on repeats, the others, drift."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

import numpy as np

from workbench.calibration.proportion import wilson
from workbench.calibration.raters import severities
from workbench.calibration.ratings import Ratings
from workbench.model.gold import Compared as GoldAxis
from workbench.model.gold import compare, missed
from workbench.model.measures import DriftMeasures, Figure, GoldMeasures, ReviewerMeasures
from workbench.model.session import Progress
from workbench.sessions.comparing import axis_means, compared, discernment
from workbench.sessions.drifting import measure_drift
from workbench.sessions.record import APART, LIVE, Rated, Record
from workbench.sessions.rows import figure, pooled, ratings_of, undefined


def measure_reviewers(record: Record) -> tuple[ReviewerMeasures, ...]:
    """Every reviewer of the session, in its order, and whoever has assignments still."""
    names = dict.fromkeys(record.session.reviewers)
    names.update(dict.fromkeys(p.assignment.reviewer for p in record.progress))
    shared = _Shared.of(record)
    return tuple(_measure(record, name, shared) for name in names)


@dataclass(frozen=True)
class _Shared:
    """What is computed once for all reviewers."""

    severity: dict[str, Figure]
    by_axis: dict[str, dict[str, Figure]]
    discernment: dict[str, Figure]
    drift: dict[str, DriftMeasures]
    agreeing: dict[str, tuple[int, int]]
    blind: dict[str, list[Rated]]
    first: dict[str, list[Rated]]
    progress: dict[str, list[Progress]]

    @classmethod
    def of(cls, record: Record) -> _Shared:
        rated = record.rated(APART)
        beside = compared(record)
        means = axis_means(beside)
        discerned = {name: discernment(rows, means) for name, rows in beside.items()}
        progress = defaultdict(list)
        for one in record.progress:
            progress[one.assignment.reviewer].append(one)
        return cls(
            severity=_severities(pooled(rated, record.graded)),
            by_axis={a.id: _severities(ratings_of(rated, a)) for a in record.rubric.axes},
            discernment={n: figure(e, len(beside[n])) for n, e in discerned.items()},
            drift=measure_drift(beside),
            agreeing=_agreeing(record),
            blind=_by_reviewer(record.blind),
            first=_by_reviewer(record.first),
            progress=progress,
        )


def _measure(record: Record, name: str, shared: _Shared) -> ReviewerMeasures:
    mine, rated = shared.progress[name], shared.blind.get(name, [])
    states = Counter(progress.item.state for progress in mine)
    first = shared.first.get(name, [])
    nothing = undefined("no task was rated by this reviewer and another")
    practice = _against_gold(record, [r for r in first if r.assignment.kind == "onboarding"])
    close = [c.close for task in practice for c in task]
    to_do = any(p.assignment.kind == "onboarding" for p in mine)
    same, pairs = shared.agreeing.get(name, (0, 0))
    times = [r.review.active_s for r in rated]
    taken = [seconds for seconds in times if seconds > 0]
    exact, adjacent = _repeats(record, rated)
    return ReviewerMeasures(
        reviewer=name,
        done=states["submitted"] + states["cannot_judge"],
        of=len(mine),
        skipped=states["skipped"],
        cannot_judge=states["cannot_judge"],
        onboarding=_share(close, "no onboarding task was submitted"),
        onboarded=not to_do or name in record.admitted,
        paused=record.pauses.get(name, ""),
        active_s=sum(times),
        typical_s=Figure(value=median(taken), n=len(taken), note=f"{len(taken)} tasks")
        if taken
        else undefined("no time was taken"),
        severity=shared.severity.get(name, nothing),
        severity_by_axis={a: found.get(name, nothing) for a, found in shared.by_axis.items()},
        gold=_gold(record, [r for r in first if r.assignment.kind == "gold"]),
        repeats=_share(exact, "no task was given twice"),
        repeats_adjacent=_share(adjacent, "no task was given twice"),
        with_others=figure(wilson(same, pairs, nothing=nothing.note), pairs),
        discernment=shared.discernment.get(name, nothing),
        drift=shared.drift.get(name, DriftMeasures(note=nothing.note)),
    )


def _by_reviewer(rated: Iterable[Rated]) -> dict[str, list[Rated]]:
    found: dict[str, list[Rated]] = defaultdict(list)
    for one in rated:
        found[one.assignment.reviewer].append(one)
    return found


def _severities(ratings: Ratings) -> dict[str, Figure]:
    found = severities(ratings)
    return {
        s.rater: Figure(value=s.value, low=s.low, high=s.high, n=s.ratings, note=found.note)
        for s in found.raters
    }


def _against_gold(record: Record, rated: Iterable[Rated]) -> list[tuple[GoldAxis, ...]]:
    found = []
    for one in rated:
        gold = record.session.gold_of(one.assignment.task_id)
        if gold is not None:
            found.append(compare(one.review, gold, record.rubric))
    return found


def _gold(record: Record, rated: list[Rated]) -> GoldMeasures:
    tasks = _against_gold(record, rated)
    known = [(c, c.said) for task in tasks for c in task]
    said = [(c.true, s, c.blocks_from) for c, s in known if s is not None]
    nothing = "no hidden gold was scored"
    graded = {axis.id for axis in record.graded}
    errors = np.array([s - c.true for c, s in known if s is not None and c.axis in graded])
    return GoldMeasures(
        tasks=len(tasks),
        missed=sum(missed(task) for task in tasks),
        exact=_share([s == t for t, s, _ in said], nothing),
        adjacent=_share([abs(s - t) <= 1 for t, s, _ in said], nothing),
        sensitivity=_share([s >= b for t, s, b in said if t >= b], "no gold score blocks"),
        specificity=_share([s < b for t, s, b in said if t < b], "every gold score blocks"),
        signed_error=_mean(errors, nothing),
    )


def _mean(errors: np.ndarray[tuple[int], np.dtype[np.int64]], nothing: str) -> Figure:
    if len(errors) < 2:
        value = float(errors[0]) if len(errors) else None
        return Figure(value=value, n=len(errors), note="one score" if len(errors) else nothing)
    mean, half = float(errors.mean()), 1.96 * float(errors.std(ddof=1)) / len(errors) ** 0.5
    return Figure(value=mean, low=mean - half, high=mean + half, n=len(errors),
                  note=f"{len(errors)} scores")  # fmt: skip


def _repeats(record: Record, rated: list[Rated]) -> tuple[list[bool], list[bool]]:
    """(the same, within one level) of each axis scored twice."""
    before = {r.assignment.task_id: r for r in rated if r.assignment.kind in LIVE}
    exact, adjacent = [], []
    for again in rated:
        once = before.get(again.assignment.task_id)
        if again.assignment.kind != "repeat" or once is None:
            continue
        for axis in record.rubric.axes:
            old, new = once.score(axis.id), again.score(axis.id)
            if old is not None and new is not None:
                exact.append(old == new)
                adjacent.append(abs(old - new) <= 1)
    return exact, adjacent


def _agreeing(record: Record) -> dict[str, tuple[int, int]]:
    """Reviewer -> (pairs of equal scores, pairs of scores) with others of the same task."""
    same: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for ratings in record.live.values():
        for axis in record.rubric.axes:
            scores = [(r.assignment.reviewer, r.score(axis.id)) for r in ratings]
            for at, (one, score) in enumerate(scores):
                for other, beside in scores[at + 1 :]:
                    if score is not None and beside is not None:
                        pairs.update((one, other))
                        if score == beside:
                            same.update((one, other))
    return {name: (same[name], number) for name, number in pairs.items()}


def _share(hits: list[bool], nothing: str) -> Figure:
    return figure(wilson(sum(hits), len(hits), nothing=nothing), len(hits))
