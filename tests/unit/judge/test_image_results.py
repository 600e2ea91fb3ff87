"""What a task's own image told is a pass only when nothing speaks against it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workbench.judge import image_lines, image_pytest
from workbench.judge.image_results import Heard, Left, hear
from workbench.judge.verdict import decide
from workbench.languages.base import Inventory, TestRef
from workbench.model.run import Verdict
from workbench.model.task import Framework
from workbench.sandboxes.base import Outcome

NONCE = "0123"
GREEN = "PASSED t.py::a\nPASSED t.py::b\n===== 2 passed in 0.10s =====\n"


def left(log: str = "", *records: dict[str, Any], code: int = 0, reward: str = "") -> Left:
    raw = "".join(json.dumps({"n": NONCE, **record}) + "\n" for record in records)
    outcome = Outcome(code, None, frozenset(), log.encode(), b"", b"", 1.0)
    return Left(outcome, raw.encode(), reward.encode())


def told(name: str, outcome: str = "passed", when: str = "call", **more: Any) -> dict[str, Any]:
    return {"t": "test", "id": name, "when": when, "outcome": outcome, "x": False, **more}


LOADED, START, END = {"t": "loaded"}, {"t": "start"}, {"t": "end", "exit": 0}


def inventory(*names: str) -> Inventory:
    return Inventory(Framework.AUTO, tuple(TestRef(n) for n in names or ("t.py::a", "t.py::b")))


def verdict(heard: Heard, tests: Inventory | None = None) -> Verdict:
    """As the judge decides: a doubt turns a pass into none."""
    found = decide(tests or inventory(), heard.outcome, heard.report).verdict
    return Verdict.INCOMPLETE if found is Verdict.PASS and heard.doubts else found


def of(what: Left, how: Any = "log", *names: str) -> Verdict:
    return verdict(hear(what, how, inventory(*names), NONCE), inventory(*names))


def test_records_of_a_whole_run_pass() -> None:
    whole = left("", LOADED, START, told("t.py::a"), told("t.py::b"), END)
    assert of(whole, "pytest") is Verdict.PASS
    assert of(whole, "log") is Verdict.PASS


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (left(GREEN), "incomplete"),
        (left(GREEN, LOADED), "incomplete"),
        (left(GREEN, LOADED, START), "incomplete"),
        (left(GREEN, LOADED, START, told("t.py::a"), told("t.py::b")), "incomplete"),
        (left(GREEN, LOADED, START, told("t.py::a"), END), "incomplete"),
        (left("", LOADED, START, told("t.py::a"), told("t.py::b"), END, code=3), "incomplete"),
        (left("", LOADED, START, told("t.py::a"), told("t.py::b", "skipped"), END), "incomplete"),
        (left("", LOADED, START, told("t.py::a"), told("t.py::b", x=True), END), "incomplete"),
        (left("", LOADED, START, told("t.py::a"), told("t.py::b"), END, {"n": "x"}), "incomplete"),
        (left("", LOADED, START, told("t.py::a"), told("t.py::b"), END, START), "incomplete"),
        (left("", START, told("t.py::a"), told("t.py::b"), told("t.py::b", "failed"), END), "fail"),
        (left("", START, told("t.py::a"), told("t.py::b"),
              told("t.py::b", "failed", "teardown"), END), "fail"),
        (left("", START, told("t.py", "failed", "collect"), {**END, "exit": 2}, code=2), "fail"),
        (left("", START, told("t.py::a"), told("t.py::b"), told("t.py::c", "failed"), END),
         "incomplete"),
    ],
)  # fmt: skip
def test_with_pytest_only_its_records_count_and_they_must_be_whole(
    what: Left, expected: str
) -> None:
    assert of(what, "pytest") == expected


def test_an_unlisted_test_may_fail_when_the_exit_code_says_so() -> None:
    rest = told("t.py::c", "failed"), {**END, "exit": 1}
    what = left("", LOADED, START, told("t.py::a"), told("t.py::b"), *rest, code=1)
    assert of(what, "pytest") is Verdict.PASS


def test_bytes_that_are_no_records_break_the_run() -> None:
    for junk in (b"\xff\xfe", b"[1]", b"{}", b"null", b"[" * 5000, b'{"n": "0123", "t": "x"}'):
        assert image_pytest.read(junk, NONCE).broken
    assert image_pytest.read(b"", NONCE) == image_pytest.Records()


@pytest.mark.parametrize(
    ("log", "code", "expected"),
    [
        (GREEN, 0, "pass"),
        (GREEN + "FAILED t.py::b - assert\n===== 1 failed in 0.1s =====\n", 1, "fail"),
        ("FAILED t.py::b\n" + GREEN, 0, "fail"),
        (GREEN.rsplit("=====", 2)[0], 0, "incomplete"),
        ("===== 2 passed in 0.1s =====\nPASSED t.py::a\nPASSED t.py::b\n", 0, "incomplete"),
        (GREEN, 1, "incomplete"),
        ("", 0, "incomplete"),
        ("everything passed\n", 0, "incomplete"),
    ],
)
def test_a_log_must_be_whole_and_agree_with_itself_and_the_exit_code(
    log: str, code: int, expected: str
) -> None:
    assert of(left(log, code=code)) == expected


@pytest.mark.parametrize(
    ("log", "names"),
    [
        ("=== RUN   TestA\n=== RUN   TestA/x\n--- PASS: TestA (0.00s)\n"
         "    --- PASS: TestA/x (0.00s)\nPASS\n"
         "ok  \tsome/pkg\t0.003s\n", ("TestA", "TestA/x")),
        ("test a::b ... ok\n\ntest result: ok. 1 passed; 0 failed\n", ("a::b",)),
        ("test_x (m.T) ... ok\n\nRan 1 test in 0.1s\n\nOK\n", ("test_x (m.T)",)),
        ("\x1b[32m  ✓ adds (5 ms)\x1b[0m\n\nTests:       1 passed, 1 total\n", ("adds",)),
        ("  ✔ adds\n\n  1 passing (3ms)\n", ("adds",)),
        ("[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in a.T\n"
         "[INFO] Results:\n[INFO] \n[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0\n"
         "[INFO] BUILD SUCCESS\n", ("a.T",)),
        ("t.py::a[x y] PASSED [ 50%]\n1 passed in 0.1s\n", ("t.py::a[x",)),
        ("t.py::T::a PASSED\n1 passed in 0.1s\n", ("t.py->T->a",)),
    ],
)  # fmt: skip
def test_lines_of_common_runners_are_known(log: str, names: tuple[str, ...]) -> None:
    assert of(left(log), "log", *names) is Verdict.PASS


def test_lines_of_failures_are_known() -> None:
    for line in ("--- FAIL: t (0.00s)", "test t ... FAILED", "FAILED t - x", "  ✕ t (3 ms)"):
        assert image_lines.read(line).statuses == {"t": {"failed"}}


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (left(reward="1\n"), "pass"),
        (left(reward="1.0"), "pass"),
        (left(reward="0.99"), "fail"),
        (left(reward="2"), "fail"),
        (left(reward="0", code=1), "fail"),
        (left(reward="1", code=1), "incomplete"),
        (left(), "incomplete"),
        (left(GREEN), "incomplete"),
        (left(reward="true"), "incomplete"),
        (left(reward="NaN"), "fail"),
        (left(reward="1 1"), "incomplete"),
        (left("", LOADED, START, told("t.py::a", "failed"), {**END, "exit": 1}, reward="1"),
         "incomplete"),
        (left("", LOADED, START, told("t.py::a"), reward="1"), "incomplete"),
    ],
)  # fmt: skip
def test_a_reward_is_one_and_nothing_contradicts_it(what: Left, expected: str) -> None:
    assert of(what, "reward", "reward") == expected


def test_a_script_of_checks_passes_when_all_do_and_there_are_some() -> None:
    assert of(left(GREEN), "checks", "run-tests.sh") is Verdict.PASS
    more = "FAILED t.py::c - x\n===== 1 failed, 2 passed in 0.1s =====\n"
    assert of(left(GREEN + more, code=1), "checks", "run-tests.sh") is Verdict.FAIL
    assert of(left("done\n"), "checks", "run-tests.sh") is Verdict.INCOMPLETE
