"""Reads test2json events and the harness's end record to results.

The harness is the only writer of fd 3; the test binary speaks through its output, which test2json
takes apart. A binary that prints what the testing package would print can therefore still make
events: whatever contradicts itself becomes a flag, the rest is for the verdict rule to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from workbench.languages.base import Inventory, Report
from workbench.languages.go_inventory import test_id
from workbench.languages.records import MAX_TEXT, changed_fixtures, load_line, number, text
from workbench.model.run import Status, TestResult

MAX_EVENTS = 200_000
_MAX_FLAGS = 20
_MAX_CHILDREN = 500
_RESULTS = {"pass": Status.PASSED, "fail": Status.FAILED, "skip": Status.SKIPPED}
_ACTIONS = frozenset({"start", "run", "pause", "cont", "output", "bench", "attr", "artifacts"})
_FRAME = re.compile(r"^\s*(=== |--- (PASS|FAIL|SKIP):)")
_LOGGED = re.compile(r"^    ")
_PANIC = re.compile(r"^(panic: |fatal error: |runtime: |SIG[A-Z]+: )")


@dataclass
class _Test:
    """What one top-level test has said so far."""

    status: Status | None = None
    duration_s: float = 0.0
    printed: list[str] = field(default_factory=list)
    size: int = 0
    children: list[str] = field(default_factory=list)

    def prints(self, output: str) -> None:
        if self.size < MAX_TEXT:
            self.printed.append(output[: MAX_TEXT - self.size])
            self.size += len(output)


class _Reader:
    def __init__(self, nonce: str) -> None:
        self.nonce = nonce
        self.tests: dict[str, _Test] = {}
        self.packages: dict[str, str] = {}
        self.summed_up: set[str] = set()
        self.package_output: list[str] = []
        self.flags: list[str] = []
        self.end: dict[str, Any] | None = None

    def flag(self, sentence: str) -> None:
        if len(self.flags) < _MAX_FLAGS:
            self.flags.append(sentence[:300])

    def record(self, record: dict[str, Any]) -> None:
        if self.end is not None:
            raise ValueError("a record after the end record")
        if "k" in record:
            if record["k"] != "end" or record.get("n") != self.nonce:
                raise ValueError("not signed by the harness")
            self.end = record
            return
        action, package, name = record.get("Action"), record.get("Package"), record.get("Test", "")
        if not (isinstance(action, str) and isinstance(package, str) and isinstance(name, str)):
            raise ValueError("an event without action, package or test")
        if action not in _ACTIONS and action not in _RESULTS:
            raise ValueError(f"unknown action {action!r}")
        if name:
            self._test_event(record, action, package, name)
        elif action in _RESULTS:
            if package in self.packages:
                self.flag(f"package {package} ended twice")
            self.packages[package] = action
        elif action == "output":
            if record.get("Output") == "PASS\n":
                self.summed_up.add(package)
            if len(self.package_output) < 1000:
                self.package_output.append(text(record.get("Output"), 4000))

    def _test_event(self, record: dict[str, Any], action: str, package: str, name: str) -> None:
        top, _, row = name.partition("/")
        known = test_id(package, top)
        if package in self.packages:
            self.flag(f"{known}: an event after its package ended")
        test = self.tests.get(known)
        if test is None:
            if row or action not in ("run", "output"):
                self.flag(f"{known}: `{action}` before it ran")
            test = self.tests[known] = _Test()
        elif action == "run" and not row:
            self.flag(f"{known} ran twice")
        if action == "output":
            test.prints(text(record.get("Output")))
        elif action in _RESULTS:
            status = _RESULTS[action]
            if row:
                if len(test.children) < _MAX_CHILDREN:
                    test.children.append(text(f"{status} {row}", 500))
                if test.status is Status.PASSED and status is Status.FAILED:
                    self.flag(f"{known} passed before its row {row} failed")
            elif test.status is not None:
                self.flag(f"{known} has two results")
            else:
                test.status = status
                test.duration_s = number(record.get("Elapsed"))


def read_events(raw: bytes, inventory: Inventory, nonce: str) -> Report:
    """All events of one run. Never raises."""
    reader = _Reader(nonce)
    for row, line in enumerate(_lines(raw), start=1):
        if row > MAX_EVENTS:
            reader.flag(f"more than {MAX_EVENTS} events")
            break
        try:
            reader.record(load_line(line))
        except ValueError as odd:
            reader.flag(f"event {row}: {str(odd)[:200]}")
    if raw and not raw.endswith(b"\n"):
        reader.flag("the results stream ends in the middle of a record")
    claimed = reader.end.get("exit") if reader.end else None
    if isinstance(claimed, bool) or not isinstance(claimed, int):
        claimed = None
    places = {ref.id: ref for ref in inventory.tests}
    results = []
    for known, test in reader.tests.items():
        result = _result(known, test, claimed)
        if result is not None:
            ref = places.get(known)
            where = {"file": ref.file, "line": ref.line} if ref else {}
            results.append(result.model_copy(update=where))
    for package, ended in reader.packages.items():
        failed = [r.id for r in results if r.status is Status.FAILED and _in(r.id, package)]
        if ended == "pass" and failed:
            reader.flag(f"package {package} ended well although {failed[0]} failed")
    return Report(
        results=tuple(results),
        # The testing package ends with PASS; who leaves through the back door does not.
        ended=reader.end is not None
        and all(p in reader.summed_up for p, how in reader.packages.items() if how == "pass"),
        claimed_exit=claimed,
        flags=(*reader.flags, *changed_fixtures(reader.end)),
        error="" if results else _never_started(reader, claimed),
    )


def _lines(raw: bytes) -> Iterator[bytes]:
    start = 0
    while (stop := raw.find(b"\n", start)) >= 0:
        yield raw[start:stop]
        start = stop + 1


def _in(known: str, package: str) -> bool:
    return ("." not in known) if package == "." else known.startswith(f"{package}.")


def _result(known: str, test: _Test, claimed: int | None) -> TestResult | None:
    lines = "".join(test.printed).splitlines()
    crash = next((n for n, line in enumerate(lines) if _PANIC.match(line)), None)
    status = test.status
    if status is None:
        if claimed == 0:
            return None  # it never reported: missing
        # It was running when the process died; nothing after it could run.
        status = Status.ERRORED
    elif status is Status.FAILED and crash is not None:
        status = Status.ERRORED
    said, printed = _split(lines, crash)
    if not said and test.status is None:
        said = "the run ended while this test was running"
    return TestResult(
        id=text(known, 2000),
        status=status,
        duration_s=test.duration_s,
        message=said if status is not Status.PASSED else "",
        output=printed if status is not Status.PASSED else "\n".join(filter(None, (said, printed))),
        children=tuple(test.children),
    )


def _split(lines: list[str], crash: int | None) -> tuple[str, str]:
    """What the testing package logged (its lines are indented) or the runtime said, and what the
    code printed itself."""
    said, printed = [], []
    for number_, line in enumerate(lines):
        if _FRAME.match(line):
            continue
        if (crash is not None and number_ >= crash) or _LOGGED.match(line):
            said.append(line)
        else:
            printed.append(line)
    return "\n".join(said), "\n".join(printed)


def _never_started(reader: _Reader, claimed: int | None) -> str:
    """A panic in `init` or in a package variable: no test of the suite could be loaded."""
    if not claimed:
        return ""
    return "".join(reader.package_output)[-4000:].strip()
