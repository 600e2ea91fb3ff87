"""A calibration session as a report: measures without people's names, tables, charts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd

from workbench.model.measures import Measures
from workbench.reports import pages, tables
from workbench.reports.safe import in_markdown as md
from workbench.sessions.confusing import Confusion
from workbench.sessions.findings import findings, too_little

SHEETS = ("findings", "disagreements", "axes", "reviewers", "windows", "severity", "drift",
          "ratings")  # fmt: skip


def without_names(measures: Measures, called: Callable[[str], str]) -> Measures:
    """The same under pseudonyms. Findings are said anew: they name people in their sentences."""
    reviewers = tuple(
        r.model_copy(update={"reviewer": called(r.reviewer)}) for r in measures.reviewers
    )
    pairs = tuple(
        p.model_copy(update={"one": called(p.one), "other": called(p.other)})
        for p in measures.pairs
    )  # fmt: skip
    axes = tuple(
        a.model_copy(update={"without": {called(who): alpha for who, alpha in a.without.items()}})
        for a in measures.axes
    )
    return measures.model_copy(
        update={
            "axes": axes,
            "reviewers": reviewers, "pairs": pairs,
            "findings": findings(axes, reviewers),
            "notes": too_little(axes, reviewers),
            "doubts": _renamed(measures, called),
        }
    )  # fmt: skip


def _renamed(measures: Measures, called: Callable[[str], str]) -> tuple[str, ...]:
    """What the store says of itself: sentences with people's names in them."""
    people = sorted((r.reviewer for r in measures.reviewers), key=len, reverse=True)
    if not people:
        return measures.doubts
    named = re.compile(rf"(?<![\w.@-])(?:{'|'.join(map(re.escape, people))})(?![\w@-]|\.\w)")
    return tuple(named.sub(lambda found: called(found[0]), doubt) for doubt in measures.doubts)


def frames(measures: Measures) -> dict[str, pd.DataFrame]:
    """The session's tables by name."""
    return {name: getattr(tables, name)(measures) for name in SHEETS}


def html(measures: Measures, counts: Sequence[Confusion], about: dict[str, Any]) -> Iterator[str]:
    """One page. `about`: what `about_this` gives."""
    drawn, missing = _charts(measures, counts)
    return pages.session_page(measures, frames(measures), about, charts=drawn, no_charts=missing)


def about_this(workspace: str, *, names: bool) -> dict[str, Any]:
    """What stands at a report's foot."""
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"made_at": made, "workspace": workspace, "names": names, "left_out": ()}


def markdown(measures: Measures) -> Iterator[str]:
    """Line by line."""
    yield f"# {md(measures.title or measures.session)}"
    yield ""
    yield (f"{measures.state}: {measures.submitted} of {measures.assigned} assignments submitted, "
           f"{measures.open} tasks wait for a decision.")  # fmt: skip
    for sentence in (*measures.doubts, *measures.notes):
        yield f"- {md(sentence, 500)}"
    for name, frame in frames(measures).items():
        yield ""
        yield f"## {name.capitalize()}"
        yield ""
        if frame.empty:
            yield "None."
            continue
        yield "| " + " | ".join(md(str(c)) for c in frame.columns) + " |"
        yield "|" + "---|" * len(frame.columns)
        for row in frame.head(400).itertuples(index=False):
            yield "| " + " | ".join(md(pages.cell(value), 400) for value in row) + " |"
        if len(frame) > 400:
            yield ""
            yield f"{len(frame) - 400} rows more."


def _charts(measures: Measures, counts: Sequence[Confusion]) -> tuple[list[tuple[str, str]], str]:
    try:
        from workbench.reports import charts
        from workbench.reports.drawing import svg
    except ImportError:
        return [], pages.NO_CHARTS
    made = [
        ("Where the widest disagreements are", charts.gaps(measures)),
        ("Agreement by axis over time", charts.agreement(measures)),
        ("Severity of reviewers", charts.severity(measures)),
        ("Who agrees with whom", charts.pairs(measures)),
        ("Scores beside hidden gold", charts.confusion(tables.confusion(counts))),
    ]
    made += [
        (f"Drift of {r.reviewer}", charts.drift(measures, r.reviewer))
        for r in measures.reviewers if r.drift.drifting
    ]  # fmt: skip
    return [(name, svg(chart)) for name, chart in made if chart is not None], ""
