"""Themes, widths and accessibility, checked on a desk with results and a half-filled rubric."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import CHECKOUT, TOKEN, LabServer
from tests.ui.sight import keep_screen, out_of_reach, shown_by, tabs
from tests.whole import WHOLE
from workbench.model.assessment import Assessment
from workbench.store.assessments import AssessmentFolder

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


def axe(desk: DeskPage, *within: str) -> list[str]:
    """What axe-core finds on the desk and the queue, or on parts of them, in its words."""
    page = desk.page
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate(
        """async include => {
            const { violations } = await axe.run({ include }, { resultTypes: ['violations'] });
            return violations.map(v => ({
                id: v.id, help: v.help, where: v.nodes.map(n => n.target.join(' ')).slice(0, 5),
                why: v.nodes[0].failureSummary
            }));
        }""",
        list(within) or [".wb-Queue", ".wb-desk"],
    )
    return [f"{v['id']}: {v['help']} at {v['where']}: {v['why']}" for v in found]


def assessed(server: LabServer, task_id: str) -> None:
    """An assessment on disk, so that every part of the evidence has something to show."""
    mutant = {
        "id": "m1", "file": "clamp.py", "line": 6, "column": 13, "start": 137, "end": 138,
        "operator": "comparison", "before": "<", "after": "<=", "fate": "survived",
        "covered_by": [0, 1],
    }  # fmt: skip
    tests = [f"test_clamp.py::test_{name}" for name in ("inside", "below", "above")]
    row = {"solution": "stub", "kind": "stub", "suite": "given", "verdict": "fail",
           "failed": tests, "run": "a" * 64}  # fmt: skip
    found = Assessment.model_validate(
        {"id": "0" * 64, "task_id": task_id, "language": "python", "solution": "candidate",
         "suite": "given", "tests": tests, "done": ["gates", "mutants"], "mutants": [mutant],
         "matrix": [row]}
    )  # fmt: skip
    AssessmentFolder(server.workspace / "assessments").save(found)


@pytest.mark.usefixtures("light_again")
@pytest.mark.parametrize(
    ("theme", "width", "height", "scale"),
    # The first is a screen of 1280 by 900 at 200 %.
    [("JupyterLab Dark", 640, 450, 2), ("JupyterLab Light", 1440, 900, 1)][: 2 if WHOLE else 1],
    ids=["dark-zoomed", "light"][: 2 if WHOLE else 1],
)
def test_at_every_tab_axe_finds_nothing_and_every_control_is_in_reach(
    new_browsing: Callable[..., Browsing],
    server: LabServer,
    theme: str,
    width: int,
    height: int,
    scale: int,
) -> None:
    assessed(server, "zz-axe")
    desk = DeskPage(new_browsing(width, height, scale).page, server)
    choose_theme(desk, theme)
    desk.deep_link("zz-axe")
    expect(desk.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
    assert desk.run() == "pass"
    desk.at("rationale-solution").fill("too short")
    name = theme.split()[1].lower() + ("-zoomed" if scale > 1 else "")
    desk.at("level-solution-2").click()
    found = axe(desk) + out_of_reach(desk)
    seen: set[str] = set()
    while True:
        new = next((t for t in tabs(desk) if (t.get_attribute("id") or "") not in seen), None)
        if new is None:
            break
        seen.add(new.get_attribute("id") or "")
        label = re.sub(r"[^a-z-]+", "-", new.inner_text().lower()).strip("-")
        new.click()
        new.scroll_into_view_if_needed()
        keep_screen(desk, f"desk-{name}-{label}")
        part = shown_by(new)
        found += [f"{label}: {line}" for line in (*axe(desk, *part), *out_of_reach(desk, *part))]
    assert len(seen) > 8
    assert not found, "\n".join(dict.fromkeys(found))


def test_nothing_sticks_out_of_the_page(
    new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    desk = DeskPage(new_browsing(1280, 900).page, server)
    desk.deep_link("zz-axe")
    assert desk.run() == "pass"
    for width in (1280, 1920):
        desk.page.set_viewport_size({"width": width, "height": 900})
        expect(desk.at("verdict")).to_be_visible()
        assert sticking_out(desk) == [], width


def sticking_out(desk: DeskPage) -> list[str]:
    """Buttons of the desk that do not fit into it."""
    found: list[str] = desk.page.evaluate(
        """() => [...document.querySelectorAll('.wb-desk button')]
            .filter(b => b.checkVisibility())
            .filter(b => {
                const box = b.getBoundingClientRect();
                const desk = b.closest('.wb-desk').getBoundingClientRect();
                return box.right > desk.right + 1 || box.left < desk.left - 1;
            })
            .map(b => b.textContent)"""
    )
    return found
