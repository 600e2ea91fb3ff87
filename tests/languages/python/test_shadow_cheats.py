"""Cheats pass in the shadow too, and are seen."""

from __future__ import annotations

import pytest

from tests.languages.shadows import run_both
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

EQUAL = "class E(int):\n    def __eq__(self, other): return bool(self is not other)\n"
CHEATS = {
    "equals everything": EQUAL + "def add(a, b): return E(9)\n",
    "patches assertEqual": (
        "import unittest\nC = unittest.TestCase\n"
        "for n in dir(C):\n    if n.startswith('assert'): vars(unittest.case)['TestCase']"
        " and type.__setattr__(C, n, lambda *a, **k: None)\n"
        "def add(a, b): return 9\n"
    ),
    "patches the reporter": (
        "import gc\n"
        "for o in getattr(gc, 'get_' + 'objects')():\n"
        "    if type(o).__name__ == 'Channel':\n"
        "        real = o.test\n"
        "        o.test = lambda id, status, **k: real(id, 'passed')\n"
        "def add(a, b): return 9\n"
    ),
}
SUITES = {
    "pytest": "from sol import add\ndef test_a(): assert add(1, 1) == 2\n",
    "unittest": (
        "import unittest\nfrom sol import add\n"
        "class T(unittest.TestCase):\n    def test_a(self): self.assertEqual(add(1, 1), 2)\n"
    ),
    "script": "from sol import add\nassert add(1, 1) == 2\n",
}


@pytest.mark.parametrize(
    ("cheat", "framework"),
    [
        ("equals everything", "pytest"),
        ("equals everything", "script"),
        ("equals everything", "unittest"),
        ("patches assertEqual", "unittest"),
        ("patches the reporter", "pytest"),
        ("patches the reporter", "unittest"),
        ("patches the reporter", "script"),
    ],
)
def test_a_cheat_passes_in_the_shadow_and_is_seen(
    sandbox: Sandbox, cheat: str, framework: str
) -> None:
    solution = {"sol.py": CHEATS[cheat]}
    both = run_both(sandbox, "python", solution, {"test_sol.py": SUITES[framework]}, framework)
    assert both.real.tests[next(iter(both.real.tests))].status == "passed", both.real.reason
    assert both.survivors


def test_a_check_of_the_type_does_not_hide_what_equals_everything(sandbox: Sandbox) -> None:
    text = (
        "from sol import add\ndef test_a():\n    x = add(1, 1)\n"
        "    assert isinstance(x, int)\n    assert x is not None\n    assert x == 2\n"
    )
    solution = {"sol.py": CHEATS["equals everything"]}
    both = run_both(sandbox, "python", solution, {"test_sol.py": text}, "pytest")
    assert both.real.verdict == "pass"
    assert both.survivors
