"""Import, export, import gives the same task in every format that has both ways, and what a target
cannot hold is told."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.exchange.items import CHANGED, exported, whole_item
from tests.unit.exchange.records import read, write_lines
from tests.unit.exchange.samples import FOLDERS, archive
from tests.unit.exchange.samples import RECORDS as SAMPLES
from workbench import resources
from workbench.commands import exporting
from workbench.errors import InputError
from workbench.exchange.base import Ask, Imported
from workbench.exchange.exported import Item
from workbench.exchange.registry import FORMATS
from workbench.exchange.to_records import FIELD
from workbench.model.review import Review
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite, Task
from workbench.store.rubric_files import read_rubric

RUBRIC = read_rubric(resources.rubrics() / "coding-task-v1.rubric.yaml", "rubric")
RECORDS: dict[str, dict[str, Any]] = {name: record for name, (record, _, _) in SAMPLES.items()}
RECORDS["mceval"] = RECORDS["mceval"] | {"odd": [1e-7, 10**30, None, "\u2028 ü 😀"], "": {}}
UNHELD = {
    "what its runs printed",
    "the assessment's mutants, coverage and matrix, which have formats of their own "
    "(sarif, mutation-elements, lcov)",
}
ORIGIN = "its tags, what was changed on the way in, and by which importer"


def item(result: Imported, name: str) -> Item:
    """With verdicts, reviews and an assessment."""
    assert result.task is not None, result.reason
    return whole_item(result.task, RUBRIC, record=result.record, format=name)


def there_and_back(
    result: Imported, name: str, folder: Path, ask: Ask | None = None
) -> tuple[Imported, set[str]]:
    text, losses = exported(name, item(result, name))
    assert text.count("\n") == 1
    (again,) = FORMATS[name](write_lines(folder, text.strip()), ask or Ask())
    return again, {loss.what for loss in losses}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_comes_back_as_it_went_in_with_what_was_found_out_added(
    name: str, tmp_path: Path
) -> None:
    (result,) = read(name, write_lines(tmp_path, RECORDS[name]))
    again, lost = there_and_back(result, name, tmp_path)
    assert again.task == result.task
    assert lost == UNHELD
    assert again.record is not None
    record = dict(again.record)
    found = record.pop(FIELD)
    assert record == json.loads(json.dumps(RECORDS[name]))
    one, other = found["verdicts"]["candidate"], found["verdicts"]["reference"]
    assert (one["verdict"], one["tests"]["t::skipped"]) == ("tampered", "skipped")
    assert (other["verdict"], other["then"], other["changed"]) == (None, "pass", CHANGED)
    whole = [Review.model_validate(review["whole"]) for review in found["reviews"]]
    assert whole == list(item(result, name).reviews)
    assert found["reviews"][0]["decision"] == "revise"
    assert found["assessment"]["survivors"] == 2
    # Once more: what the first export added is no part of the data set, and gives way.
    third, lost = there_and_back(again, name, tmp_path)
    assert third.task == result.task
    assert lost == {*UNHELD, "the record's own field 'workbench'"}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_both_ways_or_says_that_it_has_not(name: str, tmp_path: Path) -> None:
    if FORMATS[name].kind == "records":
        assert name in RECORDS
        return
    workspace = tmp_path / "w"
    workspace.mkdir()
    with pytest.raises(InputError, match=f"no export format '{name}'"):
        exporting.export(name, workspace, tmp_path / "o")


@pytest.mark.parametrize("name", FOLDERS)
def test_tasks_of_folders_go_out_as_a_table_and_come_back_with_the_same_files(
    name: str, tmp_path: Path
) -> None:
    (result,) = read(name, archive(tmp_path / "one.zip", {}, one=FOLDERS[name]))
    task = result.task
    assert task is not None
    text, losses = exported("table", Item(task))
    (back,) = read("columns", write_lines(tmp_path, text.strip()))
    assert back.task is not None, back.reason
    told = {loss.what for loss in losses}
    assert ORIGIN in told
    assert back.task.given == task.given
    assert (back.task.id, back.task.prompt) == (task.id, task.prompt)
    assert ("its limits" in told) == (task.limits != back.task.limits)
    same = [s.files for s in back.task.solutions] == [s.files for s in task.solutions]
    assert same or any(what.startswith("further solutions") for what in told)


def test_an_exercise_read_from_a_repository_goes_out_as_a_line_and_comes_back(
    tmp_path: Path,
) -> None:
    record = RECORDS["exercism"]
    files = {**record["files"], ".meta/config.json": json.dumps({"files": record["files_role"]})}
    (result,) = read("exercism", archive(tmp_path / "t.zip", {}, **{record["slug"]: files}))
    again, lost = there_and_back(result, "exercism", tmp_path)
    assert again.task == result.task
    assert lost == UNHELD


def test_rows_of_csv_and_parquet_come_back_as_lines_by_the_same_map(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    row = {"n": "7", "q": "Add.\r\n'\"", "solution": "def add(a, b):\n    return a + b\n",
           "tests": "assert add(1, 2) == 3\n", "framework": "django", "source": ""}  # fmt: skip
    with (tmp_path / "a.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, list(row))
        table.writeheader()
        table.writerow(row)
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([row]), tmp_path / "a.parquet")
    for name in ("a.csv", "a.parquet"):
        one, two = (
            Ask(columns={"id": "n", "prompt": "q"}, language=LanguageName.PYTHON) for _ in "12"
        )
        (result,) = FORMATS["columns"](tmp_path / name, one)
        again, lost = there_and_back(result, "columns", tmp_path, two)
        assert again.task == result.task
        assert result.record == row
        assert lost == UNHELD


_IDS = st.sampled_from(["a", "A", "1.5", "a.b-c_d", "x" * 120, "0--"])
_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
_FILES = st.dictionaries(
    st.sampled_from(["a.py", "b/c.py", "é ü.txt", "d.json"]), _TEXTS, min_size=1, max_size=3
)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    """Any that a table might have to hold."""
    roles = draw(st.lists(st.sampled_from(["reference", "stub", "variant"]), max_size=3))
    solutions = [Solution(name=draw(st.sampled_from(["candidate", "mine"])), role="candidate",
                          files=draw(_FILES))]  # fmt: skip
    solutions += [
        Solution(name=draw(st.sampled_from([role, f"{role}-{n}"])) if n == 0 else f"{role}-{n}",
                 role=role, files=draw(_FILES), expected=draw(st.sampled_from([None, "fail"])))
        for n, role in enumerate(roles)
    ]  # fmt: skip
    suites = [Suite(name=draw(st.sampled_from(["given", "tests"])), role="given",
                    files=draw(_FILES), framework=draw(st.sampled_from(Framework)),
                    support=draw(st.just({}) | _FILES))]  # fmt: skip
    suites += [Suite(name="p", role="probe", files=draw(_FILES))] * draw(st.integers(0, 1))
    return Task(
        id=draw(_IDS), title=draw(st.text("ab <&'\"\u2028", min_size=1, max_size=9)),
        language="python", prompt=draw(_TEXTS), solutions=tuple(solutions), suites=tuple(suites),
        entry_points=tuple(draw(st.lists(st.sampled_from(["f", "g"]), max_size=2))),
        limits=draw(st.sampled_from([Limits(), Limits(wall_s=3)])),
        tags=tuple(draw(st.lists(st.just("image:x"), max_size=1))),
    )  # fmt: skip


def plain(task: Task) -> Mapping[str, Any]:
    """What of a task is asked, judged and run."""
    return {
        "id": task.id, "title": task.title, "prompt": task.prompt, "entry": task.entry_points,
        "solutions": [(s.name, s.role, s.files, s.expected) for s in task.solutions],
        "given": (task.given.files, task.given.support, task.given.framework, task.given.name),
        "suites": len(task.suites), "limits": task.limits, "tags": task.tags,
    }  # fmt: skip


@settings(max_examples=80)
@given(task=tasks())
def test_a_table_brings_back_every_part_of_a_task_or_names_it(
    task: Task, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text, losses = exported("table", Item(task))
    told = " ".join(loss.what for loss in losses)
    (back,) = read("columns", write_lines(tmp_path_factory.mktemp("t"), text.strip()))
    if back.task is None:
        assert "a task that `import columns` takes" in told
        return
    names = {"entry": "entry points", "solutions": "solutions", "given": "suite",
             "suites": "probe suites", "tags": "tags"}  # fmt: skip
    one, other = plain(task), plain(back.task)
    for part, value in one.items():
        assert value == other[part] or names.get(part, f"its {part}") in told, part
    if one == other:
        assert told == ""
