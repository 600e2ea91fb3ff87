"""The real data sets, imported once into workspaces of their own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import whole
from workbench.commands import importing, running
from workbench.commands.task_files import task_files
from workbench.judge.batch import Done, Item, run_all
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root

ROOT = Path(__file__).resolve().parents[2]
EXCEPTIONS = ROOT / "docs" / "data-sets.md"


def documented_exceptions() -> dict[str, str]:
    """`task id -> reason` of the rows of the table of unsound records in the documentation."""
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|$", EXCEPTIONS.read_text(), re.MULTILINE)
    return dict(rows)


def sampled(item: Item) -> Item:
    """One task in six is put to the proof, and all of them with `WORKBENCH_WHOLE=1`: the proof of
    all is a benchmark (`benchmarks.grades`) of half an hour. Which ones depends on their names."""
    if whole.one_in(6, item.task.id):
        return item
    return item._replace(method="plain")


def chosen(count: int) -> Callable[[Path], bool]:
    """One task file in so many by name; all of them with `WORKBENCH_WHOLE=1`."""
    return lambda path: whole.one_in(count, path.name)


def run_data_set(
    format_name: str, source: Path, into: Path, *, solution: str, one_in: int = 1
) -> Iterator[Done]:
    """Import a file and run one task in `one_in` of it: two at a time, or one where tests
    themselves run side by side."""
    at_once = 1 if os.environ.get("PYTEST_XDIST_WORKER") else 2
    for result in importing.run(format_name, [source], into, lambda task_id: True):
        assert result.task is not None, f"{source.name}:{result.line}: {result.reason}"
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    files = [path for path in task_files([into]) if chosen(one_in)(path)]
    work = running.Work(files, solution=solution, suite="")
    try:
        with ThreadPoolExecutor(at_once) as executor:
            work_items = map(sampled, work.items(sandbox))
            yield from run_all(work_items, executor, at_once=at_once)
    finally:
        sandbox.close()
    assert work.problems == []
