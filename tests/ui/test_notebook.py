"""The notebook of a review: top to bottom by nbclient, and its desk cell driven in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import Page, expect

from tests.ui import tasks
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


# Notebook 7.6 looks into its shortcuts' settings before they are loaded, and calls a command of the
# file browser that a page of one notebook does not have: with or without the workbench.
NOTEBOOKS_OWN = r"reading 'schema'|'filebrowser:open-path' not registered"


def in_lab(page: Page, server: LabServer) -> None:
    # A layout of its own: no other journey is to find this notebook open and changed.
    page.goto(server.address("/lab/workspaces/notebook/tree/lab.ipynb"))
    # The toolbar's indicator is idle before there is a kernel too, and cells run then are lost.
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()


def in_notebook(page: Page, server: LabServer) -> None:
    page.goto(server.address("/notebooks/notebook.ipynb"))
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for()


@pytest.mark.ui
@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("where", "task"),
    [(in_lab, "zz-lab"), (in_notebook, "zz-notebook")],
    ids=["lab", "notebook"],
)
def test_a_cell_holds_a_whole_desk_and_no_key_leaves_it(
    new_browsing: Callable[..., Browsing],
    server: LabServer,
    where: Callable[[Page, LabServer], None],
    task: str,
) -> None:
    Workspace.open(server.workspace).save_task(tasks.clamp(task))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    last = next(n for n, cell in enumerate(notebook.cells) if cell["id"] == "desk")
    notebook.cells = notebook.cells[: last + 1]
    for cell in notebook.cells:
        cell["source"] = cell["source"].replace("py-freight-quote", task)
    nbformat.write(notebook, server.workspace / f"{task.removeprefix('zz-')}.ipynb")
    browsing = new_browsing(1440, 1000)
    browsing.watch.forgive(NOTEBOOKS_OWN)
    page, press = browsing.page, browsing.page.keyboard.press
    where(page, server)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    desk = DeskPage(page, server)
    desk.at("title").scroll_into_view_if_needed()
    expect(desk.at("title")).to_contain_text(task)
    desk.at("run").click()
    assert desk.wait_verdict() == "pass"

    # Shift+Enter would run the cell again, digits and letters change or delete it.
    cells = page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    desk.type_at_end("tests-editor", "\n\ndef test_in_a_notebook():\n    assert 1 == 2\n")
    press("Shift+Enter")
    press("Control+Enter")
    expect(desk.at("verdict")).to_have_attribute("data-verdict", "fail")
    expect(desk.at("tests-editor")).to_contain_text("test_in_a_notebook")
    desk.at("axis-specification").focus()
    for key in ("d", "d", "a", "b", "x", "m", "0", "1"):
        press(key)
    desk.at("rationale-specification").focus()
    page.keyboard.type("b0 and dd are text here.")
    press("Shift+?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    desk.wait_on_disk(
        task, lambda r: r["ratings"]["specification"]["rationale"].endswith("text here.?")
    )
    # The 1 came before its rationale.
    assert desk.on_disk(task)["ratings"]["specification"]["score"] == 0
    press("Control+Alt+a")
    desk.wait_on_disk(task, lambda r: r["ratings"]["specification"]["evidence"])
    press("Tab")
    press("Shift+?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_contain_text("Ctrl+EnterRun the open suite")
    expect(dialog).not_to_contain_text("Next task")
    press("Escape")
    assert cells.count() == before


@pytest.mark.ui
@pytest.mark.sandbox
def test_notebook_opens_a_task_as_a_page_of_its_own(
    new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    browsing = new_browsing(1440, 1000)
    browsing.watch.forgive(NOTEBOOKS_OWN)
    desk = DeskPage(browsing.page, server)
    browsing.page.goto(server.address("/edit/tasks/zz-probe.task.json"))
    desk.wait_loaded("zz-probe")
    expect(desk.at("sandbox-badge")).to_contain_text("bubblewrap")
