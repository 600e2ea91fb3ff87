"""Logs of real runners end in the verdicts they deserve, and what is printed makes no pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.judge.test_image_results import inventory, verdict
from workbench.judge.image_results import Left, hear
from workbench.sandboxes.base import Outcome

LOGS = Path(__file__).parent / "runner_logs"
# The runner, and names as the formats' lists have them: one that the fix must mend, and one that
# passes either way.
NAMES = {
    "go-v": ("TestAdds/one_and_two", "TestSub"),
    "go-json": ("TestAdds", "TestSub"),
    "cargo": ("tests::adds", "tests::subs"),
    "jest": ("test/add.test.js:adds one and two", "adder subs"),
    "jest-json": ("/repo/test/add.test.js->adder deeper adds one and two", "adder subs"),
    "mocha-json": ("adder deeper adds one and two", "subs"),
    "jest-quiet": ("test/add.test.js", "test/other.test.js"),
    "node-tap": ("adds one and two", "subs"),
    "pytest": ("test_add.py::test_adds", "test_add.py::test_each[c]"),
    "pytest-v": ("test_add.py::test_adds", "test_add.py::test_each[c]"),
    "mocha": ("adder deeper adds one and two", "subs"),
    "vitest": ("test/add.test.js > adder > deeper > adds one and two", "subs"),
    "unittest": ("test_adds (test_add.AdderTests)", "Takes one away from three."),
    "django": ("test_adds (test_add.AdderTests)", "test_parts (test_add.AdderTests)"),
    "sympy": ("test_adds", "test_subs"),
    "tape": ("one and two", "takes away"),
    "node-spec": ("adder deeper adds one and two", "subs"),
    "ava": ("add adds one and two", "subs"),
    "nextest": ("tests::adds", "adder tests::subs"),
    "maven": ("example.AdderTest", "example.OtherTest"),
    "maven-old": ("example.AdderTest", "example.OtherTest"),
    "maven-xml": ("example.AdderTest.adds", "example.OtherTest#other()"),
    "gradle": ("example.AdderTest > adds", "example.OtherTest.other"),
}
CASES = ("wrong", "hang", "dies", "quits", "liar", "forger")
FAKED = ("maven", "maven-old", "maven-xml", "gradle")


def told(runner: str, case: str) -> Left:
    (path,) = LOGS.glob(f"{runner}-[0-9]*.txt")
    text = path.read_text(encoding="utf-8")
    found = re.search(rf"(?ms)^##### {case} (\d+)\n(.*?)##### stderr\n(.*?)(?=^##### |\Z)", text)
    assert found is not None
    out, err = found[2].encode(), found[3].encode()
    return Left(Outcome(int(found[1]), None, frozenset(), out, err, b"", 1.0), b"")


def judged(runner: str, case: str) -> str:
    tests = inventory(*NAMES[runner])
    return verdict(hear(told(runner, case), "log", tests, "0"), tests)


@pytest.mark.parametrize("runner", NAMES)
def test_the_right_solution_passes_by_the_names_the_lists_have(runner: str) -> None:
    assert judged(runner, "green") == "pass", hear(
        told(runner, "green"), "log", inventory(*NAMES[runner]), "0"
    )


def test_nextest_that_shows_no_test_is_no_pass_for_it_takes_an_exit_with_0_for_one() -> None:
    for case in ("green", "quits"):
        told_so = told("nextest-silent", case)
        assert b"4 tests run: 4 passed" in told_so.outcome.stderr
        tests = inventory(*NAMES["nextest"])
        heard = hear(told_so, "log", tests, "0")
        assert verdict(heard, tests) == "incomplete"
        assert "run it with --success-output=immediate" in heard.doubts[0]


@pytest.mark.parametrize(
    ("runner", "case"),
    [*((runner, case) for runner in NAMES for case in CASES), *((name, "faker") for name in FAKED)],
)
def test_no_other_solution_passes(runner: str, case: str) -> None:
    found = judged(runner, case)
    assert found != "pass"
    if case == "wrong" and runner != "tape":
        assert found == "fail"
