"""AVA, cargo-nextest and node:test's own report in a log."""

from __future__ import annotations

import re
from collections import Counter

from workbench.judge.image_runners import Told, below, names_of

_AVA = re.compile(
    r" {2}(?:([✔✓])|([✘✖])(?: \[fail\]:)?|-(?: \[(?:skip|TODO|todo)\])) (\S.*?)(?: \([\d.]+m?s\))?"
)
_AVA_SUM = re.compile(r" {2}(\d+) tests? (passed|failed)")
_AVA_BROKEN = re.compile(
    r" {2}(?:[✘✖] .*(?: exited | called process\.exit|Timed out|No tests found|timed out).*"
    r"|\d+ (?:uncaught exception|unhandled rejection|test file|hook)s? ?.*)"
)


def ava(lines: list[str]) -> Told | None:
    """AVA: a line a test, then what it counts: what passed only when nothing failed."""
    told, sums = Told("AVA"), 0
    for line in lines:
        if match := _AVA_SUM.fullmatch(line):
            sums += 1
            told.said[match[2]] += int(match[1])
        elif _AVA_BROKEN.fullmatch(line):
            told.doubts.append(f"AVA says: {line.strip()[:120]}")
        elif (match := _AVA.fullmatch(line)) and not sums:
            title = match[3]
            if match[2]:  # what was thrown stands behind the title
                title = title.rpartition(" ")[0] or title
            names = [*names_of(title.split(" › ")[-1], title.split(" › ")[:-1]), title, match[3]]
            told.tell("passed" if match[1] else "failed" if match[2] else "skipped", *names)
    if not sums or not told.lines:
        return None
    return told.counted(*(("failed",) if told.said["failed"] else ("passed", "failed")))


_NEXTEST = re.compile(
    r" *(?:TRY \d+ )?([A-Z][A-Z-]+|TMT) \[ *[\d.]+s\] (?:\( *\d+/\d+\) )?(\S+) (\S.*)"
)
_STARTING = re.compile(r" +Starting (\d+) tests? across \d+ binar(?:y|ies).*")
_SUMMARY = re.compile(r" +Summary \[ *[\d.]+s\] (?:(\d+)/)?(\d+) tests? run: (.*)")
_PART = re.compile(r"(\d+) (passed|failed|timed out|exec failed)\b")


def nextest(lines: list[str]) -> Told | None:
    """cargo-nextest: how many it starts, a line a test, and how many ended how. What failing tests
    printed stands indented between."""
    told, started, sums = Told("cargo-nextest"), 0, 0
    for line in lines:
        if match := _STARTING.fullmatch(line):
            started += int(match[1])
        elif match := _SUMMARY.fullmatch(line):
            sums += 1
            told.said["tests"] += int(match[1] or match[2])
            for number, word in _PART.findall(match[3]):
                told.said["passed" if word == "passed" else "failed"] += int(number)
        elif (match := _NEXTEST.fullmatch(line)) and sums == 0:
            word = "passed" if match[1] in ("PASS", "LEAK") else "failed"
            if match[1] not in ("SLOW", "SKIP"):
                told.tell(word, match[3], f"{match[2]} {match[3]}", f"{match[2]}::{match[3]}")
    if not started and not sums:
        return None
    told.lines["tests"] = started
    if sums > 1:
        told.doubts.append(f"cargo-nextest sums up {sums} times")
    return told.counted("passed", "failed", "tests", ended=sums > 0)


_NODE = re.compile(r"( *)([✔✖﹣▶⚠]) (\S.*?)(?: \([\d.]+ms\))?(?: # (?:SKIP|TODO|.*))?")
_NODE_SUM = re.compile(r"ℹ (tests|suites|pass|fail|cancelled|skipped|todo) (\d+)")


def node_test(lines: list[str]) -> Told | None:
    """node:test's `spec` report. A name that was begun and is told again where it ends is a suite,
    or a test with tests below it: the report counts both, and does not say which is which."""
    told, suites = Told("node:test"), list[tuple[int, str]]()
    ends, sums, said = Counter[str](), 0, Counter[str]()
    for line in lines:
        if match := _NODE_SUM.fullmatch(line):
            sums += match[1] == "tests"
            said[match[1]] += int(match[2])
        elif (match := _NODE.fullmatch(line)) and not sums:
            indent, mark, title = len(match[1]), match[2], match[3]
            if mark == "▶":
                below(suites, indent)
                suites.append((indent, title))
                continue
            status = {"✔": "passed", "✖": "failed"}.get(mark, "skipped")
            if " # SKIP" in line or " # TODO" in line:
                status = "skipped"
            inner = [entry for entry in suites if entry[0] >= indent]
            if inner and inner[0] == (indent, title):
                ends[status] += 1
                below(suites, indent)
            else:
                told.tell(status, *names_of(title, below(suites, indent)))
    if not sums:
        return None
    if sums > 1:
        told.doubts.append(f"node:test sums up {sums} times")
    told.said["tests and suites"] = said["tests"] + said["suites"]
    told.lines["tests and suites"] = sum(told.lines.values()) + sum(ends.values())
    for status, number in (("passed", said["pass"]), ("failed", said["fail"] + said["cancelled"])):
        least = told.lines[status]
        if not least <= number <= least + ends[status]:
            told.doubts.append(f"node:test summed up {number} {status}, its lines tell {least}")
    return told.counted("tests and suites")
