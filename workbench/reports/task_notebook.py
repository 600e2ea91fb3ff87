"""A workspace's report as a notebook that gathers it anew when it is run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from workbench.model.report import Report
from workbench.reports.notebook import of_cells
from workbench.reports.safe import in_markdown

_HEAD = """# Report: {title}

Run all cells: everything is read from the workspace as it is now. What to look at first comes
first."""
_OPEN = '''"""Where the tasks are. Reviewers stand under pseudonyms{unless}."""
from pathlib import Path

from workbench.reports import summary, task_charts, task_tables
from workbench.reports.gathering import gather{imported}
from workbench.store.workspace import Workspace

report = gather(Workspace.open(Path({workspace})){options})
tasks, flags = task_tables.tasks(report), task_tables.flags(report)
for name, value in summary.figures(report):
    print(f"{{name}}: {{value}}")'''


def of_report(
    report: Report, workspace: Path, *,
    only: Sequence[str] = (), reviewer: str = "", truth: Path | None = None,
) -> NotebookNode:  # fmt: skip
    """Nothing of the report stands in it but its title; its first cell names the workspace, and
    what of it is asked for."""
    said = f", names={report.names}" if report.names else ""
    said += f", reviewer={json.dumps(reviewer)}" if reviewer else ""
    said += f", only={json.dumps(list(only))}" if only else ""
    if truth:
        path = json.dumps(str(truth.resolve()))
        said += f", truth=(by_file(Path({path})), {json.dumps(truth.name)})"
    opened = _OPEN.format(
        workspace=json.dumps(str(workspace)), options=said,
        imported="\nfrom workbench.reports.trusting import by_file" if truth else "",
        unless=" unless `names`" if not report.names else ", here under their names",
    )  # fmt: skip
    return of_cells(
        (
            ("md", "title", _HEAD.format(title=in_markdown(report.title))),
            ("code", "open", opened),
            ("md", "about-first", "## To look at first"),
            ("code", "first", 'tasks[["task_id", "language", "verdict", "strength", "high", '
             '"medium", "why"]].head(30)'),
            ("md", "about-trust", "## How often they are right\n\nWhere the truth is known here, "
             "and on other data, measured before."),
            ("code", "trust", "task_tables.trust(report)"),
            ("code", "proven", "task_tables.proven(report).drop(columns=[\"how\", \"at\", "
             "\"commit\"])"),
            ("md", "about-unmeasured", "## What was not measured"),
            ("code", "unmeasured", "summary.unmeasured(report)"),
            ("md", "about-flags", "## Flags, the gravest first"),
            ("code", "flags", 'flags.sort_values("severity", key=lambda s: s.map('
             '{"high": 0, "medium": 1, "low": 2}), kind="stable").head(60)'),
            ("md", "about-languages", "## By language"),
            ("code", "languages", "summary.languages(report)"),
            ("md", "about-strength", "## Strength"),
            ("code", "strength", "task_charts.strengths(report) or \"no suite was assessed yet\""),
        )
    )  # fmt: skip
