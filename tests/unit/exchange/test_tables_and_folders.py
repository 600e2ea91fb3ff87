"""Any table by a map of its columns, and folders of plain files, from a disk or a zip archive."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.unit.exchange.records import write_lines
from workbench.errors import InputError, InvalidFile, MissingTool
from workbench.exchange import tree
from workbench.exchange.base import Ask, Imported
from workbench.exchange.registry import FORMATS
from workbench.model.task import Framework, LanguageName, Task

ROW = {"n": 7, "question": "Add.", "answer": "def add(a, b):\n    return a + b", "lang": "py",
       "checks": ["assert add(1, 2) == 3", "assert add(0, 0) == 0"]}  # fmt: skip
MAP = {"id": "n", "prompt": "question", "solution": "answer", "tests": "checks", "language": "lang"}


def table(path: Path, columns: Mapping[str, str], **ask: Any) -> list[Imported]:
    return list(FORMATS["columns"](path, Ask(columns=columns, **ask)))


def only(results: list[Imported]) -> Task:
    (result,) = results
    assert result.task is not None, result.reason
    return result.task


def test_mapped_columns_become_a_task_and_the_rest_stays_in_the_record(tmp_path: Path) -> None:
    (result,) = table(write_lines(tmp_path, {**ROW, "extra": [1]}), MAP)
    assert result.task is not None
    assert result.task.language is LanguageName.PYTHON
    assert result.task.given.framework is Framework.SCRIPT
    assert result.task.given.files["test_solution.py"].startswith("from solution import add\n")
    assert result.record is not None
    assert result.record["extra"] == [1]


def test_code_and_tests_may_be_objects_of_files(tmp_path: Path) -> None:
    row = {**ROW, "answer": {"a/x.go": "package a\n"}, "checks": {"a/x_test.go": "package a\n"}}
    task = only(table(write_lines(tmp_path, row | {"lang": None}), MAP))
    assert task.language is LanguageName.GO
    assert list(task.given.files) == ["a/x_test.go"]


@pytest.mark.parametrize(
    ("language", "code", "test", "solution_path", "test_path"),
    [
        ("javascript", "function a() {}", "test('a', () => {})", "solution.js", "solution.test.js"),
        ("ts", "function a() {}", "console.assert(true)", "solution.ts", "test.ts"),
        ("golang", "package a", "package a", "solution.go", "solution_test.go"),
        ("rust", "fn a() {}", "mod t { use super::*; }", "src/lib.rs", "src/tests.rs"),
        ("rust", "pub fn a() {}", "use a::a;", "src/lib.rs", "tests/suite.rs"),
        ("java", "public class A {}", "class ATest {}", "A.java", "ATest.java"),
        (
            "python",
            "x = 1",
            "import solution\nassert solution.x",
            "solution.py",
            "test_solution.py",
        ),
    ],
)
def test_texts_stand_where_their_language_looks(
    language: str, code: str, test: str, solution_path: str, test_path: str, tmp_path: Path
) -> None:
    row = {"id": "a", "prompt": "p", "solution": code, "tests": test, "language": language}
    task = only(table(write_lines(tmp_path, row), {}))
    assert (list(task.candidate.files), list(task.given.files)) == ([solution_path], [test_path])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"lang": "cobol"}, "none of the six"),
        ({"lang": None}, "lang is missing; map it, or say --language"),
        ({"n": None}, "n must be text or a whole number"),
        ({"answer": " "}, "answer is empty"),
        ({"checks": []}, "checks is empty"),
        ({"checks": ["assert 1 == 1"]}, "use nothing that the solution defines"),
        ({"answer": {"../x.py": "1"}}, "not a plain relative path"),
        ({"lang": "java", "answer": "int x;"}, "the solution declares no class"),
    ],
)
def test_row_that_is_no_task_is_refused(
    change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    (result,) = table(write_lines(tmp_path, {**ROW, **change}), MAP)
    assert result.task is None
    assert reason in result.reason


def test_map_of_something_else_is_an_error_that_names_the_parts(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="use id, title, prompt"):
        table(write_lines(tmp_path, ROW), {"colour": "n"})


def test_language_is_said_once_for_all(tmp_path: Path) -> None:
    path = write_lines(tmp_path, {**ROW, "lang": None})
    assert only(table(path, MAP, language=LanguageName.PYTHON)).id == "7"


def test_parquet_without_pyarrow_names_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    path = tmp_path / "x.parquet"
    path.write_bytes(b"PAR1....PAR1")
    with pytest.raises(MissingTool, match=r"reviewer-workbench\[tables\]"):
        table(path, MAP)


def test_parquet_rows_are_read_as_json_lines_are(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = [ROW | {"n": n, "when": dt.date(2024, 1, n)} for n in (1, 2)]
    odd = [ROW | {"n": 3, "x": float("nan")}, ROW | {"n": 4, "x": 0.5}]
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "a.parquet")
    parquet.write_table(arrow.Table.from_pylist(odd), tmp_path / "b.parquet")
    first = table(tmp_path / "a.parquet", MAP)
    assert [r.record and r.record["when"] for r in first] == ["2024-01-01", "2024-01-02"]
    assert [r.line for r in table(tmp_path / "a.parquet", MAP, after=1)] == [2]
    second = table(tmp_path / "b.parquet", MAP)
    assert [r.reason for r in second] == ["nan is not JSON", ""]
    (tmp_path / "c.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-40])
    with pytest.raises(InvalidFile, match="no Parquet file"):
        table(tmp_path / "c.parquet", MAP)


FILES = {
    "prompt.md": "Add.\n",
    "solution/add.py": "def add(a, b):\n    return a + b\n",
    "solutions/reference/add.py": "def add(a, b):\n    return b + a\n",
    "tests/test_add.py": "from add import add\n\ndef test_add():\n    assert add(1, 2) == 3\n",
    "support/data.json": "{}",
    "notes.txt": "x",
}


def folder(root: Path, name: str = "one", **changes: str | None) -> Path:
    for path, text in {**FILES, **changes}.items():
        if text is not None:
            place = root / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
    return root


def zipped(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def read(path: Path) -> list[Imported]:
    return list(FORMATS["folder"](path))


def test_a_folder_of_folders_and_a_zip_of_it_are_the_same_tasks(tmp_path: Path) -> None:
    root = folder(folder(tmp_path / "many"), "two")
    task, other = (r.task for r in read(root))
    assert task is not None
    assert other is not None
    assert (task.id, other.id) == ("one", "two")
    assert [(s.name, s.role) for s in task.solutions] == [
        ("candidate", "candidate"), ("reference", "reference"),
    ]  # fmt: skip
    assert task.given.support == {"data.json": "{}"}
    assert task.provenance.changes == ("not carried: notes.txt",)
    archive = zipped(tmp_path / "z.zip", {f"one/{p}": t for p, t in FILES.items()})
    assert only(read(archive)).digest == task.digest
    assert only(read(root / "one")).digest == task.digest


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"prompt.md": "\n"}, "the prompt is empty"),
        ({"tests/test_add.py": None}, "it has no tests/"),
        ({"solution/add.py": None}, "it has no solution/"),
        ({"tests/latin.py": "x", "solution/add.py": "\0"}, "is binary"),
    ],
)
def test_folder_that_is_no_task_is_refused(
    changes: dict[str, str | None], reason: str, tmp_path: Path
) -> None:
    (result,) = read(folder(tmp_path, **changes))
    assert result.task is None
    assert reason in result.reason


def test_links_and_pipes_refuse_their_folder_alone_and_are_never_opened(tmp_path: Path) -> None:
    root = folder(folder(folder(tmp_path / "many"), "two"), "three")
    (root / "one/tests/passwd").symlink_to("/etc/passwd")
    os.mkfifo(root / "two/tests/pipe")
    first, good, second = read(root)
    assert (first.reason, second.reason) == (
        "one: one/tests/passwd is a link", "two: two/tests/pipe is no plain file",
    )  # fmt: skip
    assert good.task is not None
    (root / "three/tests").rename(root / "elsewhere")
    (root / "three/tests").symlink_to(root / "elsewhere")
    assert all(r.task is None for r in read(root))


def test_zip_that_climbs_out_links_or_explodes_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("one/tests/link.py")
    link.external_attr = 0o120777 << 16
    start = {f"one/{p}": t for p, t in FILES.items()}
    bad: dict[str, Mapping[str, str | bytes]] = {
        "has a name no file": start | {"one/../../etc/x": "x"},
        "unpacks to more than": start | {"one/tests/zeros.py": b"0" * (40 << 20)},
        "is not UTF-8": start | {"one/tests/odd.py": b"\xff\xfe"},
    }
    for reason, files in bad.items():
        results = read(zipped(tmp_path / "bad.zip", files))
        assert [r.task for r in results] == [None], reason
        assert reason in results[0].reason
    with zipfile.ZipFile(zipped(tmp_path / "link.zip", start), "a") as archive:
        archive.writestr(link, "/etc/passwd")
    (result,) = read(tmp_path / "link.zip")
    assert "is a link" in result.reason
    (tmp_path / "cut.zip").write_bytes((tmp_path / "link.zip").read_bytes()[:-30])
    with pytest.raises(InvalidFile):
        read(tmp_path / "cut.zip")


def test_large_files_and_many_files_end_in_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(tmp_path / "many")
    monkeypatch.setattr(tree, "MAX_FILE", 40)
    assert "is larger than" in read(root)[0].reason
    monkeypatch.setattr(tree, "MAX_FILES", 3)
    with pytest.raises(InvalidFile, match="more than 3 files"):
        read(root)


def test_folder_without_any_task_names_where_the_layout_is_shown(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match=r"docs/exchange\.md"):
        read(tmp_path)


def test_a_zip_with_any_byte_changed_is_answered(tmp_path: Path) -> None:
    path = zipped(tmp_path / "z.zip", {"prompt.md": "x", "solution/a.py": "a = 1\n"})
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with contextlib.suppress(InvalidFile):
            for result in read(path):
                assert result.reason
