"""pytest, unittest and scripts, in the real sandbox."""

from __future__ import annotations

import pytest

from tests.languages.python.conftest import Run
from workbench.model.task import Limits

pytestmark = pytest.mark.toolchain

ADD = {"sol.py": "def add(a, b):\n    print('adding', a)\n    return a + b\n"}
WRONG = {"sol.py": "def add(a, b):\n    return a - b\n"}

PYTEST = """
import sys
import pytest
from sol import add

def test_ok(): assert add(1, 2) == 3
@pytest.mark.parametrize("a", [1, 2])
def test_rows(a): assert add(a, 1) == 2
@pytest.mark.skip(reason="not now")
def test_skip(): pass
@pytest.fixture
def broken(): raise ValueError("no")
def test_setup(broken): pass
class TestK:
    def test_exit(self): sys.exit(0)
@pytest.mark.xfail
def test_expected(): assert add(1, 1) == 3
@pytest.mark.xfail
def test_unexpected(): assert add(1, 1) == 2
async def test_async():
    assert add(1, 1) == 2
"""

UNITTEST = """
import unittest
from sol import add

class A(unittest.TestCase):
    def test_ok(self): self.assertEqual(add(1, 2), 3)
    def test_bad(self): self.assertEqual(add(1, 2), 4)
    def test_error(self): raise KeyError(1)
    @unittest.skip("not now")
    def test_skip(self): pass
    def test_sub(self):
        for i in (1, 2):
            with self.subTest(i=i): self.assertEqual(add(i, 0), 1)
class B(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise ValueError("no")
    def test_never(self): pass
"""

SCRIPT = """
from sol import add
def check(f):
    assert f(1, 2) == 3
    for i in range(3):
        assert f(i, 1) == i + 1
    try:
        f(None, 1)
        assert False, "must raise"
    except TypeError:
        pass
    assert f(1, 1) == 5
    assert f(2, 2) == 4
check(add)
"""


def test_every_pytest_outcome_has_its_status(run: Run) -> None:
    ran = run("python", ADD, {"test_sol.py": PYTEST})
    assert ran.verdict == "fail"
    assert ran.statuses == {
        "test_ok": "passed",
        "test_rows": "failed",
        "test_skip": "skipped",
        "test_setup": "errored",
        "TestK::test_exit": "errored",
        "test_expected": "skipped",
        "test_unexpected": "skipped",
        "test_async": "passed",
    }
    assert ran["test_rows"].children == ("passed 1", "failed 2")
    assert "assert 3 == 2" in ran["test_rows"].message
    assert ran["test_ok"].output == "adding 1\n"
    assert ran["test_ok"].line == 6


def test_solution_that_declares_its_failure_expected_does_not_pass(run: Run) -> None:
    wrong = "import pytest\ndef add(a, b): pytest.xfail('as planned')\n"
    suite = "from sol import add\ndef test_add(): assert add(1, 2) == 3\n"
    assert run("python", {"sol.py": wrong}, {"test_sol.py": suite}).verdict == "incomplete"


def test_every_unittest_outcome_has_its_status(run: Run) -> None:
    ran = run("python", ADD, {"test_sol.py": UNITTEST})
    assert ran.statuses == {
        "A::test_ok": "passed",
        "A::test_bad": "failed",
        "A::test_error": "errored",
        "A::test_skip": "skipped",
        "A::test_sub": "failed",
        "B::test_never": "errored",
    }
    assert ran["A::test_sub"].children == ("passed (i=1)", "failed (i=2)")
    assert ran["A::test_ok"].output == "adding 1\n"


def test_a_script_reports_each_assert_and_goes_on_after_one_that_fails(run: Run) -> None:
    ran = run("python", ADD, {"test_sol.py": SCRIPT})
    assert list(ran.statuses.values()) == ["passed", "passed", "passed", "failed", "passed"]
    assert ran.verdict == "fail"
    assert run("python", ADD, {"test_sol.py": SCRIPT.replace("== 5", "== 2")}).verdict == "pass"


def test_a_guard_that_is_reached_fails(run: Run) -> None:
    lenient = {"sol.py": "def add(a, b):\n    return (a or 0) + b\n"}
    ran = run("python", lenient, {"test_sol.py": SCRIPT.replace("== 5", "== 2")})
    assert ran.verdict == "fail"
    assert ran["check[3]"].status == "failed"


def test_an_exception_in_an_assert_is_noted_and_one_outside_ends_the_script(run: Run) -> None:
    text = (
        "from sol import add\n"
        "assert add(None, 1) == 2\n"
        "assert add(1, 1) == 2\n"
        "add(None, 2)\n"
        "assert add(2, 2) == 4\n"
    )
    ran = run("python", ADD, {"test_sol.py": text})
    assert list(ran.statuses.values()) == ["errored", "passed", "not_run"]
    assert ran.verdict == "fail"


