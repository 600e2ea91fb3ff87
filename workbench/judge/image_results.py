"""From what a run in a task's own image left to results, and what speaks against them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.judge import image_lines, image_pytest, image_reports
from workbench.judge.image_readers import runners
from workbench.judge.image_recipes import Told
from workbench.judge.image_runners import Told as Runner
from workbench.judge.image_runners_java import GRADLE
from workbench.judge.image_xml import RUNNER as XML
from workbench.judge.image_xml import xml_reports
from workbench.languages.base import Inventory, Report
from workbench.model.run import Status, TestResult
from workbench.sandboxes.base import Outcome

_JOINTS = re.compile(r"\s*->\s*|::|\s+[>›|]\s+|(?<=\w):(?=\w)")
_WORST = (Status.FAILED, Status.ERRORED, Status.SKIPPED, Status.PASSED)
_KEEP_MESSAGE = 4000


@dataclass(frozen=True)
class Left:
    """What came out of a container."""

    outcome: Outcome
    records: bytes
    reward: bytes | None = None
    reward_json: bytes | None = None
    reports: tuple[bytes, ...] = ()
    """XML reports that the tests' step wrote"""


@dataclass(frozen=True)
class Heard:
    """A report for the rule, the exit code it should judge, and why a pass would not be one."""

    report: Report
    outcome: Outcome
    doubts: tuple[str, ...] = ()

    @property
    def passed(self) -> frozenset[str]:
        """The tests of the lists that are told as passed."""
        return frozenset(r.id for r in self.report.results if r.status is Status.PASSED)


def hear(left: Left, told: Told, tests: Inventory, nonce: str) -> Heard:
    """Never raises, whatever was left."""
    records = image_pytest.read(left.records, nonce)
    if told == "reward":
        return _rewarded(left, tests, records)
    # A run whose pytest we called is nothing without its records.
    if records.loaded or records.broken or told == "pytest":
        statuses, ended, doubts = _recorded(left.outcome, told, records)
    else:
        statuses, ended, doubts = _logged(left, tests)
    if told == "checks":
        return _checked(left.outcome, tests, statuses, ended=ended, doubts=doubts)
    outcome = left.outcome
    bad = [name for name, words in statuses.items() if words & {"failed", "errored"}]
    if outcome.exit_code and bad:
        # Tests that are in no list may fail, and then the command does too.
        outcome = _ended_well(outcome)
    results = _lined_up(tests, statuses, records.messages)
    return Heard(Report(results, ended=ended), outcome, tuple(doubts))


def _recorded(
    outcome: Outcome, told: Told, records: image_pytest.Records
) -> tuple[Mapping[str, set[str]], bool, list[str]]:
    doubts = []
    bad = any(words & {"failed", "errored"} for words in records.statuses.values())
    if told == "pytest" and records.exits and records.exits != [outcome.exit_code]:
        doubts.append(
            f"pytest announced exit code {records.exits[-1]}, the process ended with "
            f"{outcome.exit_code if outcome.signal is None else 'a signal'}"
        )
    if bad and told == "pytest" and outcome.exit_code == 0:
        doubts.append("a test failed, yet the process ended with exit code 0")
    return records.statuses, records.ended, doubts


def _logged(left: Left, tests: Inventory) -> tuple[Mapping[str, set[str]], bool, list[str]]:
    outcome = left.outcome
    texts = [raw.decode("utf-8", "replace") for raw in (outcome.stdout, outcome.stderr)]
    out, err = map(image_lines.plain_lines, texts)
    known = runners(out, err)
    for text in texts:
        known += image_reports.reports(text)
    written = xml_reports((*left.reports, outcome.stdout, outcome.stderr))
    if known or written:
        return _by_runner(known, written, tests)
    log = b"\n".join((outcome.stdout, outcome.stderr)).decode("utf-8", "replace")
    parts = [image_lines.read(raw.decode("utf-8", "replace"))
             for raw in (outcome.stdout, outcome.stderr)]  # fmt: skip
    statuses: dict[str, set[str]] = {}
    for part in parts:
        for name, words in part.statuses.items():
            statuses.setdefault(name, set()).update(words)
    telling = [part for part in parts if part.statuses]
    doubts = []
    if telling and not any(part.summed_up for part in parts):
        doubts.append("its log has no summary after the last test that passed")
    if not telling and log.strip():
        doubts.append("its log names no test in a form that is known")
    return statuses, True, doubts


