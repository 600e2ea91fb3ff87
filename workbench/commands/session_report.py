"""`workbench report WORKSPACE/sessions/ID`: a session, for whoever leads it."""

from __future__ import annotations

import dataclasses
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat

from workbench.errors import InputError
from workbench.model.measures import Measures
from workbench.reports import sessions, spreadsheets
from workbench.reports.notebook import of_session
from workbench.reports.printing import pdf
from workbench.sessions.confusing import confusions
from workbench.sessions.measures import measure_record
from workbench.sessions.record import Record
from workbench.store.files import write_atomic
from workbench.store.pseudonyms import Pseudonyms
from workbench.store.sessions.contract import Lead
from workbench.store.workspace import Workspace


def write(workspace: Workspace, lead: Lead, out: Path, *, names: bool) -> Measures:
    """Write it, readable by its owner alone: it shows ratings. Raises InputError for a form that
    holds one table only when a session has several."""
    record = Record.of(lead, workspace.rubric)
    called: Callable[[str], str] = str if names else Pseudonyms(workspace.root).of
    measures = sessions.without_names(measure_record(record), called)
    counts = [dataclasses.replace(c, reviewer=called(c.reviewer)) for c in confusions(record)]
    about = sessions.about_this(workspace.config.name, names=names)
    suffix = out.suffix.lower()
    if suffix in (".html", ".pdf"):
        page = "".join(sessions.html(measures, counts, about)).encode()
        data = _printed(page) if suffix == ".pdf" else page
    elif suffix == ".md":
        data = "".join(f"{line}\n" for line in sessions.markdown(measures)).encode()
    elif suffix == ".json":
        data = json.dumps(measures.model_dump(mode="json"), indent=1, ensure_ascii=False).encode()
    elif suffix == ".xlsx":
        data = spreadsheets.xlsx(sessions.frames(measures))
    elif suffix == ".ipynb":
        session = lead.session()
        made = of_session(workspace.root, session.id, session.title)
        data = nbformat.writes(made).encode()  # type: ignore[no-untyped-call]
    else:
        raise InputError(
            f"a session is several tables, and {suffix} holds one",
            mend="end it with .xlsx, or read its reviewers' scores with `workbench session labels`",
        )
    write_atomic(out, data, mode=0o600)
    return measures


def _printed(page: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="workbench-report-") as folder:
        file = Path(folder) / "report.html"
        file.write_bytes(page)
        return pdf(file)
