"""How quick the desk is in a real JupyterLab: each figure beside its goal.

    python -m benchmarks.desk [--rounds 9] [--profile FOLDER]

One server, one browser, a demo workspace; medians over the rounds, warm kernel. `--profile` keeps
a CPU profile of the tabs that are opened and of the keystrokes, to be read in a browser's tools.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, sync_playwright

from benchmarks import desk_measures as measure
from benchmarks import page as words
from benchmarks.figures import Figure
from benchmarks.promises import group
from benchmarks.timing import head, row
from tests.ui import tasks
from tests.ui.conftest import CHROMIUM, FLAGS
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from workbench.store.workspace import Workspace

_INTERVAL_US = 200


class Profile:
    """A CPU profile of what happens within, when a folder for it is given."""

    def __init__(self, devtools: CDPSession, folder: Path | None, name: str) -> None:
        self._devtools, self._folder, self._name = devtools, folder, name

    def __enter__(self) -> None:
        if self._folder:
            self._devtools.send("Profiler.enable")
            self._devtools.send("Profiler.setSamplingInterval", {"interval": _INTERVAL_US})
            self._devtools.send("Profiler.start")

    def __exit__(self, *_: object) -> None:
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
            profile: dict[str, Any] = self._devtools.send("Profiler.stop")["profile"]
            (self._folder / f"{self._name}.cpuprofile").write_text(json.dumps(profile))


def make_workspace(folder: Path, tabs: int) -> Workspace:
    """The demo, a task a tab, and one whose tests take long."""
    workspace = Workspace.create(folder, demo=True)
    for number in range(tabs):
        workspace.save_task(tasks.clamp(f"zz-tab-{number:02}"))
    workspace.save_task(tasks.slow("zz-slow"))
    workspace.refresh()
    return workspace


def measured(
    desk: DeskPage, devtools: CDPSession, rounds: int, folder: Path | None
) -> Iterator[Figure]:
    """Everything, on a page that shows the queue and a kernel that is warm."""
    desk.open_queue()
    measure.warm(desk)
    with Profile(devtools, folder, "first-tab"):
        first = measure.open_tab(desk, "zz-tab-00")
    yield Figure.of("first tab", [first])
    one = measure.heap(devtools)
    with Profile(devtools, folder, "next-tab"):
        later = [measure.open_tab(desk, f"zz-tab-{n:02}") for n in range(1, rounds + 1)]
    yield Figure.of("next tab", later)
    yield Figure.of("heap", [(measure.heap(devtools) - one) / rounds / 1e6])
    disk = [measure.edit_to_disk(desk, f"zz-tab-{rounds:02}", n) for n in range(rounds)]
    yield Figure.of("disk", disk)
    yield Figure.of("key quiet", measure.keystrokes(desk, rounds * 4))
    measure.open_tab(desk, "zz-slow")
    measure.start_jobs(desk)
    with Profile(devtools, folder, "keystrokes"):
        busy = measure.keystrokes(desk, rounds * 4)
    measure.end_jobs(desk)
    yield Figure.of("key busy", busy)


def in_lab(rounds: int, profile: Path | None = None) -> Iterator[Figure]:
    """With a server and a browser of its own."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        workspace = make_workspace(Path(scratch) / "ws", rounds + 1)
        home = Path(scratch) / "home"
        home.mkdir()
        server = LabServer(workspace.root, home)
        server.start()
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            devtools = page.context.new_cdp_session(page)
            yield from measured(DeskPage(page, server), devtools, rounds, profile)
        finally:
            browser.close()
            server.stop()


def figures(*, quick: bool) -> Iterator[Figure]:
    """Nine rounds, or two."""
    return in_lab(2 if quick else 9)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--profile", type=Path)
    asked = parser.parse_args()
    promises = {one.name: one for one in group("desk").promises}
    found = list(in_lab(asked.rounds, asked.profile))
    head("what", "promised", "measured", "met")
    for one in found:
        promise = promises[one.name]
        row(promise.what, words.promised(promise), words.measured(promise, one), promise.met(one))


if __name__ == "__main__":
    main()
