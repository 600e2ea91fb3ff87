"""An audit in a terminal, seen from JupyterLab: how far it is, a report so far, its end."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, expect

from tests.ui import tasks
from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import CHECKOUT, LabServer
from tests.ui.test_looks import axe
from tests.whole import WHOLE
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]


@contextlib.contextmanager
def audit(*words: str) -> Iterator[subprocess.Popen[str]]:
    """`workbench` with these words, as in a terminal beside JupyterLab."""
    process = subprocess.Popen(
        [sys.executable, "-m", "workbench.cli", *words],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_an_audit_is_followed_reported_on_and_stopped_beside_the_queue(
    new_browsing: Callable[..., Browsing], make_server: Callable[..., LabServer], tmp_path: Path
) -> None:
    workspace = Workspace.create(tmp_path / "ws")
    (workspace.root / "tasks" / "aa-broken.task.json").write_text("{")
    # What lies in a workspace is data: neither the server nor the desk's kernel takes it for code.
    (workspace.root / "workbench.py").write_text("raise SystemExit('a file of the data ran')")
    for number in range(30):
        workspace.save_task(tasks.clamp(f"zz-{number:02}"))
    workspace.refresh()
    root = str(workspace.root)
    browsing = new_browsing(1280)
    # The report has no script; the driver's own, for its trace, are not let into it either.
    browsing.watch.forgive("Blocked script execution in '(about:blank|blob:)")
    desk = DeskPage(browsing.page, make_server(workspace.root))
    page = desk.page
    desk.open_queue()
    page.get_by_label("Order of the list").select_option(label="Weakest tests first")
    strip = page.get_by_role("region", name="Audits")
    expect(strip).not_to_be_visible()

    with audit("assess", root, "--reruns", "1") as running:
        expect(strip).to_contain_text(re.compile(r"Assessments[1-9]\d* of 31"))
        expect(strip).to_contain_text("1 without a result")
        expect(strip.get_by_role("progressbar")).to_have_attribute("aria-valuenow", re.compile("."))
        expect(page.locator(".wb-Status")).to_contain_text(re.compile(r"assess \d+/31"))
        # Without a reload: what was found stands in the list while the audit goes on.
        expect(page.locator(".wb-Queue-row").first).to_contain_text(re.compile(r"\d+ %"))
        assert running.poll() is None

        page.locator(".wb-Queue-list").focus()
        page.keyboard.press("Tab")
        stop = strip.get_by_role("button", name="Stop: Assessments")
        expect(stop).to_be_focused()
        page.keyboard.press("Tab")
        report = strip.get_by_role("button", name="Report so far")
        expect(report).to_be_focused()
        found = axe(desk)
        assert not found, "\n".join(found)
        # What a report is made by must not take a file of the workspace for a module.
        (workspace.root / "json.py").write_text("raise SystemExit('taken')")
        page.keyboard.press("Enter")
        expect(strip).to_contain_text("Writing…")
        shown = page.frame_locator(".jp-HTMLViewer iframe")
        expect(shown.locator("body")).to_contain_text("Clamp a number (zz-00)")
        (written,) = (workspace.root / "reports").glob("*.html")
        assert "<script" not in written.read_text()
        report_leads(desk, shown)
        # Reports pile up in sight: age and size of each, and away only when that is meant.
        strip.locator("summary").press("Enter")
        expect(strip.get_by_role("list", name="Reports")).to_contain_text(
            re.compile(r"today \d+:\d\d, \d+ kB")
        )
        found = axe(desk)
        assert not found, "\n".join(found)
        strip.get_by_role("button", name="Delete the report").press("Enter")
        page.get_by_role("dialog").get_by_role("button", name="Delete it").press("Enter")
        expect(strip).not_to_contain_text("1 report")
        assert not written.exists()

        stop.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("what is done is kept")
        dialog.get_by_role("button", name="Stop it").press("Enter")
        expect(strip).to_contain_text(re.compile(r"Stopped at \d+:\d\d"))
        said = running.communicate(timeout=60)[1]
        assert running.returncode == 130
        assert "asked to stop by somebody who looks on" in said
        assert 0 < len(list((workspace.root / "assessments").glob("*.json"))) < 30
        assert "not finished; what is done is kept" in said
    expect(page.locator(".wb-Status")).not_to_contain_text("assess")
    found = axe(desk)
    assert not found, "\n".join(found)
    if WHOLE:
        ends(desk, workspace)


def report_leads(desk: DeskPage, shown: FrameLocator) -> None:
    """Links of a report: to a place of the page, and to a desk, while the report stays."""
    page = desk.page
    shown.get_by_role("link", name=re.compile(r"^\d+ tasks$")).press("Enter")
    expect(shown.locator("#all")).to_be_in_viewport()
    shown.get_by_role("link", name="tasks/zz-00.task.json").first.press("Enter")
    desk.wait_loaded("zz-00")
    page.get_by_role("tab", name=re.compile(r"\d+\.html")).click()
    expect(shown.locator("#all")).to_be_visible()
    page.locator(".wb-Queue-list").focus()


def ends(desk: DeskPage, workspace: Workspace) -> None:
    """Audits that end by themselves, or are killed, beside one that was stopped."""
    strip = desk.page.get_by_role("region", name="Audits")
    hide = strip.get_by_role("button", name="Hide: Assessments")
    hide.focus()
    with audit("run", str(workspace.task_path("zz-00"))) as running:
        expect(strip).to_contain_text(re.compile(r"Runs1 of 1.*Done at \d+:\d\d"))
        expect(hide).to_be_focused()
        desk.page.keyboard.press("Enter")
        expect(strip.get_by_role("list")).not_to_contain_text("Assessments")
        assert running.wait(60) == 0

    with audit("assess", str(workspace.root), "--no-cache") as running:
        expect(strip.get_by_role("list")).to_contain_text(re.compile(r"Assessments\d+ of 31"))
        running.kill()
        expect(strip.get_by_role("list")).to_contain_text(re.compile(r"Its process on \S+ is gone"))
