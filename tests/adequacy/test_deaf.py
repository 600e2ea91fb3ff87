"""A check that is never reached, or whose failure is swallowed, is found by making it fail; checks
in helpers, loops, branches and callbacks that do run are left in peace."""

from __future__ import annotations

import pytest

from workbench.adequacy.deaf import deaf
from workbench.adequacy.runs import Runs
from workbench.judge.judge import Judge
from workbench.languages.registry import language
from workbench.model.run import Verdict
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

HEAD = "import asyncio, contextlib, unittest\nimport pytest\nfrom twice import twice\n"


def found_in(sandbox: Sandbox, tests: str) -> list[str]:
    task = Task.model_validate({
        "id": "twice", "title": "Twice", "language": "python", "prompt": "Twice.",
        "solutions": [{"name": "candidate", "role": "candidate",
                       "files": {"twice.py": "def twice(n): return n + n\n"}}],
        "suites": [{"name": "given", "role": "given", "files": {"test_twice.py": HEAD + tests}}],
    })  # fmt: skip
    runs = Runs(Judge(sandbox), task)
    run = runs.of(task.candidate, "plain")
    assert run is not None
    assert run.verdict is Verdict.PASS, run.reason
    inventory = language(task.language).inventory(task.given, task.candidate)
    return deaf(runs, task.candidate, inventory)


@pytest.mark.parametrize(
    ("tests", "line"),
    [
        ("def test_a():\n    def check(n):\n        assert n == 4\n    twice(2)\n", 6),
        ("def test_a():\n    for n in []:\n        assert twice(n) == 5\n", 6),
        ("def test_a():\n    if twice(2) > 9:\n        assert twice(2) == 5\n", 6),
        ("def test_a():\n    try:\n        assert twice(2) == 4\n    except Exception: pass\n", 6),
        ("def test_a():\n    try:\n        twice(None)\n        assert False\n"
         "    except Exception:\n        pass\n", 7),
        ("def test_a():\n    try:\n        twice(2)\n    except ValueError as e:\n"
         "        assert str(e)\n", 8),
        ("def test_a():\n    with contextlib.suppress(AssertionError):\n"
         "        assert twice(2) == 4\n", 6),
        ("def test_a():\n    with pytest.raises(TypeError):\n        n = twice(None)\n"
         "        assert n == 5\n", 7),
        ("def test_a():\n    async def check():\n        assert twice(2) == 5\n"
         "    check().close()\n", 6),
        ("@pytest.mark.filterwarnings('ignore')\nclass TestA(unittest.TestCase):\n"
         "    async def test_a(self):\n        self.assertEqual(twice(2), 5)\n", 7),
        ("def test_a():\n    return\n    assert twice(2) == 5\n", 6),
    ],
)  # fmt: skip
def test_a_check_without_effect_is_found_at_its_line(
    sandbox: Sandbox, tests: str, line: int
) -> None:
    (found,) = found_in(sandbox, tests)
    assert found.startswith(f"test_twice.py:{line} in test_a ")


@pytest.mark.parametrize(
    "tests",
    [
        "@pytest.mark.parametrize('n', [1, 2])\ndef test_a(n):\n    if n > 1:\n"
        "        assert twice(n) == 4\n    else:\n        assert twice(n) == 2\n",
        "def test_a():\n    done = []\n    def check(n):\n        assert n == 4\n"
        "        done.append(n)\n    check(twice(2))\n    assert done\n",
        "def test_a():\n    try:\n        twice(None)\n        pytest.fail('no error')\n"
        "    except TypeError as e:\n        assert str(e)\n",
        "def test_a():\n    with pytest.raises(AssertionError):\n        assert twice(2) == 5\n",
        "def test_a():\n    for n in range(9):\n        try:\n            assert twice(n) == 8\n"
        "            break\n        except AssertionError:\n            continue\n"
        "    else:\n        pytest.fail('never')\n",
        "import sys\ndef test_a():\n    if sys.platform == 'win32':\n"
        "        assert twice(2) == 5\n    assert twice(2) == 4\n",
        "class TestA(unittest.TestCase):\n    def test_a(self):\n        for n in (1, 2):\n"
        "            with self.subTest(n=n):\n                self.assertEqual(twice(n), n * 2)\n",
        "from hypothesis import given, strategies as st\n@given(st.integers())\ndef test_a(n):\n"
        "    if n == 123456789:\n        assert twice(n) == 5\n    assert twice(n) == 2 * n\n",
        "def test_a():\n    tries = 0\n    while twice(2) != 4:\n        tries += 1\n"
        "        assert tries < 9\n    assert twice(2) == 4\n",
        "def is_right(n):\n    assert twice(n) == 2 * n\ndef test_a():\n    is_right(3)\n",
        "def test_a():\n    async def go():\n        assert twice(2) == 4\n    asyncio.run(go())\n",
    ],
)
def test_checks_that_are_heard_accuse_no_suite(sandbox: Sandbox, tests: str) -> None:
    assert found_in(sandbox, tests) == []