def test_a_script_that_catches_its_failed_assertion_has_still_failed(run: Run) -> None:
    text = (
        "from sol import add\n"
        "try:\n    assert add(1, 1) == 3\nexcept AssertionError:\n    print('never mind')\n"
        "assert add(1, 1) == 2\n"
    )
    assert run("python", ADD, {"test_sol.py": text}).verdict == "fail"


def test_two_guards_of_one_statement_fail_together(run: Run) -> None:
    text = (
        "from sol import add\n"
        "try:\n    if add(1, 1) == 2:\n        add(None, 1)\n    assert False, 'a'\n"
        "    assert False, 'b'\nexcept KeyError:\n    pass\n"
        "assert add(1, 1) == 2\n"
    )
    ran = run("python", ADD, {"test_sol.py": text})
    assert list(ran.statuses.values()) == ["errored", "errored", "passed"]


def test_a_loop_that_waits_for_its_assertion_to_hold_ends(run: Run) -> None:
    text = (
        "from sol import add\n"
        "while True:\n    assert add(1, 1) == 3\n    if add(1, 1) == 3:\n        break\n"
    )
    quiet = {"sol.py": "def add(a, b):\n    return a + b\n"}
    assert run("python", quiet, {"test_sol.py": text}).verdict == "fail"


def test_an_assert_that_is_never_reached_is_missing(run: Run) -> None:
    text = "from sol import add\nassert add(1, 1) == 2\nif add(1, 1) == 3:\n    assert add(2, 2)\n"
    ran = run("python", ADD, {"test_sol.py": text})
    assert ran.verdict == "incomplete"
    assert ran["assert[2]"].status == "missing"


def test_a_script_without_imports_shares_the_solutions_scope(run: Run) -> None:
    text = "def check(f):\n    assert f(1, 1) == 2\ncheck(add)\n"
    demo = {"sol.py": ADD["sol.py"] + "if __name__ == '__main__':\n    raise SystemExit(3)\n"}
    assert run("python", demo, {"test_sol.py": text}).verdict == "pass"
    assert run("python", WRONG, {"test_sol.py": text}).verdict == "fail"


@pytest.mark.parametrize("framework", ["pytest", "unittest", "script"])
def test_a_suite_that_hangs_times_out(run: Run, framework: str) -> None:
    text = (
        "import unittest, time\nfrom sol import add\n"
        "class A(unittest.TestCase):\n    def test_a(self):\n        time.sleep(60)\n"
        if framework != "script"
        else "import time\nfrom sol import add\ntime.sleep(60)\nassert add(1, 1) == 2\n"
    )
    ran = run("python", ADD, {"test_sol.py": text}, framework, limits=Limits(wall_s=2))
    assert ran.verdict == "timeout"


def test_an_import_error_says_so(run: Run) -> None:
    ran = run("python", {"sol.py": "import nowhere\n"}, {"test_sol.py": PYTEST})
    assert ran.verdict == "build_error"
    assert "nowhere" in ran.reason


def test_exactly_the_selected_tests_run(run: Run) -> None:
    ids = ("test_sol.py::test_ok", "test_sol.py::test_rows")
    ran = run("python", ADD, {"test_sol.py": PYTEST}, selected=ids)
    done = {i for i, s in ran.statuses.items() if s != "not_run"}
    assert done == {"test_ok", "test_rows"}


def test_a_suites_own_conftest_and_data_files_are_there(run: Run) -> None:
    support = {
        "conftest.py": "import pytest\n@pytest.fixture\ndef two(): return 2\n",
        "data/in.txt": "2",
    }
    text = (
        "import pytest\nfrom sol import add\n"
        "def test_a(two): assert add(1, 1) == two == int(open('data/in.txt').read())\n"
    )
    assert run("python", ADD, {"test_sol.py": text}, support=support).verdict == "pass"


def test_a_module_under_test_may_have_a_standard_name(run: Run) -> None:
    text = "import pytest\nfrom queue import Ring\ndef test_a(): assert Ring().size == 3\n"
    solution = {"queue.py": "class Ring:\n    size = 3\n"}
    assert run("python", solution, {"test_sol.py": text}).verdict == "pass"


def test_configuration_of_a_solution_changes_nothing_and_is_mentioned(run: Run) -> None:
    planted = {**WRONG, "pytest.ini": "[pytest]\naddopts = --collect-only\n"}
    text = "import pytest\nfrom sol import add\ndef test_a(): assert add(1, 1) == 2\n"
    ran = run("python", planted, {"test_sol.py": text})
    assert ran.verdict == "fail"
    assert any("pytest.ini" in d.message for d in ran.diagnostics)
