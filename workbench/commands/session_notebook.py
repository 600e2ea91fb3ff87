"""`workbench session notebook`: a calibration notebook, written and run."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat

from workbench.errors import InputError, WorkbenchError
from workbench.reports.notebook import of_file, of_session
from workbench.store.files import write_atomic
from workbench.store.sessions.contract import Lead
from workbench.store.sessions.moving import export_session
from workbench.store.workspace import Workspace

_CELL_S = 300


def write(workspace: Workspace, lead: Lead, out: Path, *, embed: bool, run: bool) -> Path:
    """Write the notebook, and what it embeds, readable by its owner alone: it shows ratings.

    `embed` puts the session as exported beside it, to be read where the store is out of reach.
    Raises InputError for another suffix and when a cell fails; the notebook is then written with
    the error in it.
    """
    if out.suffix != ".ipynb":
        raise InputError(f"{out.name} is no notebook's name", mend="end it with .ipynb")
    session = lead.session()
    made = of_session(workspace.root, session.id, session.title)
    if embed:
        beside = out.with_suffix(".session.jsonl")
        export_session(lead, beside)
        beside.chmod(0o600)
        made = of_file(Path(beside.name), session.id, session.title)
    failed = _run(made, out.resolve().parent) if run else ""
    write_atomic(out, nbformat.writes(made).encode("utf-8"), mode=0o600)
    if failed:
        raise InputError(f"{out.name} was written, but a cell failed: {failed}",
                         mend="open it: the error stands in its cell")  # fmt: skip
    return out


def _run(made: nbformat.NotebookNode, folder: Path) -> str:
    """Run it top to bottom where it will lie; why it stopped, or nothing."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    # The kernel starts in `folder`: a `pathlib.py` that lies there is not to run.
    env = {**os.environ, "PYTHONSAFEPATH": "1"}
    client = NotebookClient(made, timeout=_CELL_S, kernel_name="python3")
    try:
        client.execute(cwd=str(folder), env=env)
    except CellExecutionError as error:
        return f"{error.ename}: {error.evalue}"[:500]
    except (RuntimeError, TimeoutError) as error:
        raise WorkbenchError(f"the notebook could not be run: {error}",
                             mend="--no-run writes it without outputs") from None  # fmt: skip
    return ""
