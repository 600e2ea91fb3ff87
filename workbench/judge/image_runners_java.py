"""Maven's and Gradle's consoles: what Surefire sums up a class, and the test events Gradle prints.

Surefire names classes alone and sums them up; Gradle names tests where the build asks for it, and
gives no number when all pass. A test that ends the process with 0 leaves Gradle's build successful,
so that without its XML reports (`image_xml.py`) nothing it prints is a pass.
"""

from __future__ import annotations

import re

from workbench.judge.image_runners import Told

_COUNTS = r"Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)"
_CLASS = re.compile(
    _COUNTS + r", Time elapsed: [\d.,]+ ?\w+(?: <<< (?:FAILURE|ERROR)!)?(?: --? in (\S.*))?"
)
_TOTAL = re.compile(_COUNTS + r"(?:, Flakes: (\d+))?")
_LEVEL = re.compile(r"\[(?:INFO|WARNING|ERROR)\] +")
_CASE = re.compile(
    r"(?:(?P<name>[^\s()]+)\((?P<of>[\w.$]+)\) +|(?P<whole>[\w.$]+\.[^\s.]+) -- )"
    r"Time elapsed: [\d.,]+ ?\w+ +<<< (?P<word>FAILURE|ERROR)!"
)
_BROKEN = ("The forked VM terminated", "There was a timeout or other error in the fork")
_KINDS = ("tests", "failed", "errored", "skipped")


def maven(lines: list[str]) -> Told | None:
    """Surefire's and Failsafe's line for each class, and the sum below `Results`."""
    told, ended, results, running = Told("Maven"), "", False, ""
    sums = 0
    for line in lines:
        text = _LEVEL.sub("", line, count=1).strip()
        if match := re.fullmatch(r"Running (\S+)", text):
            running = match[1]
        elif match := _CLASS.fullmatch(text):
            _of_class(told, [int(n) for n in match.groups()[:4]], match[5] or running)
        elif text.startswith("Results") and text.rstrip(" :") == "Results":
            results = True
        elif results and (match := _TOTAL.fullmatch(text)):
            results, sums = False, sums + 1
            for kind, number in zip(_KINDS, match.groups()[:4], strict=True):
                told.said[kind] += int(number)
            if int(match[5] or 0):
                told.doubts.append("Maven says that tests passed only when they were run again")
        elif match := _CASE.fullmatch(text):
            name = match["name"] or match["whole"].rpartition(".")[2]
            of = match["of"] or match["whole"].rpartition(".")[0]
            for called in named(of, name):
                told.statuses.setdefault(called, set()).add(
                    "failed" if match["word"] == "FAILURE" else "errored"
                )
        elif re.fullmatch(r"BUILD (?:SUCCESS|FAILURE)", text):
            ended = text
        elif any(words in text for words in _BROKEN):
            told.doubts.append("Maven says that the process of the tests broke off")
    if not told.lines and not sums:
        return None
    if ended == "BUILD FAILURE" and not told.said["failed"] + told.said["errored"]:
        told.doubts.append("Maven's build failed, yet no test did")
    return told.counted(*_KINDS, ended=bool(ended) and sums > 0)


def _of_class(told: Told, counts: list[int], name: str) -> None:
    for kind, number in zip(_KINDS, counts, strict=True):
        told.lines[kind] += number
    run, failed, errored, skipped = counts
    if not run or not name:
        return
    word = "failed" if failed else "errored" if errored else "passed"
    told.statuses.setdefault(name, set()).add("skipped" if skipped == run else word)


def named(of: str, test: str) -> tuple[str, ...]:
    """What lists call a test of a class."""
    found = []
    plain = test.removesuffix("()")
    for name in dict.fromkeys((test, plain, f"{plain}()")):
        found += [f"{of}.{name}", f"{of}#{name}", f"{of} > {name}", f"{name}({of})"]
    return tuple(found)


_EVENT = re.compile(r"([^\s>].*?) > (\S.*?) (PASSED|FAILED|SKIPPED)(?: \([\d.]+ ?m?s\))?")
_OURS = re.compile(r"Gradle Test (?:Run|Executor)\b.*")
_COMPLETED = re.compile(r"(\d+) tests? completed(?:, (\d+) failed)?(?:, (\d+) skipped)?")
_COMPLETED_KINDS = ("completed", "failed", "skipped")
_BUILD = re.compile(r"BUILD (SUCCESSFUL|FAILED)(?: in .*)?")
_TASK = re.compile(r"(?:> Task )?:\S*[tT]est\S*(?: (?:FAILED|UP-TO-DATE|FROM-CACHE|NO-SOURCE))?")
GRADLE = "Gradle"


def gradle(lines: list[str]) -> Told | None:
    """Gradle's test events, and what it counts when some fail. What a test prints stands indented
    below it."""
    told, ended, tasks = Told(GRADLE), "", 0
    for line in lines:
        if match := _EVENT.fullmatch(line):
            above = [part for part in match[1].split(" > ") if not _OURS.fullmatch(part)]
            rest = match[2].split(" > ")
            told.tell(
                {"PASSED": "passed", "FAILED": "failed"}.get(match[3], "skipped"),
                " > ".join([*above, *rest]),
                *named(" > ".join([*above, *rest[:-1]]), rest[-1]),
            )
        elif match := _COMPLETED.fullmatch(line):
            for kind, number in zip(
                ("completed", "failed", "skipped"), match.groups(), strict=True
            ):
                told.said[kind] += int(number or 0)
        elif match := _BUILD.fullmatch(line):
            ended = match[1]
        tasks += _TASK.fullmatch(line) is not None
    if not (ended or told.lines) or not (tasks or told.lines):
        return None
    if ended == "FAILED" and not told.said["failed"]:
        told.doubts.append("Gradle's build failed, yet no test did")
    if told.said["completed"] and told.lines:
        told.lines["completed"] = sum(told.lines.values())
        return told.counted("completed", "failed", ended=bool(ended))
    return told.counted(ended=bool(ended))
