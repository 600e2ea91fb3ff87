"""Calibration notebooks run top to bottom and say what they should."""

from __future__ import annotations

import stat
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.reports.conftest import CHECKOUT, DEMO
from workbench.commands import session_notebook
from workbench.errors import Forbidden, InputError
from workbench.reports.notebook import of_file
from workbench.store.sessions.moving import import_session
from workbench.store.sessions.open import open_sessions
from workbench.store.workspace import Workspace

# nbclient leaves its event loop's socket to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(autouse=True)
def _kernel_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))


def _text(cell: nbformat.NotebookNode) -> str:
    return "".join(str(o.get("text", "")) + str(o.get("data", "")) for o in cell["outputs"])


def test_the_calibration_notebook_runs_and_names_what_was_planted() -> None:
    notebook = nbformat.read(CHECKOUT / "notebooks" / "calibration.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(
        cwd=str(CHECKOUT / "notebooks")
    )
    cells = {cell["id"]: _text(cell) for cell in notebook.cells if cell["cell_type"] == "code"}
    for planted in ("r07 drifts upwards", "r09 is careless", "tests_reject_valid is ambiguous"):
        assert planted in cells["findings"]
    assert "Reviewer A: " in cells["disagreements"]
    for chart in ("gaps", "agreement", "severity", "pairs", "confusion", "drift"):
        assert "image/svg+xml" in cells[chart], chart
    assert "widget-view+json" in cells["explore"]
    order = [cell["id"] for cell in notebook.cells if cell["cell_type"] == "code"]
    assert order[:2] == ["open", "disagreements"]


@pytest.mark.slow
def test_the_month_notebook_names_all_three_and_nobody_in_an_ordinary_month() -> None:
    notebook = nbformat.read(CHECKOUT / "notebooks" / "month.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(
        cwd=str(CHECKOUT / "notebooks")
    )
    cells = {cell["id"]: _text(cell) for cell in notebook.cells if cell["cell_type"] == "code"}
    for planted in ("r07 drifts upwards", "r12 is careless", "tests_reject_valid is ambiguous"):
        assert planted in cells["findings"]
    assert "nobody is named" in cells["nobody"]


def test_a_sessions_notebook_reads_the_store_and_is_its_leads_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_REVIEWER", "lead")
    workspace = Workspace.create(tmp_path / "ws")
    store = open_sessions(workspace)
    session = import_session(store, DEMO)
    out = tmp_path / "demo.ipynb"
    session_notebook.write(workspace, store.lead(session.id), out, embed=False, run=False)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    made = nbformat.read(out, as_version=4)
    nbformat.validate(made)
    assert "r07" not in out.read_text()
    first = next(c for c in made.cells if c["id"] == "open")
    monkeypatch.setenv("WORKBENCH_REVIEWER", "r01")
    with pytest.raises(Forbidden):
        exec(first["source"], {})
    store.close()


def test_a_notebook_that_embeds_the_ratings_needs_no_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_REVIEWER", "lead")
    workspace = Workspace.create(tmp_path / "ws")
    store = open_sessions(workspace)
    session = import_session(store, DEMO)
    out = tmp_path / "demo.ipynb"
    session_notebook.write(workspace, store.lead(session.id), out, embed=True, run=False)
    beside = tmp_path / "demo.session.jsonl"
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    assert beside.name in out.read_text()
    with pytest.raises(InputError, match=r"end it with \.ipynb"):
        session_notebook.write(
            workspace, store.lead(session.id), tmp_path / "x.html", embed=False, run=False
        )
    store.close()


def test_what_lies_beside_a_notebook_does_not_run_with_it(tmp_path: Path) -> None:
    for name in ("pathlib", "json", "ipykernel_launcher", "pandas"):
        (tmp_path / f"{name}.py").write_text(f"open('said-{name}', 'w')\n")
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell("import json, pathlib, pandas")]
    assert session_notebook._run(made, tmp_path) == ""
    assert not list(tmp_path.glob("said-*"))


def test_a_hostile_title_is_no_markup() -> None:
    made = of_file(Path("x"), "s", "</h1><script>alert(1)</script> [a](javascript:b) `c`\n# d")
    head = made.cells[0]["source"].splitlines()[0]
    assert "<script" not in head
    assert "\\[a\\]\\(javascript:b\\)" in head
