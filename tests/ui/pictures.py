"""Draws the pictures of the README from a real desk: `python -m tests.ui.pictures [FOLDER]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.ui.conftest import CHROMIUM, FLAGS, PATIENCE_MS
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import CHECKOUT, LabServer
from tests.ui.test_looks import choose_theme
from workbench.resources import demo_tasks
from workbench.store.demo import truth
from workbench.store.workspace import Workspace

TASK = "py-shift-payroll"
ASSESSED = "js-school-bell"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


def prepare(desk: DeskPage) -> None:
    """A probe of the reviewer's own, and half a rubric."""
    probe = truth(demo_tasks() / TASK).probe[0]
    desk.add_probe(next(iter(probe.files.values())).lstrip())
    desk.at("level-specification-0").click()
    desk.at("rationale-solution").fill(
        "A shift that starts before six has night minutes too: the night began the evening before, "
        "and the candidate never looks at it."
    )
    desk.at("level-solution-2").click()
    desk.at("rationale-tests_accept_wrong").fill(
        "Every night shift of the given suite starts before midnight, so a solution that forgets "
        "the night before passes all of it."
    )
    desk.at("level-tests_accept_wrong-2").click()
    desk.wait_saved()
    assess(desk)


def show(desk: DeskPage) -> None:
    """The candidate beside the probe, and what the tests and the probe do to every solution."""
    desk.page.get_by_role("tab", name="Solution").first.click()
    desk.at("tab-probe-probe-1").click()
    desk.at("run-all").click()
    desk.page.wait_for_timeout(500)
    desk.wait_verdict()
    desk.at("tab-matrix").click()


def assess(desk: DeskPage) -> None:
    """What the suite is worth, measured, and the survivors of it."""
    desk.page.get_by_role("tab", name="Solution").first.click()
    desk.at("assess").click()
    expect(desk.at("flags")).to_be_visible(timeout=120_000)
    expect(desk.at("assess")).to_be_visible(timeout=240_000)


def attach(desk: DeskPage, axis: str) -> None:
    """The run in front as evidence of an axis."""
    desk.at("tab-results").click()
    desk.at("attach-run").click()
    desk.page.get_by_role("menuitem", name=axis).click()
    desk.at("tab-matrix").click()


def main(folder: Path) -> None:
    """Write desk-light.png and desk-dark.png, wider and narrower ones, and the evidence."""
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        workspace = Workspace.create(Path(scratch) / "ws", demo=True)
        home = Path(scratch) / "home"
        home.mkdir()
        server = LabServer(workspace.root, home)
        server.start()
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            for name, theme in THEMES.items():
                for width in (1600, 1280, 1920):
                    page = browser.new_page(viewport={"width": width, "height": 1000})
                    desk = DeskPage(page, server)
                    choose_theme(desk, theme)
                    if (name, width) == ("light", 1600):
                        desk.deep_link(TASK)
                        prepare(desk)
                    else:
                        desk.deep_link(TASK)
                    show(desk)
                    if (name, width) == ("light", 1600):
                        attach(desk, "Solution")
                    desk.page.mouse.move(0, 0)
                    page.wait_for_timeout(1200)
                    suffix = "" if width == 1600 else f"-{width}"
                    page.screenshot(path=folder / f"desk-{name}{suffix}.png")
                    page.close()
                page = browser.new_page(viewport={"width": 1600, "height": 1000})
                desk = DeskPage(page, server)
                desk.deep_link(ASSESSED)
                assess(desk)
                for part in ("findings", "survivors", "matrix"):
                    desk.at(f"tab-{part}").click()
                    desk.page.mouse.move(0, 0)
                    page.wait_for_timeout(800)
                    page.screenshot(path=folder / f"evidence-{part}-{name}.png")
                page.close()
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "docs" / "img")
