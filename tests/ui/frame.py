"""What every script that draws pictures stands in: a demo workspace, its JupyterLab, a browser."""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ui.conftest import CHROMIUM, FLAGS, PATIENCE_MS
from tests.ui.lab_server import CHECKOUT, LabServer
from workbench.store.workspace import Workspace

SHOWN = CHECKOUT / "docs" / "img"
"""where README and docs show pictures from"""
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


class Studio(NamedTuple):
    """A browser before a JupyterLab on a workspace."""

    browser: Browser
    server: LabServer
    workspace: Workspace

    @contextlib.contextmanager
    def page(self, width: int, height: int) -> Iterator[Page]:
        """A page of its own, patient as the journeys are. What is framed in it takes the light or
        dark of what is around it: nothing is emulated."""
        page = self.browser.new_page(
            viewport={"width": width, "height": height}, color_scheme="null"
        )
        page.set_default_timeout(PATIENCE_MS)
        try:
            yield page
        finally:
            page.close()


@contextlib.contextmanager
def studio(
    prepare: Callable[[Workspace], object] | None = None, *, env: Mapping[str, str] | None = None
) -> Iterator[Studio]:
    """Of a demo workspace that was prepared before JupyterLab starts."""
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        workspace = Workspace.create(Path(scratch) / "ws", demo=True)
        if prepare is not None:
            prepare(workspace)
        home = Path(scratch) / "home"
        home.mkdir()
        server = LabServer(workspace.root, home, env=dict(env or {}))
        server.start()
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield Studio(browser, server, workspace)
        finally:
            browser.close()
            server.stop()


def folder() -> Path:
    """Where pictures go: the first word of the command, or where the docs show them from."""
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else SHOWN
    chosen.mkdir(parents=True, exist_ok=True)
    return chosen


def keep(page: Page, path: Path) -> None:
    """The screen as it is. Where the docs show pictures from, only those they show are drawn."""
    if path.parent == SHOWN and not path.is_file():
        return
    page.mouse.move(0, 0)
    page.screenshot(path=path, animations="disabled")
    small(path)


def small(path: Path) -> None:
    """A picture of at most 256 colours, a third as large, where Pillow is there to make it."""
    try:
        from PIL import Image
    except ImportError:
        return
    with Image.open(path) as drawn:
        few = drawn.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    held = io.BytesIO()
    few.save(held, "PNG", optimize=True)
    if held.tell() < path.stat().st_size:
        path.write_bytes(held.getvalue())
