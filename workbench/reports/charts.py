"""Charts a lead looks at, as Altair charts: readable in grey, their titles say what is seen.

A chart of nothing is no chart: where too little is known each gives None, and whoever shows them
says why in words.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from workbench.model.measures import Measures
from workbench.reports import tables

_INK, _SOFT, _ALARM = "#1f2933", "#7b8794", "#b45309"
_WIDTH = 560
_LONG = 40
"""characters of a name that a chart shows"""


def agreement(measures: Measures) -> alt.TopLevelMixin | None:
    """Alpha of each axis by windows of finished tasks, with intervals and guideline revisions."""
    rows = tables.windows(measures).dropna(subset=["alpha"])
    if rows.empty:
        return None
    base = alt.Chart().encode(
        x=alt.X("until:Q", title="submissions"),
        y=alt.Y("alpha:Q", title="alpha", scale=alt.Scale(domain=[-0.2, 1])),
    )
    band = base.mark_area(opacity=0.2, color=_SOFT, clip=True).encode(y="low:Q", y2="high:Q")
    line = base.mark_line(point={"color": _INK}, color=_INK, clip=True)
    limits = alt.Chart(alt.Data(values=[{"at": 0.667}, {"at": 0.8}]))
    rules = limits.mark_rule(strokeDash=[2, 3], color=_SOFT).encode(y="at:Q")
    return (
        alt.layer(band, line, rules, *_marks(measures, words=False))
        .properties(width=260, height=110)
        .facet(alt.Facet("axis:N", title=None), columns=2, data=_cut(rows, "axis"))
        .properties(title="Krippendorff's alpha by axis: 0.80 is reliable, 0.667 tentative")
    )


def severity(measures: Measures) -> alt.TopLevelMixin | None:
    """How much higher than the group each reviewer scores."""
    rows = tables.severity(measures).dropna(subset=["severity"])
    if rows.empty:
        return None
    base = alt.Chart(_cut(rows, "reviewer")).encode(
        y=alt.Y("reviewer:N", sort="-x", title=None, axis=alt.Axis(labelLimit=220)),
    )
    zero = alt.Chart(pd.DataFrame({"at": [0]})).mark_rule(color=_SOFT).encode(x="at:Q")
    bars = base.mark_rule(color=_INK).encode(x="low:Q", x2="high:Q")
    dots = base.mark_point(filled=True, size=60, color=_INK).encode(
        x=alt.X("severity:Q", title="levels above the group (below it: lenient)")
    )
    return (zero + bars + dots).properties(
        width=_WIDTH, title="Severity of reviewers, 95 % intervals"
    )


def confusion(counts: pd.DataFrame) -> alt.TopLevelMixin | None:
    """Scores given beside scores known, over all reviewers and axes in `counts`."""
    if counts.empty:
        return None
    rows = counts.groupby(["gold", "given"], as_index=False)["count"].sum()
    base = alt.Chart(rows).encode(
        x=alt.X("given:O", title="given"), y=alt.Y("gold:O", title="gold")
    )
    cells = base.mark_rect().encode(
        color=alt.Color("count:Q", scale=alt.Scale(scheme="greys"), legend=None)
    )
    dark = f"datum.count > {float(rows['count'].max()) * 0.55}"
    words = base.mark_text(fontSize=13).encode(
        text="count:Q", color=alt.condition(dark, alt.value("white"), alt.value(_INK))
    )
    return (cells + words).properties(
        width=220, height=200, title=["Scores beside hidden gold:", "the diagonal is right"]
    )


def drift(measures: Measures, reviewer: str) -> alt.TopLevelMixin | None:
    """One reviewer's average against the own beginning, with limits and guideline revisions."""
    rows = tables.drift(measures)
    rows = rows[rows["reviewer"] == reviewer]
    if rows.empty:
        return None
    base = alt.Chart(rows).encode(x=alt.X("until:Q", title="submissions of the session"))
    band = base.mark_area(opacity=0.2, color=_SOFT).encode(
        y=alt.Y("low:Q", title="levels above gold or the others"), y2="high:Q"
    )
    line = base.mark_line(color=_INK).encode(y="average:Q")
    dots = base.mark_point(filled=True, size=70).encode(
        y="average:Q",
        color=alt.condition("datum.outside", alt.value(_ALARM), alt.value(_INK)),
        shape=alt.condition("datum.outside", alt.value("triangle-up"), alt.value("circle")),
    )
    return alt.layer(band, line, dots, *_marks(measures)).properties(
        width=_WIDTH, height=180,
        title=f"Drift of {reviewer[:_LONG]}: a triangle is outside the limits",
    )  # fmt: skip


