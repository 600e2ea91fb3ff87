"""The notebook of a review: top to bottom by nbclient, and its desk cell driven in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import expect

from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import CHECKOUT, REVIEWER, LabServer
from workbench.store.workspace import Workspace

NOTEBOOK = CHECKOUT / "notebooks" / "review.ipynb"


@pytest.mark.sandbox
# nbclient leaves its event loop's socket to the garbage collector.
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_the_review_notebook_runs_top_to_bottom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.create(tmp_path / "ws", demo=True)
    monkeypatch.setenv("WORKBENCH_WORKSPACE", str(workspace.root))
    monkeypatch.setenv("WORKBENCH_REVIEWER", REVIEWER)
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(tmp_path))
    outputs = {cell["id"]: cell.get("outputs", []) for cell in notebook.cells}
    assert "wb-task" in outputs["task"][0]["data"]["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in outputs["desk"][0]["data"]
    assert "pass" in outputs["run"][0]["text"]
    assert "decision: accept" in outputs["rubric"][0]["text"]
    review = workspace.load_review("py-freight-quote", REVIEWER)
    assert review is not None
    assert review.confidence == 4


@pytest.mark.ui
@pytest.mark.sandbox
def test_the_desk_runs_a_suite_inside_a_notebook_cell(
    new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    last = next(n for n, cell in enumerate(notebook.cells) if cell["id"] == "desk")
    notebook.cells = notebook.cells[: last + 1]
    nbformat.write(notebook, server.workspace / "review.ipynb")
    page = new_browsing(1440, 1000).page
    page.add_locator_handler(
        page.locator(".jp-Dialog").get_by_text("Select Kernel"),
        lambda: page.locator(".jp-Dialog .jp-mod-accept").click(),
    )
    # A layout of its own: no other journey is to find this notebook open and changed.
    page.goto(server.address("/lab/workspaces/notebook/tree/review.ipynb"))
    # The toolbar's indicator is idle before there is a kernel too, and cells run then are lost.
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    desk = DeskPage(page, server)
    desk.at("title").scroll_into_view_if_needed()
    expect(desk.at("title")).to_contain_text("Freight quotes")
    desk.at("run").click()
    assert desk.wait_verdict() == "pass"
    before = page.locator(".jp-Notebook .jp-Cell").count()
    desk.type_at_end("tests-editor", "\n\ndef test_in_a_notebook():\n    assert 1 == 2\n")
    page.keyboard.press("Shift+Enter")
    assert page.locator(".jp-Notebook .jp-Cell").count() == before
    assert desk.run() == "fail"
    expect(desk.at("tests-editor")).to_contain_text("test_in_a_notebook")
