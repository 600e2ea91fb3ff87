"""A solution with one function for each thing trials must cope with, and suites of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbench.adequacy.trials import Bench, Built, build
from workbench.languages.registry import language, mutation
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Sandbox
from workbench.toolchains.registry import toolchain

SOLUTION = """
import os
CALLS = []
TABLE = {"one": 1}
def made():
    return [n * 2 for n in range(3)]
MADE = made()
def add(a, b):
    CALLS.append(a)
    return a + b
def down(n):
    while n > 0:
        try:
            n -= 1
        except BaseException:
            pass
    return n
def note(text):
    with open("note.txt", "a") as file:
        file.write(text)
    return os.path.getsize("note.txt")
def grown(n):
    return len("x" * n)
"""
PYTEST = """
import pytest
from sol import CALLS, MADE, TABLE, add, down, grown, note
def test_add(): assert add(1, 2) == 3
def test_calls():
    add(3, 3)
    assert CALLS.count(3) == 1
@pytest.mark.parametrize("n", [1, 5])
def test_down(n): assert down(n) == 0
def test_note(): assert note("ab") == 2
def test_table(): assert TABLE["one"] == 1 and MADE == [0, 2, 4]
def test_grown(): assert grown(10) == 10
"""
UNITTEST = """
import unittest
from sol import CALLS, MADE, TABLE, add, down, grown, note
class T(unittest.TestCase):
    def test_add(self): self.assertEqual(add(1, 2), 3)
    def test_calls(self):
        add(3, 3)
        self.assertEqual(CALLS.count(3), 1)
    def test_down(self): self.assertEqual([down(1), down(5)], [0, 0])
    def test_note(self): self.assertEqual(note("ab"), 2)
    def test_table(self): self.assertEqual((TABLE["one"], MADE), (1, [0, 2, 4]))
    def test_grown(self): self.assertEqual(grown(10), 10)
"""
SCRIPT = """
from sol import CALLS, MADE, TABLE, add, down, grown, note
assert add(1, 2) == 3
assert CALLS == [1]
assert [down(1), down(5)] == [0, 0]
assert note("ab") == 2
assert TABLE["one"] == 1 and MADE == [0, 2, 4]
assert grown(10) == 10
"""
SUITES = {Framework.PYTEST: PYTEST, Framework.UNITTEST: UNITTEST, Framework.SCRIPT: SCRIPT}
Prepare = Callable[..., Built]


def prepared(
    sandbox: Sandbox, framework: Framework, suite: str = "", text: str = SOLUTION,
    support: Mapping[str, str] | None = None,
) -> Built:  # fmt: skip
    """That suite and the solution's mutants, ready for trials."""
    speaker, mutator = language(LanguageName.PYTHON), mutation(LanguageName.PYTHON)
    subject = Solution(name="s", role="candidate", files={"sol.py": text})
    given = Suite(
        name="g", role="given", framework=framework,
        files={"test_sol.py": suite or SUITES[framework]}, support=dict(support or {}),
    )  # fmt: skip
    bench = Bench(
        sandbox, speaker, mutator, toolchain("python").toolbox(), Limits(), given,
        speaker.inventory(given, subject),
    )  # fmt: skip
    return build(bench, subject, mutator.mutants(subject, given))
