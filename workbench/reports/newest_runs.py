"""The newest run of each solution on the whole given suite, found in one pass over the runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from workbench.errors import WorkbenchError
from workbench.store.files import parse_json, read_bytes


class Found(NamedTuple):
    """What of a run a report needs."""

    verdict: str
    grade: str
    reason: str
    id: str
    started_at: str


Key = tuple[str, str, str]
"""task, digest of the solution, digest of the suite"""


def newest_runs(folder: Path, progress: Callable[[int], None] = lambda n: None) -> dict[Key, Found]:
    """By task and by what was run. Runs are read one at a time and forgotten; one that cannot be
    read can be made again, and is passed over."""
    found: dict[Key, Found] = {}
    ended: dict[Key, set[str]] = {}
    for number, path in enumerate(_files(folder), start=1):
        try:
            value: Any = parse_json(read_bytes(path), path.name)
            if value["selected"]:
                continue
            key = (str(value["task_id"]), str(value["solution_hash"]), str(value["suite_hash"]))
            run = Found(
                *(str(value[k]) for k in ("verdict", "grade", "reason", "id", "started_at"))
            )
            before = {str(e["verdict"]) for e in value.get("earlier", ())}
        except (WorkbenchError, KeyError, TypeError):
            continue
        ended.setdefault(key, set()).update(before, {run.verdict})
        if key not in found or run.started_at > found[key].started_at:
            found[key] = run
        progress(number)
    return {key: _honest(run, ended[key]) for key, run in found.items()}


def _honest(run: Found, ended: set[str]) -> Found:
    """A pass of code that once ended otherwise is no plain pass."""
    if run.verdict != "pass" or ended == {"pass"}:
        return run
    others = ", ".join(sorted(ended - {"pass"}))
    return run._replace(verdict="varied", reason=f"the same code also ended: {others}")


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for name in sorted(os.listdir(folder)):
        if len(name) == 2 and (folder / name).is_dir():
            for file in sorted(os.listdir(folder / name)):
                if file.endswith(".run.json"):
                    yield folder / name / file
