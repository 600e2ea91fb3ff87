"""What a lead should act on, in words, each with the figures it rests on.

A finding needs both: an effect large enough to act on, and chance ruled out at a rate that holds
for the session as a whole, however many reviewers or axes are looked at. Where too little is known
nothing is found, and `too_little` says so. The thresholds are justified, with error rates, in
docs/sessions-measures.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from workbench.model.measures import (
    AxisMeasures,
    Figure,
    Finding,
    NamedFigure,
    ReviewerMeasures,
)
from workbench.sessions.axes import TENTATIVE
from workbench.sessions.drifting import width_for

DISCERNS = 2 / 3
"""Careless: scores follow the tasks less than two thirds as well as those of the median."""
FAST = 0.5
"""and, among what else may show it, tasks take less than half of the median reviewer's time."""
FEWEST_TIMED = 10
"""tasks below which a median time says nothing"""
SEVERE = 0.5
"""levels above or below the others that are worth a word"""
BELOW = 0.15
"""alpha and AC2 of an ambiguous axis, below the median of the other axes"""
SURE = 3.0
"""standard errors that difference must be"""
FEWEST_TASKS = 30
"""tasks with two ratings below which an axis is not judged"""
FEWEST_AXES = 2
"""other axes an axis is compared with"""
_NORMAL_95 = 1.96


def findings(
    axes: Sequence[AxisMeasures], reviewers: Sequence[ReviewerMeasures]
) -> tuple[Finding, ...]:
    """All, the furthest beyond its limit first."""
    careless = [f for r in reviewers if (f := _careless(r, reviewers)) is not None]
    noisy = {f.subject for f in careless}
    # What a careless reviewer's scores do on average means nothing.
    drift = [f for r in reviewers if r.reviewer not in noisy and (f := _drift(r)) is not None]
    known = noisy | {f.subject for f in drift}
    severe = [
        f for r in reviewers if r.reviewer not in known
        and (f := _severe(r, len(reviewers))) is not None
    ]  # fmt: skip
    unclear = [f for a in axes if (f := _ambiguous(a, axes)) is not None]
    low = [] if unclear else _low(axes)
    found = [*careless, *drift, *severe, *unclear, *low]
    return tuple(sorted(found, key=lambda f: (-f.weight, f.subject)))


def _drift(reviewer: ReviewerMeasures) -> Finding | None:
    drift = reviewer.drift
    if not drift.drifting or drift.usual is None or drift.moved.value is None:
        return None
    latest = drift.points[-1]
    way = "upwards" if latest.average > drift.usual else "downwards"
    more = "more severe" if way == "upwards" else "more lenient"
    return Finding(
        kind="drift",
        subject=reviewer.reviewer,
        text=f"{reviewer.reviewer} drifts {way} since window {drift.since} of {len(drift.points)}: "
        f"{abs(drift.moved.value):.1f} levels {more} than at the beginning",
        advice="look at the latest tasks together and at the guideline's examples; "
        "what was rated since then may need another look",
        weight=abs(latest.average - drift.usual) / max(latest.high - drift.usual, 1e-9),
        figures=(
            NamedFigure(name="moved, in levels", figure=drift.moved),
            NamedFigure(name="signed error against hidden gold", figure=reviewer.gold.signed_error),
            NamedFigure(name="severity, in levels", figure=reviewer.severity),
        ),
    )


def _careless(reviewer: ReviewerMeasures, every: Sequence[ReviewerMeasures]) -> Finding | None:
    """Scores that hardly follow the tasks, and one thing more that shows it: hidden gold, own
    repeats or speed. Severity and drift leave the first alone, so that neither is called
    carelessness."""
    others = [r for r in every if r.reviewer != reviewer.reviewer]
    own = reviewer.discernment
    values = [r.discernment.value for r in others if r.discernment.value is not None]
    if own.value is None or own.high is None or own.low is None or not values:
        return None
    usual = median(values)
    error = (math.atanh(own.high) - math.atanh(own.low)) / (2 * _NORMAL_95)
    surely = math.tanh(math.atanh(own.value) + width_for(len(every)) * error)
    if own.value >= DISCERNS * usual or surely >= usual:
        return None
    signs = _signs(reviewer, others)
    if not signs:
        return None
    return Finding(
        kind="careless",
        subject=reviewer.reviewer,
        text=f"{reviewer.reviewer} is careless: scores follow the tasks with a correlation of "
        f"{own.value:.2f} where {usual:.2f} is usual; {'; '.join(text for text, _ in signs)}",
        advice="pause, go through some tasks together, and have others rate what counts",
        weight=usual / max(own.value, 0.05) / (1 / DISCERNS),
        figures=(
            NamedFigure(name="correlation with gold and the others", figure=own),
            *(figure for _, figure in signs),
        ),
    )


def _signs(
    reviewer: ReviewerMeasures, others: Sequence[ReviewerMeasures]
) -> list[tuple[str, NamedFigure]]:
    """What else shows carelessness."""
    found = []
    shares = (
        ("hidden gold met exactly", reviewer.gold.exact, [r.gold.exact for r in others]),
        ("the same again on own repeats", reviewer.repeats, [r.repeats for r in others]),
    )
    for name, own, rest in shares:
        usual = _together(rest)
        if own.value is None or own.high is None or usual is None or own.high >= usual:
            continue
        text = f"{name} {own.value:.0%} where {usual:.0%} is usual"
        found.append((text, NamedFigure(name=name, figure=own)))
    times = [r.typical_s.value for r in others if r.typical_s.value is not None]
    own_time = reviewer.typical_s
    if times and own_time.value is not None and own_time.n >= FEWEST_TIMED:
        usual_time = median(times)
        if own_time.value < FAST * usual_time:
            text = f"{_minutes(own_time.value)} a task where {_minutes(usual_time)} is usual"
            found.append((text, NamedFigure(name="median seconds a task", figure=own_time)))
    return found


