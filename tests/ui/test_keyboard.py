"""The keyboard alone: a whole review without the mouse, and keys that were bound anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.ui.conftest import Browsing
from tests.ui.desk_page import AXES, LONG, DeskPage
from tests.ui.lab_server import TOKEN, LabServer
from workbench.resources import demo_tasks
from workbench.store.demo import truth

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]

TASK, LIKE = "zz-payroll", "py-shift-payroll"
SHORTCUTS = "@jupyterlab/shortcuts-extension:shortcuts"
SELECTOR = ".wb-desk:not(.wb-quiet)"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on or in what the selector means."""
    for _ in range(80):
        if page.evaluate("s => document.activeElement.closest(s) !== null", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


def at(test_id: str) -> str:
    return f'[data-testid="{test_id}"]'


def score_of(review: dict[str, Any], axis: str) -> int | None:
    score: int | None = review["ratings"].get(axis, {}).get("score")
    return score


def test_a_whole_review_needs_no_mouse(desk: DeskPage) -> None:
    page, press = desk.page, desk.page.keyboard.press
    if not page.locator(".wb-Queue-list").count():
        desk.open_queue()
    expect(page.locator(".wb-Status")).to_contain_text("bubblewrap")

    # From the queue to the task.
    search = page.get_by_label("Filter the queue")
    for _ in range(20):
        press("F6")  # out of any text, where Alt+Shift+Q is a letter to be typed
        press("Alt+Shift+Q")  # JupyterLab may still be putting the focus where it was
        page.wait_for_timeout(500)
        if search.evaluate("node => node === document.activeElement"):
            break
    expect(search).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(TASK)
    press("Enter")
    desk.wait_loaded(TASK)
    expect(page.locator(".wb-Queue-row.wb-mod-open")).to_have_count(1)
    page.wait_for_function("document.activeElement.closest('.wb-desk') !== null")

    # And back with the whole queue in view: the next task is then the next of all.
    press("Alt+Shift+Q")
    press("Escape")
    press("Enter")
    page.wait_for_function("document.activeElement.closest('.wb-desk') !== null")

    # Read: the column of the task, its solution, a comment on two lines of it.
    press("F6")
    tab_to(page, ".wb-task [role=tab]")
    press("Home")
    press("ArrowRight")
    expect(desk.at("tab-solution")).to_be_focused()
    tab_to(page, at("solution-editor"))
    press("ArrowDown")
    press("Shift+ArrowDown")
    press("Alt+c")
    page.keyboard.type("The night before is never looked at.")
    press("Control+Enter")
    expect(desk.at("tab-comments")).to_contain_text("1")
    press("Control+Enter")
    assert desk.wait_verdict() == "pass"

    # A probe, and what it says.
    press("Alt+b")
    probe = truth(demo_tasks() / LIKE).probe[0]
    press("Control+a")
    page.keyboard.insert_text(next(iter(probe.files.values())))
    press("Control+Enter")
    expect(desk.at("verdict")).to_have_attribute("data-verdict", "fail")
    press("Tab")
    press("Alt+n")
    expect(page.locator('.wb-desk:visible [data-status="failed"] :focus')).to_have_count(1)

    # The rubric: no digit is a score while a rationale is typed.
    press("F6")
    for axis in AXES:
        press("Alt+u")
        expect(desk.at(f"axis-{axis}")).to_be_focused()
        if axis != "solution":
            press("0")
            expect(desk.at(f"level-{axis}-0")).to_have_attribute("aria-checked", "true")
            continue
        press("Tab")
        page.keyboard.type(f"1 or 2? {LONG}")
        press("Control+Alt+a")
        expect(desk.at("axis-solution").locator(".wb-chip")).to_have_count(1)
        expect(desk.at("rationale-solution")).to_be_focused()
        press("Tab")
        press("2")
        expect(desk.at("level-solution-2")).to_have_attribute("aria-checked", "true")
    desk.wait_on_disk(TASK, lambda r: len(r["ratings"]) == len(AXES))
    desk.wait_saved()
    press("Alt+u")
    expect(desk.at("difficulty").locator(":focus")).to_have_count(1)
    press("ArrowRight")
    tab_to(page, at("confidence"))
    press("ArrowRight")
    desk.wait_on_disk(TASK, lambda r: r["difficulty"] and r["confidence"])

    # The decision, and on to the next.
    tab_to(page, at("override"))
    expect(desk.at("decision")).to_contain_text("derived")
    page.keyboard.type("rej")
    tab_to(page, at("override-reason"))
    press("Alt+Shift+Q")
    page.keyboard.type("Half of all night shifts would be paid too little.")
    desk.wait_on_disk(TASK, lambda r: (r["override"] or {}).get("reason", "").endswith("little."))
    desk.wait_saved()
    press("Control+Alt+Enter")
    review = desk.review_path(TASK)
    desk.wait_on_disk(TASK, lambda r: r["state"] == "submitted")
    assert len((review.parent / "ann.revisions.jsonl").read_text().splitlines()) == 1
    expect(page.locator(".wb-Queue-row.wb-mod-open")).to_have_count(1)
    expect(desk.at("title")).not_to_have_text("Day and night minutes of a shift")
    assert desk.on_disk(TASK)["ratings"]["solution"]["score"] == 2


@pytest.fixture
def rebound(server: LabServer, new_browsing: Callable[..., Browsing]) -> Iterator[Page]:
    """A page whose user has bound some keys anew in JupyterLab's settings."""
    page = new_browsing().page
    wanted = {"run": ("Accel Enter", "F9"), "score-3": ("3", "Alt S"), "help": ("Shift /", "Alt H")}
    shortcuts = [
        {"command": f"workbench:{name}", "keys": [keys], "selector": SELECTOR, "disabled": off}
        for name, both in wanted.items()
        for keys, off in zip(both, (True, False), strict=True)
    ]
    choose_shortcuts(page, server, shortcuts)
    yield page
    choose_shortcuts(page, server, [])


def choose_shortcuts(page: Page, server: LabServer, shortcuts: list[dict[str, object]]) -> None:
    answer = page.request.put(
        f"{server.url}/lab/api/settings/{SHORTCUTS}",
        data={"raw": json.dumps({"shortcuts": shortcuts})},
        headers={"Authorization": f"token {TOKEN}"},
    )
    assert answer.ok, answer.text()


def test_keys_bound_anew_hold_everywhere_and_are_the_ones_listed(
    rebound: Page, server: LabServer
) -> None:
    desk, press = DeskPage(rebound, server), rebound.keyboard.press
    desk.deep_link("zz-keys")
    expect(desk.at("run")).to_contain_text("F9")
    desk.at("tests-editor").locator(".cm-content").focus()
    press("Control+Enter")  # an ordinary key of the editor now: a new line
    press("Control+z")
    desk.wait_on_disk("zz-keys", lambda review: review["given_edits"] == {})
    expect(desk.at("verdict")).not_to_be_visible()
    press("F9")
    assert desk.wait_verdict() == "pass"
    desk.at("rationale-specification").fill("One cannot tell what is asked.")
    desk.at("axis-specification").focus()
    press("3")
    press("Alt+s")
    desk.wait_on_disk("zz-keys", lambda r: score_of(r, "specification") == 3)
    press("Shift+?")
    dialog = rebound.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).not_to_be_visible()
    press("Alt+h")
    expect(dialog).to_contain_text("F9Run the open suite")
    expect(dialog).to_contain_text("0 1 2 Alt+S")
    press("3")
    press("Alt+s")  # nothing beneath a dialog is in reach
    press("Escape")
    expect(dialog).not_to_be_visible()
    assert score_of(desk.on_disk("zz-keys"), "specification") == 3


def test_no_key_acts_while_text_is_typed(desk: DeskPage) -> None:
    desk.open("zz-edit")
    typed = "0123? is not a shortcut"
    desk.at("rationale-solution").focus()
    for key in ("Alt+u", "Alt+n", "Alt+b", "Alt+j", "Alt+c"):
        desk.page.keyboard.press(key)
    desk.page.keyboard.type(typed)
    review = lambda r: r["ratings"]["solution"]  # noqa: E731
    desk.wait_on_disk("zz-edit", lambda r: review(r)["rationale"] == typed)
    assert review(desk.on_disk("zz-edit"))["score"] is None
    assert desk.on_disk("zz-edit")["probes"] == []
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(desk.at("title")).to_contain_text("zz-edit")
