"""How quick the desk is in a real JupyterLab: each figure beside its goal.

    python -m benchmarks.desk [--rounds 9] [--profile FOLDER]

One server, one browser, a demo workspace; medians over the rounds, warm kernel. `--profile` keeps
a CPU profile of the tabs that are opened and of the keystrokes, to be read in a browser's tools.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import CDPSession, sync_playwright

from benchmarks import desk_measures as measure
from tests.ui import tasks
from tests.ui.conftest import CHROMIUM, FLAGS
from tests.ui.desk_page import DeskPage
from tests.ui.lab_server import LabServer
from workbench.store.workspace import Workspace

_INTERVAL_US = 200


class Figure(NamedTuple):
    """A row of the table: what was measured, its goal, and every value."""

    what: str
    goal: float
    unit: str
    values: list[float]

    def line(self) -> str:
        """As Markdown."""
        middle, worst = statistics.median(self.values), max(self.values)
        ok = "yes" if middle <= self.goal else "**no**"
        return (
            f"| {self.what} | {self.goal:g} {self.unit} | {middle:.3g} {self.unit} "
            f"| {worst:.3g} {self.unit} | {len(self.values)} | {ok} |"
        )


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


def figures(desk: DeskPage, devtools: CDPSession, rounds: int, folder: Path | None) -> list[Figure]:
    """Everything, on a page that shows the queue and a kernel that is warm."""
    desk.open_queue()
    measure.warm(desk)
    with Profile(devtools, folder, "first-tab"):
        first = measure.open_tab(desk, "zz-tab-00")
    one = measure.heap(devtools)
    with Profile(devtools, folder, "next-tab"):
        later = [measure.open_tab(desk, f"zz-tab-{n:02}") for n in range(1, rounds + 1)]
    each = (measure.heap(devtools) - one) / rounds / 1e6
    disk = [measure.edit_to_disk(desk, f"zz-tab-{rounds:02}", n) for n in range(rounds)]
    quiet = measure.keystrokes(desk, rounds * 4)
    measure.open_tab(desk, "zz-slow")
    measure.start_jobs(desk)
    with Profile(devtools, folder, "keystrokes"):
        busy = measure.keystrokes(desk, rounds * 4)
    measure.end_jobs(desk)
    return [
        Figure("first tab, kernel warm", 1500, "ms", [first]),
        Figure("next tab", 150, "ms", later),
        Figure("keystroke to paint, nothing going on", 30, "ms", quiet),
        Figure("keystroke to paint, beside a run and an assessment", 30, "ms", busy),
        Figure("JavaScript heap a tab", 5, "MB", [each]),
        Figure("last keystroke to the file", 500, "ms", disk),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--profile", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        workspace = make_workspace(Path(scratch) / "ws", asked.rounds + 1)
        home = Path(scratch) / "home"
        home.mkdir()
        server = LabServer(workspace.root, home)
        server.start()
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            devtools = page.context.new_cdp_session(page)
            desk = DeskPage(page, server)
            found = figures(desk, devtools, asked.rounds, asked.profile)
        finally:
            browser.close()
            server.stop()
    print("| what | goal | median | worst | values | met |\n|---|---|---|---|---|---|")
    for figure in found:
        print(figure.line())


if __name__ == "__main__":
    main()
