"""MBPP records: the code is the candidate, the assertions a script."""

from __future__ import annotations

from pathlib import Path

from tests.unit.exchange.records import MBPP, task_of, with_files
from workbench.model.task import Framework


def test_assertions_become_a_script_that_imports_the_solution(tmp_path: Path) -> None:
    task = task_of("mbpp", tmp_path, MBPP)
    assert task.given.framework is Framework.SCRIPT
    assert task.given.files["test_solution.py"] == (
        "from solution import add\nimport math\n\n"
        "assert add(1, 2) == 3\nassert math.isclose(add(0.1, 0.2), 0.3)\n"
    )


def test_the_only_solution_is_the_candidate_and_expected_to_pass(tmp_path: Path) -> None:
    task = task_of("mbpp", tmp_path, MBPP)
    assert [(s.role, s.expected) for s in task.solutions] == [("candidate", "pass")]
    assert task.candidate.files["solution.py"] == "def add(a, b):\n    return a + b\n"
    assert task.provenance.licence == "CC-BY-4.0"


def test_prompt_names_what_the_tests_call(tmp_path: Path) -> None:
    assert "`add`" in task_of("mbpp", tmp_path, MBPP).prompt


def test_module_a_test_uses_but_only_the_solution_imports_is_imported_from_it(
    tmp_path: Path,
) -> None:
    record = with_files(MBPP, code="import math\ndef add(a, b): return a + b\n", test_imports=[])
    test = task_of("mbpp", tmp_path, record).given.files["test_solution.py"]
    assert test.startswith("from solution import math, add\n")
