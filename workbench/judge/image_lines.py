"""Results read from a log, for runners that are not pytest: the lines common runners print.

A log can be printed by anything, so reading one is the last resort, and of two lines that
contradict each other the worse one stands. No table of projects: only of runners' own forms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_WORDS = {
    "passed": "passed", "pass": "passed", "ok": "passed", "✓": "passed", "✔": "passed",
    "√": "passed", "failed": "failed", "fail": "failed", "✕": "failed", "✗": "failed",
    "×": "failed", "error": "errored", "skipped": "skipped", "skip": "skipped",
    "ignored": "skipped", "xfail": "skipped", "expected failure": "skipped", "xpass": "failed",
}  # fmt: skip
_FORMS = (
    # pytest: in its summary, and with -v.
    re.compile(r"(?P<word>PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\s+(?P<name>\S.*?)(?: - .*)?"),
    re.compile(
        r"(?P<name>\S+::\S.*?)\s+(?P<word>PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)"
        r"(?:\s+\[ *\d+%\])?"
    ),
    # go test -v, libtest, unittest.
    re.compile(r"\s*--- (?P<word>PASS|FAIL|SKIP): (?P<name>\S+) \([\d.]+s\)"),
    re.compile(r"test (?P<name>\S.*?) \.\.\. (?P<word>ok|FAILED|ignored)\b.*"),
    re.compile(
        r"(?P<name>\w+ \([\w.]+\)).*? \.\.\. (?P<word>ok|FAIL|ERROR|skipped|expected failure)\b.*"
    ),
    # Jest, Mocha, Vitest.
    re.compile(r"\s*(?P<word>[✓✔√✕✗×]) (?P<name>\S.*?)(?: \(?\d+(?:\.\d+)? ?m?s\)?)?"),
)
_SUMMARY = re.compile(
    r"=* ?\d+ (?:passed|failed|error)\w*\b.* in [\d.]+.*"  # pytest
    r"|(?:ok|FAIL)\s+\S+\s+(?:[\d.]+s|\(cached\)).*"  # go
    r"|test result: .*|Ran \d+ tests? in .*"  # libtest, unittest
    r"|Tests:?\s+.*\d+ (?:total|passed|failed).*|\s*\d+ (?:passing|failing)\b.*"  # Jest, Mocha
)
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_MOST_LINE = 2000


@dataclass
class Lines:
    """What a log says."""

    statuses: dict[str, set[str]] = field(default_factory=dict)
    summed_up: bool = False
    """a runner's summary stands after the last test that passed"""


def plain_lines(log: str) -> list[str]:
    """Without colours, blanks at the end, and lines longer than any runner's."""
    lines = (_COLOURS.sub("", raw).rstrip() for raw in log.splitlines())
    return [line for line in lines if len(line) <= _MOST_LINE]


def read(log: str) -> Lines:
    """Never raises; lines longer than any runner's are passed over."""
    found = Lines()
    for line in plain_lines(log):
        if not line:
            continue
        if _SUMMARY.fullmatch(line):
            found.summed_up = True
        else:
            for form in _FORMS:
                if match := form.fullmatch(line):
                    told = _WORDS[match["word"].lower()]
                    found.statuses.setdefault(match["name"], set()).add(told)
                    found.summed_up = found.summed_up and told != "passed"
                    break
    return found