def _together(figures: Sequence[Figure]) -> float | None:
    """Shares of several reviewers as one."""
    total = sum(f.n for f in figures if f.value is not None)
    hits = sum(f.value * f.n for f in figures if f.value is not None)
    return hits / total if total else None


def _severe(reviewer: ReviewerMeasures, many: int) -> Finding | None:
    severity = reviewer.severity
    if severity.value is None or severity.low is None or severity.high is None:
        return None
    half = (severity.high - severity.low) / 2 * width_for(many) / _NORMAL_95
    if abs(severity.value) < SEVERE or abs(severity.value) - half < SEVERE / 2:
        return None
    kind, word = ("severe", "higher") if severity.value > 0 else ("lenient", "lower")
    return Finding.model_validate(
        {
            "kind": kind,
            "subject": reviewer.reviewer,
            "text": f"{reviewer.reviewer} is {kind} throughout: scores {abs(severity.value):.1f} "
            f"levels {word} than the group on the same tasks",
            "advice": "compare some tasks with gold: one side has the guideline wrong",
            "weight": abs(severity.value) / SEVERE,
            "figures": (
                NamedFigure(name="severity, in levels", figure=severity),
                NamedFigure(
                    name="signed error against hidden gold", figure=reviewer.gold.signed_error
                ),
            ),
        }
    )


def _ambiguous(axis: AxisMeasures, every: Sequence[AxisMeasures]) -> Finding | None:
    """Low by alpha and by AC2, one of which falls where scores are rare while the other rises;
    others are not; and it stays so without any one reviewer."""
    others = [
        a for a in every
        if a.axis != axis.axis and a.tasks >= FEWEST_TASKS and a.alpha.value is not None
    ]  # fmt: skip
    alpha, ac2 = axis.alpha, axis.ac2
    if axis.tasks < FEWEST_TASKS or len(others) < FEWEST_AXES:
        return None
    if alpha.value is None or alpha.low is None or alpha.high is None or ac2.value is None:
        return None
    usual = median(a.alpha.value for a in others if a.alpha.value is not None)
    usual_ac2 = median(a.ac2.value for a in others if a.ac2.value is not None)
    error = (alpha.high - alpha.low) / (2 * _NORMAL_95)
    behind = usual - alpha.value
    best = max((v for v in axis.without.values() if v is not None), default=alpha.value)
    if (
        alpha.high >= TENTATIVE
        or behind < max(BELOW, SURE * error)
        or usual_ac2 - ac2.value < BELOW / 2
        or usual - best < BELOW
    ):
        return None
    return Finding(
        kind="ambiguous_axis",
        subject=axis.axis,
        text=f"axis {axis.axis} is ambiguous: alpha is {alpha.value:.2f} where {usual:.2f} is usual"
        f" for the others, and {best:.2f} at best whoever is left out",
        advice="adjudicate some of its disagreements and say in the guideline what was meant",
        weight=behind / BELOW,
        figures=(
            NamedFigure(name="alpha, ordinal", figure=alpha),
            NamedFigure(name="AC2, quadratic", figure=ac2),
            NamedFigure(name="the same score", figure=axis.percent),
            NamedFigure(name="scores that block", figure=axis.blocking),
        ),
    )


def _low(axes: Sequence[AxisMeasures]) -> list[Finding]:
    """No axis reaches what Krippendorff asks for: not an axis but the whole is unclear."""
    known = [
        a for a in axes
        if a.tasks >= FEWEST_TASKS and a.alpha.high is not None and a.alpha.value is not None
    ]  # fmt: skip
    if len(known) < FEWEST_AXES or any((a.alpha.high or 0.0) >= TENTATIVE for a in known):
        return []
    best = max(a.alpha.value or 0.0 for a in known)
    return [
        Finding(
            kind="low_agreement",
            subject="",
            text=f"reviewers agree too little on every axis: alpha is {best:.2f} at best, and "
            f"{TENTATIVE} is the least to conclude from",
            advice="rate some tasks together before more are rated alone",
            weight=TENTATIVE / max(best, 0.05),
            figures=tuple(NamedFigure(name=f"alpha of {a.axis}", figure=a.alpha) for a in known),
        )
    ]


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{seconds:.0f} s"


def too_little(
    axes: Sequence[AxisMeasures], reviewers: Sequence[ReviewerMeasures]
) -> tuple[str, ...]:
    """What cannot be judged yet, so that silence is not taken for health."""
    notes = []
    few = [a.axis for a in axes if a.tasks < FEWEST_TASKS]
    if few:
        notes.append(
            f"not judged, with fewer than {FEWEST_TASKS} tasks of two ratings: {', '.join(few)}"
        )
    undefined = [a.axis for a in axes if a.tasks >= FEWEST_TASKS and a.alpha.value is None]
    if undefined:
        notes.append(f"agreement is undefined, for scores never vary: {', '.join(undefined)}")
    unknown = [r.reviewer for r in reviewers if r.drift.drifting is None]
    if unknown:
        notes.append(f"drift is not judged, with too few compared tasks: {', '.join(unknown)}")
    unseen = [r.reviewer for r in reviewers if r.discernment.value is None]
    if unseen:
        notes.append(f"care is not judged, with too few compared tasks: {', '.join(unseen)}")
    if reviewers and not any(r.gold.tasks for r in reviewers):
        notes.append("no hidden gold was rated: reviewers are compared among themselves alone")
    return tuple(notes)
