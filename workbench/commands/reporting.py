"""`workbench report`: what is asked for, gathered and written as the file's name says."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.adequacy.wish import is_current
from workbench.commands import session_lead, session_report
from workbench.errors import InputError, MissingTool, WorkbenchError
from workbench.model.assessment import Assessment
from workbench.model.counting import many
from workbench.model.report import Report
from workbench.model.task import Task
from workbench.reports import pages, spreadsheets, task_tables
from workbench.reports.gathering import Progress, gather, relative
from workbench.reports.printing import pdf
from workbench.reports.trusting import by_file
from workbench.reports.words import markdown
from workbench.store.assessments import AssessmentFolder
from workbench.store.files import write_atomic
from workbench.store.workspace import Workspace

SUFFIXES = (".html", ".md", ".pdf", ".ipynb", ".csv", ".parquet", ".xlsx", ".json")


@dataclass(frozen=True)
class Asked:
    """What a report is to hold."""

    tasks: Sequence[str] = ()
    reviewer: str = ""
    names: bool = False
    truth: Path | None = None


def report(target: Path, asked: Asked, out: Path, progress: Progress) -> str:
    """Write it, and say what was written. Raises InputError before anything is read when the
    file's name names no form; what else a workspace, a session's store and a form may raise."""
    check_name(out)
    if session := _session_of(target):
        if asked.tasks or asked.reviewer or asked.truth:
            raise InputError("a session is reported as a whole",
                             mend="leave --task, --reviewer and --truth out")  # fmt: skip
        with session_lead.led(target.parent.parent, session) as (workspace, lead):
            progress("the session", 0, 0)
            measures = session_report.write(workspace, lead, out, names=asked.names)
        return f"{out}: session {session}, {measures.submitted} of {measures.assigned} submitted"
    made = write(Workspace.open(target), asked, out, progress)
    left = many(len(made.left_out), "thing", "things") if made.left_out else ""
    told = many(len(made.tasks), "task", "tasks")
    return f"{out}: {told}; {left} could not be read" if left else f"{out}: {told}"


def _session_of(target: Path) -> str:
    """`WORKSPACE/sessions/ID` names a session, whether or not it is a folder there."""
    return target.name if target.parent.name == "sessions" else ""


def check_name(out: Path) -> None:
    """Before anything is read. Raises InputError for a suffix that names no form."""
    if out.suffix.lower() not in SUFFIXES:
        raise InputError(f"{out.name} names no form of report",
                         mend=f"end it with one of {', '.join(SUFFIXES)}")  # fmt: skip


def write(workspace: Workspace, asked: Asked, out: Path, progress: Progress) -> Report:
    """Gather and write; a report that names people is readable by its owner alone."""
    check_name(out)
    truth = (by_file(asked.truth), asked.truth.name) if asked.truth else None
    report = gather(
        workspace, only=asked.tasks, reviewer=asked.reviewer, names=asked.names, truth=truth,
        progress=progress,
    )  # fmt: skip
    progress("writing", 0, 0)
    _WRITERS[out.suffix.lower()](_Work(workspace, report, asked), out)
    return report


@dataclass(frozen=True)
class _Work:
    workspace: Workspace
    report: Report
    asked: Asked

    def keep(self, out: Path, data: bytes) -> None:
        write_atomic(out, data, mode=0o600 if self.asked.names else 0o644)


def _html(work: _Work, out: Path) -> None:
    work.keep(out, _joined(_page(work, relative(work.workspace.root, out))))


def _pdf(work: _Work, out: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="workbench-report-") as folder:
        page = Path(folder) / "report.html"
        page.write_bytes(_joined(_page(work, "")))
        work.keep(out, pdf(page))


def _page(work: _Work, root: str) -> Iterable[str]:
    report = work.report
    if report.kind == "task":
        task = work.workspace.task(report.tasks[0].task_id)
        return pages.task_page(report, task, _current(work.workspace, task), root=root)
    charts, missing = _charts(report)
    return pages.tasks_page(report, charts=charts, no_charts=missing, root=root)


def _current(workspace: Workspace, task: Task) -> Assessment | None:
    found = AssessmentFolder(workspace.root / "assessments").load(task.id)
    try:
        return found if found is None or is_current(found, task) else None
    except WorkbenchError:
        return found


def _charts(report: Report) -> tuple[list[tuple[str, str]], str]:
    try:
        from workbench.reports import task_charts
        from workbench.reports.drawing import svg
    except ImportError:
        return [], pages.NO_CHARTS
    drawn = (
        ("How many suites have which strength", task_charts.strengths(report)),
        ("How many tasks are flagged for what", task_charts.kinds(report)),
    )
    return [(name, svg(chart)) for name, chart in drawn if chart is not None], ""


def _md(work: _Work, out: Path) -> None:
    work.keep(out, "".join(f"{line}\n" for line in markdown(work.report)).encode())


def _ipynb(work: _Work, out: Path) -> None:
    try:
        import nbformat

        from workbench.reports.task_notebook import of_report
    except ImportError as error:
        raise MissingTool(f"a notebook needs {error.name}", mend="pip install nbformat") from None
    asked = work.asked
    made = of_report(
        work.report, work.workspace.root,
        only=asked.tasks, reviewer=asked.reviewer, truth=asked.truth,
    )  # fmt: skip
    work.keep(out, nbformat.writes(made).encode())  # type: ignore[no-untyped-call]


def _csv(work: _Work, out: Path) -> None:
    work.keep(out, spreadsheets.csv(task_tables.tasks(work.report)))


def _parquet(work: _Work, out: Path) -> None:
    work.keep(out, spreadsheets.parquet(task_tables.tasks(work.report)))


def _xlsx(work: _Work, out: Path) -> None:
    frames: dict[str, pd.DataFrame] = {
        "tasks": task_tables.tasks(work.report), "flags": task_tables.flags(work.report),
        "reviews": task_tables.opinions(work.report), "trust": task_tables.trust(work.report),
        "proven": task_tables.proven(work.report),
    }  # fmt: skip
    work.keep(out, spreadsheets.xlsx(frames))


def _json(work: _Work, out: Path) -> None:
    value: dict[str, Any] = work.report.model_dump(mode="json")
    work.keep(out, json.dumps(value, indent=1, ensure_ascii=False).encode())


def _joined(parts: Iterable[str]) -> bytes:
    return "".join(parts).encode("utf-8")


_WRITERS: dict[str, Callable[[_Work, Path], None]] = {
    ".html": _html, ".md": _md, ".pdf": _pdf, ".ipynb": _ipynb, ".csv": _csv,
    ".parquet": _parquet, ".xlsx": _xlsx, ".json": _json,
}  # fmt: skip
