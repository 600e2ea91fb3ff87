"""Results of runners that tell them in a log: which runner it is, and whether its own counts fit.

Each reader knows one runner's form and no project. It believes a log only when the summary is
there and says as many as the lines do. Two runners in one log are nobody's word.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass
class Told:
    """What one runner told: statuses by every name a list may have for a test."""

    runner: str
    statuses: dict[str, set[str]] = field(default_factory=dict)
    lines: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    doubts: list[str] = field(default_factory=list)

    def tell(self, status: str, *names: str) -> None:
        """One test, by all its names."""
        self.lines[status] += 1
        for name in names:
            self.statuses.setdefault(name, set()).add(status)

    @property
    def tests(self) -> int:
        """How many tests its lines tell."""
        kinds = ("tests",) if "tests" in self.lines else ("passed", "failed", "errored", "skipped")
        return sum(self.lines[kind] for kind in kinds)

    def counted(self, *which: str, ended: bool = True) -> Told:
        """Itself, with a doubt where the summary is missing or says another number."""
        if not ended:
            self.doubts.append(f"the log is of {self.runner}, whose summary is missing: it was cut")
        for status in which if ended else ():
            if self.lines[status] != self.said[status]:
                self.doubts.append(
                    f"{self.runner} summed up {self.said[status]} {status}, "
                    f"its lines tell {self.lines[status]}"
                )
        return self


Reader = Callable[[list[str]], Told | None]
_WORDS = {
    "PASS": "passed", "FAIL": "failed", "SKIP": "skipped", "ok": "passed", "FAILED": "failed",
    "pass": "passed", "fail": "failed", "skip": "skipped", "ignored": "skipped", "ERROR": "errored",
    "skipped": "skipped", "expected failure": "skipped", "unexpected success": "failed",
    "✓": "passed", "✔": "passed", "√": "passed", "✕": "failed", "×": "failed", "○": "skipped",
    "↓": "skipped", "F": "failed", "E": "errored", "s": "skipped", "f": "skipped", "X": "failed",
    "passed": "passed", "failed": "failed", "pending": "skipped", "todo": "skipped",
}  # fmt: skip
_COUNT = re.compile(r"(\d+) (passed|failed|skipped|todo)")


def _add(told: Told, text: str) -> None:
    for number, word in _COUNT.findall(text):
        told.said[_WORDS[word]] += int(number)


_GO_RUN = re.compile(r"=== RUN\s+(\S+)$")
_GO_END = re.compile(r"--- (PASS|FAIL|SKIP): (\S+) \([\d.]+s\)$")
_GO_PACKAGE = re.compile(r"(?:ok|FAIL)\s+\S+\s+(?:[\d.]+s|\(cached\)|\[).*")


def go_test(lines: list[str]) -> Told | None:
    """`go test -v` and `-json`: each test that began must end, and none else."""
    told, begun, ended, packages = Told("go test"), Counter[str](), Counter[str](), 0
    for line in lines:
        if line.startswith('{"') and '"Action":' in line:
            try:
                event = json.loads(line)
                action, package, name = (event.get(k, "") for k in ("Action", "Package", "Test"))
            except (ValueError, AttributeError, RecursionError):
                continue
            key = f"{package} {name}"
            if name and action == "run":
                begun[key] += 1
            elif name and action in ("pass", "fail", "skip"):
                ended[key] += 1
                told.tell(_WORDS[action], name, f"{package}::{name}")
            packages += not name and action in ("pass", "fail")
        elif match := _GO_RUN.search(line):
            begun[match[1]] += 1
        elif match := _GO_END.search(line):
            ended[match[2]] += 1
            told.tell(_WORDS[match[1]], match[2])
        else:
            packages += _GO_PACKAGE.fullmatch(line) is not None
    if not begun and not ended:
        return None
    for name in sorted(n for n in {*begun, *ended} if begun[n] != ended[n])[:2]:
        told.doubts.append(f"go test began {name} {begun[name]} times and ended it {ended[name]}")
    return told.counted(ended=packages > 0)


_TEST = re.compile(r"test (\S.*?)( - should panic)? \.\.\. .*?(ok|FAILED|ignored(?:, .*)?)")
_RESULT = re.compile(r"test result: (?:ok|FAILED)\. (\d+) passed; (\d+) failed.*")


def libtest(lines: list[str]) -> Told | None:
    """`cargo test`: blocks that say how many they run, and sum up."""
    told, headers, results = Told("cargo test"), 0, 0
    for line in lines:
        if match := _TEST.fullmatch(line):
            told.tell(_WORDS[match[3].split(",")[0]], match[1], match[1] + (match[2] or ""))
        elif match := _RESULT.fullmatch(line):
            results += 1
            told.said.update(passed=int(match[1]), failed=int(match[2]))
        headers += re.fullmatch(r"running \d+ tests?", line) is not None
    if not headers and not results:
        return None
    if headers > results:
        told.doubts.append(f"cargo test began {headers} times and summed up {results}")
    return told.counted("passed", "failed", ended=results > 0)


_FILE = re.compile(r"(PASS|FAIL) +(\S+\.[cm]?[jt]sx?)(?: \(.*\))?")
_JEST = re.compile(r"( *)([✓✕○]) (?:skipped |todo )?(\S.*?)(?: \(\d+(?:\.\d+)? ?m?s\))?")


def names_of(title: str, suites: Iterable[str], file: str = "") -> tuple[str, ...]:
    """What lists call it: its title alone, or with its suites, or with its file."""
    above = [*suites]
    names = [title, " ".join([*above, title]), " > ".join([*above, title])]
    return tuple(dict.fromkeys([*names, *(f"{file}::{name}" for name in names if file)]))


def below(suites: list[tuple[int, str]], indent: int) -> list[str]:
    """The suites around a line of that indentation; those that ended are dropped."""
    while suites and suites[-1][0] >= indent:
        suites.pop()
    return [name for _, name in suites]


def jest(lines: list[str]) -> Told | None:
    """Jest's tree below each file, and its two sums: of tests and of files."""
    told, files = Told("Jest"), Told("Jest's files")
    suites: list[tuple[int, str]] = []
    file, inside, ended = "", False, False
    for line in lines:
        if match := _FILE.fullmatch(line):
            file, inside, suites = match[2], True, []
            files.tell(_WORDS[match[1]], file)
        elif match := _JEST.fullmatch(line):
            above = below(suites, len(match[1]))
            told.tell(_WORDS[match[2]], *names_of(match[3], above, file))
        elif line.startswith("Tests: ") and line.endswith(" total"):
            ended = True
            _add(told, line)
        elif line.startswith("Test Suites: ") and line.endswith(" total"):
            _add(files, line)
        elif "process.exit called with" in line:
            told.doubts.append("Jest says that a test ended the process")
        elif not line.strip() or "●" in line:
            inside = inside and not line.strip() and not told.lines
        elif inside:
            indent = len(line) - len(line.lstrip())
            below(suites, indent)
            suites.append((indent, line.strip()))
    if not ended and not files.lines:
        return None
    which = ("passed", "failed") if told.lines else ()
    files.counted(*(("passed", "failed") if files.lines else ()))
    told.statuses.update(files.statuses)
    told.doubts += files.doubts
    return told.counted(*which, ended=ended)


