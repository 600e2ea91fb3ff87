"""Small tasks for the journeys: one each, so that the journeys cannot disturb one another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from workbench.model.task import Task
from workbench.store.workspace import CONFIG, Workspace

CANDIDATE = '''"""Keep a number within limits."""


def clamp(value, low, high):
    """The number nearest to `value` between `low` and `high`."""
    if value < low:
        return low
    if value > high:
        return high
    return value
'''
REFERENCE = """def clamp(value, low, high):
    if low > high:
        raise ValueError("low is above high")
    return max(low, min(value, high))
"""
GIVEN = """from clamp import clamp


def test_inside():
    assert clamp(5, 0, 10) == 5


def test_below():
    assert clamp(-1, 0, 10) == 0


def test_above():
    assert clamp(11, 0, 10) == 10
"""
PROBE = """import pytest

from clamp import clamp


def test_limits_the_wrong_way_round():
    with pytest.raises(ValueError):
        clamp(5, 10, 0)
"""


def clamp(task_id: str, **changes: Any) -> Task:
    """A clamp whose candidate forgets one requirement that the given tests do not look at."""
    value: dict[str, Any] = {
        "id": task_id,
        "title": f"Clamp a number ({task_id})",
        "language": "python",
        "prompt": "# Clamp\n\nWrite `clamp(value, low, high)`; `ValueError` when low > high.\n",
        "solutions": [
            {"name": "candidate", "role": "candidate", "files": {"clamp.py": CANDIDATE}},
            {"name": "reference", "role": "reference", "files": {"clamp.py": REFERENCE}},
            {
                "name": "stub",
                "role": "stub",
                "files": {"clamp.py": "def clamp(value, low, high):\n    return None\n"},
            },
        ],
        "suites": [
            {
                "name": "given",
                "role": "given",
                "framework": "pytest",
                "files": {"test_clamp.py": GIVEN},
            }
        ],
    }
    return Task.model_validate({**value, **changes})


def _given(text: str) -> list[dict[str, Any]]:
    return [
        {"name": "given", "role": "given", "framework": "pytest", "files": {"test_it.py": text}}
    ]


def fees(task_id: str) -> Task:
    """A suite that never looks at the limit itself, and never at what is refused."""
    candidate = (
        "def fee(weight):\n    if weight <= 0:\n        raise ValueError(weight)\n"
        "    if weight > 10:\n        return 8\n    return 5\n"
    )
    given = (
        "from fees import fee\n\n\ndef test_light():\n    assert fee(2) == 5\n\n\n"
        "def test_heavy():\n    assert fee(20) == 8\n"
    )
    return clamp(
        task_id,
        title=f"Fees ({task_id})",
        prompt="# Fees\n\nWrite `fee(weight)`: 5, above 10 it is 8; `ValueError` from 0 down.\n",
        solutions=[{"name": "candidate", "role": "candidate", "files": {"fees.py": candidate}}],
        suites=[
            {
                "name": "given",
                "role": "given",
                "framework": "pytest",
                "files": {"test_fees.py": given},
            }
        ],
    )


def slow(task_id: str) -> Task:
    """A suite that would take a minute."""
    text = "import time\n\n\ndef test_slow():\n    time.sleep(60)\n    assert True\n"
    return clamp(task_id, suites=_given(text), limits={"wall_s": 120})


def waiting(task_id: str) -> Task:
    """A suite that takes a few seconds."""
    text = "import time\n\n\ndef test_slow():\n    time.sleep(3)\n    assert True\n"
    return clamp(task_id, suites=_given(text))


IMAGE = '<img src=x onerror="window.__pwned=1">'
LINKER = "<button data-commandlinker-command='workbench:queue'>go</button>"
RIGHT_TO_LEFT = "abc\u202egpj.exe"


def hostile(task_id: str) -> Task:
    """Markup, commands, escapes and direction marks wherever a task can hold text."""
    text = f"""import sys
import pytest

IMAGE = {IMAGE!r}
LINKER = {LINKER!r}


@pytest.mark.parametrize("value", [1, 2], ids=[IMAGE, "plain"])
def test_names(value):
    print(IMAGE, LINKER, "\\x1b[31mred\\x1b[0m", {RIGHT_TO_LEFT!r})
    assert value == 0, IMAGE + LINKER + "\\x1b]0;title\\x07" + {RIGHT_TO_LEFT!r}


def test_long_line():
    print("x" * 3_000_000)
    assert False, "y" * 3_000_000
"""
    return clamp(
        task_id,
        title=f"Hostile {IMAGE}{RIGHT_TO_LEFT}",
        prompt=f"# Hostile\n\n{IMAGE}\n\n{LINKER}\n\n[link](javascript:window.__pwned=1)\n\n"
        f"![picture](http://198.51.100.7/x.png)\n\n{RIGHT_TO_LEFT}\n",
        suites=_given(text),
        limits={"output_kb": 16384},
    )


def documented_rubric(workspace: Workspace, task_id: str) -> None:
    """Review that task with the rubric of docs/rubrics.md, found by its path."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "rubrics.md").read_text()
    example = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0]
    (workspace.root / "rubrics" / "security.yaml").write_text(example)
    with (workspace.root / CONFIG).open("a") as config:
        config.write(f'\n[rubrics]\n"{task_id}" = "rubrics/security.yaml"\n')
