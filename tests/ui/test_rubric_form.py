"""A review by a rubric of another kind: conditions, sentences, dragged evidence, an override."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.ui import tasks
from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from tests.ui.test_looks import axe

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]


def test_a_rubric_of_another_kind_from_the_first_word_to_the_submission(
    new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    desk = DeskPage(new_browsing().page, server)
    page = desk.page
    desk.deep_link("zz-form")
    expect(desk.at("axis-exploit")).to_be_visible()
    expect(desk.at("axis-specification")).to_have_count(0)
    expect(desk.at("axis-severity")).not_to_be_visible()

    # A reason first, from a ready sentence, by the keyboard alone.
    desk.at("axis-exploit").focus()
    page.keyboard.press("2")
    expect(desk.at("first-exploit")).to_contain_text("First say why")
    expect(desk.at("rationale-exploit")).to_be_focused()
    page.keyboard.press("Control+Space")
    page.get_by_role("menuitem", name="This input still gets through").press("Enter")
    page.keyboard.type("limits the wrong way round, which the prompt forbids.")
    desk.at("level-exploit-2").click()
    expect(desk.at("level-exploit-2")).to_have_attribute("aria-checked", "true")
    desk.at("sentences-exploit").click()
    page.get_by_role("menuitem", name="Keep this rationale").click()
    own = server.workspace / "phrases" / "ann.phrases.json"
    while not own.is_file():
        page.wait_for_timeout(20)
    page.wait_for_timeout(200)
    desk.at("sentences-exploit").click()
    expect(page.get_by_role("menuitem", name="(yours)")).to_be_visible()
    page.keyboard.press("Escape")
    (phrase,) = json.loads(own.read_text())["phrases"]
    assert phrase["text"].startswith("This input still gets through: limits")
    assert stat.S_IMODE(own.stat().st_mode) == 0o600

    # A run that passes is no failing run, wherever it is dropped.
    assert desk.run() == "pass"
    grip = desk.at("attach-run").locator("xpath=preceding-sibling::*[@data-testid='grip']")
    desk.drag(grip, desk.at("axis-exploit"), chips=1)
    chips = desk.at("axis-exploit").locator(".wb-chip")
    expect(chips).to_contain_text(["given tests on candidate"])
    expect(desk.at("axis-exploit")).to_contain_text("the attached run ended as: pass")
    desk.at("submit").click()
    expect(desk.at("missing")).to_contain_text("Exploit: a score of 2 needs evidence")
    desk.add_probe(tasks.PROBE)
    assert desk.run() == "fail"
    desk.drag(desk.at("result-row").get_by_test_id("grip"), desk.at("axis-exploit"), chips=2)
    expect(chips).to_have_count(2)
    expect(desk.at("axis-exploit")).not_to_contain_text("needs evidence")

    # One answer brings the next question.
    desk.at("rationale-other_major").fill("The task stands word for word on a public page.")
    desk.at("level-other_major-1").click()
    expect(desk.at("axis-severity")).to_be_visible()
    desk.at("option-leak-0").click()
    desk.at("answer-where").fill("a page anybody finds")
    desk.at("level-severity-0").click()
    assert not axe(desk)
    desk.at("level-other_major-0").click()
    expect(desk.at("field-where")).not_to_be_visible()
    expect(desk.at("axis-severity")).not_to_be_visible()

    desk.at("cannot-tests_accept_wrong").click()
    desk.at("cannot-reason-tests_accept_wrong").fill("No variant of the hole was given.")
    desk.at("answer-minutes").fill("1000")
    expect(desk.at("field-minutes")).to_contain_text("600 or less")
    desk.at("answer-minutes").fill("15")
    desk.at("difficulty-0").click()
    desk.at("confidence-4").click()
    expect(desk.at("decision")).to_contain_text("revise")
    expect(desk.at("derived-why")).to_contain_text("Exploit 2, open on some input: blocks from 2")
    desk.at("override").select_option("accept")
    desk.at("submit").click()
    expect(desk.at("missing")).to_contain_text("Override: say why")
    desk.at("override-reason").fill("The prompt was mended meanwhile.")
    desk.wait_saved()
    desk.at("submit").click()
    desk.wait_on_disk("zz-form", lambda found: found["state"] == "submitted")

    review = desk.on_disk("zz-form")
    assert (review["rubric"], review["state"]) == ("security-v1", "submitted")
    assert review["answers"] == {"minutes": 15}
    assert review["ratings"].keys() == {"exploit", "tests_accept_wrong", "other_major"}
    assert review["set_aside"]["answers"] == {"leak": "leak", "where": "a page anybody finds"}
    assert review["set_aside"]["ratings"].keys() == {"severity"}
    desk.deep_link("zz-form")
    desk.at("reopen").click()
    desk.wait_on_disk("zz-form", lambda found: found["answers"].get("leak") == "leak")
