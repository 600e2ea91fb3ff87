"""A reviewer's hands and eyes: what the journeys do to a desk, in the reviewer's words."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.ui.lab_server import REVIEWER, LabServer

AXES = (
    "specification",
    "solution",
    "tests_reject_valid",
    "tests_accept_wrong",
    "reproducible",
    "other_major",
)
LONG = (
    "The given tests never swap the limits, so a solution that ignores this case passes them all. "
    * 2
)


class DeskPage:
    """One browser page on one server."""

    def __init__(self, page: Page, server: LabServer) -> None:
        self.page = page
        self.server = server

    # Getting there

    def open_queue(self) -> None:
        """Load JupyterLab and wait for the queue."""
        self.page.goto(self.server.address())
        self.page.locator(".wb-Queue-row").first.wait_for()

    def deep_link(self, task_id: str) -> None:
        """Load the address of a task."""
        self.page.goto(self.server.address(f"/lab/tree/tasks/{task_id}.task.json"))
        self.wait_loaded(task_id)

    def open(self, task_id: str) -> None:
        """Open a task from the queue, loading JupyterLab first when it is not there yet."""
        if not self.page.locator(".wb-Queue-list").count():
            self.open_queue()
        self.open_from_queue(task_id)

    def open_from_queue(self, task_id: str) -> None:
        """Find a task by filter and click it."""
        self.page.get_by_role("button", name=re.compile("all$")).click()
        self.page.get_by_label("Filter the queue").fill(task_id)
        self.page.locator(".wb-Queue-row").first.click()
        self.wait_loaded(task_id)

    def wait_loaded(self, task_id: str) -> None:
        """The desk of that task is on the screen with its state."""
        self.desk.get_by_text(task_id, exact=True).first.wait_for()

    @property
    def desk(self) -> Locator:
        """The desk in front."""
        return self.page.locator(".wb-desk:visible")

    def at(self, test_id: str) -> Locator:
        """An element by its test id."""
        return self.desk.get_by_test_id(test_id)

    # Doing

    def replace_text(self, editor: str, text: str) -> None:
        """Replace all text of an editor by typing."""
        self.at(editor).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def type_at_end(self, editor: str, text: str) -> None:
        """Type behind the last line of an editor."""
        self.at(editor).locator(".cm-content").click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.insert_text(text)

    def run(self) -> str:
        """Run the suite in front; the verdict."""
        # A desk saves before it runs, and shows the verdict of before until then.
        expect(self.at("saved-state")).to_have_attribute("data-state", re.compile("clean|saved"))
        self.at("run").click()
        return self.wait_verdict()

    def wait_verdict(self) -> str:
        """The verdict once the run is over and of the text as it stands."""
        expect(self.at("run")).to_be_enabled()
        expect(self.at("cancel")).not_to_be_visible()
        banner = self.at("verdict")
        expect(banner).to_have_attribute("data-outdated", "false")
        expect(banner).to_have_attribute("data-verdict", re.compile("."))
        return banner.get_attribute("data-verdict") or ""

    def add_probe(self, text: str) -> None:
        """A new probe suite with that text."""
        self.at("probe-add").click()
        self.replace_text("tests-editor", text)

    def fill_rubric(self) -> None:
        """Every axis 0 but one, which gets a rationale and the last run as evidence."""
        for axis in AXES:
            self.at(f"level-{axis}-0").click()
        self.at("rationale-tests_accept_wrong").fill(LONG)
        self.at("level-tests_accept_wrong-1").click()
        self.at("difficulty-1").click()
        self.at("confidence-4").click()

    def drag(self, grip: Locator, onto: Locator, chips: int) -> None:
        """Drag a piece of evidence onto an axis, which then has so many chips.

        A result that arrives while the mouse is down moves what lies under it; a hand tries again.
        """
        for _ in range(10):
            grip.drag_to(onto)
            self.page.wait_for_timeout(300)
            if onto.locator(".wb-chip:not([data-kind=needed])").count() == chips:
                return
        raise AssertionError(f"not {chips} chips after ten drags")

    def wait_saved(self) -> None:
        """Nothing is on its way to the disk any more."""
        expect(self.at("saved-state")).to_have_attribute("data-state", "saved")

    # What is on disk

    def review_path(self, task_id: str) -> Path:
        return self.server.workspace / "reviews" / task_id / f"{REVIEWER}.review.json"

    def on_disk(self, task_id: str) -> dict[str, Any]:
        """The review's file; empty while there is none."""
        try:
            value: dict[str, Any] = json.loads(self.review_path(task_id).read_text())
        except FileNotFoundError:
            return {}
        return value

    def wait_on_disk(self, task_id: str, found: Any, timeout_s: float = 60.0) -> float:
        """Seconds until `found(review)` holds of what is on disk."""
        began = time.monotonic()
        while time.monotonic() - began < timeout_s:
            review = self.on_disk(task_id)
            if review and found(review):
                return time.monotonic() - began
            self.page.wait_for_timeout(10)
        raise AssertionError(f"not on disk after {timeout_s} s: {self.on_disk(task_id)}")
