"""Draws the tutorials' pictures from a real desk: `python -m tests.ui.tutorial_pictures [TASK]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.ui.conftest import CHROMIUM, FLAGS
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from tests.ui.tutorials.all import TUTORIALS
from tests.ui.tutorials.telling import PICTURES
from workbench.store.workspace import Workspace


def main(only: str) -> None:
    """One server, a page a tutorial."""
    expect.set_options(timeout=60_000)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        workspace = Workspace.create(Path(scratch) / "ws", demo=True)
        home = Path(scratch) / "home"
        home.mkdir()
        server = LabServer(workspace.root, home)
        server.start()
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            for tutorial in TUTORIALS:
                if only in ("", tutorial.task):
                    page = browser.new_page(viewport={"width": 1440, "height": 900})
                    page.set_default_timeout(40_000)
                    tutorial.walk(DeskPage(page, server), PICTURES)
                    page.close()
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
