"""Checks that hold whatever comes out are known by their form; what looks like them is left."""

from __future__ import annotations

import pytest

from workbench.languages.python_vacuous import vacuous
from workbench.languages.registry import language
from workbench.model.task import LanguageName, Solution, Suite

PLAIN = "def f(n):\n    return n\n"


def lines(body: str, solution: str = PLAIN) -> list[int]:
    text = (
        "import unittest\nfrom unittest.mock import Mock\nfrom f import f\n"
        "class TestF(unittest.TestCase):\n    def test_f(self):\n"
        + "".join(f"        {line}\n" for line in body.split("\n"))
    )
    suite = Suite(name="given", role="given", files={"test_f.py": text})
    candidate = Solution(name="candidate", role="candidate", files={"f.py": solution})
    tests = language(LanguageName.PYTHON).inventory(suite, candidate)
    return [line for _, line, _ in vacuous(suite, candidate, tests)]


@pytest.mark.parametrize(
    "check",
    [
        "assert (f(1) == 2, 'one')",
        "assert f(1) == 2 or True",
        "assert len(f([])) >= 0",
        "assert len(f([])) > -1",
        "self.assertGreaterEqual(len(f([])), 0)",
        "self.assertTrue(f(1), 2)",
        "self.assertTrue(f([1]), [2])",
        "f(1) == 2",
        "m.assert_called_once",
        "m.called_once_with(1)",
        "assert m.called_with(1)",
    ],
)
def test_a_check_that_cannot_fail_is_found(check: str) -> None:
    assert lines(f"m = Mock()\n{check}") == [7]


def test_a_value_compared_with_itself_says_nothing_unless_equality_is_what_is_tested() -> None:
    assert lines("got = f(1)\nassert got == got") == [7]
    own = "class F:\n    def __eq__(self, other): return True\ndef f(n): return F()\n"
    assert lines("got = f(1)\nassert got == got", own) == []


@pytest.mark.parametrize(
    "check",
    [
        "assert (f(1) == 2), 'one'",
        "assert f(1) or f(2)",
        "assert len(f([])) > 0",
        "assert f(1) == f(1)",
        "self.assertTrue(f(1), 'one')",
        "self.assertTrue(f(1), message)",
        "self.assertIsNone(f(1), None)",
        "with self.assertRaises(TypeError):\n    f(1) == 2",
        "try:\n    f(1) == 2\nexcept TypeError: pass",
        "m.assert_called_once()",
        "assert m.called",
        "assert True",
        "f(1) < f(2)",
    ],
)
def test_a_check_that_may_fail_is_left_in_peace(check: str) -> None:
    assert lines(f"m = Mock()\n{check}") == []
