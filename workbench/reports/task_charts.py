"""Charts of a report on tasks: how strong the suites are, and what is flagged how often."""

from __future__ import annotations

from collections import Counter

import altair as alt
import pandas as pd

from workbench.model.report import Report

_INK, _SOFT, _ALARM = "#1f2933", "#7b8794", "#b45309"
_WIDTH = 420
_STEPS = 20
_ROOM = {"left": 24, "top": 5, "right": 24, "bottom": 5}
"""around a drawing: another machine's font may be wider than the one it was measured by"""


def strengths(report: Report) -> alt.TopLevelMixin | None:
    """How many suites have which strength. None where none was measured."""
    known = [t.strength for t in report.tasks if t.strength is not None]
    if not known:
        return None
    steps = Counter(min(int(value * _STEPS), _STEPS - 1) for value in known)
    most = max(steps.values())
    rows = pd.DataFrame(
        [{"from": n / _STEPS, "to": (n + 1) / _STEPS, "tasks": steps[n]} for n in range(_STEPS)]
    )
    return (
        alt.Chart(rows)
        .mark_bar(color=_INK)
        .encode(
            x=alt.X("from:Q", bin="binned", title="strength", scale=alt.Scale(domain=[0, 1])),
            x2="to:Q",
            y=alt.Y("tasks:Q", title="tasks", axis=_whole(most)),
        )
        .properties(width=_WIDTH, height=150, padding=_ROOM, title="Strength of the suites")
    )


def kinds(report: Report) -> alt.TopLevelMixin | None:
    """Tasks by what is flagged, at the gravest severity it has there. None without flags."""
    rows = []
    for facts in report.tasks:
        worst: dict[str, str] = {}
        for flag in facts.flags:  # the gravest come first
            worst.setdefault(flag.kind, flag.severity)
        rows += [{"kind": kind.replace("_", " "), "severity": s} for kind, s in worst.items()]
    if not rows:
        return None
    frame = pd.DataFrame(rows).groupby(["kind", "severity"], as_index=False).size()
    most = int(frame.groupby("kind")["size"].sum().max())
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=alt.Y("kind:N", title=None, sort="-x", axis=alt.Axis(labelLimit=200)),
            x=alt.X("size:Q", title="tasks", axis=_whole(most)),
            color=alt.Color(
                "severity:N",
                scale=alt.Scale(domain=["high", "medium", "low"], range=[_ALARM, _INK, _SOFT]),
                title="gravest",
            ),
            order=alt.Order("severity:N"),
        )
        .properties(width=_WIDTH, padding=_ROOM, title="Tasks by what is flagged")
    )


def _whole(most: int) -> alt.Axis:
    """Marks at whole numbers only, however few."""
    return alt.Axis(format="d", tickCount=min(most, 8))
