"""A queue of 100,000 tasks: what the panel and the kernel take for it.

    python -m benchmarks.desk_queue [--tasks 100000] [--begun 5000] [--assessed 20000]
                                    [--place DIR] [--no-browser]

Makes a workspace of small tasks outside the checkout (kept in DIR when one is given, and used again
when it is there), then times the kernel's side in this process and the panel's in a real JupyterLab
with Chromium. Medians; times of the page end when the list is laid out.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import page as words
from benchmarks.figures import Figure
from benchmarks.promises import group
from benchmarks.timing import head, row, seconds
from tests.ui import tasks
from workbench.jupyter.queueing import Queueing
from workbench.model.assessment import Assessment, Flag
from workbench.model.review import Review
from workbench.store.files import dump_document
from workbench.store.workspace import Workspace

LANGUAGES = ("python", "javascript", "typescript", "go", "rust", "java")
WORDS = ("Merge", "Count", "Round", "Parse", "Sort", "Split", "Book", "Price", "Route", "Clamp")
THINGS = ("bookings", "invoices", "windows", "tokens", "shifts", "orders", "lines", "seats")
REVIEWER = "ann"
ROUNDS = 11


def make(root: Path, count: int, begun: int, assessed: int) -> Workspace:
    """A workspace of `count` tasks, `begun` of them with a review of ann's."""
    if (root / "workspace.toml").exists():
        return Workspace.open(root)
    workspace = Workspace.create(root)
    model = tasks.clamp("task-000000")
    dumped = dump_document(model).decode()
    title = json.dumps(model.title)
    (root / "assessments").mkdir()
    for number in range(count):
        own = f"task-{number:06}"
        name = f"{WORDS[number * 7 % 10]} {THINGS[number * 3 % 8]}, case {number * 7919 % count}"
        text = dumped.replace(title, json.dumps(name)).replace("task-000000", own)
        text = text.replace('"python"', f'"{LANGUAGES[number % 6]}"', 1)
        # No fsync: what is made here can be made again.
        workspace.task_path(own).write_text(text)
        if number < begun:
            state = ("submitted", "draft", "submitted", "cannot_judge")[number % 4]
            at = f"2026-03-{1 + number % 28:02}T10:00:00.000Z"
            review = Review(
                task_id=own, task_digest="d", reviewer=REVIEWER, rubric="coding-task-v1",
                rubric_version=1, state=state, sequence=3, active_s=900.0 + number % 600,
                updated_at=at, submitted_at="" if state == "draft" else at,
            )  # fmt: skip
            path = workspace.reviews.path(own, REVIEWER)
            path.parent.mkdir()
            path.write_bytes(dump_document(review))
        if number % max(1, count // max(1, assessed)) == 0:
            flags = (Flag(kind="k", severity="high", message="m"),) if number % 5 == 0 else ()
            found = Assessment(
                id="0" * 64, task_id=own, language="python", solution="candidate", suite="given",
                strength=number % 100 / 100, flags=flags,
            )  # fmt: skip
            (root / "assessments" / f"{own}.assessment.json").write_bytes(dump_document(found))
    return workspace


def timed(name: str, work: Callable[[], Any], rounds: int = ROUNDS) -> Figure:
    """Milliseconds."""
    return Figure.of(name, [seconds(work) * 1e3 for _ in range(rounds)])


def resident_mb() -> float:
    """What this process holds in memory."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def kernel(root: Path) -> Iterator[Figure]:
    """The kernel's side. `first answer` is what a process just started pays."""
    before = resident_mb()
    index = Workspace.open(root).index
    yield timed("made", index.refresh, 1)
    yield timed("read", lambda: Workspace.open(root).index.known(), 3)
    yield timed("looked", index.refresh)
    del index
    workspace = Workspace.open(root)
    queue = Queueing(workspace, REVIEWER, lambda message: None, lambda: None)  # type: ignore[arg-type,return-value]
    yield timed("first answer", lambda: queue.answer({"type": "queue", "limit": 0}), 1)
    while queue._looker is not None and queue._looker.is_alive():
        time.sleep(0.1)
    yield timed("answer", lambda: queue.answer({"type": "queue", "limit": 0}))
    yield timed("states", lambda: queue._own.look())
    yield Figure("memory", resident_mb() - before)
    yield Figure("index", (root / "index.json").stat().st_size / 1e6)


# The first row's time is kept by the page itself: looking from outside would be late.
WATCH = """
new MutationObserver((_, me) => {
  if (!document.querySelector('.wb-Queue-row')) return;
  document.body.offsetHeight;
  window.wbShown = performance.now();
  me.disconnect();
}).observe(document, { childList: true, subtree: true });
"""
ASKED = """() => {
  const asked = performance.getEntriesByType('resource')
    .filter(e => /api\\/contents\\/index\\.json\\?/.test(e.name));
  return window.wbShown - Math.min(...asked.map(e => e.startTime));
}"""
TYPED = """([selector, event, values]) => {
  const field = document.querySelector(selector);
  const list = document.querySelector('.wb-Queue-list');
  return values.map(value => {
    field.value = value;
    const began = performance.now();
    field.dispatchEvent(new Event(event, { bubbles: true }));
    list.offsetHeight;
    return performance.now() - began;
  });
}"""


def panel(root: Path) -> Iterator[Figure]:
    """The panel's side."""
    from playwright.sync_api import sync_playwright

    from tests.ui.conftest import CHROMIUM, FLAGS
    from tests.ui.lab_server import LabServer

    with tempfile.TemporaryDirectory() as home, sync_playwright() as driver:
        server = LabServer(root, Path(home))
        server.start()
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, "--enable-precise-memory-info"]
        )
        try:
            shown = []
            for _ in range(4):
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.set_default_timeout(300_000)
                page.add_init_script(WATCH)
                page.goto(server.address())
                page.locator(".wb-Queue-row").first.wait_for()
                page.get_by_role("button", name="in draft").wait_for()
                shown.append(page.evaluate(ASKED))
                if len(shown) < 4:
                    page.close()
            yield Figure.of("shown", shown[1:])
            page.get_by_role("button", name=" all").click()
            page.wait_for_timeout(2000)
            box, order = "input[type=search]", ".wb-Queue-sort"
            for what, values in (
                ("words", ["merge", "merge 77", "no such task", "case 9"]),
                ("language", ["lang:go", "lang:py,rust"]),
                ("state", ["state:draft", "state:submitted"]),
                ("strength and flag", ["strength:<40", "flag:high strength:<40"]),
            ):
                taken = page.evaluate(TYPED, [f".wb-Queue {box}", "input", values * 6])
                yield Figure.of(f"filter {what}", taken)
            page.evaluate(TYPED, [f".wb-Queue {box}", "input", [""]])
            for sort in ("title", "state", "adequacy", "touched"):
                taken = page.evaluate(TYPED, [order, "change", ["order", sort] * 5])
                yield Figure.of(f"sort {sort}", taken[1::2])
            used = page.evaluate("performance.memory.usedJSHeapSize / 1048576")
            yield Figure("heap", used)
        finally:
            browser.close()
            server.stop()


def figures(*, quick: bool) -> Iterator[Figure]:
    """100,000 tasks, or 3,000 in the quick form."""
    count = 3_000 if quick else 100_000
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "ws"
        make(root, count, count // 20, count // 5)
        (root / "index.json").unlink(missing_ok=True)
        yield from kernel(root)
        yield from panel(root)


def main() -> None:
    """One table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--begun", type=int, default=5_000)
    parser.add_argument("--assessed", type=int, default=20_000)
    parser.add_argument("--place", type=Path)
    parser.add_argument("--no-browser", action="store_true")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = wish.place or Path(scratch) / "ws"
        make(root, wish.tasks, wish.begun, wish.assessed)
        (root / "index.json").unlink(missing_ok=True)
        found = list(kernel(root))
        if not wish.no_browser:
            found += panel(root)
    promises = {one.name: one for one in group("queue").promises}
    head(f"a queue of {wish.tasks:,} tasks, {wish.begun:,} begun", "measured")
    for one in found:
        row(promises[one.name].what, words.measured(promises[one.name], one))


if __name__ == "__main__":
    main()
