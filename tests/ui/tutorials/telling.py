"""A tutorial: its page in the docs, and what a reviewer does in each of its steps."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tests.ui.desk_page import DeskPage
from tests.ui.frame import keep
from tests.ui.lab_server import CHECKOUT

DOCS = CHECKOUT / "docs" / "tutorials"
PICTURES = CHECKOUT / "docs" / "img" / "tutorials"


@dataclass(frozen=True)
class Step:
    """`title` is the heading of the section; `do` leaves the screen as its picture has it."""

    title: str
    do: Callable[[DeskPage], None]


@dataclass(frozen=True)
class Tutorial:
    """Of one demo task."""

    task: str
    steps: tuple[Step, ...]

    @property
    def page(self) -> Path:
        """Where it is written."""
        return DOCS / f"{self.task}.md"

    def picture(self, number: int) -> str:
        """File name of a step's picture, from 1."""
        return f"{self.task}-{number}.png"

    def walk(self, desk: DeskPage, folder: Path) -> None:
        """Do every step and picture the screen after it."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, step in enumerate(self.steps, start=1):
            step.do(desk)
            desk.page.wait_for_timeout(400)
            keep(desk.page, folder / self.picture(number))

    def told(self) -> tuple[list[str], list[str]]:
        """Headings and pictures of the page, in order."""
        text = self.page.read_text(encoding="utf-8")
        pictures = re.findall(r"!\[[^\]]+\]\(\.\./img/tutorials/([^)]+)\)", text)
        return re.findall(r"(?m)^## \d+\. (.+?) \(\d+ min\)$", text), pictures

    def minutes(self) -> int:
        """What the page says the steps take together."""
        return sum(map(int, re.findall(r"(?m)^## .*\((\d+) min\)$", self.page.read_text())))


def assess(desk: DeskPage) -> None:
    """Measure the suite, to the end."""
    desk.at("assess-budget").select_option("300")
    desk.at("assess").click()
    expect(desk.at("assess-cancel")).to_be_visible()
    expect(desk.at("assess")).to_be_visible()


def run(desk: DeskPage, subject: str) -> str:
    """The suite in front on the chosen solution; the verdict once it is of `subject`."""
    desk.at("run").click()
    expect(desk.at("verdict")).to_contain_text(subject)
    return desk.wait_verdict()


def run_all(desk: DeskPage) -> None:
    """The suite in front on every solution."""
    desk.at("run-all").click()
    desk.page.wait_for_timeout(300)
    desk.wait_verdict()


def attach(desk: DeskPage, axis: str) -> None:
    """The run in front, as evidence of an axis."""
    desk.at("tab-results").click()
    desk.at("attach-run").click()
    desk.page.get_by_role("menuitem", name=axis).click()


def rate(desk: DeskPage, axis: str, score: int, why: str = "") -> None:
    """Rationale first, then the score."""
    if why:
        desk.at(f"rationale-{axis}").fill(why)
    desk.at(f"level-{axis}-{score}").click()


def submit(desk: DeskPage, difficulty: int, decision: str) -> None:
    """The end of the rubric; then the review is on record."""
    desk.at(f"difficulty-{difficulty}").click()
    desk.at("confidence-4").click()
    expect(desk.at("decision")).to_contain_text(decision)
    desk.wait_saved()
    desk.at("submit").click()
    expect(desk.at("reopen")).to_be_visible()
