"""From what a session holds to what a lead looks at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbench.calibration.pairs import pair_matrix
from workbench.calibration.proportion import wilson
from workbench.calibration.weights import places_of, weights
from workbench.model.measures import Measures, PairMeasures
from workbench.model.rubric import Rubric
from workbench.sessions.axes import marks, measure_axes
from workbench.sessions.findings import findings, too_little
from workbench.sessions.record import APART, Record
from workbench.sessions.reviewers import measure_reviewers
from workbench.sessions.rows import figure, ratings_of
from workbench.sessions.tasks import measure_tasks
from workbench.store.sessions.contract import Lead


def measure(lead: Lead, rubric_of: Callable[[str], Rubric]) -> Measures:
    """Everything, from the store."""
    return measure_record(Record.of(lead, rubric_of))


def measure_record(record: Record) -> Measures:
    """Everything, from a session read already."""
    axes, reviewers = measure_axes(record), measure_reviewers(record)
    tasks = measure_tasks(record)
    done = sum(p.item.state in ("submitted", "cannot_judge") for p in record.progress)
    return Measures(
        session=record.session.id,
        title=record.session.title,
        state=record.session.state,
        assigned=len(record.progress),
        submitted=done,
        tasks=tasks,
        open=sum(task.state in ("open", "outdated") for task in tasks),
        axes=axes,
        reviewers=reviewers,
        pairs=_pairs(record),
        marks=marks(record),
        findings=findings(axes, reviewers),
        notes=too_little(axes, reviewers),
        doubts=record.doubts,
    )


def _pairs(record: Record) -> tuple[PairMeasures, ...]:
    """Every two reviewers who rated a task alike, gold included, onboarding and repeats not."""
    rated = record.rated(APART)
    kappas: dict[tuple[str, str], dict[str, float]] = {}
    tasks: dict[tuple[str, str], int] = {}
    same: dict[tuple[str, str], tuple[int, int]] = {}
    for axis in record.rubric.axes:
        ratings = ratings_of(rated, axis)
        near = weights("quadratic", places_of(ratings.values, len(ratings.categories)))
        for row in pair_matrix(ratings, near):
            two = (min(row.one, row.other), max(row.one, row.other))
            tasks[two] = max(tasks.get(two, 0), row.items)
            hits, of = same.get(two, (0, 0))
            same[two] = hits + int(np.rint(row.agreement * row.items)), of + row.items
            if row.value is not None:
                kappas.setdefault(two, {})[axis.id] = row.value
    return tuple(
        PairMeasures(
            one=one, other=other, tasks=number, kappa=kappas.get((one, other), {}),
            percent=figure(wilson(*same[one, other], nothing="no task in common"),
                           same[one, other][1]),
        )
        for (one, other), number in sorted(tasks.items())
    )  # fmt: skip