_SPEC = re.compile(r"( *)(?:([✔✓√])|(\d+\))|(-)) (\S.*?)(?: \(\d+(?:\.\d+)?m?s\))?")
_SUMS = re.compile(r" *(\d+) (passing|failing)\b.*")


def mocha(lines: list[str]) -> Told | None:
    """Mocha's tree, until it sums up."""
    told, suites, ended = Told("Mocha"), list[tuple[int, str]](), False
    for line in lines:
        if match := _SUMS.fullmatch(line):
            ended = True
            told.said["passed" if match[2] == "passing" else "failed"] += int(match[1])
        elif match := _SPEC.fullmatch(line):
            if ended and not match[2]:
                continue
            status = "passed" if match[2] else "failed" if match[3] else "skipped"
            told.tell(status, *names_of(match[5], below(suites, len(match[1]))))
        elif line.strip() and not ended:
            indent = len(line) - len(line.lstrip())
            below(suites, indent)
            suites.append((indent, line.strip()))
    return told.counted("passed", "failed") if ended else None


_VITEST = re.compile(r" *([✓×↓]) (\S+\.[cm]?[jt]sx? .*?)(?: \d+(?:\.\d+)?m?s)?")


def vitest(lines: list[str]) -> Told | None:
    """Vitest with its verbose reporter."""
    told, ended = Told("Vitest"), False
    for line in lines:
        if match := _VITEST.fullmatch(line):
            told.tell(_WORDS[match[1]], match[2], match[2].rsplit(" > ", 1)[-1])
        elif re.fullmatch(r" +Tests +\d.*\(\d+\)", line):
            ended = True
            _add(told, line)
    begun = any(re.fullmatch(r" *RUN +v\d\S* .*", line) for line in lines)
    return told.counted("passed", "failed", ended=ended) if begun or ended else None


