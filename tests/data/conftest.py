"""The real data sets, imported once into workspaces of their own."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workbench.commands import importing, running
from workbench.judge.batch import Done, run_all
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root

ROOT = Path(__file__).resolve().parents[2]
EXCEPTIONS = ROOT / "docs" / "data-sets.md"


def documented_exceptions() -> dict[str, str]:
    """`task id -> reason` of the rows of the table of unsound records in the documentation."""
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|$", EXCEPTIONS.read_text(), re.MULTILINE)
    return dict(rows)


def run_data_set(format_name: str, source: Path, into: Path, *, solution: str) -> Iterator[Done]:
    """Import a file and run it: two at a time, or one where tests themselves run side by side."""
    at_once = 1 if os.environ.get("PYTEST_XDIST_WORKER") else 2
    for result in importing.run(format_name, [source], into, lambda task_id: True):
        assert result.task is not None, f"{source.name}:{result.line}: {result.reason}"
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    work = running.Work(running.task_files([into]), solution=solution, suite="")
    try:
        with ThreadPoolExecutor(at_once) as executor:
            yield from run_all(work.items(sandbox), executor, at_once=at_once)
    finally:
        sandbox.close()
    assert work.problems == []
