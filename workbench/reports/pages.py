"""Reports as one HTML file each: no script, nothing loaded, every foreign text escaped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import workbench
from workbench.adequacy.survivors import ranking
from workbench.model.assessment import Assessment, FileCoverage
from workbench.model.measures import Measures
from workbench.model.report import Outcome, Report, TaskFacts
from workbench.model.task import Task
from workbench.reports.code import coloured
from workbench.reports.gathering import places
from workbench.reports.safe import css_string, one_line, visible
from workbench.reports.summary import figures, languages, unmeasured

FIRST = 20
DETAILED = 2_000
"""tasks whose evidence stands in the file itself; a browser opens no more in two seconds"""
RATINGS = 2_000
"""tasks whose ratings stand in a session's page"""
DOUBTS = 100
"""sentences on what weakens a session's promises that stand in its page"""

NO_CHARTS = ("Charts are left out: they need altair and vl-convert "
             "(pip install 'reviewer-workbench[reports]').")  # fmt: skip

_INTERVAL = re.compile(r"\(-?[\d.]+ to -?[\d.]+\)")

Drawings = Iterable[tuple[str, str]]
"""what a chart shows, and the SVG that shows it"""


def tasks_page(
    report: Report, *, charts: Drawings = (), no_charts: str = "", root: str = ""
) -> Iterator[str]:
    """A data set, or what one reviewer reviewed, piece by piece. `root` leads to the workspace."""
    return _page(
        "tasks.html.j2", report, root=root, charts=list(charts), no_charts=no_charts,
        figures=figures(report), languages=languages(report), unmeasured=unmeasured(report),
        first=[t for t in report.tasks if t.concern > 0][:FIRST],
        detailed=min(DETAILED, len(report.tasks)),
        sections={facts.task_id for facts in report.tasks[:DETAILED]},
    )  # fmt: skip


def task_page(
    report: Report, task: Task, found: Assessment | None, *, root: str = ""
) -> Iterator[str]:
    """One task with all its evidence and its code. `found` only when it is of the task as it is."""
    (facts,) = report.tasks
    return _page(
        "task.html.j2", report, root=root, facts=facts, task=task, found=found,
        survivors=ranking(found.mutants, every=True) if found else [],
    )  # fmt: skip


def session_page(
    measures: Measures, frames: dict[str, pd.DataFrame], about: dict[str, Any], *,
    charts: Drawings = (), no_charts: str = "",
) -> Iterator[str]:  # fmt: skip
    """A calibration session. Only a lead may have it."""
    values = {
        "title": measures.title or measures.session, "measures": measures, "frames": frames,
        "open_first": _open_first(frames), "most": RATINGS, "most_doubts": DOUBTS,
        "charts": list(charts), "no_charts": no_charts, **about,
    }  # fmt: skip
    return _environment().get_template("session.html.j2").generate(**_common(), **values)


def _page(template: str, report: Report, **values: Any) -> Iterator[str]:
    about = {
        "title": report.title, "made_at": report.made_at, "workspace": report.workspace,
        "names": report.names, "left_out": report.left_out, "report": report,
    }  # fmt: skip
    return _environment().get_template(template).generate(**_common(), **about, **values)


def _common() -> dict[str, Any]:
    return {"css": Markup(_css()), "version": workbench.__version__}


@cache
def _css() -> str:
    place = resources.files("workbench.reports") / "templates" / "report.css"
    return place.read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("workbench.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "line": one_line, "shown": visible, "coloured": _coloured, "unreached": _unreached,
        "places": _places, "cell": cell, "css_string": css_string, "brief": _brief,
        "alike": _alike, "tally": _tally, "in_page": _in_page,
    }  # fmt: skip
    made.filters.update(filters)
    return made


def _coloured(text: str, path: str, language: str) -> Markup:
    return Markup(coloured(path, text, language))


def _places(facts: TaskFacts) -> list[str]:
    files = places(facts.task_id, (o.run for o in facts.outcomes))
    return files if facts.tests is not None else [f for f in files if "assessment" not in f]


def _brief(place: str) -> str:
    """A run by as much of its name as finds it."""
    return re.sub(r"([0-9a-f]{12})[0-9a-f]{52}\.run\.json$", r"\1…", place)


def _alike(outcomes: Iterable[Outcome]) -> list[tuple[list[str], Outcome]]:
    """Solutions of one role of which the same is to be said."""
    found: dict[tuple[str, ...], tuple[list[str], Outcome]] = {}
    for one in outcomes:
        reason = "" if one.verdict == "pass" else one.reason
        said = (one.role, one.verdict, one.grade, one.then, one.changed, reason)
        found.setdefault(said, ([], one))[0].append(one.solution)
    return list(found.values())


def _tally(decisions: Iterable[str]) -> str:
    """`2 accept, 1 revise`."""
    return ", ".join(f"{n} {word}" for word, n in sorted(Counter(decisions).items()))


def _open_first(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    found = frames["disagreements"]
    return found.sort_values("state", key=lambda state: state != "open", kind="stable")


def _in_page(text: str, column: str) -> str:
    """A session's cell where lines are short: names without their underscores, pseudonyms by their
    letters, an interval never broken."""
    if column == "axis":
        return text.replace("_", " ")
    if column in ("scores", "reviewers"):
        return text.replace("Reviewer ", "")
    return _INTERVAL.sub(lambda found: found[0].replace(" ", "\xa0"), text)


def cell(value: Any) -> str:
    """A table's cell in one line; what is missing is empty, what holds or not is yes or no."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return one_line(str(value), 400)


def _unreached(file: FileCoverage) -> str:
    """`3-5, 9`."""
    missed = sorted(line for line, tests in file.lines.items() if not tests)
    runs = []
    for _, group in groupby(enumerate(missed), key=lambda pair: pair[1] - pair[0]):
        lines = [line for _, line in group]
        runs.append(str(lines[0]) if len(lines) == 1 else f"{lines[0]}-{lines[-1]}")
    return ", ".join(runs)
