"""What a prompt's own examples show is held against the solutions; whatever cannot be told, or is
only written in another way, accuses nobody."""

from __future__ import annotations

import pytest

from workbench.adequacy.runs import Runs
from workbench.adequacy.told import examples_hold
from workbench.judge.judge import Judge
from workbench.model.assessment import Gate
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

CODE = """
import itertools
_count = itertools.count(1)

class Box:
    def __init__(self, size): self.size = size
    def half(self): return self.size / 2

def share(n, of):
    if of < 1: raise ValueError(of)
    return n // of

def spread(n): return (n, n + 1)
def ticket(): return next(_count)
def third(): return 1 / 3
def greet(): print("well met")
"""


def gate(sandbox: Sandbox, prompt: str) -> Gate:
    task = Task.model_validate({
        "id": "share", "title": "Share", "language": "python", "prompt": prompt,
        "solutions": [{"name": "candidate", "role": "candidate", "files": {"share.py": CODE}}],
        "suites": [{"name": "given", "role": "given",
                    # Never run: only the examples are.
                    "files": {"test_share.py": "def test_a(): assert True\n"}}],
    })  # fmt: skip
    return examples_hold(Runs(Judge(sandbox), task))


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        (">>> share(7, 2)\n4\n", "share(7, 2) gives 3, and the prompt shows 4"),
        ("```python\n>>> box = Box(5)\n>>> box.half()\n2\n```\n", "box.half() gives 2.5"),
        (">>> share(7, 0)\n0\n", "share(7, 0) raises ValueError(0), and the prompt shows 0"),
        (">>> share(7, 0)\nTraceback (most recent call last):\nKeyError: 0\n", "raises ValueError"),
        (">>> share(7, 2)\nTraceback (most recent call last):\nValueError: 2\n", "gives 3"),
        ("For example, `share(7, 2)` returns `4`.", "gives 3, and the prompt shows 4"),
        ("`share(7, 2)` raises `ValueError` then.", "gives 3, and the prompt shows ValueError"),
        ("```\nshare(7, 2) == 4\n```", "gives 3, and the prompt shows 4"),
        ("```\nshare(6, 2)  # 3\nshare(7, 2)  # -> 4\n```", "share(7, 2) gives 3"),
        (">>> greet()\nill met\n", "greet() gives well met, and the prompt shows ill met"),
    ],
)
def test_an_example_that_a_solution_breaks_is_told(
    sandbox: Sandbox, prompt: str, said: str
) -> None:
    found = gate(sandbox, prompt)
    assert found.ok is False
    assert said in found.detail


@pytest.mark.parametrize(
    "prompt",
    [
        ">>> share(7, 2)\n3\n>>> share(1, 0)\nTraceback (most recent call last):\nValueError: 0\n",
        # A list for a tuple, fewer digits, another way to write a text: how examples are written.
        ">>> spread(1)\n[1, 2]\n>>> third()\n0.33\n>>> third()\n0.3333333333333333\n",
        # Names nobody defines, and answers without a literal or cut short.
        ">>> share(total, 2)\n4\n",
        ">>> Box(2)\n<Box of 2>\n>>> spread(1)\n(1, ...)\n",
        # Examples do not see what others left behind.
        ">>> ticket()\n1\n>>> ticket()\n2\n\n`ticket()` returns `1` at first.",
        "```python\ndef ticket() -> None: ...\ndef share(n: int, of: int) -> int: ...\n```\n"
        ">>> greet()\nwell met\n",
    ],
)
def test_an_example_that_holds_or_cannot_be_told_accuses_nobody(
    sandbox: Sandbox, prompt: str
) -> None:
    found = gate(sandbox, prompt)
    assert found.ok is True, found.detail


@pytest.mark.parametrize(
    "prompt",
    [
        "Write `share`.",
        "`share(7, 2)` is `half of it`; `share(7, 2)` is 4 only where halves count.",
    ],
)
def test_without_examples_nothing_is_said(sandbox: Sandbox, prompt: str) -> None:
    assert gate(sandbox, prompt).ok is None
