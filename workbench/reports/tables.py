"""Measures of a session as pandas frames: one row a thing, figures beside their intervals."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

import pandas as pd

from workbench.model.measures import Figure, Measures, TaskMeasures
from workbench.sessions.confusing import Confusion


def findings(measures: Measures) -> pd.DataFrame:
    """What a lead should act on, the most urgent first."""
    return pd.DataFrame(
        [{"about": f.subject, "finding": f.text, "advice": f.advice} for f in measures.findings],
        columns=["about", "finding", "advice"],
    )


def disagreements(measures: Measures) -> pd.DataFrame:
    """Tasks whose ratings differ, the widest gap first, an axis a row; scores by pseudonym."""
    rows = [
        {
            "task": task.task_id, "axis": axis.axis, "gap": axis.gap, "crosses": axis.crosses,
            "scores": _scores(task, axis.scores), "state": task.state,
        }
        for task in measures.tasks for axis in task.axes if axis.gap
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=["task", "axis", "gap", "crosses", "scores", "state"])
    return found.sort_values(["gap", "crosses"], ascending=False, kind="stable", ignore_index=True)


def ratings(measures: Measures) -> pd.DataFrame:
    """Every task that was rated, the widest gap first: the scores of each axis in the order of the
    pseudonyms in `reviewers`."""
    names = [axis.axis for axis in measures.axes]
    rows = [
        {
            "task": task.task_id, "reviewers": ", ".join(v.pseudonym for v in task.votes),
            **{axis.axis: ", ".join(_score(s) for s in axis.scores) for axis in task.axes},
            "gap": task.gap, "state": task.state,
        }
        for task in measures.tasks if task.votes
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["task", "reviewers", *names, "gap", "state"])


def axes(measures: Measures) -> pd.DataFrame:
    """Agreement by axis. No figure stands alone: percent and prevalence are beside alpha."""
    return pd.DataFrame(
        [
            {
                "axis": a.axis, "tasks": a.tasks, "ratings": a.ratings, "alpha": told(a.alpha),
                "reading": a.reading, "AC2": told(a.ac2), "same score": told(a.percent),
                "weighted kappa": told(a.kappa), "blocking": told(a.blocking),
                "cannot judge": a.cannot_judge,
            }
            for a in measures.axes
        ]
    )  # fmt: skip


def reviewers(measures: Measures) -> pd.DataFrame:
    """One row a reviewer."""
    return pd.DataFrame(
        [
            {
                "reviewer": r.reviewer, "done": r.done, "of": r.of,
                "minutes a task": _minutes(r.typical_s), "severity": told(r.severity),
                "exact on gold": told(r.gold.exact), "sensitivity": told(r.gold.sensitivity),
                "specificity": told(r.gold.specificity), "same on repeats": told(r.repeats),
                "same as others": told(r.with_others), "drift": _drift(r.drift.drifting),
                "paused": r.paused,
            }
            for r in measures.reviewers
        ]
    )  # fmt: skip


def windows(measures: Measures) -> pd.DataFrame:
    """Agreement over time: columns axis, until, tasks, alpha, low, high, note."""
    return pd.DataFrame(
        [
            {"axis": a.axis, "until": w.until, "tasks": f"{w.first} to {w.last}",
             **_parts("alpha", w.alpha)}
            for a in measures.axes for w in a.windows
        ],
        columns=["axis", "until", "tasks", "alpha", "low", "high", "note"],
    )  # fmt: skip


def severity(measures: Measures) -> pd.DataFrame:
    """Columns reviewer, severity, low, high, note."""
    return pd.DataFrame(
        [{"reviewer": r.reviewer, **_parts("severity", r.severity)} for r in measures.reviewers],
        columns=["reviewer", "severity", "low", "high", "note"],
    )


def drift(measures: Measures) -> pd.DataFrame:
    """Columns reviewer, window, until, mean, average, low, high, outside."""
    return pd.DataFrame(
        [
            {
                "reviewer": r.reviewer, "window": number, "until": p.until, "mean": p.mean,
                "average": p.average, "low": p.low, "high": p.high, "outside": p.outside,
            }
            for r in measures.reviewers for number, p in enumerate(r.drift.points, start=1)
        ],
        columns=["reviewer", "window", "until", "mean", "average", "low", "high", "outside"],
    )  # fmt: skip


def confusion(counts: Iterable[Confusion]) -> pd.DataFrame:
    """Columns reviewer, axis, gold, given, count."""
    rows = [dataclasses.asdict(c) for c in counts]
    return pd.DataFrame(rows, columns=["reviewer", "axis", "gold", "given", "count"])


def told(figure: Figure) -> str:
    """A figure as a cell says it: `0.62 (0.51 to 0.71)`, or why there is none."""
    if figure.value is None:
        return figure.note or "not measured"
    if figure.low is None or figure.high is None:
        return f"{figure.value:z.2f}"
    return f"{figure.value:z.2f} ({figure.low:z.2f} to {figure.high:z.2f})"


def _parts(name: str, figure: Figure) -> dict[str, Any]:
    return {name: figure.value, "low": figure.low, "high": figure.high, "note": figure.note}


def _scores(task: TaskMeasures, scores: Iterable[int | None]) -> str:
    said = map(_score, scores)
    return ", ".join(f"{v.pseudonym}: {s}" for v, s in zip(task.votes, said, strict=True))


def _score(score: int | None) -> str:
    return "cannot judge" if score is None else str(score)


def _minutes(figure: Figure) -> str:
    return figure.note if figure.value is None else f"{figure.value / 60:.0f}"


def _drift(drifting: bool | None) -> str:
    return {None: "too few to say", True: "outside its limits", False: "within its limits"}[
        drifting
    ]
