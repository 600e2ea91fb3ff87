"""A submission, what changes under it, and that nothing stale is submitted silently."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Browsing
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from tests.ui.sight import keep_screen
from tests.ui.test_looks import axe
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]

TASK = "zz-past"
TICKET = "The given tests never swap the limits."


def test_what_changed_since_is_said_and_answered_before_it_is_submitted(
    desk: DeskPage, tmp_path: Path
) -> None:
    workspace = Workspace.open(desk.server.workspace)
    desk.deep_link(TASK)
    assert desk.run() == "pass"
    desk.fill_rubric()
    desk.at("evidence-tests_accept_wrong").click()
    desk.page.get_by_role("menuitem", name="pass: given tests on candidate").click()
    desk.wait_saved()
    desk.at("submit").click()
    desk.wait_on_disk(TASK, lambda review: review["state"] == "submitted")
    desk.deep_link(TASK)
    desk.desk.get_by_role("button", name="Reopen").first.click()
    desk.at("notes").fill(TICKET)
    desk.wait_on_disk(TASK, lambda review: review["notes"] == TICKET)

    # Another program writes the task while the desk is open.
    old = workspace.task(TASK)
    changed = old.candidate.files["clamp.py"].replace("return high", "return high + 0")
    candidate = old.candidate.model_copy(update={"files": {"clamp.py": changed}})
    workspace.save_task(old.model_copy(update={"solutions": (candidate, *old.solutions[1:])}))
    banners = desk.desk.locator(".wb-banners")
    expect(banners).to_contain_text("the solution changed since")
    expect(desk.at("notes")).to_have_value(TICKET)
    desk.at("submit").click()
    expect(desk.at("stale-box")).to_contain_text("Not submitted")
    banners.get_by_role("button", name="Reload the task").click()
    expect(desk.at("stale-chip")).to_contain_text("Stale: the solution changed since")
    expect(desk.at("verdict")).to_contain_text("the solution changed since")
    desk.at("tab-history").click()
    expect(desk.at("history-row").first).to_contain_text("Stale: the solution changed since")
    banners.get_by_role("button", name="I have looked again").click()
    expect(banners).not_to_contain_text("looked again")
    desk.at("submit").click()
    expect(desk.at("stale-box")).to_contain_text("Not submitted")
    assert not axe(desk)

    before = desk.on_disk(TASK)["ratings"]["tests_accept_wrong"]["evidence"][0]["ref"]
    desk.at("run-again").click()
    expect(desk.at("stale-chip")).to_have_count(0)
    desk.wait_on_disk(
        TASK,
        lambda review: review["ratings"]["tests_accept_wrong"]["evidence"][0]["ref"] != before,
    )
    desk.at("tab-history").click()
    rows = desk.at("history-row")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("same as now")
    for row in rows.all():
        row.get_by_role("checkbox").check()
    desk.at("compare-runs").click()
    expect(desk.at("runs-compared")).to_contain_text("came out alike")

    desk.at("submit").click()
    desk.wait_on_disk(TASK, lambda review: review["state"] == "submitted")
    desk.deep_link(TASK)
    desk.at("tab-revisions").click()
    expect(desk.at("revision-row")).to_have_count(2)
    expect(desk.at("revision-changes")).to_contain_text(TICKET)
    expect(desk.at("revision-changes")).to_contain_text("Evidence")
    expect(desk.at("chain-broken")).not_to_be_visible()
    assert not axe(desk)
    with desk.page.expect_download() as saved:
        desk.at("export-json").click()
    assert saved.value.suggested_filename == f"{TASK}.ann.review.json"
    saved.value.save_as(tmp_path / "review.json")
    exported = json.loads((tmp_path / "review.json").read_text())
    assert [made["number"] for made in exported["submissions"]] == [1, 2]
    assert exported["chain_broken"] == ""

    # Somebody edits the record: it is said, and a submission of before still comes back.
    record = desk.review_path(TASK).with_name("ann.revisions.jsonl")
    record.write_text(record.read_text().replace(TICKET, "Nothing to say.", 1))
    damaged = record.read_bytes()
    desk.at("tab-rubric").click()
    desk.at("tab-revisions").click()
    expect(desk.at("chain-broken")).to_contain_text("submission 2 was changed after it was made")
    desk.at("reopen-with-1").click()
    desk.wait_on_disk(TASK, lambda review: review["notes"] == "" and review["state"] == "draft")
    assert record.read_bytes() == damaged


def test_two_servers_on_one_review_lose_neither_version(
    desk: DeskPage, make_server: Callable[..., LabServer], new_browsing: Callable[..., Browsing]
) -> None:
    desk.deep_link("zz-apart")
    other = DeskPage(new_browsing().page, make_server(desk.server.workspace))
    other.deep_link("zz-apart")
    # One server stands still while both write.
    kernels = desk.server.kernels()
    for pid in kernels:
        os.kill(pid, signal.SIGSTOP)
    desk.at("notes").fill("mine")
    desk.at("rationale-solution").fill("my reason")
    desk.page.wait_for_timeout(600)
    other.at("notes").fill("theirs")
    other.at("rationale-solution").fill("their reason")
    desk.wait_on_disk("zz-apart", lambda r: "solution" in r["ratings"] and r["notes"] == "theirs")
    for pid in kernels:
        os.kill(pid, signal.SIGCONT)

    conflict = desk.at("conflict")
    expect(conflict.locator("legend")).to_have_count(2)
    expect(conflict).to_contain_text("theirs")
    assert not axe(desk)
    keep_screen(desk, "conflict")
    conflict.get_by_role("group", name="Notes").get_by_test_id("choose-theirs").check()
    desk.at("conflict-save").click()
    expect(conflict).not_to_be_visible()
    review = desk.on_disk("zz-apart")
    desk.wait_on_disk("zz-apart", lambda r: r["ratings"]["solution"]["rationale"] == "my reason")
    assert review["notes"] == "theirs"
    expect(other.at("rationale-solution")).to_have_value("my reason")
    expect(desk.at("notes")).to_have_value("theirs")
    kept = desk.review_path("zz-apart").parent.glob("*.conflict-*.review.json")
    assert {json.loads(path.read_text())["notes"] for path in kept} == {"mine", "theirs"}
