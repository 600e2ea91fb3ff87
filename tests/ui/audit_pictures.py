"""Draws an audit and its report so far: `python -m tests.ui.audit_pictures [FOLDER]`."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.ui.desk_page import DeskPage
from tests.ui.frame import THEMES, Studio, folder, keep, studio
from tests.ui.queue_pictures import prepare
from tests.ui.test_audits import audit
from tests.ui.test_looks import choose_theme


def main(folder: Path) -> None:
    """Write audit-*.png: of both themes and two widths, with the report in front on wide ones."""
    with studio(prepare) as place:
        root = place.workspace.root
        files = sorted(str(path) for path in (root / "tasks").glob("[jp][sy]-*.json"))
        with audit("run", *files) as runs:
            runs.wait(600)
        with audit("assess", *files, "--reruns", "3", "--budget", "20"):
            for name, theme in THEMES.items():
                for width in (1280, 1920):
                    draw(place, folder, name, theme, width)


def draw(place: Studio, folder: Path, name: str, theme: str, width: int) -> None:
    """The audit below the queue; on a wide page the report, and what reports there are."""
    with place.page(width, 900) as page:
        desk = DeskPage(page, place.server)
        choose_theme(desk, theme)
        desk.open_queue()
        page.get_by_label("Order of the list").select_option(label="Weakest tests first")
        strip = page.get_by_role("region", name="Audits")
        expect(strip).to_contain_text("a minute")
        if width == 1920:
            strip.get_by_role("button", name="Report so far").click()
            page.locator(".jp-HTMLViewer iframe").wait_for()
            strip.locator("summary").click()
        page.wait_for_timeout(1500)
        keep(page, folder / f"audit-{name}-{width}.png")


if __name__ == "__main__":
    main(folder())
