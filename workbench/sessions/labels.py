"""What each task's ratings come to by every rule, side by side with the votes."""

from __future__ import annotations

from workbench.calibration.aggregate import aggregate
from workbench.calibration.dawid_skene import dawid_skene
from workbench.calibration.ratings import Collector
from workbench.model.measures import Label
from workbench.model.rubric import Axis
from workbench.sessions.record import Rated, Record
from workbench.sessions.rows import ratings_of
from workbench.sessions.tasks import shuffled


def labels(record: Record) -> tuple[Label, ...]:
    """Every rated axis of every live task: votes, highest, majority, unanimous, posterior, and
    what was adjudicated."""
    decided = {made.task_id: made.axes for made in record.adjudications}
    columns = {
        task: [rated for _, rated in shuffled(record.session, task, ratings)]
        for task, ratings in record.live.items()
    }
    found = []
    for axis in record.rubric.axes:
        likely = _posteriors(record, axis)
        live = [rated for ratings in record.live.values() for rated in ratings]
        for row in aggregate(ratings_of(live, axis), axis.blocks_from):
            made = decided.get(row.item, {}).get(axis.id)
            found.append(
                Label(
                    task_id=row.item, axis=axis.id,
                    votes=tuple(rated.score(axis.id) for rated in columns[row.item]),
                    not_asked=tuple(
                        at for at, r in enumerate(columns[row.item]) if not r.asked(axis.id)
                    ),
                    highest=_score(row.highest), majority=_score(row.majority),
                    unanimous=_score(row.unanimous), posterior=likely.get(row.item, ()),
                    adjudicated=made.score if made else None, cause=made.cause if made else None,
                )
            )  # fmt: skip
    order = {task: at for at, task in enumerate(columns)}
    return tuple(sorted(found, key=lambda label: order[label.task_id]))


def _posteriors(record: Record, axis: Axis) -> dict[str, tuple[float, ...]]:
    """From all blind ratings, gold and repeats too: they show how each reviewer errs."""
    collector = Collector(tuple(range(len(axis.levels))), axis.id)
    rated: tuple[Rated, ...] = record.blind
    for one in rated:
        score = one.score(axis.id)
        if score is not None:
            collector.add(one.assignment.task_id, one.assignment.reviewer, score)
    ratings = collector.with_repeats()
    posterior = dawid_skene(ratings).posterior
    return {
        item: tuple(round(float(p), 4) for p in row)
        for item, row in zip(ratings.items, posterior, strict=True)
    }


def _score(label: int | float | str | None) -> int | None:
    return None if label is None else int(label)
