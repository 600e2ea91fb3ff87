"""What dies in the middle of something: nothing is lost, and nothing is left waiting in silence."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.ui import tasks
from tests.ui.bad_line import BadLine
from tests.ui.conftest import Browsing, Watch
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from tests.ui.test_recovery import NETWORK
from tests.whole import WHOLE
from workbench.model.task import Task
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]

log = logging.getLogger(__name__)
# Longer by hand: WORKBENCH_TEST_AWAY_S=120 is a laptop that slept two minutes.
AWAY_S = float(os.environ.get("WORKBENCH_TEST_AWAY_S", "1"))


@pytest.mark.parametrize("way", ["cut", "deaden"] if WHOLE else ["cut"])
def test_a_line_that_broke_loses_neither_a_run_nor_either_text(
    new_browsing: Callable[..., Browsing],
    server: LabServer,
    way: str,
) -> None:
    name = f"zz-line-{way}"
    line = BadLine(server)
    browsing = new_browsing()
    browsing.watch.forgive(NETWORK)
    desk = DeskPage(browsing.page, line.server)
    desk.deep_link(name)
    desk.at("run").click()
    expect(desk.at("progress")).to_contain_text("test")
    getattr(line, way)()
    desk.at("notes").fill("typed while the line was dead")
    desk.at("rationale-solution").fill("this too, and nobody else writes here")
    expect(desk.at("saved-state")).to_contain_text("not ")
    # Meanwhile the run ends, and the same reviewer writes the same notes at another machine.
    other = DeskPage(new_browsing().page, server)
    other.deep_link(name)
    other.at("notes").fill("written elsewhere")
    other.wait_on_disk(name, lambda r: r["notes"] == "written elsewhere" and r["runs"])
    desk.page.wait_for_timeout(1000 * AWAY_S)
    line.mend()
    back_s = desk.wait_on_disk(name, lambda r: "solution" in r["ratings"])
    log.info("%s: saved %.1f s after the line was mended", way, back_s)
    assert desk.wait_verdict() == "pass"
    expect(desk.desk).to_contain_text("changed elsewhere")
    assert desk.on_disk(name)["notes"] == "written elsewhere"
    kept = desk.review_path(name).with_name("ann.conflict-1.review.json")
    assert json.loads(kept.read_text())["notes"] == "typed while the line was dead"
    for button in desk.page.locator(".jp-Dialog .jp-mod-reject").all():
        button.click()  # Lab's own news that the server was away
    desk.page.get_by_role("button", name="Save mine over it").click()
    desk.wait_on_disk(name, lambda r: r["notes"] == "typed while the line was dead")
    expect(other.at("notes")).to_have_value("typed while the line was dead")
    line.close()


def descendants(root: int) -> set[int]:
    """Processes that came from one, as far as they still name their parents."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(
                    (entry / "stat").read_text().rsplit(")", 1)[1].split()[1]
                )
            except OSError:
                continue
    found, size = {root}, 0
    while len(found) > size:
        size = len(found)
        found |= {pid for pid, parent in parents.items() if parent in found}
    return found - {root}


def alive(pids: set[int]) -> set[int]:
    """Those that still run."""
    found = set()
    for pid in pids:
        try:
            state = (Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if state != "Z":
            found.add(pid)
    return found


def test_a_kernel_killed_in_the_middle_leaves_no_job_silently_and_no_process(
    new_browsing: Callable[..., Browsing],
    make_server: Callable[..., LabServer],
    tmp_path: Path,
) -> None:
    server = one_task_server(make_server, tmp_path, tasks.slow("zz-slow"))
    browsing = new_browsing()
    browsing.watch.forgive(NETWORK)
    desk = DeskPage(browsing.page, server)
    desk.deep_link("zz-slow")
    desk.at("assess").click()
    expect(desk.at("assess-cancel")).to_be_visible()
    desk.at("tab-given").click()
    desk.at("run").click()
    expect(desk.at("progress")).to_contain_text("test")
    expect(desk.at("job")).to_have_count(2)
    (kernel,) = server.kernels()
    children = descendants(kernel)
    assert children
    server.kill_kernels()
    expect(desk.at("notices")).to_contain_text("given tests on candidate was cut off")
    expect(desk.at("notices")).to_contain_text("assessment was cut off")
    expect(desk.at("cancel")).not_to_be_visible()
    deadline = time.monotonic() + 20
    while alive(children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(children)

    # Again, both at once; typing does not wait for them, and each is cancelled by itself.
    desk.page.get_by_role("button", name="Run again").click()
    expect(desk.at("progress")).to_contain_text("test")
    desk.at("assess").click()
    expect(desk.at("job")).to_have_count(2)
    desk.at("notes").fill("typed beside both")
    assert desk.wait_on_disk("zz-slow", lambda r: r["notes"] == "typed beside both") < 5
    for label, words in (("on candidate", "Run cancelled"), ("assessment", "Assessment cancelled")):
        jobs = desk.at("job")
        button = jobs.filter(has_text=label).get_by_test_id("job-cancel")
        if jobs.count() < 2:
            button = desk.at("assess-cancel")
        began = time.monotonic()
        button.click()
        expect(desk.at("notices")).to_contain_text(words)
        took = time.monotonic() - began
        log.info("%s after %.2f s", words, took)
        assert took < 10  # on a busy machine; the aim is one second


def one_task_server(make_server: Callable[..., LabServer], folder: Path, task: Task) -> LabServer:
    workspace = Workspace.create(folder / "ws")
    workspace.save_task(task)
    return make_server(workspace.root)


def test_what_was_typed_just_before_the_tab_was_closed_is_kept(
    new_browsing: Callable[..., Browsing], server: LabServer
) -> None:
    browsing = new_browsing()
    desk = DeskPage(browsing.page, server)
    desk.deep_link("zz-close")
    desk.at("notes").click()
    desk.page.keyboard.type("typed and gone")
    desk.page.close()
    again = DeskPage(browsing.context.new_page(), server)
    again.deep_link("zz-close")
    expect(again.at("notes")).to_have_value("typed and gone")
    again.wait_on_disk("zz-close", lambda r: r["notes"] == "typed and gone")


def test_a_run_goes_on_over_a_reload(desk: DeskPage, watch: Watch) -> None:
    watch.forgive(NETWORK)
    desk.open("zz-wait")
    desk.at("run").click()
    expect(desk.at("progress")).to_contain_text("test")
    desk.page.wait_for_timeout(1500)  # Lab saves its layout a second after a change
    desk.page.reload()
    desk.wait_loaded("zz-wait")
    assert desk.wait_verdict() == "pass"
    # Of the text that ran, and of no other: editing it now strikes the verdict through.
    desk.type_at_end("tests-editor", "\n\ndef test_more():\n    assert True\n")
    expect(desk.at("verdict")).to_have_attribute("data-outdated", "true")
