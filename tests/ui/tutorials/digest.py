"""`js-activity-digest`: tests that reject right code."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.ui.desk_page import DeskPage
from tests.ui.tutorials.telling import Step, Tutorial, assess, attach, rate, run, run_all, submit

TASK = "js-activity-digest"
PROBE = """const { digest } = require("../digest");

test("one entry for each user, in any order", () => {
  const events = [
    { user: "noor", kind: "edit", at: "2026-05-03T10:00:00Z" },
    { user: "ida", kind: "share", at: "2026-05-03T09:00:00Z" },
  ];
  const users = digest(events, { until: "2026-05-04T06:00:00Z" }).map((entry) => entry.user);
  expect(users.sort()).toEqual(["ida", "noor"]);
});
"""


def read(desk: DeskPage) -> None:
    desk.deep_link(TASK)
    desk.page.get_by_role("tab", name="Prompt").first.click()
    expect(desk.desk.get_by_text("they may come in any order")).to_be_visible()


def given(desk: DeskPage) -> None:
    assert run(desk, "given tests on candidate") == "pass"


def others(desk: DeskPage) -> None:
    run_all(desk)
    desk.at("group-reference").click()
    expect(desk.at("verdict")).to_have_attribute("data-verdict", "fail")
    desk.at("tab-results").click()
    expect(desk.desk.get_by_text("has one entry for each user").first).to_be_visible()
    attach(desk, "Tests reject valid code")


def difference(desk: DeskPage) -> None:
    desk.page.get_by_role("tab", name="Diff").first.click()
    expect(desk.at("diff-toggle")).to_be_visible()


def measure(desk: DeskPage) -> None:
    assess(desk)
    desk.at("tab-gates").click()
    expect(desk.at("gates")).to_contain_text("broken")


def probe(desk: DeskPage) -> None:
    desk.add_probe(PROBE)
    run_all(desk)
    expect(desk.at("standing-probe")).to_have_attribute("data-verdict", "pass")


def rating(desk: DeskPage) -> None:
    rate(desk, "specification", 0)
    rate(desk, "solution", 0)
    rate(
        desk, "tests_reject_valid", 2,
        "The prompt leaves the order of the entries free; 'has one entry for each user' compares "
        "the whole array in the order in which users first appear. Sorting by name is as right.",
    )  # fmt: skip
    desk.at("tag-tests_reject_valid-narrow").click()
    for axis in ("tests_accept_wrong", "reproducible", "other_major"):
        rate(desk, axis, 0)


def end(desk: DeskPage) -> None:
    submit(desk, 1, "revise")
    review = desk.on_disk(TASK)
    assert review["ratings"]["tests_reject_valid"]["evidence"][0]["kind"] == "run"


TUTORIAL = Tutorial(
    TASK,
    (
        Step("Read the task, and mark what it leaves free", read),
        Step("Run the given tests on the candidate", given),
        Step("Run them on the solutions that are known to be right", others),
        Step("Look at what the two do differently", difference),
        Step("Measure what the suite is worth", measure),
        Step("Write the test as the prompt would have it", probe),
        Step("Rate, each score with its reason", rating),
        Step("Submit", end),
    ),
)
