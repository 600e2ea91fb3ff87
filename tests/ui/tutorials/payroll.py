"""`py-shift-payroll`: tests that accept wrong code."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.ui.desk_page import DeskPage
from tests.ui.tutorials.telling import Step, Tutorial, assess, attach, rate, run, run_all, submit

TASK = "py-shift-payroll"
PROBE = """import unittest
from datetime import datetime

from shifts import Split, split_shift


class EarlyShiftTest(unittest.TestCase):
    def test_shift_that_starts_before_six(self):
        split = split_shift(datetime(2026, 3, 4, 4, 0), datetime(2026, 3, 4, 12, 0))
        self.assertEqual(split, Split(day=330, night=120))
"""


def read(desk: DeskPage) -> None:
    desk.deep_link(TASK)
    desk.page.get_by_role("tab", name="Prompt").first.click()
    expect(desk.desk.get_by_text("Night is every day from 22:00 to 06:00")).to_be_visible()


def given(desk: DeskPage) -> None:
    desk.page.get_by_role("tab", name="Solution").first.click()
    run_all(desk)
    expect(desk.at("verdict")).to_have_attribute("data-verdict", "pass")
    attach(desk, "Tests accept wrong code")


def measure(desk: DeskPage) -> None:
    assess(desk)
    desk.at("tab-findings").click()
    expect(desk.at("flags")).to_be_visible()


def survivors(desk: DeskPage) -> None:
    desk.at("tab-survivors").click()
    desk.at("survivors").get_by_test_id("show-mutant").first.click()
    expect(desk.at("solution-editor").locator(".wb-reach")).not_to_have_count(0)


def probe(desk: DeskPage) -> None:
    desk.add_probe(PROBE)
    assert run(desk, "probe probe-1 on candidate") == "fail"
    attach(desk, "Solution")


def reference(desk: DeskPage) -> None:
    run_all(desk)
    desk.at("tab-matrix").click()
    expect(desk.at("standing-probe")).to_have_attribute("data-verdict", "fail")


def rating(desk: DeskPage) -> None:
    rate(desk, "specification", 0)
    rate(
        desk, "solution", 2,
        "A shift from 04:00 to 12:00 has two night minutes' hours, 04:00 to 06:00. The candidate "
        "looks at the nights that begin on the first and the last day only, and finds none.",
    )  # fmt: skip
    rate(desk, "tests_reject_valid", 0)
    rate(
        desk, "tests_accept_wrong", 2,
        "Every night shift of the given suite starts before midnight, so a solution that forgets "
        "the night that began the evening before passes all of it.",
    )  # fmt: skip
    rate(desk, "reproducible", 0)
    rate(desk, "other_major", 0)


def end(desk: DeskPage) -> None:
    submit(desk, 1, "revise")
    review = desk.on_disk(TASK)
    assert review["ratings"]["solution"]["evidence"][0]["kind"] == "run"
    assert review["ratings"]["tests_accept_wrong"]["score"] == 2


TUTORIAL = Tutorial(
    TASK,
    (
        Step("Read the task", read),
        Step("Run the given tests on every solution", given),
        Step("Measure what the suite is worth", measure),
        Step("Read what it lets pass", survivors),
        Step("Ask the question the suite never asks", probe),
        Step("Let the other solutions answer", reference),
        Step("Rate, each score with its reason", rating),
        Step("Submit", end),
    ),
)
