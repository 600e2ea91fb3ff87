"""A day at the queue: two reviewers in one workspace, each in a JupyterLab of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui import tasks
from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from tests.ui.test_looks import axe
from workbench.model.assessment import Assessment, Flag
from workbench.store.assessments import AssessmentFolder
from workbench.store.leases import Leases
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]

NAMES = [f"zz-{number:02}" for number in range(40)]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("queue") / "ws")
    for name in NAMES:
        made.save_task(tasks.clamp(name))
    folder = AssessmentFolder(made.root / "assessments")
    for name, strength in (("zz-30", 0.2), ("zz-05", 0.9), ("zz-31", 0.6)):
        folder.save(Assessment(
            id="0" * 64, task_id=name, language="python", solution="candidate", suite="given",
            strength=strength, flags=(Flag(kind="k", severity="high", message="m"),),
        ))  # fmt: skip
    made.refresh()
    return made


@pytest.fixture(scope="module")
def server(workspace: Workspace, make_server: Callable[..., LabServer]) -> LabServer:
    return make_server(workspace.root)


def rows(page: Page) -> list[str]:
    """Ids of the rows in view, from the top."""
    titles = page.locator(".wb-Queue-row .wb-Queue-title").all_text_contents()
    return [title.rpartition("(")[2].rstrip(")") for title in titles]


def test_a_long_list_is_walked_typed_at_sorted_and_found_again(
    new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    desk = DeskPage(new_browsing().page, server)
    desk.open("zz-00")  # JupyterLab's own launcher takes the focus while it starts
    page, box = desk.page, desk.page.get_by_label("Filter the queue")
    listed = page.get_by_role("listbox", name="Tasks")
    box.fill("")
    page.get_by_role("button", name="to do").click()
    listed.focus()
    page.keyboard.press("End")
    last = page.locator(".wb-Queue-row[aria-selected=true]")
    expect(last).to_have_attribute("aria-posinset", "40")
    expect(last).to_have_attribute("aria-setsize", "40")
    assert listed.get_attribute("aria-activedescendant") == last.get_attribute("id")
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowUp")
    before = int(last.get_attribute("aria-posinset") or 0)
    assert 1 < before < 39
    page.get_by_label("Order of the list").select_option(label="Weakest tests first")
    page.keyboard.press("Tab")
    listed.focus()
    page.keyboard.press("Home")
    assert rows(page)[:4] == ["zz-30", "zz-31", "zz-05", "zz-00"]
    page.keyboard.type("flag:high")
    expect(box).to_have_value("flag:high")
    expect(page.locator(".wb-Queue-row")).to_have_count(3)
    expect(page.get_by_role("button", name="3 to do")).to_have_attribute("aria-pressed", "true")
    page.reload()
    desk.wait_loaded("zz-00")  # what was in front takes the focus while it comes back
    expect(page.locator(".wb-Queue-row")).to_have_count(3)
    assert rows(page) == ["zz-30", "zz-31", "zz-05"]
    expect(box).to_have_value("flag:high")
    page.locator(".wb-Queue-row").nth(1).click()
    desk.wait_loaded("zz-31")
    page.locator(".wb-desk:visible").focus()
    page.keyboard.press("Alt+j")
    desk.wait_loaded("zz-05")


def test_submit_and_next_follows_the_list_past_what_another_reviewer_has(
    new_browsing: Callable[..., Browsing], server: LabServer, workspace: Workspace
) -> None:
    ben = Leases(workspace.root, "ben", 45, process="elsewhere/1/2")
    ben.take("zz-11")
    desk = DeskPage(new_browsing().page, server)
    desk.open_queue()
    page = desk.page
    page.get_by_label("Filter the queue").fill("zz-1")
    held = page.locator(".wb-Queue-row", has_text="zz-11")
    page.get_by_role("button", name="1 held by others").click()
    expect(held).to_contain_text("held by ben")
    held.click()
    desk.wait_loaded("zz-11")
    banners = desk.desk.locator(".wb-banners")
    expect(banners).to_contain_text(re.compile(r"ben is at this task until \d+:\d\d"))
    expect(desk.at("submit")).not_to_be_visible()
    expect(desk.desk.locator("fieldset").first).to_have_attribute("disabled", "")
    found = axe(desk)
    assert not found, "\n".join(found)

    page.get_by_role("button", name="to do").click()
    page.locator(".wb-Queue-row").first.click()
    desk.wait_loaded("zz-10")
    assert desk.run() == "pass"
    desk.fill_rubric()
    desk.wait_saved()
    desk.desk.focus()
    page.keyboard.press("Control+Alt+Enter")
    desk.wait_loaded("zz-12")
    expect(page.locator(".wb-Queue-today")).to_have_text("Today 1 submitted · median under 1 min")
    # Desks of earlier journeys may still hold theirs.
    assert ("zz-12", "ann") in [(one.task_id, one.reviewer) for one in ben.held()]
    assert not workspace.load_review("zz-11", "ann")

    desk.at("skip-task").click()
    page.get_by_label("Why do you leave this task?").fill("I wrote it")
    page.keyboard.press("Enter")
    desk.wait_loaded("zz-13")
    page.get_by_role("button", name="1 skipped").click()
    page.locator(".wb-Queue-row").first.click()
    desk.wait_loaded("zz-12")
    expect(desk.desk.locator(".wb-banners")).to_contain_text("You left this task: I wrote it")
    desk.at("reopen").click()
    expect(desk.at("submit-next")).to_be_visible()
    (skip,) = workspace.skips.load("zz-12", "ann").skips
    assert skip.reopened_at

    ben.release("zz-11", finished=True)
    page.get_by_label("Filter the queue").fill("zz-11")
    page.get_by_role("button", name="1 to do").click()
    page.locator(".wb-Queue-row").first.click()
    desk.wait_loaded("zz-11")
    desk.at("take-over").click()
    expect(desk.at("submit")).to_be_visible()
    found = axe(desk)
    assert not found, "\n".join(found)


def test_the_panel_is_of_use_at_twice_the_size(
    new_browsing: Callable[..., Browsing], server: LabServer, tmp_path: Path
) -> None:
    # Twice the size is half the room.
    page = new_browsing(720, 450).page
    desk = DeskPage(page, server)
    desk.open_queue()
    sticking_out = page.evaluate(
        """() => {
            const panel = document.querySelector('.wb-Queue').getBoundingClientRect();
            return [...document.querySelectorAll('.wb-Queue :is(button, select, input)')]
                .filter(one => one.checkVisibility())
                .filter(one => one.getBoundingClientRect().right > panel.right + 1)
                .map(one => one.outerHTML);
        }"""
    )
    assert sticking_out == []
    assert page.locator(".wb-Queue-list").bounding_box()["height"] > 90  # type: ignore[index]
