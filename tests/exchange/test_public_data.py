"""The public data sets, whole: every record imports and no test is left switched off."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from workbench.exchange import to_records
from workbench.exchange.exported import Item
from workbench.exchange.registry import FORMATS
from workbench.exchange.to_records import as_imported
from workbench.model.task import LanguageName, Task

pytestmark = pytest.mark.data

FILES = {
    "humanevalpack/go.jsonl": 85,
    "humanevalpack/java.jsonl": 85,
    "humanevalpack/js.jsonl": 85,
    "humanevalpack/python.jsonl": 85,
    "humanevalpack/rust.jsonl": 85,
    "mbpp/sanitized-mbpp.json": 209,
    "exercism/typescript.jsonl": 31,
    "aider-polyglot/go.jsonl": 39,
    "aider-polyglot/java.jsonl": 47,
    "aider-polyglot/javascript.jsonl": 49,
    "aider-polyglot/python.jsonl": 34,
    "aider-polyglot/rust.jsonl": 30,
}
# Go's benchmarks skip themselves under -short; benchmarks are no tests.
LEFT = re.compile(
    r"\bx(?:test|it|describe)\b|\b(?:test|it|describe)\.skip\b|#\[ignore|\bDisabled\b"
    r"|@unittest\.skip\b|mark\.skip\b|^\tt\.Skip",
    re.MULTILINE,
)


def tasks_of(data_folder: Path, name: str) -> list[Task]:
    """All tasks of one file; a refused record fails the test with its reason."""
    results = list(FORMATS[name.partition("/")[0]](data_folder / name))
    assert [(r.line, r.reason) for r in results if r.task is None] == []
    return [r.task for r in results if r.task is not None]


@pytest.mark.parametrize("name", FILES)
def test_every_record_becomes_a_task_of_its_own(name: str, data_folder: Path) -> None:
    tasks = tasks_of(data_folder, name)
    assert len({task.id for task in tasks}) == FILES[name]


@pytest.mark.parametrize("name", [n for n in FILES if not n.startswith(("human", "mbpp"))])
def test_no_skip_mark_is_left(name: str, data_folder: Path) -> None:
    for task in tasks_of(data_folder, name):
        for path, text in {**task.given.files, **task.given.support}.items():
            assert LEFT.findall(text) == [], f"{task.id}: {path}"


@pytest.mark.parametrize("name", FILES)
def test_importing_twice_gives_the_same_tasks(name: str, data_folder: Path) -> None:
    first = [task.digest for task in tasks_of(data_folder, name)]
    assert first == [task.digest for task in tasks_of(data_folder, name)]


@pytest.mark.parametrize("name", [n for n in FILES if n.startswith("humanevalpack")])
def test_buggy_and_canonical_differ_only_in_the_solution(name: str, data_folder: Path) -> None:
    for task in tasks_of(data_folder, name):
        reference = task.solution("reference")
        assert reference is not None
        assert reference.files.keys() == task.candidate.files.keys()
        assert reference.files != task.candidate.files


@pytest.mark.parametrize("name", FILES)
def test_records_go_out_and_come_back_as_the_same_tasks(
    name: str, data_folder: Path, tmp_path: Path
) -> None:
    format_name = name.partition("/")[0]
    results = list(FORMATS[format_name](data_folder / name))
    path = tmp_path / "back.jsonl"
    with path.open("w") as out:
        items = [Item(r.task, r.record, format_name) for r in results if r.task is not None]
        assert list(as_imported(format_name)(items, out)) == []
    assert [r.task for r in FORMATS[format_name](path)] == [item.task for item in items]
    with path.open("w") as out:
        lost = {loss.task_id for loss in to_records.table(items, out) if "as it is" in loss.what}
    for item, back in zip(items, FORMATS["columns"](path), strict=True):
        assert back.task is not None, back.reason
        same = (back.task.candidate.files, back.task.given) == (
            item.task.candidate.files, item.task.given,
        )  # fmt: skip
        assert same
        assert item.task.id not in lost


def test_prompts_say_what_is_asked(data_folder: Path) -> None:
    for name in FILES:
        for task in tasks_of(data_folder, name):
            assert len(task.prompt) > 60, task.id
            assert task.language in LanguageName


@pytest.mark.parametrize("name", [n for n in FILES if n.startswith("humanevalpack")])
def test_the_pack_reads_as_humaneval_x_does(name: str, data_folder: Path) -> None:
    results = list(FORMATS["humaneval-x"](data_folder / name))
    assert [r.reason for r in results if r.task is None] == []
    for result in results:
        assert result.task is not None
        assert result.task.candidate.expected == "pass"


def test_humaneval_plus_joined_with_its_prompts_becomes_tasks(
    data_folder: Path, tmp_path: Path
) -> None:
    with (data_folder / "humanevalpack/python.jsonl").open() as file:
        pack = {record["task_id"].partition("/")[2]: record for record in map(json.loads, file)}
    path = tmp_path / "plus.jsonl"
    with (data_folder / "evalplus/HumanEvalPlus.jsonl").open() as file, path.open("w") as out:
        for record in map(json.loads, file):
            found = pack[record["task_id"].partition("/")[2]]
            joined = {key: found[key] for key in ("prompt", "entry_point")}
            out.write(json.dumps(record | joined) + "\n")
    results = list(FORMATS["evalplus"](path))
    assert [r.reason for r in results if r.task is None] == []
    assert len(results) == 85