_UNIT = re.compile(
    r"(?:(\w+ \([\w.]+\))|(\S.*?)) \.\.\. "
    r"(?:.*?\b)?(ok|FAIL|ERROR|skipped .*|expected failure|unexpected success)?"
)
_HEAD = re.compile(r"(FAIL|ERROR): (\w+ \([\w.]+\)).*")


def unittest(lines: list[str]) -> Told | None:
    """unittest with -v, and Django's runner, which is one."""
    told, ran, ended, before = Told("unittest"), 0, False, ""
    waiting: tuple[str, ...] = ()
    late = False
    for line in lines:
        if match := re.fullmatch(r"Ran (\d+) tests? in .*", line):
            ran += int(match[1])
        elif re.fullmatch(r"OK(?: \(.*\))?|FAILED \(.*\)", line):
            ended = ended or ran > 0
        elif match := _HEAD.fullmatch(line):
            for name in _methods(match[2]):
                told.statuses.setdefault(name, set()).add("failed")
        elif match := _UNIT.fullmatch(line):
            waiting = _methods(match[1] or before) + ((match[2],) if match[2] else ())
            late = not match[3]
            if match[3]:
                told.tell(_WORDS[match[3].split(" '")[0].split(' "')[0]], *waiting)
        elif line in ("ok", "FAIL", "ERROR") and waiting:
            for name in waiting:
                told.statuses.setdefault(name, set()).add(_WORDS[line])
            told.lines[_WORDS[line]] += late
            late = False
        before = line
    if not ran:
        return None
    told.said["tests"], told.lines["tests"] = ran, sum(told.lines.values())
    return told.counted("tests", ended=ended)


def _methods(name: str) -> tuple[str, ...]:
    """`test_x (m.T.test_x)` of Python 3.11 on is `test_x (m.T)` before."""
    found = re.fullmatch(r"(\w+) \(([\w.]+)\)", name)
    if found is None:
        return ()
    return tuple(dict.fromkeys((name, f"{found[1]} ({found[2].removesuffix('.' + found[1])})")))


_POINT = re.compile(r"( *)(not )?ok (\d+)(?: - | )?(.*)")


def tap(lines: list[str]) -> Told | None:
    """The Test Anything Protocol: points numbered as the plan says."""
    told, numbers, plans = Told("TAP"), [], []
    for line in lines:
        if match := _POINT.fullmatch(line):
            name, _, directive = match[4].partition(" # ")
            status = "failed" if match[2] else "passed"
            if directive.upper().startswith(("SKIP", "TODO")):
                status = "skipped"
            told.tell(status, name, f"{match[3]} {name}")
            numbers += [int(match[3])] if not match[1] else []
        elif match := re.fullmatch(r"1\.\.(\d+)", line):
            plans.append(int(match[1]))
    if not any(line.startswith("TAP version ") for line in lines):
        return None
    if plans and numbers != list(range(1, plans[0] + 1)):
        told.doubts.append(f"TAP planned {plans[0]} points, its lines are numbered otherwise")
    return told.counted(ended=len(plans) == 1)


_SYMPY = re.compile(r"(test_\w+) .*?(ok|[FEsfXw])(?: +\[(?:OK|FAIL)\])?")


def sympy(lines: list[str]) -> Told | None:
    """SymPy's bin/test."""
    told, ended = Told("SymPy's tests"), 0
    for line in lines:
        if "= tests finished: " in line:
            ended += 1
            _add(told, line)
            for number in re.findall(r"(\d+) exceptions", line):
                told.said["errored"] += int(number)
        elif match := _SYMPY.fullmatch(line):
            told.tell(_WORDS.get(match[2], "skipped"), match[1])
        elif match := re.fullmatch(r"_+ \S*:(test_\w+) _+", line):
            told.statuses.setdefault(match[1], set()).add("failed")
    return told.counted("passed", "failed", "errored", ended=ended == 1) if ended else None