def _by_runner(
    known: Sequence[Runner], written: Runner | None, tests: Inventory
) -> tuple[Mapping[str, set[str]], bool, list[str]]:
    names = sorted({told.runner for told in known})
    doubts = []
    if len(names) > 1:
        doubts.append(f"its log is of {' and '.join(names)}: run one of them alone")
    told_by_log = sum(told.tests for told in known)
    if written is None and GRADLE in names:
        doubts.append(
            "Gradle gives no number when all pass, and it left no XML reports to compare with"
        )
    elif written is not None and told_by_log and told_by_log != written.tests:
        doubts.append(f"its log tells {told_by_log} tests, its XML reports {written.tests}")
    known = [*known, *([written] if written else [])]
    statuses: dict[str, set[str]] = {}
    for told in known:
        for name, words in told.statuses.items():
            statuses.setdefault(name, set()).update(words)
        doubts += told.doubts
    names = names or [XML]
    if not statuses:
        doubts.append(f"{names[0]} names no test: let its command print each one")
    elif len(_lined_up(tests, statuses, {})) < len(tests.tests):
        doubts.append(
            f"its log is of {names[0]}, which names {len(statuses)} tests, such as "
            f"{min(statuses)[:120]}: the lists must name them so"
        )
    return statuses, True, doubts


def _lined_up(
    tests: Inventory, statuses: Mapping[str, set[str]], messages: Mapping[str, str]
) -> tuple[TestResult, ...]:
    """A result for each listed test that was told. A name that was cut off at its first blank
    stands for all that begin so; of several words for one test the worst stands."""
    index: dict[str, set[str]] = {}
    heads: dict[str, set[str]] = {}
    broken: dict[str, str] = {}
    for name, words in statuses.items():
        index.setdefault(_plain(name), set()).update(words)
        if " " in name:
            heads.setdefault(_plain(name.split(" ", 1)[0]), set()).update(words)
        if words == {"errored"} and name.endswith(".py"):
            broken[_plain(name)] = messages.get(name, "")
    found = []
    for ref in tests.tests:
        name = _plain(ref.id)
        cut = ref.id.count("[") > ref.id.count("]")
        said = index.get(name) or (heads.get(name) if cut else None)
        message = messages.get(ref.id, "")
        if said is None and (file := name.split("::", 1)[0]) in broken:
            said, message = {"errored"}, broken[file] or f"{file} could not be loaded"
        if not said:
            continue
        status = next(s for s in _WORST if s.value in said)
        if len(said) > 1 and "passed" in said:
            message = f"told both as passed and as {status.value}. {message}".strip()
        found.append(TestResult(id=ref.id, status=status, message=message[:_KEEP_MESSAGE]))
    return tuple(found)


def _plain(name: str) -> str:
    return _JOINTS.sub("::", name.strip())


def _rewarded(left: Left, tests: Inventory, records: image_pytest.Records) -> Heard:
    """The reward is the one test. What pytest told beside it may contradict it."""
    value = _reward(left)
    if value is None:
        return Heard(Report((), ended=True), left.outcome, ())
    status = Status.PASSED if value == 1 else Status.FAILED
    message = "" if value == 1 else f"the reward is {value:g}"
    bad = sorted(n for n, words in records.statuses.items() if words & {"failed", "errored"})
    doubts = []
    if bad:
        doubts.append(f"the reward is 1, yet pytest told that {bad[0][:120]} failed")
    if records.loaded and not records.ended:
        doubts.append("the reward is 1, yet its pytest never came to an end")
    outcome = _ended_well(left.outcome) if status is Status.FAILED else left.outcome
    result = TestResult(id=tests.tests[0].id, status=status, message=message)
    return Heard(Report((result,), ended=True), outcome, tuple(doubts))


def _reward(left: Left) -> float | None:
    for raw in (left.reward, left.reward_json):
        text = (raw or b"")[:4096].decode("utf-8", "replace").strip()
        if not text:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if isinstance(value, dict):
            value = value.get("reward")
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value)
    return None


def _checked(
    outcome: Outcome,
    tests: Inventory,
    statuses: Mapping[str, set[str]],
    *,
    ended: bool,
    doubts: Sequence[str],
) -> Heard:
    """Every check of the script is the one test: all told must have passed."""
    if not statuses:
        return Heard(Report((), ended=ended), outcome, tuple(doubts))
    bad = sorted(name for name, words in statuses.items() if words != {"passed"})
    result = TestResult(
        id=tests.tests[0].id,
        status=Status.FAILED if bad else Status.PASSED,
        message=f"not passed: {', '.join(bad[:5])}"[:_KEEP_MESSAGE] if bad else "",
        children=tuple(f"{'/'.join(sorted(words))} {name}" for name, words in statuses.items()),
    )
    outcome = _ended_well(outcome) if bad else outcome
    return Heard(Report((result,), ended=ended), outcome, tuple(doubts))


def _ended_well(outcome: Outcome) -> Outcome:
    return Outcome(
        exit_code=0, signal=outcome.signal, events=outcome.events, stdout=outcome.stdout,
        stderr=outcome.stderr, results=outcome.results, duration_s=outcome.duration_s,
    )  # fmt: skip
