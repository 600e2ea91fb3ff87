"""`go-meter-lines`: a candidate whose verdict varies from run to run."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.ui.desk_page import DeskPage
from tests.ui.tutorials.telling import Step, Tutorial, assess, attach, rate, run, run_all, submit

TASK = "go-meter-lines"
PROBE = """package meterlines

import "testing"

func TestManyTagsManyTimes(t *testing.T) {
	want := "m{a=\\"1\\",b=\\"2\\",c=\\"3\\",d=\\"4\\",e=\\"5\\",f=\\"6\\"} 0\\n"
	for i := 0; i < 50; i++ {
		got, err := Render([]Reading{{Meter: "m", Tags: map[string]string{
			"f": "6", "b": "2", "d": "4", "a": "1", "e": "5", "c": "3",
		}}})
		if err != nil || got != want {
			t.Fatalf("attempt %d: got %q, %v; want %q", i, got, err, want)
		}
	}
}
"""


def read(desk: DeskPage) -> None:
    desk.deep_link(TASK)
    desk.page.get_by_role("tab", name="Prompt").first.click()
    expect(desk.desk.get_by_text("in alphabetical order of their names")).to_be_visible()


def given(desk: DeskPage) -> None:
    desk.page.get_by_role("tab", name="Solution").first.click()
    assert run(desk, "given tests on candidate") in ("pass", "fail")


def again(desk: DeskPage) -> None:
    assess(desk)
    desk.at("tab-flakes").click()
    expect(desk.at("flakes")).to_contain_text("of 20")


def probe(desk: DeskPage) -> None:
    desk.add_probe(PROBE)
    assert run(desk, "probe probe-1 on candidate") == "fail"
    attach(desk, "Solution")


def reference(desk: DeskPage) -> None:
    run_all(desk)
    desk.at("group-reference").click()
    expect(desk.at("verdict")).to_have_attribute("data-verdict", "pass")


def rating(desk: DeskPage) -> None:
    desk.at("tab-flakes").click()
    desk.desk.locator(".wb-evidence [data-testid=attach-evidence]:visible").first.press("Enter")
    desk.page.get_by_role("menuitem", name="Reproducible").click()
    rate(desk, "specification", 0)
    rate(
        desk, "solution", 2,
        "Tags are written as the map hands them out, and Go shuffles that. With six tags the "
        "alphabetical order that the prompt asks for comes out once in many runs.",
    )  # fmt: skip
    rate(desk, "tests_reject_valid", 0)
    rate(
        desk, "tests_accept_wrong", 1,
        "One case has several tags and asks for their order, once: five runs in eight it passes "
        "by luck. A case that repeats, or has more tags, would nearly always tell.",
    )  # fmt: skip
    rate(
        desk, "reproducible", 1,
        "The given suite passes and fails on the same code in twenty reruns; the reference never "
        "varies, so it is the candidate and not the test that draws lots.",
    )  # fmt: skip
    rate(desk, "other_major", 0)


def end(desk: DeskPage) -> None:
    submit(desk, 1, "revise")
    review = desk.on_disk(TASK)
    assert review["ratings"]["reproducible"]["evidence"][0]["kind"] == "repeat_runs"


TUTORIAL = Tutorial(
    TASK,
    (
        Step("Read the task", read),
        Step("Run the given tests once", given),
        Step("Let them run twenty times", again),
        Step("Make luck improbable", probe),
        Step("See that a right solution does not vary", reference),
        Step("Rate, each score with its reason", rating),
        Step("Submit", end),
    ),
)
