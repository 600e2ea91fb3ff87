"""From a measured weakness of a suite to a probe that shows it and a rating that rests on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.ui import tasks
from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from tests.ui.sight import shown_by
from tests.ui.test_looks import axe

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]

TABS = ("findings", "results", "matrix", "gates", "flakes", "inputs", "history", "survivors")
AT_THE_LIMIT = """from fees import fee


def test_the_limit_itself():
    assert fee(10) == 5
"""


def test_a_survivor_becomes_a_probe_and_evidence(
    new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    desk = DeskPage(new_browsing().page, server)
    desk.deep_link("zz-evidence")
    desk.at("assess-budget").select_option("300")
    desk.at("assess").click()
    expect(desk.at("assess-cancel")).to_be_visible()
    # It goes on beside what else is done.
    desk.at("notes").fill("typed meanwhile")
    desk.wait_on_disk("zz-evidence", lambda review: review["notes"] == "typed meanwhile")
    expect(desk.at("assess")).to_be_visible()
    desk.at("tab-gates").click()
    assert desk.at("gate").count() > 5
    expect(desk.at("gates")).to_contain_text("✓ held")
    expect(desk.at("evidence-stale")).not_to_be_visible()

    desk.at("tab-survivors").click()
    survivor = desk.at("survivors").get_by_test_id("survivor").filter(has_text="> → >=")
    expect(survivor).to_contain_text("fees.py:4")
    survivor.get_by_test_id("show-mutant").click()
    code = desk.at("solution-editor")
    expect(code.locator(".wb-reach[data-reach=not]")).to_have_count(1)
    expect(desk.at("coverage-legend")).to_contain_text("Lines 8")
    code.get_by_role("button", name="1 survivor").first.click()
    found = axe(desk)
    for part in TABS:
        tab = desk.at(f"tab-{part}")
        tab.click()
        found += [f"{part}: {line}" for line in axe(desk, *shown_by(tab))]
    assert not found, "\n".join(found)

    survivor.get_by_test_id("attach-evidence").click()
    desk.page.get_by_role("menuitem", name="Tests accept wrong code").click()
    survivor.get_by_test_id("write-probe").click()
    # The occasion stays in view while the probe is written above it.
    expect(survivor).to_be_visible()
    expect(desk.at("tests-editor")).to_contain_text("No given test notices this change")
    expect(desk.at("standing-probe")).to_contain_text("not run")
    desk.replace_text("tests-editor", AT_THE_LIMIT)
    assert desk.run() == "pass"
    expect(desk.at("standing-probe")).to_have_attribute("data-verdict", "pass")
    expect(survivor).to_be_visible()

    # Which of the changes does it notice?
    desk.at("tab-matrix").click()
    desk.at("probe-changes").click()
    row = desk.at("matrix-row").filter(has_text="4: > → >=")
    expect(row.locator(".wb-cell[data-tone=noticed]")).to_have_count(1)
    expect(desk.at("progress")).to_be_empty()
    row.locator(".wb-cell[data-tone=noticed]").click()
    expect(desk.at("matrix-detail")).to_contain_text("notices the change")
    expect(desk.at("matrix-detail").get_by_test_id("compared")).to_contain_text("8")
    assert not axe(desk)
    desk.at("matrix-detail").get_by_test_id("try-mutant").click()
    assert desk.run() == "fail"  # on the change, in the What-if copy
    expect(desk.at("verdict")).to_contain_text("what-if")
    review = desk.on_disk("zz-evidence")
    (evidence,) = review["ratings"]["tests_accept_wrong"]["evidence"]
    assert evidence["kind"] == "mutant"
    assert ">=" in evidence["label"]

    desk.page.reload()
    desk.wait_loaded("zz-evidence")
    desk.at("tab-matrix").click()
    expect(row.locator(".wb-cell[data-tone=noticed]")).to_have_count(1)  # still there
    desk.at("matrix").get_by_role("gridcell", name="test_light on candidate").click()
    desk.at("cell-run").click()
    expect(desk.at("verdict")).to_contain_text("pass")
    assert desk.at("result-row").count() == len(tasks.fees("x").given.files) + 1
