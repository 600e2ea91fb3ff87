"""JUnit's XML reports, as Surefire, Gradle and others write them: in files a run left, or printed.

A report is believed only when its own numbers fit what it lists, and where a log tells the same
tests, when both tell as many. No document type, no entity: a report needs neither.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from workbench.judge.image_runners import Told
from workbench.judge.image_runners_java import named

RUNNER = "XML reports"
PLACES = re.compile(
    r"/.*/(?:surefire-reports|failsafe-reports|test-results/(?:[^/]+/)?[^/]+|test-results)"
    r"/TEST-[^/]+\.xml"
)
"""where Maven and Gradle leave them"""
_MOST = 2_000
_CHUNK = 1 << 16
_BEGIN = re.compile(rb"<testsuites?[\s>]")
_BAD = {"failure": "failed", "error": "errored", "skipped": "skipped"}
_COUNTS = {"tests": "tests", "failures": "failed", "errors": "errored", "skipped": "skipped"}


class _Ended(Exception):
    """The document's last element closed."""


@dataclass
class _Suite:
    name: str
    said: dict[str, int]
    lines: Counter[str] = field(default_factory=Counter)


class _Document:
    """One report, element by element."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._depth = 0
        self._suites: list[_Suite] = []
        self._case: tuple[str, str] | None = None
        self._case_depth = 0
        self._status = "passed"
        self._classes: dict[str, Counter[str]] = {}
        self.end = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._close
        self._parser.StartDoctypeDeclHandler = self._refuse

    def read(self, data: memoryview) -> None:
        """Raises ValueError, KeyError or expat.ExpatError for what is no report."""
        with contextlib.suppress(_Ended):
            for at in range(0, len(data), _CHUNK):
                self._parser.Parse(bytes(data[at : at + _CHUNK]), False)
            self._parser.Parse(b"", True)
        for name, words in self._classes.items():
            bad = [word for word in ("failed", "errored", "passed") if words[word]]
            self._told.statuses.setdefault(name, set()).add(bad[0] if bad else "skipped")

    def _refuse(self, *_: object) -> None:
        raise ValueError("it has a document type")

    def _start(self, tag: str, told: dict[str, str]) -> None:
        self._depth += 1
        if tag == "testsuite":
            said = {kind: int(told[name]) for name, kind in _COUNTS.items() if name in told}
            if "tests" not in said:
                raise ValueError("a suite does not say how many tests it has")
            self._suites.append(_Suite(told.get("name", ""), said))
        elif tag == "testcase" and self._case is None:
            suite = self._suites[-1].name if self._suites else ""
            self._case = (told.get("classname") or suite, told["name"])
            self._case_depth, self._status = self._depth, "passed"
        elif self._case is not None and self._depth == self._case_depth + 1 and tag in _BAD:
            if self._status in ("passed", "skipped"):
                self._status = _BAD[tag]
        elif self._case is not None and tag.startswith(("flaky", "rerun")):
            self._told.doubts.append("a report says that a test was run again")

    def _close(self, tag: str) -> None:
        if tag == "testcase" and self._case is not None and self._depth == self._case_depth:
            of, test = self._case
            self._case = None
            self._told.tell(self._status, *named(of, test), test)
            self._classes.setdefault(of, Counter())[self._status] += 1
            if self._suites:
                self._suites[-1].lines.update(("tests", self._status))
        elif tag == "testsuite":
            suite = self._suites.pop()
            for kind, number in suite.said.items():
                if suite.lines[kind] != number:
                    self._told.doubts.append(
                        f"the report of {suite.name[:120]} says {number} {kind} and lists "
                        f"{suite.lines[kind]}"
                    )
            if self._suites:
                self._suites[-1].lines.update(suite.lines)
        self._depth -= 1
        if self._depth == 0:
            self.end = self._parser.CurrentByteIndex
            raise _Ended


def xml_reports(texts: Iterable[bytes]) -> Told | None:
    """What all reports in these files or logs tell; a report that stands twice is one. Never
    raises."""
    told, seen = Told(RUNNER), set[bytes]()
    for text in texts:
        at = count = 0
        while found := _BEGIN.search(text, at):
            if (count := count + 1) > _MOST:
                told.doubts.append(f"its log has more than {_MOST} XML reports")
                break
            document = _Document(part := Told(RUNNER))
            try:
                document.read(memoryview(text)[found.start() :])
            except (expat.ExpatError, ValueError, KeyError):
                told.doubts.append("one of its XML reports cannot be read")
                break
            at = found.start() + max(document.end, 1)
            if (body := text[found.start() : at]) not in seen:
                seen.add(body)
                for name, words in part.statuses.items():
                    told.statuses.setdefault(name, set()).update(words)
                told.lines += part.lines
                told.doubts += part.doubts
    return told if told.lines or told.doubts else None
