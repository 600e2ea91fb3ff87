"""Python tests and solution in a sandbox each: what must cross does, no trick reaches a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.languages.python.running import NONCE
from workbench.judge.verdict import decide
from workbench.languages.base import SplitJobs
from workbench.languages.python import PythonLanguage
from workbench.model.task import Framework, Limits, Solution, Suite
from workbench.sandboxes.base import Outcome, Sandbox
from workbench.toolchains.registry import toolchain

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]


class Apart(NamedTuple):
    """A split run's decision, or the reason why there was none."""

    verdict: str
    reason: str
    uncrossed: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    messages: str = ""
    tests: Outcome | None = None
    solution: Outcome | None = None


Run = Callable[..., Apart]


@pytest.fixture
def apart(sandbox: Sandbox) -> Run:
    """`apart(solution, suite, "pytest")`; texts stand for one file each."""

    def call(
        solution: str | Mapping[str, str],
        suite: str | Mapping[str, str],
        framework: str = "pytest",
        *,
        support: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> Apart:
        files = {"sol.py": solution} if isinstance(solution, str) else dict(solution)
        tests = {"test_sol.py": suite} if isinstance(suite, str) else dict(suite)
        subject = Solution(name="s", role="candidate", files=files)
        given = Suite(
            name="g",
            role="given",
            framework=Framework(framework),
            files=tests,
            support=dict(support or {}),
        )
        speaker, tools = PythonLanguage(), toolchain("python").toolbox()
        inventory = speaker.inventory(given, subject)
        jobs = speaker.split_jobs(
            subject, given, inventory, tools, limits or Limits(wall_s=60), nonce=NONCE
        )
        if not isinstance(jobs, SplitJobs):
            return Apart("refused", jobs)
        outcome, theirs = sandbox.run_pair(jobs.tests, jobs.solution)
        report = speaker.parse(outcome, inventory, NONCE)
        decision = decide(inventory, outcome, report)
        messages = "\n".join(t.message for t in decision.tests) + report.error
        return Apart(
            decision.verdict.value, decision.reason, report.uncrossed, report.answered, messages,
            outcome, theirs,
        )  # fmt: skip

    return call


SAMPLES = Path(__file__).parent / "samples" / "split"
HONEST = sorted(folder.name for folder in (SAMPLES / "honest").iterdir())
TRICKS = sorted(file.stem for file in (SAMPLES / "tricks").glob("*.py"))


@pytest.mark.parametrize("form", HONEST)
def test_an_honest_form_passes_apart(apart: Run, form: str) -> None:
    folder = SAMPLES / "honest" / form
    ran = apart((folder / "sol.py").read_text(), (folder / "suite.py").read_text())
    assert ran.verdict == "pass", ran.reason + "\n" + ran.messages[-3000:]
    assert ran.uncrossed == ()
    assert ran.answered == ()


def test_unittest_runs_apart(apart: Run) -> None:
    suite = (
        "import unittest\nfrom sol import add, Bad\n"
        "class T(unittest.TestCase):\n"
        "    def setUp(self): self.data = [1]\n"
        "    def test_a(self): self.assertEqual(add(1, 2), 3)\n"
        "    def test_b(self):\n        with self.assertRaisesRegex(Bad, 'no'): add(None, 1)\n"
        "    def test_c(self):\n        for i in range(3):\n"
        "            with self.subTest(i=i): self.assertCountEqual(add([i], self.data), [1, i])\n"
    )
    solution = (
        "class Bad(Exception): pass\ndef add(a, b):\n"
        "    if a is None: raise Bad('no')\n    return a + b\n"
    )
    ran = apart(solution, suite, "unittest")
    assert (ran.verdict, ran.uncrossed, ran.answered) == ("pass", (), ()), ran


def test_a_script_that_shares_its_solutions_scope_runs_apart(apart: Run) -> None:
    solution = "LIMIT = 3\ndef _inner(x): return x * LIMIT\ndef f(x): return _inner(x)\n"
    ran = apart(solution, "assert f(2) == 6\nassert _inner(1) == LIMIT\n", "script")
    assert (ran.verdict, ran.uncrossed, ran.answered) == ("pass", (), ()), ran
    ran = apart(solution, "LIMIT = 4\nassert f(2) == 8\n", "script")
    assert ran.verdict == "refused"


def test_packages_and_their_relative_imports_run_apart(apart: Run) -> None:
    solution = {
        "shop/__init__.py": "from .core import price\nVERSION = '1'\n",
        "shop/core.py": "from . import tax\ndef price(x): return x + tax.of(x)\n",
        "shop/tax.py": "def of(x): return x // 10\n",
    }
    suite = (
        "import shop, shop.tax\nfrom shop.core import price\nfrom shop import tax as t\n"
        "def test_a(): assert price(100) == 110 and shop.price is price\n"
        "def test_b(): assert t.of(20) == 2 and shop.tax is t and shop.VERSION == '1'\n"
        "def test_c(monkeypatch):\n"
        "    monkeypatch.setattr(t, 'of', lambda x: 0)\n    assert price(100) == 100\n"
    )
    ran = apart(solution, {"tests/test_shop.py": suite})
    assert (ran.verdict, ran.uncrossed, ran.answered) == ("pass", (), ()), ran
    inside = "from ..core import price\nfrom .. import tax\ndef test_a(): assert price(10) == 11\n"
    tests = {"shop/tests/test_core.py": inside, "shop/tests/__init__.py": ""}
    ran = apart(solution, tests)
    assert (ran.verdict, ran.uncrossed) == ("pass", ()), ran


def test_the_solution_sees_no_file_of_the_suite(apart: Run) -> None:
    look = (
        "import sys, os as system\ndef seen():\n"
        "    return len(system.listdir('/job')), [n for n in sys.modules if 'test_sol' in n]\n"
    )
    ran = apart(look, "import sol\ndef test_a(): assert sol.seen() == (1, [])\n")
    assert ran.verdict == "pass", ran.messages


def test_the_tests_have_no_source_of_the_solution(apart: Run) -> None:
    suite = (
        "import os, sol\ndef test_a():\n"
        "    assert not os.access(os.path.join('/job', 'sol' + '.py'), os.R_OK) and sol.f() == 1\n"
    )
    ran = apart("def f(): return 1\n", suite)
    assert ran.verdict == "pass", ran.messages


def test_a_data_file_reaches_the_solution_only_if_it_names_it(apart: Run) -> None:
    suite = "import sol\ndef test_a(): assert sol.words() == ['a', 'b']\n"
    named = "def words(): return open('words.txt').read().split()\n"
    support = {"words.txt": "a b", "expected.txt": "x"}
    ran = apart(named, suite, support=support)
    assert ran.verdict == "pass", ran.messages
    spy = "import os\ndef words(): return sorted(os.listdir('/job'))\n"
    ran = apart(spy, suite, support=support)
    assert ran.verdict == "fail"
    assert "expected.txt" not in ran.messages


ANSWERED = {
    "==": "assert sol.Point(1) == sol.Point(1)",
    "in a list": "assert [sol.Point(1)] == [sol.Point(1)]",
    "against a plain value": "assert sol.Whole(1) == 1",
    "<": "assert sol.Yes() < sol.Yes()",
    "almost": "import unittest; unittest.TestCase().assertAlmostEqual(sol.Near(9), 2)",
    "from the right": "assert abs(2.5 - sol.Near(9)) < 0.1",
    "startswith": "assert sol.Yes().startswith('a')",
    "bool": "assert sol.Yes()",
    "in": "assert 4 in sol.Yes()",
}


@pytest.mark.parametrize("how", ANSWERED)
def test_a_truth_the_solution_decides_is_named(apart: Run, how: str) -> None:
    solution = (SAMPLES / "answers.py").read_text()
    ran = apart(solution, f"import sol\ndef test_a():\n    {ANSWERED[how]}\n")
    assert ran.verdict == "pass", ran.messages
    assert ran.uncrossed == ()
    assert ran.answered[0].startswith("test_sol.py:3: ")


UNCROSSED = {
    "a str of its own kind": "assert sol.own_text() == 'a'",
    "an int too large": "assert sol.large()",
    "nesting without end": "assert sol.nested()",
    "a frame": "assert sol.frame()",
    "a callback's code": "assert sol.arity(lambda x: 1) == 1",
    "an async callback": (
        "import asyncio\n    async def g(): return 1\n    assert asyncio.run(sol.awaits(g)) == 1"
    ),
    "a framework's object": "assert sol.same(request)",
}


@pytest.mark.parametrize("what", UNCROSSED)
def test_what_cannot_cross_is_named_with_its_line(apart: Run, what: str) -> None:
    solution = (SAMPLES / "uncrossed.py").read_text()
    ran = apart(solution, f"import sol\ndef test_a(request):\n    {UNCROSSED[what]}\n")
    assert ran.uncrossed, ran
    assert ran.uncrossed[0].startswith("test_sol.py:")


REFUSED = {
    "reads source code": ("def f(): pass", "import inspect\nprint(inspect.getsource(sol.f))"),
    "starts processes": ("def f(): pass", "import subprocess\nsubprocess.run(['true'])"),
    "read or write the same files": (
        "def f(p): return open(p).read()",
        "def test_b(tmp_path): sol.f(tmp_path / 'x')",
    ),
    "it changes time.sleep": ("import time", "import time\ntime.sleep = None"),
    "it reads sol.py": ("def f(): pass", "def test_b(): assert len('sol.py') and open('sol.py')"),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_a_suite_that_needs_one_process_is_refused_with_a_reason(apart: Run, why: str) -> None:
    solution, body = REFUSED[why]
    ran = apart(solution, f"import sol\n{body}\ndef test_a(): pass\n")
    assert ran.verdict == "refused"
    assert why in ran.reason


SUITES = {
    "pytest": "from sol import add\ndef test_a():\n    assert add(1, 1) == 2\n",
    "unittest": (
        "import unittest\nfrom sol import add\n"
        "class T(unittest.TestCase):\n    def test_a(self): self.assertEqual(add(1, 1), 2)\n"
    ),
    "script": "from sol import add\nassert add(1, 1) == 2\n",
}


@pytest.mark.parametrize("framework", SUITES)
@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_does_not_pass_apart(apart: Run, framework: str, trick: str) -> None:
    wrong = (SAMPLES / "tricks" / f"{trick}.py").read_text()
    ran = apart(wrong, SUITES[framework], framework, limits=Limits(wall_s=12))
    assert ran.verdict != "pass" or ran.answered or ran.uncrossed, ran


def test_a_double_cannot_be_made_to_lie(apart: Run) -> None:
    suite = (
        "import sol\nfrom unittest.mock import Mock\ndef test_a():\n    m = Mock()\n"
        "    sol.use(m)\n    m.assert_called_once_with(7)\n"
        "class Fake:\n    def verify(self): raise AssertionError\n"
        "def test_b():\n    f = Fake()\n    sol.use(f)\n    f.verify()\n"
    )
    for trick in (
        "d.configure_mock(assert_called_once_with=lambda *a: None)",
        "d.assert_called_once_with = lambda *a: None",
        "d.verify = lambda: None",
        "type(d).verify = lambda self: None",
        "d.verify.__func__.__code__ = (lambda self: None).__code__",
    ):
        lines = f"def use(d):\n    try:\n        {trick}\n    except BaseException:\n        pass\n"
        ran = apart(lines, suite)
        assert ran.verdict != "pass", trick


def test_a_lost_solution_is_no_expected_exception(apart: Run) -> None:
    suite = (
        "import pytest, sol\ndef test_a():\n    with pytest.raises(BaseException): sol.f()\n"
        "def test_b():\n    try:\n        sol.f()\n    except BaseException:\n        pass\n"
    )
    assert apart("import os\ndef f(): os._exit(0)", suite).verdict != "pass"
