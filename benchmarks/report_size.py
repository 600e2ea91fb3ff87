"""A report on many tasks: seconds to gather and to write it, its size, and how fast it opens.

    python -m benchmarks.report_size [--tasks 10000] [--rounds 3]

The workspace is made of small tasks with runs and assessments of 30 mutants each, in a temporary
folder. Opening is timed in a headless browser from the start of the navigation until the page has
loaded and the next frame was drawn. Needs playwright and Debian's chromium.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.reports.worlds import a_task, add, assess
from workbench.commands.reporting import Asked, write
from workbench.model.run import Verdict
from workbench.reports.gathering import gather
from workbench.store.workspace import Workspace

_OPENED = """() => new Promise(done => requestAnimationFrame(() => setTimeout(() =>
  done(performance.now()), 0)))"""


def _fill(root: Path, number: int) -> Workspace:
    space = Workspace.create(root / "ws")
    for n in range(number):
        task = add(space, a_task(f"t{n:05}"), Verdict.FAIL if n % 9 == 0 else Verdict.PASS)
        assess(space, task, killed=30 - n % 20, missed=n % 20)
    space.refresh()
    return space


def _opening(page: Path, rounds: int) -> float:
    found = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for _ in range(rounds):
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            tab.goto(page.as_uri(), wait_until="load", timeout=120_000)
            found.append(float(tab.evaluate(_OPENED)))
            tab.close()
        browser.close()
    return median(found) / 1000


def main() -> None:
    """Make, write, open, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reports-") as folder:
        space = _fill(Path(folder), asked.tasks)
        began = time.monotonic()
        gather(space)
        print(f"gathering {asked.tasks} tasks: {time.monotonic() - began:.1f} s")
        for suffix in (".html", ".md", ".csv", ".xlsx", ".parquet", ".json"):
            out = Path(folder) / f"report{suffix}"
            began = time.monotonic()
            write(space, Asked(), out, lambda *_: None)
            took = time.monotonic() - began
            print(f"{suffix}: {took:.1f} s with gathering, {out.stat().st_size / 1e6:.1f} MB")
        print(f"opening the page: {_opening(Path(folder) / 'report.html', asked.rounds):.2f} s")


if __name__ == "__main__":
    main()
