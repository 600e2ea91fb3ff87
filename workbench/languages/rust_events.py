"""Reads libtest's JSON events, between the harness's signed records, to results.

The events come through the test process's stdout, which the solution shares: anything else on it
is noise, or is cut off in front of an event. What contradicts itself becomes a flag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from workbench.languages.base import Inventory, Report
from workbench.languages.records import changed_fixtures, load_line, number, text
from workbench.languages.rust_layout import UNIT
from workbench.model.run import Status, TestResult

MAX_LINES = 200_000
_MAX_FLAGS = 20
_MAX_CHILDREN = 500
_EVENT = b'{ "type": "'
_RESULTS = {"ok": Status.PASSED, "failed": Status.FAILED, "ignored": Status.SKIPPED}
_PANIC = re.compile(r"panicked at (.*?):(\d+):\d+:\n(.*)", re.DOTALL)


@dataclass
class _Target:
    name: str
    exit: int | None = None
    suites: int = 0
    finished: bool = False
    running: dict[str, None] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    results: list[tuple[str, Status, dict[str, Any]]] = field(default_factory=list)


class _Reader:
    def __init__(self, nonce: str) -> None:
        self.nonce = nonce
        self.targets: list[_Target] = []
        self.flags: list[str] = []
        self.end: dict[str, Any] | None = None

    def flag(self, sentence: str) -> None:
        if len(self.flags) < _MAX_FLAGS:
            self.flags.append(sentence[:300])

    @property
    def open(self) -> _Target | None:
        return self.targets[-1] if self.targets and self.targets[-1].exit is None else None

    def line(self, line: bytes) -> None:
        if self.end is not None:
            self.flag("something came after the end record")
            return
        at = line.find(_EVENT)
        if at >= 0:
            try:
                self.event(load_line(line[at:]))
            except ValueError as odd:
                self.flag(f"a broken event: {str(odd)[:200]}")
        elif line.startswith(b'{"n":'):
            try:
                record = load_line(line)
            except ValueError:
                return
            if record.get("n") == self.nonce:
                self.signed(record)

    def signed(self, record: dict[str, Any]) -> None:
        code = record.get("exit")
        match record.get("k"):
            case "start":
                self.targets.append(_Target(str(record.get("target"))))
            case "exit" if self.open is not None and isinstance(code, int):
                self.open.exit = code
            case "end":
                self.end = record
            case _:
                self.flag("a harness record out of place")

    def event(self, event: dict[str, Any]) -> None:
        target = self.open
        if target is None:
            self.flag("an event outside a test binary's run")
            return
        what, name = event.get("event"), event.get("name")
        if event.get("type") == "suite":
            self._suite(target, what)
        elif event.get("type") == "test" and isinstance(name, str):
            if target.suites != 1 or target.finished:
                self.flag(f"{name}: an event before its suite began or after it ended")
            self._test(target, name, what, event)
        elif event.get("type") not in ("report", "bench", "doctest"):
            self.flag("an event of an unknown type")

    def _suite(self, target: _Target, what: object) -> None:
        if what == "started":
            target.suites += 1
            if target.suites > 1:
                self.flag(f"{target.name} began twice")
        elif what in ("ok", "failed"):
            failed = [n for n, status, _ in target.results if status is Status.FAILED]
            if target.finished or not target.suites:
                self.flag(f"{target.name} ended without having begun, or twice")
            if (what == "failed") != bool(failed):
                self.flag(f"{target.name} ended `{what}` with {len(failed)} failed tests")
            target.finished = True
        else:
            self.flag("a suite event that libtest does not make")

    def _test(self, target: _Target, name: str, what: object, event: dict[str, Any]) -> None:
        if what == "started":
            if name in target.seen:
                self.flag(f"{name} began twice")
            target.seen.add(name)
            target.running[name] = None
        elif isinstance(what, str) and what in _RESULTS:
            if name not in target.running:
                self.flag(f"{name} has a result without having begun, or two")
            target.running.pop(name, None)
            target.results.append((name, _RESULTS[what], event))
        elif what != "timeout":
            self.flag("a test event that libtest does not make")


def read_events(raw: bytes, inventory: Inventory, nonce: str) -> Report:
    """All events of one run. Never raises."""
    reader = _Reader(nonce)
    for row, line in enumerate(_lines(raw)):
        if row >= MAX_LINES:
            reader.flag(f"more than {MAX_LINES} lines")
            break
        reader.line(line)
    claimed = reader.end.get("exit") if reader.end else None
    if isinstance(claimed, bool) or not isinstance(claimed, int):
        claimed = None
    names = [target.name for target in reader.targets]
    if len(set(names)) != len(names):
        reader.flag("a test binary ran twice")
    return Report(
        results=tuple(_results(reader, inventory)),
        # A binary that ends well says so; one that leaves through the back door does not.
        ended=reader.end is not None and all(t.finished or t.exit for t in reader.targets),
        claimed_exit=claimed,
        flags=(*reader.flags, *changed_fixtures(reader.end)),
    )


def _lines(raw: bytes) -> Iterator[bytes]:
    start = 0
    while (stop := raw.find(b"\n", start)) >= 0:
        yield raw[start:stop]
        start = stop + 1


def _results(reader: _Reader, inventory: Inventory) -> Iterator[TestResult]:
    places = {ref.id: ref for ref in inventory.tests}
    sources = frozenset(ref.file for ref in inventory.tests)
    rows: dict[str, list[TestResult]] = {}
    for target in reader.targets:
        prefix = "" if target.name == UNIT else f"{target.name}::"
        for name, status, event in target.results:
            known = _owner(prefix + name, places)
            result = _result(prefix + name, status, event, sources)
            if known == prefix + name:
                ref = places.get(known)
                where = {"file": ref.file, "line": ref.line} if ref else {}
                yield result.model_copy(update=where)
            else:
                rows.setdefault(known, []).append(result)
        if target.exit:
            for name in target.running:
                yield TestResult(
                    id=text(prefix + name, 2000),
                    status=Status.ERRORED,
                    message=f"the process ended (exit code {target.exit}) while this test ran",
                )
    for known, made in rows.items():
        yield _together(known, made)


def _owner(known: str, places: dict[str, Any]) -> str:
    """The function a generated row (`adds::case_1`) belongs to."""
    owner = known
    while owner not in places and "::" in owner:
        owner = owner.rsplit("::", 1)[0]
    return owner if owner in places else known


def _together(known: str, rows: list[TestResult]) -> TestResult:
    worst = next(
        (r for s in (Status.ERRORED, Status.FAILED, Status.SKIPPED) for r in rows if r.status is s),
        rows[0],
    )
    return worst.model_copy(
        update={
            "id": known,
            "duration_s": sum(r.duration_s for r in rows),
            "children": tuple(
                f"{r.status} {r.id.removeprefix(f'{known}::')}" for r in rows[:_MAX_CHILDREN]
            ),
        }
    )


def _result(
    known: str, status: Status, event: dict[str, Any], sources: frozenset[str]
) -> TestResult:
    printed = text(event.get("stdout"))
    message = text(event.get("message"))
    panic = _PANIC.search(printed)
    if status is Status.FAILED and panic:
        message = "\n".join(filter(None, (message, panic[3].split("\nnote: ")[0].strip())))
        message = f"{panic[1]}:{panic[2]}: {message}"
        # An assertion, or anything the test itself unwraps; the rest broke inside the solution.
        if panic[1] not in sources and not panic[3].startswith("assertion"):
            status = Status.ERRORED
    return TestResult(
        id=text(known, 2000),
        status=status,
        duration_s=number(event.get("exec_time")),
        message=message if status is not Status.PASSED else "",
        output=printed,
    )
