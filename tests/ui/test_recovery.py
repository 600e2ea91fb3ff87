"""The file is the truth: nothing acknowledged is lost, whatever dies."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.ui import tasks
from tests.ui.conftest import Browsing, Watch
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.ui, pytest.mark.sandbox]

NETWORK = (
    r"Failed to load resource|WebSocket connection|ERR_CONNECTION|NetworkError|Failed to fetch"
)


def test_reload_brings_everything_back(desk: DeskPage) -> None:
    desk.open("zz-reload")
    desk.type_at_end("tests-editor", "\n\ndef test_added():\n    assert clamp(1, 1, 1) == 1\n")
    assert desk.run() == "pass"
    desk.at("notes").fill("typed just before the reload")
    desk.wait_on_disk("zz-reload", lambda r: r["notes"].startswith("typed"))
    desk.page.wait_for_timeout(1500)  # Lab saves its layout a second after a change
    desk.page.reload()
    desk.wait_loaded("zz-reload")
    expect(desk.at("tests-editor")).to_contain_text("test_added")
    expect(desk.at("notes")).to_have_value("typed just before the reload")
    expect(desk.at("verdict")).to_have_attribute("data-verdict", "pass")
    expect(desk.at("verdict")).to_contain_text("edited")
    assert desk.at("result-row").count() == 4


def test_a_killed_kernel_comes_back_with_review_and_runs(desk: DeskPage, watch: Watch) -> None:
    watch.forgive(NETWORK)
    desk.open("zz-kernel")
    assert desk.run() == "pass"
    desk.at("notes").fill("before the kill")
    desk.wait_on_disk("zz-kernel", lambda r: r["notes"] == "before the kill")
    desk.server.kill_kernels()
    desk.at("rationale-solution").fill("typed while the kernel was dead")
    desk.wait_on_disk(
        "zz-kernel", lambda r: "dead" in r["ratings"].get("solution", {}).get("rationale", "")
    )
    expect(desk.at("notes")).to_have_value("before the kill")
    expect(desk.at("verdict")).to_have_attribute("data-verdict", "pass")
    assert desk.run() == "pass"


def test_a_killed_server_comes_back_with_review_and_runs(
    new_browsing: Callable[..., Browsing],
    make_server: Callable[..., LabServer],
    tmp_path: Path,
) -> None:
    workspace = Workspace.create(tmp_path / "ws")
    workspace.save_task(tasks.clamp("zz-server"))
    server = make_server(workspace.root)
    browsing = new_browsing()
    browsing.watch.forgive(NETWORK)
    desk = DeskPage(browsing.page, server)
    desk.deep_link("zz-server")
    assert desk.run() == "pass"
    desk.at("notes").fill("before the kill")
    desk.wait_on_disk("zz-server", lambda r: r["notes"] == "before the kill")
    server.kill()
    desk.at("rationale-solution").fill("typed while the server was dead")
    desk.page.wait_for_timeout(1000)
    server.start()
    desk.wait_on_disk(
        "zz-server", lambda r: "dead" in r["ratings"].get("solution", {}).get("rationale", "")
    )
    for button in desk.page.locator(".jp-Dialog .jp-mod-reject").all():
        button.click()
    expect(desk.at("notes")).to_have_value("before the kill")
    assert desk.run() == "pass"


def fill(path: Path) -> None:
    """Write until the disk refuses."""
    with path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB that can be filled and made read-only."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_refuses_is_said_and_nothing_typed_is_lost(
    new_browsing: Callable[..., Browsing],
    make_server: Callable[..., LabServer],
    small_disk: Path,
) -> None:
    workspace = Workspace.create(small_disk / "ws")
    workspace.save_task(tasks.clamp("zz-disk"))
    server = make_server(workspace.root)
    desk = DeskPage(new_browsing().page, server)
    desk.deep_link("zz-disk")
    desk.at("notes").fill("while there was space")
    desk.wait_on_disk("zz-disk", lambda r: r["notes"] == "while there was space")

    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"):
        fill(filler)
    text = "on a full disk " * 1000
    desk.at("notes").fill(text)
    expect(desk.at("saved-state")).to_contain_text("not saved: ")
    expect(desk.at("saved-state")).to_contain_text("disk is full")
    assert desk.on_disk("zz-disk")["notes"] == "while there was space"
    filler.unlink()
    desk.wait_on_disk("zz-disk", lambda r: r["notes"] == text)
    expect(desk.at("saved-state")).to_have_attribute("data-state", "saved")

    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert desk.run() == "pass"
    expect(desk.at("verdict")).to_contain_text("not on disk")
    expect(desk.at("verdict").get_by_role("alert")).to_contain_text("read-only")
    desk.at("notes").fill("on a read-only disk")
    expect(desk.at("saved-state")).to_contain_text("read-only")
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    desk.wait_on_disk("zz-disk", lambda r: r["notes"] == "on a read-only disk" and r["runs"])
    expect(desk.at("verdict")).not_to_contain_text("not on disk")


def test_a_tab_whose_file_vanished_says_so(desk: DeskPage, watch: Watch) -> None:
    watch.forgive(r"404|File or directory does not exist|Failed to load resource")
    folder = desk.server.workspace / "tasks"
    shutil.copy(folder / "zz-run.task.json", folder / "zz-wrong-name.task.json")
    # A layout of its own: Lab remembers open tabs, and this one's file is gone afterwards.
    desk.page.goto(
        desk.server.address("/lab/workspaces/vanished/tree/tasks/zz-wrong-name.task.json")
    )
    expect(desk.at("notices")).to_contain_text("holds task zz-run")
    (folder / "zz-wrong-name.task.json").unlink()
