"""What is too large is said before it is read; what stands in texts does not count."""

from __future__ import annotations

import time

import pytest

from tests.unit.model.test_task import make
from workbench.errors import InputError
from workbench.judge import judge
from workbench.judge.shadow import shadow_of
from workbench.judge.sizes import MOST_CODE, MOST_PERTURBED, check_size
from workbench.languages.base import Inventory, TestRef
from workbench.languages.python_inventory import inventory
from workbench.languages.python_shadow import shadow
from workbench.languages.source_size import code_size
from workbench.lint.lint import lint
from workbench.model.task import Framework, Suite, Task

TASK = make()
LINE = "    assert add(1, 2) == 3\n"


def suite(*lines: str, **files: str) -> Suite:
    text = "from add import add\n\n\ndef test_a():\n" + "".join(lines)
    return TASK.given.model_copy(update={"files": {"test_a.py": text, **files}})


def with_suite(tests: Suite) -> Task:
    return TASK.model_copy(update={"suites": (tests,)})


def test_more_code_than_anybody_waits_for_is_refused_and_told_where_it_is() -> None:
    huge = suite(LINE * (MOST_CODE // len(LINE) + 1))
    began = time.monotonic()
    with pytest.raises(
        InputError, match=r"4\.0 MB of code.*; suite given has 4\.0 MB \(keep tables"
    ):
        judge.inventory(TASK, TASK.candidate, huge)
    with pytest.raises(InputError):
        judge.check_runs_here(with_suite(huge))
    (flag, *_) = lint(with_suite(huge))
    assert "MB of code in 4.0 MB of text are more than lint reads" in flag.message
    assert time.monotonic() - began < 20


def test_data_counts_neither_in_texts_nor_in_files_of_its_own() -> None:
    data = "x" * (2 * MOST_CODE)
    check_size(TASK.candidate, suite(f"    assert add('{data}', '') == 1\n", **{"a.json": data}))
    assert code_size({"a.py": f"'''{data}\n'''\n\"{data}\""}) == 1
    assert code_size({"a.js": "f('it\\'s', \"a\")"}) == len("f(, )")


def test_a_suite_of_too_much_code_has_no_shadow_and_says_why() -> None:
    tests = Inventory(Framework.PYTEST, (TestRef("t"),))
    large = suite(LINE * (MOST_PERTURBED // len(LINE) + 1))
    found = shadow_of(None, TASK.candidate, large, tests, 0)  # type: ignore[arg-type]
    assert found.suite is large
    assert "2.0 MB of code are too much to be perturbed" in found.unperturbed["t"]


def test_the_time_of_a_shadow_grows_with_its_suite_and_no_faster() -> None:
    def took(count: int) -> float:
        text = "from add import add\n" + "".join(
            f"def test_{n}():\n    assert add({n}, 1) == {n + 1}\n" for n in range(count)
        )
        tests = TASK.given.model_copy(update={"files": {"test_a.py": text}})
        began = time.process_time()
        shadow(tests, TASK.candidate, inventory(tests, Framework.PYTEST), 1)
        return time.process_time() - began

    took(50)
    # Every test once looked through all of them.
    assert min(took(800), took(800)) < 8 * min(took(200), took(200))
