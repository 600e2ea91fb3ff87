"""Charts of a report on tasks: how strong the suites are, and what is flagged how often."""

from __future__ import annotations

from collections import Counter

import altair as alt
import pandas as pd

from workbench.model.report import Report

_INK, _SOFT, _ALARM = "#1f2933", "#7b8794", "#b45309"
_WIDTH = 420
_STEPS = 20


def strengths(report: Report) -> alt.TopLevelMixin | None:
    """How many suites have which strength. None where none was measured."""
    known = [t.strength for t in report.tasks if t.strength is not None]
    if not known:
        return None
    steps = Counter(min(int(value * _STEPS), _STEPS - 1) for value in known)
    rows = pd.DataFrame(
        [{"from": n / _STEPS, "to": (n + 1) / _STEPS, "tasks": steps[n]} for n in range(_STEPS)]
    )
    return (
        alt.Chart(rows)
        .mark_bar(color=_INK)
        .encode(
            x=alt.X("from:Q", title="strength", scale=alt.Scale(domain=[0, 1])),
            x2="to:Q",
            y=alt.Y("tasks:Q", title="tasks", axis=alt.Axis(tickMinStep=1, format="d")),
        )
        .properties(width=_WIDTH, height=150, title="Strength of the suites (higher is harder to fool)")
    )


def kinds(report: Report) -> alt.TopLevelMixin | None:
    """On how many tasks what is flagged, by the gravest severity it has there. None without flags."""
    rows = []
    for facts in report.tasks:
        worst: dict[str, str] = {}
        for flag in facts.flags:  # the gravest come first
            worst.setdefault(flag.kind, flag.severity)
        rows += [{"kind": kind.replace("_", " "), "severity": s} for kind, s in worst.items()]
    if not rows:
        return None
    frame = pd.DataFrame(rows).groupby(["kind", "severity"], as_index=False).size()
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=alt.Y("kind:N", title=None, sort="-x", axis=alt.Axis(labelLimit=200)),
            x=alt.X("size:Q", title="tasks", axis=alt.Axis(tickMinStep=1, format="d")),
            color=alt.Color(
                "severity:N",
                scale=alt.Scale(domain=["high", "medium", "low"], range=[_ALARM, _INK, _SOFT]),
                title="gravest",
            ),
            order=alt.Order("severity:N"),
        )
        .properties(width=_WIDTH, title="Tasks by what is flagged")
    )
