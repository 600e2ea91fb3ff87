"""The runs of each solution on the whole given suite, found in one pass over what is kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.model.base import canonical_json
from workbench.model.run import SandboxInfo
from workbench.store.files import parse_json, read_bytes


@dataclass(frozen=True, slots=True)
class Found:
    """What of a run of a whole suite a report needs."""

    id: str
    verdict: str
    grade: str
    reason: str
    started_at: str
    solution: str
    suite: str
    sandbox: SandboxInfo
    toolchain: Mapping[str, str]
    limits: Mapping[str, Any] | None
    ended: frozenset[str]
    """every verdict that this run, made again and again, had"""
    selected: tuple[str, ...] = ()


Key = tuple[str, str, str]
"""task, digest of the solution, digest of the suite"""
Runs = Mapping[Key, Sequence[Found]]
"""by task and by what was run, the newest first"""


def newest_runs(folder: Path, progress: Callable[[int], None] = lambda n: None) -> Runs:
    """Runs are read one at a time, and their tests and texts forgotten; one that cannot be read
    can be made again, and is passed over."""
    found: dict[Key, list[Found]] = {}
    same = _Same()
    for number, path in enumerate(_files(folder), start=1):
        try:
            value: Any = parse_json(read_bytes(path), path.name)
            if value["selected"]:
                continue
            key = (str(value["task_id"]), str(value["solution_hash"]), str(value["suite_hash"]))
            run = _found(value, same)
        except (WorkbenchError, KeyError, TypeError, ValueError):
            continue
        found.setdefault(key, []).append(run)
        progress(number)
    for runs in found.values():
        runs.sort(key=lambda run: run.started_at, reverse=True)
    return found


def honest(run: Found, runs: Sequence[Found]) -> Found:
    """A pass of code that once ended otherwise is no plain pass."""
    others = frozenset[str]().union(*(r.ended for r in runs)) - {"pass"}
    if run.verdict != "pass" or not others:
        return run
    said = f"the same code also ended: {', '.join(sorted(others))}"
    return replace(run, verdict="varied", reason=said)


class _Same:
    """Ten thousand runs of one machine share a toolchain, a sandbox and limits."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, bytes], Any] = {}

    def of(self, name: str, value: Any, make: Callable[[Any], Any]) -> Any:
        """What `make` made of an equal value of that name before."""
        key = name, canonical_json(value)
        if key not in self._values:
            self._values[key] = make(value)
        return self._values[key]


def _found(value: Any, same: _Same) -> Found:
    before = {str(e["verdict"]) for e in value.get("earlier", ())}
    limits = value.get("limits")
    return Found(
        id=str(value["id"]), verdict=str(value["verdict"]), grade=str(value["grade"]),
        reason=str(value["reason"]), started_at=str(value["started_at"]),
        solution=str(value["solution"]), suite=str(value["suite"]),
        sandbox=same.of("sandbox", value["sandbox"], SandboxInfo.model_validate),
        toolchain=same.of("toolchain", value.get("toolchain") or {}, dict),
        limits=None if limits is None else same.of("limits", limits, dict),
        ended=frozenset({*before, str(value["verdict"])}),
    )  # fmt: skip


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for name in sorted(os.listdir(folder)):
        if len(name) == 2 and (folder / name).is_dir():
            for file in sorted(os.listdir(folder / name)):
                if file.endswith(".run.json"):
                    yield folder / name / file
