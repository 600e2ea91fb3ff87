"""Runs as reports of tests: CTRF and JUnit XML.

A run whose verdict is no pass although each of its tests passed (tampered, incomplete, or of
another toolchain than the one here now) would look green in both, so every run has one test more,
its verdict, which passes when that is `pass`.
Formats: https://ctrf.io (JSON schema of its specification), and JUnit XML as Ant and Surefire
write it.
"""

from __future__ import annotations

import datetime as dt
import json
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from workbench.exchange.exported import TOOL, Item, Loss, Ran, unsaid
from workbench.exchange.xml_text import counted
from workbench.model.run import Status, TestResult

VERDICT = "(verdict)"
_CTRF = {
    Status.PASSED: "passed",
    Status.FAILED: "failed",
    Status.ERRORED: "failed",
    Status.SKIPPED: "skipped",
    Status.MISSING: "other",
    Status.NOT_RUN: "other",
}


def ctrf(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
    """One CTRF document for all runs."""
    tests: list[dict[str, Any]] = []
    starts: list[int] = []
    stops: list[int] = []
    for item in items:
        yield from _unsaid(item)
        if any(ran.run.stdout or ran.run.stderr for ran in item.runs):
            yield Loss(item.task.id, "what its runs printed outside of tests")
        for ran in item.runs:
            start = _milliseconds(ran.run.started_at)
            starts.append(start)
            stops.append(start + round(ran.run.duration_s * 1000))
            tests += [_ctrf_test(ran, test) for test in _with_verdict(ran)]
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
    if any(ran.run.build_output or ran.run.diagnostics for ran in item.runs):
        yield Loss(item.task.id, "what compilers said")
    if any(test.children for ran in item.runs for test in ran.run.tests):
        yield Loss(item.task.id, "sub-tests")
    yield from unsaid(item)


def _ctrf_test(ran: Ran, test: TestResult) -> dict[str, Any]:
    run = ran.run
    found: dict[str, Any] = {
        "name": test.id,
        "status": _CTRF[test.status],
        "duration": round(test.duration_s * 1000),
        "suite": [run.task_id, run.solution, run.suite],
        "rawStatus": test.status.value,
        "extra": {"run": run.id, "verdict": ran.word, "grade": ran.outcome.grade},
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
        if any(test.file for ran in item.runs for test in ran.run.tests):
            yield Loss(item.task.id, "in which file and line its tests stand")
        for ran in item.runs:
            suite, replaced = _junit_suite(ran)
            if replaced:
                yield Loss(item.task.id, f"characters XML does not allow: {replaced}")
            ET.indent(suite, level=1)
            out.write(f"  {ET.tostring(suite, encoding='unicode')}\n")
    out.write("</testsuites>\n")


def _junit_suite(ran: Ran) -> tuple[ET.Element, int]:
    run, replaced = ran.run, 0

    def plain(text: str) -> str:
        nonlocal replaced
        text, count = counted(text)
        replaced += count
        return text

    tests = _with_verdict(ran)
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
    for name, value in (("verdict", ran.word), ("grade", ran.outcome.grade), ("run", run.id)):
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
    for name, text in (("system-out", run.stdout), ("system-err", run.stderr)):
        if text:
            ET.SubElement(suite, name).text = plain(text)
    return suite, replaced


def _with_verdict(ran: Ran) -> list[TestResult]:
    verdict = TestResult(
        id=VERDICT,
        status=Status.PASSED if ran.passes else Status.FAILED,
        message="" if ran.passes else f"{ran.word}: {ran.why}",
    )
    return [*ran.run.tests, verdict]


def _milliseconds(moment: str) -> int:
    try:
        return round(dt.datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() * 1000)
    except ValueError:
        return 0
