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
    r"|[✘✖] \d+ tests? remaining in .*"
    r"|\d+ (?:uncaught exception|unhandled rejection|test file|hook)s? ?.*)"
)


def ava(lines: list[str]) -> Told | None:
    """AVA: a line a test, then what failed and the counts: what passed only when nothing failed."""
    told, sums, ruled = Told("AVA"), 0, False
    failed: list[str] = []
    titles: set[str] = set()
    for line in lines:
        if match := _AVA_SUM.fullmatch(line):
            sums += 1
            told.said[match[2]] += int(match[1])
        elif _AVA_BROKEN.fullmatch(line):
            told.doubts.append(f"AVA says: {line.strip()[:120]}")
        elif (match := _AVA.fullmatch(line)) and not sums:
            if match[2]:
                failed.append(match[3])
            else:
                told.tell("passed" if match[1] else "skipped", *_titled(match[3]))
        elif ruled and line.startswith("  ") and line[2:3].strip():
            titles.add(line[2:])
        ruled = ruled or line == "  ─"
    if not sums or not (told.lines or failed):
        return None
    for said in failed:  # what was thrown stands behind the title, which stands alone below
        own = [title for title in titles if said == title or said.startswith(f"{title} ")]
        told.tell("failed", *_titled(max(own, key=len, default=said)))
    return told.counted(*(("failed",) if told.said["failed"] else ("passed", "failed")))


def _titled(title: str) -> tuple[str, ...]:
    *suites, last = title.split(" › ")
    return (*names_of(last, suites), title)


_NEXTEST = re.compile(
    r" *(?:TRY \d+ )?([A-Z][A-Z-]+|TMT) \[ *[\d.]+s\] (?:\( *\d+/\d+\) )?(\S+) (\S.*)"
)
_STARTING = re.compile(r" +Starting (\d+) tests? across \d+ binar(?:y|ies).*")
_SUMMARY = re.compile(r" +Summary \[ *[\d.]+s\] (?:(\d+)/)?(\d+) tests? run: (.*)")
_PART = re.compile(r"(\d+) (passed|failed|timed out|exec failed)\b")


_SAID = re.compile(r" {4}test (\S.*?)(?: - should panic)? \.\.\. ok")


def nextest(lines: list[str]) -> Told | None:
    """cargo-nextest: how many it starts, a line a test, and how many ended how. What tests print
    stands indented between. It takes any process that ends with 0 for a test that passed, so a
    pass also needs what the test's own harness printed."""
    told, started, sums = Told("cargo-nextest"), 0, 0
    silent: list[str] = []
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
                silent += [match[3]] if word == "passed" else []
        elif (match := _SAID.fullmatch(line)) and silent and silent[-1] == match[1]:
            silent.pop()
    if not started and not sums:
        return None
    told.lines["tests"] = started
    if sums > 1:
        told.doubts.append(f"cargo-nextest sums up {sums} times")
    if silent:
        told.doubts.append(
            f"cargo-nextest says no more of {silent[0][:120]} than that its process ended with 0: "
            "run it with --success-output=immediate"
        )
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
