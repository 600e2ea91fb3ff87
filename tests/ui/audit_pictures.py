"""Draws an audit and its report so far: `python -m tests.ui.audit_pictures [FOLDER]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.ui.conftest import CHROMIUM, FLAGS, PATIENCE_MS
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import CHECKOUT, LabServer
from tests.ui.pictures import THEMES
from tests.ui.queue_pictures import prepare
from tests.ui.test_audits import audit
from tests.ui.test_looks import choose_theme
from workbench.store.workspace import Workspace


def main(folder: Path) -> None:
    """Write audit-*.png: of both themes and two widths, with the report in front on wide ones."""
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        workspace = Workspace.create(Path(scratch) / "ws", demo=True)
        prepare(workspace)
        home = Path(scratch) / "home"
        home.mkdir()
        server = LabServer(workspace.root, home)
        server.start()
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        files = sorted(str(path) for path in (workspace.root / "tasks").glob("[jp][sy]-*.json"))
        try:
            with audit("run", *files) as runs:
                runs.wait(600)
            with audit("assess", *files, "--reruns", "3", "--budget", "20"):
                for name, theme in THEMES.items():
                    for width in (1280, 1920):
                        page = browser.new_page(viewport={"width": width, "height": 900})
                        page.set_default_timeout(PATIENCE_MS)
                        desk = DeskPage(page, server)
                        choose_theme(desk, theme)
                        desk.open_queue()
                        page.get_by_label("Order of the list").select_option(
                            label="Weakest tests first"
                        )
                        strip = page.get_by_role("region", name="Audits")
                        expect(strip).to_contain_text("a minute")
                        if width == 1920:
                            strip.get_by_role("button", name="Report so far").click()
                            page.locator(".jp-HTMLViewer iframe").wait_for()
                        page.wait_for_timeout(1500)
                        page.screenshot(path=folder / f"audit-{name}-{width}.png")
                        page.close()
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "docs" / "img")
