"""Each axis: how far reviewers agree on it, over time, and without each of them."""

from __future__ import annotations

import numpy as np

from workbench.calibration.agreement import Row, axis_rows
from workbench.calibration.alpha import alpha_of
from workbench.calibration.drift import windowed_alpha
from workbench.calibration.proportion import wilson
from workbench.calibration.ratings import Ratings
from workbench.calibration.sums import Patterns
from workbench.model.measures import (
    AgreementWindow,
    AxisMeasures,
    Figure,
    LevelShare,
    Mark,
    Reading,
)
from workbench.model.rubric import Axis
from workbench.sessions.record import PLANNED, Rated, Record
from workbench.sessions.rows import figure, ratings_of

RELIABLE, TENTATIVE = 0.80, 0.667
"""Krippendorff's limits for alpha."""
WINDOW = 20
"""Finished tasks of one window of agreement."""


def measure_axes(record: Record) -> tuple[AxisMeasures, ...]:
    """Every axis over the ratings that were planned. Extra ratings are left out: they are asked
    for where reviewers disagree, so that with them agreement would look worse than it is."""
    rated = record.rated(PLANNED)
    finished = _finished(rated)
    return tuple(_measure(axis, rated, finished) for axis in record.rubric.axes)


def _measure(axis: Axis, rated: tuple[Rated, ...], finished: dict[str, int]) -> AxisMeasures:
    ratings = ratings_of(rated, axis)
    rows = {(row.statistic, row.level): row for row in axis_rows(axis.id, ratings)}
    alpha = _figure(rows["krippendorff_alpha", "ordinal"])
    number = len(ratings.code)
    blocking = int((ratings.code >= axis.blocks_from).sum())
    return AxisMeasures(
        axis=axis.id,
        title=axis.title,
        blocks_from=axis.blocks_from,
        tasks=int((ratings.counts().sum(axis=1) > 1).sum()),
        ratings=number,
        cannot_judge=ratings.cannot_judge,
        alpha=alpha,
        reading=reading(alpha.value),
        ac2=_figure(rows["gwet_ac2", "quadratic"]),
        percent=_figure(rows["percent_agreement", ""]),
        kappa=_figure(rows["weighted_kappa", "quadratic"]),
        prevalence=tuple(
            LevelShare(score=level.score, share=_figure(rows["prevalence", str(level.score)]))
            for level in axis.levels
        ),
        blocking=figure(wilson(blocking, number, nothing="there are no ratings"), number),
        windows=_windows(ratings, finished),
        without=_without(ratings),
    )


def reading(alpha: float | None) -> Reading:
    """Alpha in a word."""
    if alpha is None:
        return "undefined"
    if alpha >= RELIABLE:
        return "reliable"
    return "tentative" if alpha >= TENTATIVE else "unreliable"


def marks(record: Record) -> tuple[Mark, ...]:
    """Where each revision of the guidelines began to count."""
    found = []
    for version, what in record.session.revisions_of_rubric:
        orders = [s.order for s in record.submissions if s.review.rubric_version >= version]
        after = max((s.order for s in record.submissions), default=0) + 1
        found.append(Mark(version=version, what=what, order=min(orders, default=after)))
    return tuple(found)


def _finished(rated: tuple[Rated, ...]) -> dict[str, int]:
    """Task -> the order of its last rating, of tasks with two or more, in that order."""
    last: dict[str, int] = {}
    number: dict[str, int] = {}
    for one in rated:
        task = one.assignment.task_id
        last[task] = max(last.get(task, 0), one.submission.order)
        number[task] = number.get(task, 0) + 1
    shared = {task: order for task, order in last.items() if number[task] > 1}
    return dict(sorted(shared.items(), key=lambda pair: pair[1]))


def _windows(ratings: Ratings, finished: dict[str, int]) -> tuple[AgreementWindow, ...]:
    known = set(ratings.items)
    order = [task for task in finished if task in known]
    return tuple(
        AgreementWindow(
            first=window.first, last=window.last, until=finished[order[window.last - 1]],
            alpha=figure(window.alpha, window.last - window.first + 1),
            percent=figure(window.agreement, window.last - window.first + 1),
        )
        for window in windowed_alpha(ratings, order, "ordinal", WINDOW)
    )  # fmt: skip


def _without(ratings: Ratings) -> dict[str, float | None]:
    """Alpha when one reviewer's ratings are left out, for each in turn."""
    width, items = len(ratings.categories), len(ratings.items)
    cells = ratings.item.astype(np.int64) * width + ratings.code
    counts = ratings.counts()
    found = {}
    for number, name in enumerate(ratings.raters):
        his = np.bincount(cells[ratings.rater == number], minlength=items * width)
        rest = Patterns.of(counts - his.reshape(items, width))
        value = alpha_of(rest.total(), "ordinal", ratings.values) if rest.items else None
        found[name] = value.value if value is not None else None
    return found


def _figure(row: Row) -> Figure:
    return Figure(value=row.value, low=row.low, high=row.high, n=row.n_items, note=row.note)
