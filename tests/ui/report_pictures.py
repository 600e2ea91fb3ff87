"""Draws reports as they are read and as they print:
`python -m tests.ui.report_pictures FOLDER REPORT.html...`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.ui.conftest import CHROMIUM, FLAGS
from tests.ui.frame import folder, small
from workbench.reports.printing import pdf

WIDTHS = (1280, 1920)
HEIGHT = 1000
_MOST = 12
_PAGES = 12
_TOPS = """() => [...document.querySelectorAll('h1, h2, h3')]
    .map(heading => heading.getBoundingClientRect().top + scrollY)"""


def main(folder: Path, reports: list[Path]) -> None:
    """Write NAME-THEME-WIDTH-NUMBER.png, a screen a section, and NAME-print-NUMBER.png."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for report in reports:
            for width in WIDTHS:
                draw(browser, folder, report, "light", width)
                draw(browser, folder, report, "dark", width)
            draw_printed(folder, report)
        browser.close()


def draw(
    browser: Browser, folder: Path, report: Path, theme: Literal["light", "dark"], width: int
) -> None:
    """From the top, then from each heading that the last screen did not show whole."""
    page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=theme)
    page.goto(report.resolve().as_uri())
    tops: list[float] = page.evaluate(_TOPS)
    shown, number = -1.0 * HEIGHT, 0
    for top in tops:
        if top < shown + 0.7 * HEIGHT or number == _MOST:
            continue
        page.evaluate("top => scrollTo(0, top)", max(0, top - 20))
        page.wait_for_timeout(150)
        shown, number = float(page.evaluate("scrollY")), number + 1
        path = folder / f"{report.stem}-{theme}-{width}-{number}.png"
        page.screenshot(path=path)
        small(path)
    page.close()


def draw_printed(folder: Path, report: Path) -> None:
    """The PDF, and its first pages where something is there to draw them."""
    out = folder / f"{report.stem}.pdf"
    out.write_bytes(pdf(report))
    if shutil.which("pdftoppm"):
        where = str(folder / f"{report.stem}-print")
        subprocess.run(["pdftoppm", "-png", "-r", "70", "-l", str(_PAGES), out, where], check=True)


if __name__ == "__main__":
    main(folder(), [Path(word) for word in sys.argv[2:]])
