"""What JupyterLab itself shows of the workbench: cards, palette, status bar, links, layout."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from tests.ui.test_looks import axe

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]


def follow(page: Page, server: LabServer, task_id: str, fragment: str) -> DeskPage:
    """Load a link, as it would be pasted into the address bar."""
    page.goto(f"{server.address(f'/lab/tree/tasks/{task_id}.task.json')}#{fragment}")
    desk = DeskPage(page, server)
    desk.wait_loaded(task_id)
    return desk


def test_a_link_leads_to_a_test_a_line_or_an_axis_and_is_copied_from_there(
    new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    browsing = new_browsing()
    browsing.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = browsing.page
    desk = follow(page, server, "zz-two", "suite=given&test=test_clamp.py%3A%3Atest_below")
    active = desk.at("tests-editor").locator(".cm-activeLine")
    expect(active).to_contain_text("def test_below")
    expect(desk.at("tests-editor").locator(".cm-content")).to_be_focused()

    # The same task again: the address changes, nothing is loaded.
    page.evaluate("location.hash = 'solution=candidate&file=clamp.py&line=8'")
    expect(desk.at("tab-solution")).to_have_attribute("aria-selected", "true")
    line = desk.at("solution-editor").locator(".cm-activeLine")
    expect(line).to_contain_text("if value > high")
    page.evaluate("location.hash = 'axis=reproducible'")
    expect(desk.at("axis-reproducible")).to_be_focused()
    page.evaluate("location.hash = 'axis=taste'")
    expect(desk.at("notices")).to_contain_text("the axis taste, which this task does not have")

    desk.at("tests-editor").locator(".cm-line", has_text="def test_above").click()
    page.get_by_role("menuitem", name="Review", exact=True).click()
    page.get_by_role("menuitem", name="Copy a Link to This Place").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (
        f"{server.url}/lab/tree/tasks/zz-two.task.json"
        "#suite=given&test=test_clamp.py%3A%3Atest_above"
    )


def test_a_reload_brings_back_tabs_columns_and_panels(
    new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    page = new_browsing().page
    desk = DeskPage(page, server)
    # A layout of its own, so that no other journey finds what is arranged here.
    page.goto(server.address("/lab/workspaces/kept/tree/tasks/zz-reload.task.json"))
    desk.wait_loaded("zz-reload")
    expect(page.locator(".wb-Queue")).to_be_visible()
    desk.at("tab-reference").click()
    desk.at("tab-gates").click()
    desk.at("tab-comments").click()
    border = desk.desk.get_by_role("separator", name="Width of the task")
    border.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    width = border.get_attribute("aria-valuenow")
    page.locator('.jp-SideBar .lm-TabBar-tab[title^="File Browser"]').click()
    expect(page.locator(".wb-Queue")).not_to_be_visible()
    page.wait_for_timeout(1500)  # JupyterLab writes its layout about a second after a change
    page.goto(server.address("/lab/workspaces/kept"))
    desk.wait_loaded("zz-reload")
    for tab in ("tab-reference", "tab-gates", "tab-comments"):
        expect(desk.at(tab)).to_have_attribute("aria-selected", "true")
    expect(border).to_have_attribute("aria-valuenow", width or "")
    expect(page.locator(".wb-Status")).to_contain_text("bubblewrap")
    expect(page.locator(".wb-Queue")).not_to_be_visible()


def test_cards_palette_and_status_bar_lead_to_the_work(
    new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    page = new_browsing().page
    desk = DeskPage(page, server)
    page.goto(server.address("/lab/workspaces/home"))
    status = page.locator(".wb-Status button")
    expect(status).to_have_text("✓ Sandbox: bubblewrap")
    card = page.locator(".jp-LauncherCard")
    expect(card.filter(has_text="Review Queue")).to_be_visible()
    desk.open_from_queue("zz-slow")
    desk.at("notes").fill("the draft of last")
    desk.wait_saved()
    desk.at("run").click()
    expect(status).to_contain_text("1 running")
    status.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Clamp a number (zz-slow): given on candidate")
    expect(dialog).to_contain_text("Limits that bind")
    assert axe(desk, ".jp-Dialog .wb-StatusDetails", ".wb-Status") == []
    page.keyboard.press("Escape")
    desk.at("cancel").click()
    expect(status).to_have_text("✓ Sandbox: bubblewrap")

    page.locator(".lm-TabBar-tabCloseIcon").last.click()
    page.keyboard.press("Control+Shift+c")
    palette = page.locator(".jp-ModalCommandPalette input").first
    palette.wait_for()
    for words in ("Score 3", "Attach the Shown Run", "Comment on the Selection", "Copy a Link"):
        palette.fill(words)
        expect(page.locator(".lm-CommandPalette-item").first).to_contain_text(words)
    palette.fill("Continue My Last Draft")
    # Enter takes what stands first now, which may still be of the words before.
    expect(page.locator(".lm-CommandPalette-item").first).to_contain_text("Continue My")
    page.keyboard.press("Enter")
    desk.wait_loaded("zz-slow")
    expect(desk.at("notes")).to_have_value("the draft of last")
