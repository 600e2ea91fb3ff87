"""Runs as reports of tests: CTRF and JUnit XML.

A run whose verdict is no pass although each of its tests passed (tampered, incomplete) would look
green in both, so every run has one test more, its verdict, which passes when that is `pass`.
Formats: https://ctrf.io (JSON schema of its specification), and JUnit XML as Ant and Surefire
write it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from workbench.exchange.exported import TOOL, Item, Loss, unsaid
from workbench.model.run import Run, Status, TestResult, Verdict

VERDICT = "(verdict)"
_CTRF = {
    Status.PASSED: "passed",
    Status.FAILED: "failed",
    Status.ERRORED: "failed",
    Status.SKIPPED: "skipped",
    Status.MISSING: "other",
    Status.NOT_RUN: "other",
}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ctrf(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
    """One CTRF document for all runs."""
    tests: list[dict[str, Any]] = []
    starts: list[int] = []
    stops: list[int] = []
    for item in items:
        yield from _unsaid(item)
        for run in item.runs:
            start = _milliseconds(run.started_at)
            starts.append(start)
            stops.append(start + round(run.duration_s * 1000))
            tests += [_ctrf_test(run, test) for test in _with_verdict(run)]
    counts = Counter(test["status"] for test in tests)
    summary = {
        "tests": len(tests),
        **{name: counts[name] for name in ("passed", "failed", "pending", "skipped", "other")},
        "start": min(starts, default=0),
        "stop": max(stops, default=0),
    }
    document = {
        "reportFormat": "CTRF",
        "specVersion": "0.0.0",
        "generatedBy": TOOL,
        "results": {"tool": {"name": TOOL}, "summary": summary, "tests": tests},
    }
    json.dump(document, out, ensure_ascii=True, indent=1)
    out.write("\n")


def _unsaid(item: Item) -> Iterator[Loss]:
    if not item.runs:
        yield Loss(item.task.id, "not run as it is now", whole=True)
    yield from unsaid(item)


def _ctrf_test(run: Run, test: TestResult) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": test.id,
        "status": _CTRF[test.status],
        "duration": round(test.duration_s * 1000),
        "suite": [run.task_id, run.solution, run.suite],
        "rawStatus": test.status.value,
        "extra": {"run": run.id, "verdict": run.verdict.value, "grade": run.grade},
    }
    if test.message:
        found["message"] = test.message
    if test.file:
        found["filePath"] = test.file
    if test.line is not None:
        found["line"] = test.line
    if test.output:
        found["stdout"] = test.output.splitlines()
    return found


def junit(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
    """One `testsuites` document, a suite a run."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n')
    for item in items:
        yield from _unsaid(item)
        for run in item.runs:
            suite, replaced = _junit_suite(run)
            if replaced:
                yield Loss(item.task.id, f"characters XML does not allow: {replaced}")
            ET.indent(suite, level=1)
            out.write(f"  {ET.tostring(suite, encoding='unicode')}\n")
    out.write("</testsuites>\n")


def _junit_suite(run: Run) -> tuple[ET.Element, int]:
    replaced = 0

    def plain(text: str) -> str:
        nonlocal replaced
        text, count = _NO_XML.subn("\ufffd", text)
        replaced += count
        return text

    tests = _with_verdict(run)
    counts = Counter(test.status for test in tests)
    suite = ET.Element(
        "testsuite",
        {
            "name": plain(f"{run.task_id}/{run.solution}/{run.suite}"),
            "tests": str(len(tests)),
            "failures": str(counts[Status.FAILED]),
            "errors": str(counts[Status.ERRORED] + counts[Status.MISSING]),
            "skipped": str(counts[Status.SKIPPED] + counts[Status.NOT_RUN]),
            "time": f"{run.duration_s:.3f}",
            "timestamp": plain(run.started_at),
        },
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in (("verdict", run.verdict.value), ("grade", run.grade), ("run", run.id)):
        ET.SubElement(properties, "property", {"name": name, "value": value})
    for test in tests:
        case = ET.SubElement(
            suite,
            "testcase",
            {
                "classname": plain(f"{run.task_id}.{run.solution}"),
                "name": plain(test.id),
                "time": f"{test.duration_s:.3f}",
            },
        )
        kind = {
            Status.FAILED: "failure",
            Status.ERRORED: "error",
            Status.MISSING: "error",
            Status.SKIPPED: "skipped",
            Status.NOT_RUN: "skipped",
        }.get(test.status)
        if kind is not None:
            message = plain(test.message) or test.status.value
            ET.SubElement(case, kind, {"message": message, "type": test.status.value})
        if test.output:
            ET.SubElement(case, "system-out").text = plain(test.output)
    return suite, replaced


def _with_verdict(run: Run) -> list[TestResult]:
    passed = run.verdict is Verdict.PASS
    verdict = TestResult(
        id=VERDICT,
        status=Status.PASSED if passed else Status.FAILED,
        message="" if passed else f"{run.verdict.value}: {run.reason}",
    )
    return [*run.tests, verdict]


def _milliseconds(moment: str) -> int:
    try:
        return round(dt.datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() * 1000)
    except ValueError:
        return 0
