"""A report on many tasks: time and memory to make it, its size, and how fast it opens.

    python -m benchmarks.report_size [--tasks 10000] [--rounds 3] [--form .html --form .json ...]

The workspace is made of small tasks with runs and assessments of 30 mutants each, in a temporary
folder. Each form is made by the command in a process of its own, whose peak of memory is that of
the greatest so far. Opening is timed in a headless browser from the start of the navigation: the
first paint of content, the end of the load event, and the next frame after it. Needs playwright and
Debian's chromium.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.reports.worlds import a_task, add, assess
from workbench.commands.reporting import SUFFIXES
from workbench.model.run import Verdict
from workbench.store.workspace import Workspace

_OPENED = """() => new Promise(done => requestAnimationFrame(() => setTimeout(() => {
  const painted = performance.getEntriesByName('first-contentful-paint')[0];
  const loaded = performance.getEntriesByType('navigation')[0].loadEventEnd;
  done([painted ? painted.startTime : performance.now(), loaded, performance.now()]);
}, 0)))"""
_POINTS = ("first paint", "load event", "next frame")


def _fill(root: Path, number: int) -> Workspace:
    space = Workspace.create(root / "ws")
    for n in range(number):
        task = add(space, a_task(f"t{n:05}"), Verdict.FAIL if n % 9 == 0 else Verdict.PASS)
        assess(space, task, killed=30 - n % 20, missed=n % 20)
    space.refresh()
    return space


def _make(space: Workspace, out: Path) -> None:
    code = "from workbench.cli import main; main()"
    command = [sys.executable, "-c", code, "report", str(space.root), "-o", str(out)]
    began = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    took = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    print(f"{out.suffix}: {took:.1f} s ({cpu:.1f} s of a core), {used.ru_maxrss / 1024:.0f} MB of "
          f"memory, {out.stat().st_size / 1e6:.1f} MB on disk", flush=True)  # fmt: skip


def _opening(page: Path, rounds: int) -> list[float]:
    found = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for _ in range(rounds):
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            tab.goto(page.as_uri(), wait_until="load", timeout=120_000)
            found.append([float(ms) for ms in tab.evaluate(_OPENED)])
            tab.close()
        browser.close()
    return [median(times) / 1000 for times in zip(*found, strict=True)]


def main() -> None:
    """Make, write, open, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--form", choices=SUFFIXES, action="append")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reports-") as folder:
        space = _fill(Path(folder), asked.tasks)
        print(f"{asked.tasks} tasks", flush=True)
        for suffix in asked.form or [".html"]:
            _make(space, Path(folder) / f"report{suffix}")
        page = Path(folder) / "report.html"
        if page.is_file():
            for name, took in zip(_POINTS, _opening(page, asked.rounds), strict=True):
                print(f"opening the page, {name}: {took:.2f} s")


if __name__ == "__main__":
    main()
