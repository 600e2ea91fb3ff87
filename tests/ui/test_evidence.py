"""From a measured weakness of a suite to a probe that shows it and a rating that rests on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.ui import tasks
from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from tests.ui.test_looks import axe

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]

AT_THE_LIMIT = """from fees import fee


def test_the_limit_itself():
    assert fee(10) == 5
"""


def test_a_survivor_becomes_a_probe_and_evidence(
    new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    desk = DeskPage(new_browsing().page, server)
    desk.deep_link("zz-evidence")
    desk.at("tab-evidence").click()
    desk.at("assess-budget").select_option("300")
    desk.at("assess").click()
    expect(desk.at("assess-cancel")).to_be_visible()
    # It goes on beside what else is done.
    desk.at("notes").fill("typed meanwhile")
    desk.wait_on_disk("zz-evidence", lambda review: review["notes"] == "typed meanwhile")
    expect(desk.at("assess")).to_be_visible()
    assert desk.at("gate").count() > 5
    expect(desk.at("gates")).to_contain_text("✓ held")
    expect(desk.at("evidence-stale")).not_to_be_visible()

    desk.at("tab-survivors").click()
    survivor = desk.at("survivor").filter(has_text="> → >=")
    expect(survivor).to_contain_text("fees.py:4")
    survivor.get_by_test_id("show-mutant").click()
    expect(desk.at("solution-editor").locator(".wb-reach[data-reach=not]")).to_have_count(1)
    found = axe(desk)
    for part in ("overview", "matrix", "flakes", "suspects", "counterexamples", "survivors"):
        desk.at(f"tab-{part}").click()
        found += [f"{part}: {line}" for line in axe(desk)]
    assert not found, "\n".join(found)

    survivor.get_by_test_id("attach-evidence").click()
    desk.page.get_by_role("menuitem", name="Tests accept wrong code").click()
    survivor.get_by_test_id("try-mutant").click()
    survivor.get_by_test_id("write-probe").click()
    expect(desk.at("tests-editor")).to_contain_text("No given test notices this change")
    desk.replace_text("tests-editor", AT_THE_LIMIT)
    assert desk.run() == "fail"  # on the change, in the What-if copy
    desk.at("run-solution").select_option(label="candidate")
    assert desk.run() == "pass"
    review = desk.on_disk("zz-evidence")
    (evidence,) = review["ratings"]["tests_accept_wrong"]["evidence"]
    assert evidence["kind"] == "mutant"
    assert ">=" in evidence["label"]
    assert len(review["runs"]) == 2

    desk.page.reload()
    desk.wait_loaded("zz-evidence")
    desk.at("tab-evidence").click()
    desk.at("tab-matrix").click()
    desk.at("matrix").get_by_role("button", name="test_light on candidate").click()
    expect(desk.at("verdict")).to_contain_text("pass")
    assert desk.at("result-row").count() == len(tasks.fees("x").given.files) + 1