def pairs(measures: Measures) -> alt.TopLevelMixin | None:
    """Share of scores that are the same, of every two reviewers."""
    rows = [
        {"one": a[:_LONG], "other": b[:_LONG], "same": p.percent.value, "tasks": p.tasks}
        for p in measures.pairs if p.percent.value is not None
        for a, b in ((p.one, p.other), (p.other, p.one))
    ]  # fmt: skip
    if not rows:
        return None
    frame = pd.DataFrame(rows)
    base = alt.Chart(frame).encode(
        x=alt.X("one:N", title=None), y=alt.Y("other:N", title=None, axis=alt.Axis(labelLimit=220))
    )
    shade = alt.Color("same:Q", scale=alt.Scale(scheme="greys", domain=[0, 1]), title="same score")
    words = base.mark_text(fontSize=10).encode(
        text=alt.Text("same:Q", format=".2f"),
        color=alt.condition("datum.same > 0.55", alt.value("white"), alt.value(_INK)),
    )
    # A cell as wide as its figure, as long as all of them go on a page.
    cell = max(18, min(32, 2 * _WIDTH // len({row["one"] for row in rows})))
    return (base.mark_rect().encode(color=shade) + words).properties(
        width=alt.Step(cell), height=alt.Step(20),
        title=["Who agrees with whom:", "share of scores that are the same"],
    )  # fmt: skip


def gaps(measures: Measures, most: int = 30) -> alt.TopLevelMixin | None:
    """Where the widest disagreements are: tasks by axes."""
    rows = [
        {"task": task.task_id[:_LONG], "axis": axis.axis, "gap": axis.gap, "order": number}
        for number, task in enumerate(t for t in measures.tasks if t.gap)
        for axis in task.axes if number < most
    ]  # fmt: skip
    if not rows:
        return None
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("axis:N", title=None, axis=alt.Axis(labelAngle=-30, labelLimit=200)),
        y=alt.Y("task:N", title=None, sort=alt.SortField("order"), axis=alt.Axis(labelLimit=220)),
    )
    shade = alt.Color("gap:Q", scale=alt.Scale(scheme="greys", domain=[0, 3]), legend=None)
    words = base.mark_text().encode(
        text="gap:Q",
        color=alt.condition("datum.gap > 1", alt.value("white"), alt.value(_INK)),
    )
    return (base.mark_rect().encode(color=shade) + words).properties(
        width=_WIDTH, title="Levels between the lowest and the highest score"
    )


def _marks(measures: Measures, *, words: bool = True) -> list[alt.Chart]:
    """Guideline revisions as rules, each with its version and what changed."""
    if not measures.marks:
        return []
    rows = [
        {"order": m.order, "said": f"v{m.version} {m.what if words else ''}"[:_LONG]}
        for m in measures.marks
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(x="order:Q")
    rule = base.mark_rule(strokeDash=[4, 2], color=_ALARM)
    label = base.mark_text(align="left", dx=4, dy=-4, fontSize=9, color=_ALARM)
    return [rule, label.encode(text="said:N", y=alt.value(10))]


def _cut(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Names no longer than a chart can show, and told apart all the same."""
    return rows.assign(**{column: [_short(v) for v in rows[column]]})


def _short(name: Any) -> str:
    text = str(name)
    return text if len(text) <= _LONG else f"{text[: _LONG - 8]}…{text[-7:]}"
