"""HumanEvalPack records become files: one solution tree, one suite, buggy and canonical."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.exchange.records import PYTHON, reason_of, task_of, with_files
from workbench.model.task import Framework


def record(
    language: str, prompt: str, good: str, bad: str, test: str, **more: Any
) -> dict[str, Any]:
    """A record of another language on the Python one's frame."""
    return with_files(
        PYTHON,
        task_id=f"{language}/1",
        prompt=prompt,
        canonical_solution=good,
        buggy_solution=bad,
        test=test,
        **more,
    )


def test_buggy_body_is_the_candidate_and_canonical_the_reference(tmp_path: Path) -> None:
    task = task_of("humanevalpack", tmp_path, PYTHON)
    assert task.id == "humanevalpack-python-900"
    assert [(s.name, s.role, s.expected) for s in task.solutions] == [
        ("candidate", "candidate", "fail"),
        ("reference", "reference", "pass"),
    ]
    assert task.candidate.files["solution.py"].endswith("_half(r)\n")
    assert task.entry_points == ("area",)
    assert "incorrect output" in task.tags
    assert task.prompt.startswith("Write `area`.\n\n```python\nimport math")


def test_python_test_imports_what_it_uses_underscored_names_too(tmp_path: Path) -> None:
    suite = task_of("humanevalpack", tmp_path, PYTHON).given
    assert suite.framework is Framework.SCRIPT
    assert suite.files["test_solution.py"].startswith("from solution import _half, area\ndef check")


def test_python_test_keeps_its_own_imports(tmp_path: Path) -> None:
    test = "import math\n\nassert math.isclose(area(1), math.pi)\n"
    suite = task_of("humanevalpack", tmp_path, with_files(PYTHON, test=test)).given
    assert suite.files["test_solution.py"].startswith("from solution import area\nimport math")


def test_javascript_solution_and_test_stay_as_they_are(tmp_path: Path) -> None:
    task = task_of(
        "humanevalpack",
        tmp_path,
        record("JavaScript", "const f = () => {\n", "return 1 }\n", "return 2 }\n", "f()\n"),
    )
    assert task.candidate.files == {"solution.js": "const f = () => {\nreturn 2 }\n"}
    assert task.given.files == {"test.js": "f()\n"}


def test_each_go_file_imports_only_what_it_uses(tmp_path: Path) -> None:
    task = task_of(
        "humanevalpack",
        tmp_path,
        record(
            "Go",
            'import (\n    "math"\n    "time"\n)\n\n// strings.Join\nfunc Area() float64 {\n',
            "\treturn math.Pi\n}\n",
            "\tsay(strings.ToUpper(`fmt.Println`))\n\treturn 3\n}\n",
            "func TestArea(t *testing.T) {\n    assert := assert.New(t)\n}\n",
            **{
                "import": 'import (\n    "math"\n    "time"\n)\n',
                "test_setup": (
                    'package main\n\nimport (\n    "testing"\n    "math"\n'
                    '    "github.com/stretchr/testify/assert"\n)\n'
                ),
            },
        ),
    )
    reference = task.solution("reference")
    assert reference is not None
    assert reference.files["solution.go"].startswith(
        'package main\n\nimport (\n\t"math"\n)\n\n// strings'
    )
    # The helper of the data set adds standard packages that a record forgot.
    assert 'import (\n\t"strings"\n)' in task.candidate.files["solution.go"]
    assert task.given.files["solution_test.go"].startswith(
        'package main\n\nimport (\n\t"testing"\n\t"github.com/stretchr/testify/assert"\n)\n\nfunc'
    )


def test_rust_test_module_is_its_own_file(tmp_path: Path) -> None:
    task = task_of(
        "humanevalpack",
        tmp_path,
        record(
            "Rust", "fn main(){}\nfn f() -> i32 {\n", "1 }\n", "2 }\n", "#[cfg(test)] mod tests {}"
        ),
    )
    assert list(task.candidate.files) == ["src/main.rs"]
    assert list(task.given.files) == ["src/tests.rs"]
    assert task.given.framework is Framework.LIBTEST


def test_java_test_repeats_the_imports_of_the_prompt(tmp_path: Path) -> None:
    prompt = "import java.util.*;\n\nclass Solution {\n    int f() {\n"
    task = task_of(
        "humanevalpack",
        tmp_path,
        record("Java", prompt, "return 1; } }", "return 2; } }", "public class Main {}\n"),
    )
    assert task.given.files == {"Main.java": "import java.util.*;\n\npublic class Main {}\n"}


@pytest.mark.parametrize("task_id", ["Cobol/1", "Python", "Python/", "/1", "../../x", "Python/\0"])
def test_unknown_or_unsafe_task_id_is_refused(task_id: str, tmp_path: Path) -> None:
    assert reason_of("humanevalpack", tmp_path, with_files(PYTHON, task_id=task_id))


def test_task_id_cannot_choose_a_place_on_disk(tmp_path: Path) -> None:
    task = task_of("humanevalpack", tmp_path, with_files(PYTHON, task_id="Python/../../etc/x"))
    assert task.id == "humanevalpack-python-etc-x"


def test_bug_that_changes_nothing_is_refused(tmp_path: Path) -> None:
    same = with_files(PYTHON, buggy_solution=PYTHON["canonical_solution"])
    assert reason_of("humanevalpack", tmp_path, same) == "the buggy solution is the canonical one"
