"""Reads the harness's records: JSON lines from fd 3, written beside hostile code.

    {"n": nonce, "k": "test", "id", "status", "duration_s", "message", "output", "children"}
    {"n": nonce, "k": "error", "message"}          the suite could not be loaded
    {"n": nonce, "k": "flag", "message"}           the solution did what only a cheat does
    {"n": nonce, "k": "diagnostic", "severity", "message", "file", "line", "source"}
    {"n": nonce, "k": "uncrossed", "message"}      split runs: a value could not cross here
    {"n": nonce, "k": "answered", "message"}       split runs: a truth the solution's side decided
    {"n": nonce, "k": "end", "exit": int, "count": int}      last, exactly once; "changed" names
                                                   the suite's data files that are not as they were

Solution and harness may share a process, so nothing here proves anything by itself; the verdict
rule weighs it. What this module promises: any bytes at all give a Report, in bounded time and
memory, and every oddity becomes a flag in words.
"""

from __future__ import annotations

import json
from typing import Any, Literal, cast

from workbench.languages.base import Report
from workbench.model.run import Diagnostic, Status, TestResult

MAX_LINE = 1 << 20
MAX_RECORDS = 20_000
MAX_TEXT = 64 << 10
_STATUSES = {s.value: s for s in Status}


class _Odd(ValueError):
    """A record that no harness writes."""


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [k for k, _ in pairs]
    if len(set(keys)) != len(keys):
        raise _Odd("duplicate key")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise _Odd(f"{name} is not JSON")


def load_line(line: bytes) -> dict[str, Any]:
    """One strict JSON object from one line. Raises ValueError on anything else: deep nesting,
    huge integers, NaN, duplicate keys, lone surrogates, bytes that are not UTF-8."""
    if len(line) > MAX_LINE:
        raise _Odd("line too long")
    try:
        value = json.loads(
            line.decode("utf-8"), object_pairs_hook=_no_duplicates, parse_constant=_no_constant
        )
    except RecursionError:
        raise _Odd("nested too deep") from None
    if not isinstance(value, dict):
        raise _Odd("not an object")
    return value


def text(value: object, limit: int = MAX_TEXT) -> str:
    """Any value as storable text of bounded length; lone surrogates become U+FFFD."""
    raw = value if isinstance(value, str) else "" if value is None else str(value)[:limit]
    if len(raw) > limit:
        raw = raw[:limit] + f"\n[... {len(raw) - limit} characters more]"
    return raw.encode("utf-8", "replace").decode("utf-8") if raw.isascii() else _scrub(raw)


def _scrub(raw: str) -> str:
    return raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def number(value: object) -> float:
    """A finite, non-negative number of seconds, else 0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    try:
        seconds = float(value)
    except OverflowError:
        return 0.0
    return seconds if 0 <= seconds < 1e9 else 0.0


def _test(record: dict[str, Any]) -> TestResult:
    status = _STATUSES.get(record.get("status", ""))
    if status is None or not isinstance(record.get("id"), str) or not record["id"]:
        raise _Odd("a test record without id or status")
    children = record.get("children") or []
    if not isinstance(children, list):
        raise _Odd("children is not a list")
    return TestResult(
        id=text(record["id"], 2000),
        status=status,
        duration_s=number(record.get("duration_s")),
        message=text(record.get("message")),
        output=text(record.get("output")),
        children=tuple(text(c, 500) for c in children[:500]),
    )


def _diagnostic(record: dict[str, Any]) -> Diagnostic:
    severity = record.get("severity")
    line = record.get("line")
    return Diagnostic(
        severity=cast(Literal["error", "warning", "note"], severity)
        if severity in ("error", "warning", "note")
        else "error",
        message=text(record.get("message"), 4000),
        source=text(record.get("source"), 100),
        file=text(record.get("file"), 500),
        line=line if isinstance(line, int) and not isinstance(line, bool) else None,
    )


def changed_fixtures(end: dict[str, Any] | None) -> list[str]:
    """Flags for the data files an end record names as changed: what a suite compares with must
    not be the solution's to write."""
    changed = end.get("changed") if end else None
    names = [text(path, 200) for path in changed[:3]] if isinstance(changed, list) else []
    return [f"{name}, a file of the suite, was changed during the run" for name in names]


def read_records(raw: bytes, nonce: str) -> Report:
    """All records of one run. Never raises."""
    results: list[TestResult] = []
    diagnostics: list[Diagnostic] = []
    flags: list[str] = []
    uncrossed: list[str] = []
    answered: list[str] = []
    error = ""
    end: dict[str, Any] | None = None
    lines = raw.split(b"\n", MAX_RECORDS + 1)
    if len(lines) > MAX_RECORDS:
        flags.append(f"more than {MAX_RECORDS} records")
        lines = lines[:MAX_RECORDS]
    for row, line in enumerate(lines[:-1], start=1):
        try:
            record = load_line(line)
            if record.get("n") != nonce:
                raise _Odd("not signed by the harness")
            if end is not None:
                raise _Odd("a record after the end record")
            match record.get("k"):
                case "test":
                    results.append(_test(record))
                case "error":
                    error = error or text(record.get("message")) or "unknown error"
                case "flag":
                    flags.append(text(record.get("message"), 300))
                case "diagnostic":
                    diagnostics.append(_diagnostic(record))
                case "uncrossed":
                    uncrossed.append(text(record.get("message"), 500))
                case "answered":
                    answered.append(text(record.get("message"), 500))
                case "end":
                    end = record
                case _:
                    raise _Odd("unknown kind of record")
        except ValueError as odd:
            flags.append(f"results record {row}: {str(odd)[:200]}")
    # A process killed by a limit leaves half a record: no sign of tampering, and no end either.
    if lines[-1] and end is not None:
        flags.append("bytes after the end record")
    claimed = end.get("exit") if end else None
    if end is not None and end.get("count") != len(results):
        flags.append(f"the end record counts {end.get('count')!r} tests, {len(results)} came")
    flags.extend(changed_fixtures(end))
    return Report(
        results=tuple(results),
        ended=end is not None,
        claimed_exit=claimed
        if isinstance(claimed, int) and not isinstance(claimed, bool)
        else None,
        flags=tuple(flags[:20]),
        diagnostics=tuple(diagnostics[:200]),
        error=error,
        uncrossed=tuple(uncrossed[:100]),
        answered=tuple(answered[:100]),
    )
