"""A calibration session as a notebook that runs top to bottom and opens on the disagreements.

It holds no ratings of its own unless it is asked to embed them: its first cell names the workspace
and the session, and the store decides what whoever runs it may see.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

_TITLE = """# Calibration: {title}

Session `{session}`. Run all cells: tables and charts are made from the store as it is now, and only
a lead of the session can read it. Disagreements come first; what should be acted on stands beside
them in words."""
_OPEN = '''"""Where the session is kept. The store refuses whoever is no lead of it."""
from workbench.jupyter.calibration import session_in

found = session_in({workspace}, {session})
measures = found.measures
print(found.words)'''
_FILE = '''"""The session as it was exported; nothing is read from a store."""
from workbench.jupyter.calibration import session_of_file

found = session_of_file({path})
measures = found.measures
print(found.words)'''
_CELLS: tuple[tuple[str, str, str], ...] = (
    ("md", "about-disagreements", "## Disagreements, widest first\n\nA gap of 2, or scores on both "
     "sides of what blocks a task, needs a decision: `workbench session adjudicate`."),
    ("code", "disagreements", "from workbench.reports import tables\n\n"
     "tables.disagreements(measures).head(40)"),
    ("md", "about-findings", "## What to act on\n\nEach finding names the figures it rests on; the "
     "thresholds and their error rates are in `docs/sessions-measures.md`."),
    ("code", "findings", "for finding in measures.findings:\n"
     "    print(f\"- {finding.text}\\n  {finding.advice}\")\n"
     "for note in measures.notes:\n    print(\"  too little known:\", note)"),
    ("code", "gaps", "found.draw(\"gaps\")"),
    ("md", "about-axes", "## Axes\n\nNo figure of agreement is to be read alone: a high share of "
     "equal scores may be chance where nearly every score is 0."),
    ("code", "axes", "tables.axes(measures)"),
    ("code", "agreement", "found.draw(\"agreement\")"),
    ("md", "about-reviewers", "## Reviewers\n\nSeverity is in levels above the group, drawn "
     "towards it where little is known."),
    ("code", "reviewers", "tables.reviewers(measures)"),
    ("code", "severity", "found.draw(\"severity\")"),
    ("code", "pairs", "found.draw(\"pairs\")"),
    ("code", "confusion", "found.draw(\"confusion\")"),
    ("md", "about-explore", "## One axis, one reviewer, one window\n\nPick what to look at."),
    ("code", "explore", "found.explore()"),
    ("md", "about-drift", "## Drift\n\nA reviewer's average against the own beginning. A triangle "
     "is outside the limits; a dashed rule is a revision of the guidelines."),
    ("code", "drift", "for reviewer in measures.reviewers:\n"
     "    if reviewer.drift.drifting:\n        found.draw(\"drift\", reviewer.reviewer)\n"
     "    elif reviewer.drift.drifting is None:\n"
     "        print(f\"{reviewer.reviewer}: {reviewer.drift.note}\")"),
)  # fmt: skip


def of_session(workspace: Path, session: str, title: str) -> NotebookNode:
    """The notebook of a session in a workspace's store."""
    return _notebook(
        _OPEN.format(workspace=_quoted(str(workspace)), session=_quoted(session)), session, title
    )


def of_file(path: Path, session: str, title: str) -> NotebookNode:
    """The notebook of a session as it was exported to a file."""
    return _notebook(_FILE.format(path=_quoted(str(path))), session, title)


def of_cells(cells: Iterable[tuple[str, str, str]]) -> NotebookNode:
    """A notebook of cells, each `md` or `code`, with its id and its text."""
    made = nbformat.v4.new_notebook()
    made.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3", "language": "python",
    }  # fmt: skip
    for kind, name, text in cells:
        new = nbformat.v4.new_markdown_cell if kind == "md" else nbformat.v4.new_code_cell
        cell = new(text)
        cell["id"] = name
        made.cells.append(cell)
    return made


def _notebook(first: str, session: str, title: str) -> NotebookNode:
    head = _TITLE.format(title=_plain(title or session), session=session)
    return of_cells([("md", "title", head), ("code", "open", first), *_CELLS])


def _quoted(text: str) -> str:
    """A text as Python writes it, in the quotes a formatter keeps."""
    return json.dumps(text)


def _plain(text: str) -> str:
    """A title as one line of text that no Markdown reads as anything else."""
    line = " ".join(text.split())[:200]
    shown = line.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{c}" if c in "\\`*_{}[]>()#+!|" else c for c in shown)
