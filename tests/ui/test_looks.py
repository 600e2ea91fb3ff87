"""Themes, widths and accessibility, checked on a desk with results and a half-filled rubric."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import CHECKOUT, TOKEN, LabServer

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]

AXE = CHECKOUT / "extensions" / "widget" / "node_modules" / "axe-core" / "axe.min.js"


def choose_theme(desk: DeskPage, name: str) -> None:
    """As the Settings menu would, before the page is loaded."""
    answer = desk.page.request.put(
        f"{desk.server.url}/lab/api/settings/@jupyterlab/apputils-extension:themes",
        data={"raw": json.dumps({"theme": name})},
        headers={"Authorization": f"token {TOKEN}"},
    )
    assert answer.ok, answer.text()


@pytest.fixture
def light_again(server: LabServer, new_browsing: Callable[..., Browsing]) -> Iterator[None]:
    """The shared server keeps the theme: put the light one back."""
    yield
    choose_theme(DeskPage(new_browsing().page, server), "JupyterLab Light")


def axe(desk: DeskPage) -> list[str]:
    """What axe-core finds on the desk and the queue, in its words."""
    page = desk.page
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate(
        """async () => {
            const include = ['.wb-Queue', '.wb-desk'];
            const { violations } = await axe.run({ include }, { resultTypes: ['violations'] });
            return violations.map(v => ({
                id: v.id, help: v.help, where: v.nodes.map(n => n.target.join(' ')).slice(0, 5),
                why: v.nodes[0].failureSummary
            }));
        }"""
    )
    return [f"{v['id']}: {v['help']} at {v['where']}: {v['why']}" for v in found]


@pytest.mark.usefixtures("light_again")
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(
    new_browsing: Callable[..., Browsing], server: LabServer, theme: str
) -> None:
    desk = DeskPage(new_browsing().page, server)
    choose_theme(desk, theme)
    desk.deep_link("zz-axe")
    expect(desk.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
    assert desk.run() == "pass"
    desk.at("rationale-solution").fill("too short")
    desk.at("level-solution-2").click()
    found = axe(desk)
    for tab in ("tab-solution", "tab-diff", "tab-what-if", "tab-comments", "tab-history"):
        desk.at(tab).click()
        found += [f"{tab}: {line}" for line in axe(desk)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [1280, 1920])
def test_nothing_sticks_out_of_the_page(
    new_browsing: Callable[..., Browsing], server: LabServer, width: int
) -> None:
    desk = DeskPage(new_browsing(width, 900).page, server)
    desk.deep_link("zz-axe")
    assert desk.run() == "pass"
    expect(desk.at("verdict")).to_be_visible()
    sticking_out = desk.page.evaluate(
        """() => [...document.querySelectorAll('.wb-desk button')]
            .filter(b => b.checkVisibility())
            .filter(b => {
                const box = b.getBoundingClientRect();
                const desk = b.closest('.wb-desk').getBoundingClientRect();
                return box.right > desk.right + 1 || box.left < desk.left - 1;
            })
            .map(b => b.textContent)"""
    )
    assert sticking_out == []
