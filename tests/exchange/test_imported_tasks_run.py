"""Imported tasks run as their data says: right code passes, wrong code and cheats do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.exchange import benchmark_records as b
from tests.unit.exchange import repository_records as repositories
from tests.unit.exchange import test_upstream_forms as upstream
from tests.unit.exchange.records import MBPP, read, task_of
from tests.unit.exchange.samples import TABLE
from tests.whole import WHOLE
from workbench.adequacy.assess import Assessor
from workbench.errors import InputError
from workbench.judge.judge import judge_in
from workbench.model.run import Run
from workbench.model.task import Solution, Task
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

RIGHT: dict[str, tuple[str, dict[str, Any]]] = {
    "humaneval": ("humaneval", b.HUMANEVAL),
    "evalplus": ("evalplus", b.EVALPLUS),
    "mbpp+": ("evalplus", b.MBPP_PLUS),
    "livecodebench": ("livecodebench", b.LIVECODEBENCH),
    "livecodebench call": ("livecodebench", b.LIVECODEBENCH_CALL),
    **{f"multipl-e {tag}": ("multipl-e", b.MULTIPL_E[tag]) for tag in ("ts", "go", "rs", "java")},
    # The others are pasted together as these are.
    **{f"mceval {name}": ("mceval", b.MCEVAL[name]) for name in ("JavaScript", "Rust")},
    "humaneval-x Rust": ("humaneval-x", upstream.RUST_X),
    "mbpp+ written out": ("evalplus", upstream.WRITTEN),
}
if WHOLE:
    RIGHT |= {
        "humaneval+ written out": ("evalplus", b.HUMANEVAL),
        "humaneval-x JavaScript": ("humaneval-x", b.HUMANEVAL_X),
        "mbpp": ("mbpp", MBPP),
        "columns": ("columns", TABLE),
        "mceval two classes": ("mceval", upstream.two_classes(b.mceval("Java"))),
        **{f"multipl-e {tag}": ("multipl-e", b.MULTIPL_E[tag]) for tag in b.MULTIPL_E},
        **{f"mceval {name}": ("mceval", b.MCEVAL[name]) for name in b.MCEVAL},
    }
WRONG = {
    "a + b": "a - b",
    "sum(xs) / len(xs)": "sum(xs)",
    "set(a) & set(b)": "set(a)",
    "a[0] + b": "a[0]",
}


def verdict(sandbox: Sandbox, task: Task, solution: Solution) -> Run:
    """A run that no cache answers."""
    return judge_in(None, sandbox).run(task, solution, task.given).run


@pytest.mark.parametrize("name", RIGHT)
def test_right_code_passes_and_wrong_code_fails(
    name: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    format_name, record = RIGHT[name]
    task = task_of(format_name, tmp_path, record)
    right = task.candidate
    run = verdict(sandbox, task, right)
    assert run.verdict == "pass", run.reason
    files = {}
    for path, text in right.files.items():
        for this, that in WRONG.items():
            text = text.replace(this, that)
        files[path] = text
    assert files != right.files
    assert verdict(sandbox, task, right.model_copy(update={"files": files})).verdict == "fail"


def test_quixbugs_tells_the_bug_from_its_correction(sandbox: Sandbox, tmp_path: Path) -> None:
    for result in read("quixbugs", b.quixbugs(tmp_path)):
        assert result.task is not None
        for solution in result.task.solutions:
            assert verdict(sandbox, result.task, solution).verdict == solution.expected


PROGRAM_CHEAT = """import ast, re, sys
text = open(__file__.replace("solution.py", "test_solution" + ".py")).read()
rows = [ast.literal_eval(row) for row in re.findall(r"^    (\\(.*\\)),$", text, re.M)]
print(dict(rows)[sys.stdin.read()])
"""
ORACLE_CHEATS = (
    "import test_solution\ndef mean(xs):\n    return test_solution.reference(xs)\n",
    "def mean(xs):\n    return __import__('test_solution').reference(xs)\n",
    "from test_solution import reference as mean\n",
)


def test_a_program_that_reads_the_expected_output_is_no_pass(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    record = {**b.LIVECODEBENCH, "code_list": [PROGRAM_CHEAT]}
    task = task_of("livecodebench", tmp_path, record)
    assert verdict(sandbox, task, task.candidate).verdict == "tampered"


@pytest.mark.parametrize("code", ORACLE_CHEATS)
def test_a_solution_that_asks_the_suites_own_reference_is_no_pass(
    code: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    task = task_of("evalplus", tmp_path, b.EVALPLUS)
    cheat = task.candidate.model_copy(update={"files": {"solution.py": code}})
    assert verdict(sandbox, task, cheat).verdict == "tampered"


def test_a_task_on_a_repository_says_which_image_it_needs(sandbox: Sandbox, tmp_path: Path) -> None:
    task = task_of("swe-bench", tmp_path, repositories.SWE)
    with pytest.raises(InputError, match="not executable here: needs image swebench/"):
        verdict(sandbox, task, task.candidate)
    with pytest.raises(InputError, match="not executable here: needs image swebench/"):
        next(Assessor(judge_in(None, sandbox), task).steps())
