"""Draws the pictures of the README from a real desk: `python -m tests.ui.pictures [FOLDER]`."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.ui.desk_page import DeskPage
from tests.ui.frame import THEMES, Studio, folder, keep, studio
from tests.ui.test_looks import choose_theme
from workbench.resources import demo_tasks
from workbench.store.demo import truth

TASK = "py-shift-payroll"
ASSESSED = "js-school-bell"


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
    with studio() as place:
        for name, theme in THEMES.items():
            for width in (1600, 1280, 1920):
                draw(place, folder, name, theme, width)
            draw_evidence(place, folder, name)


def draw(place: Studio, folder: Path, name: str, theme: str, width: int) -> None:
    """The desk; the first one makes what all show."""
    with place.page(width, 1000) as page:
        desk = DeskPage(page, place.server)
        choose_theme(desk, theme)
        desk.deep_link(TASK)
        first = (name, width) == ("light", 1600)
        if first:
            prepare(desk)
        show(desk)
        if first:
            attach(desk, "Solution")
        page.wait_for_timeout(1200)
        suffix = "" if width == 1600 else f"-{width}"
        keep(page, folder / f"desk-{name}{suffix}.png")


def draw_evidence(place: Studio, folder: Path, name: str) -> None:
    """What an assessment found, a tab each."""
    with place.page(1600, 1000) as page:
        desk = DeskPage(page, place.server)
        desk.deep_link(ASSESSED)
        assess(desk)
        for part in ("findings", "survivors", "matrix"):
            desk.at(f"tab-{part}").click()
            page.wait_for_timeout(800)
            suffix = "" if part == "findings" else f"-{part}"
            keep(page, folder / f"evidence-{name}{suffix}.png")


if __name__ == "__main__":
    main(folder())
