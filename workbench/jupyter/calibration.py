"""A calibration session in a notebook: its measures, charts drawn in place, and a way to look
closer. Only a lead's account gets anything: the store is asked, never a copy."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import ipywidgets as widgets
import pandas as pd
from IPython.display import SVG, display

from workbench.errors import MissingTool, NotFound
from workbench.model.measures import Measures
from workbench.model.rubric import Rubric
from workbench.reports import tables
from workbench.sessions.confusing import confusions
from workbench.sessions.measures import measure_record
from workbench.sessions.record import Record
from workbench.store.sessions.moving import load_parts
from workbench.store.sessions.open import open_sessions
from workbench.store.workspace import Workspace, builtin_rubric

_NOTHING = {
    "gaps": "no two reviewers differ on a task yet",
    "agreement": "too few tasks were finished by two reviewers to follow agreement over time",
    "severity": "too few tasks are shared to compare reviewers",
    "confusion": "nobody has met hidden gold yet",
    "drift": "too few tasks were compared to follow drift",
    "pairs": "no two reviewers share a task yet",
}


@dataclass(frozen=True)
class Seen:
    """A session as a lead sees it."""

    record: Record

    @cached_property
    def measures(self) -> Measures:
        """What its ratings say."""
        return measure_record(self.record)

    @property
    def words(self) -> str:
        """Where it stands, in a few lines."""
        m = self.measures
        said = f"{m.title or m.session}: {m.state}, {m.submitted} of {m.assigned} submitted, "
        return "\n".join([said + f"{m.open} tasks wait for a decision", *m.doubts])

    def draw(self, chart: str, reviewer: str = "", axis: str = "") -> None:
        """Show a chart by its name, or say why there is none. Raises MissingTool without Altair."""
        drawn = self._svg(chart, reviewer, axis)
        if drawn is None:
            print(_NOTHING[chart])  # noqa: T201
        else:
            display(SVG(drawn))

    def explore(self) -> widgets.Widget:
        """Pick an axis, a reviewer and a window; what they hold stands beneath."""
        m = self.measures
        axis = widgets.Dropdown(options=[a.axis for a in m.axes], description="axis")
        who = widgets.Dropdown(
            options=["everybody", *(r.reviewer for r in m.reviewers)], description="reviewer"
        )
        windows = max((len(a.windows) for a in m.axes), default=0)
        window = widgets.SelectionSlider(
            options=["all", *map(str, range(1, windows + 1))], description="window"
        )
        shown = widgets.HTML()

        def show(_: object = None) -> None:
            shown.value = self._closer(axis.value, who.value, window.value)

        for control in (axis, who, window):
            control.observe(show, names="value")
        show()
        return widgets.VBox([widgets.HBox([axis, who, window]), shown])

    def _closer(self, axis: str, who: str, window: str) -> str:
        m = self.measures
        found = next(a for a in m.axes if a.axis == axis)
        lines = [f"alpha {tables.told(found.alpha)}, same score {tables.told(found.percent)}"]
        if window != "all" and int(window) <= len(found.windows):
            part = found.windows[int(window) - 1]
            lines = [
                f"tasks {part.first} to {part.last}: alpha {tables.told(part.alpha)}, "
                f"same score {tables.told(part.percent)}"
            ]
        reviewer = next((r for r in m.reviewers if r.reviewer == who), None)
        if reviewer is not None:
            severity = reviewer.severity_by_axis.get(axis)
            lines.append(f"{who}: severity {tables.told(severity) if severity else 'not measured'}")
        text = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        drawn = self._svg("confusion", "" if reviewer is None else who, axis)
        return text + (drawn or f"<p>{_NOTHING['confusion']}</p>")

    def _svg(self, chart: str, reviewer: str, axis: str) -> str | None:
        try:
            from workbench.reports import charts, drawing
        except ImportError as error:
            raise MissingTool(
                f"charts are drawn by Altair, which is not installed here ({error.name})",
                mend="pip install 'reviewer-workbench[reports]'",
            ) from None
        m = self.measures
        make: dict[str, Callable[[], object]] = {
            "gaps": lambda: charts.gaps(m),
            "agreement": lambda: charts.agreement(m),
            "severity": lambda: charts.severity(m),
            "pairs": lambda: charts.pairs(m),
            "drift": lambda: charts.drift(m, reviewer),
            "confusion": lambda: charts.confusion(self._counts(reviewer, axis)),
        }
        if chart not in make:
            raise NotFound(f"there is no chart {chart!r}", mend=f"there are: {', '.join(make)}")
        made = make[chart]()
        return None if made is None else drawing.svg(made)  # type: ignore[arg-type]

    def _counts(self, reviewer: str, axis: str) -> pd.DataFrame:
        counts = confusions(self.record)
        return tables.confusion(
            c for c in counts
            if (not reviewer or c.reviewer == reviewer) and (not axis or c.axis == axis)
        )  # fmt: skip


def session_in(workspace: str, session: str) -> Seen:
    """A session of a workspace's store. Raises Forbidden to whoever is no lead of it."""
    place = Workspace.open(Path(workspace))
    store = open_sessions(place)
    try:
        return Seen(Record.of(store.lead(session), place.rubric))
    finally:
        store.close()


def session_of_file(path: str) -> Seen:
    """A session as it was exported, judged by the rubric of its workspace or the built-in one."""
    file = Path(path)
    workspace = Workspace.find(file.parent)
    rubric_of: Callable[[str], Rubric] = workspace.rubric if workspace else builtin_rubric
    return Seen(Record.of_parts(load_parts(file), rubric_of))
