"""Values, files and texts made to break a reader: a reason for the record, never a crash or a wait.

What each is aimed at stands beside it; all of them once got through, or nearly.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from tests.unit.exchange import benchmark_records as b
from tests.unit.exchange import repository_records as repositories
from tests.unit.exchange.records import TYPESCRIPT, read, write_lines
from tests.unit.exchange.samples import FOLDERS, RECORDS, TABLE, first
from tests.whole import one_in
from workbench.commands import importing
from workbench.errors import InvalidFile
from workbench.exchange.livecodebench import normal
from workbench.exchange.registry import FORMATS
from workbench.exchange.strict_json import MAX_DIGITS
from workbench.store.workspace import Workspace

QUICK_S = 5.0
"""What a text of 200,000 characters may take on a busy machine; read once it takes milliseconds,
again and again it takes minutes."""
SIZE = 200_000
TEXTS = (
    # Python's parser, and whatever walks what it made.
    "(", "-", "1+", "a.", "lambda:", "f'{", "not ",
    # Patterns that could look at the rest from each of many places.
    "\n", " ", "\t", "import (\n", "fmt ", "class ", "public ", "/*", "\"", "\\", "@",
    "#[ignore = \"",
    "mod a\n", "import a\n", "`", "${", "````\n", "diff --git a/ b/", "@@ -1,9 +1,9 @@\n", 'r#"',
    # What ids and files are named by.
    "../", "A", "\u00e9", "\x07", "\x0c", "\ufeff",
)  # fmt: skip


@pytest.mark.parametrize("format_name", RECORDS)
def test_a_text_that_is_read_again_and_again_is_read_once(format_name: str, tmp_path: Path) -> None:
    record = RECORDS[format_name][0]
    fields = [field for field, value in record.items() if isinstance(value, str)]
    for unit in TEXTS:
        if not one_in(16, f"{format_name} {unit}"):
            continue
        text = (unit * SIZE)[:SIZE]
        lines = [{**record, field: f"{record[field]}\n{text}"} for field in fields]
        if isinstance(record.get("files"), dict):
            longer = {name: f"{code}\n{text}" for name, code in record["files"].items()}
            lines.append({**record, "files": longer})
        path = write_lines(tmp_path, *lines)
        for result in _timed(format_name, path, unit):
            assert (result.task is None) == bool(result.reason), unit


def _timed(format_name: str, path: Path, what: str) -> list[Any]:
    results = []
    clock = time.monotonic()
    for result in FORMATS[format_name](path):
        assert time.monotonic() - clock < QUICK_S, f"{what}: record {result.line}"
        results.append(result)
        clock = time.monotonic()
    return results


@pytest.mark.parametrize("word", ["1e999999999", f"1e{'9' * 99}", "sNaN", "inf", "1_000", "٣"])
def test_what_a_contest_does_not_print_as_a_number_is_a_text_like_any_other(
    word: str, tmp_path: Path
) -> None:
    cases = json.dumps([{"input": "1\n", "output": word, "testtype": "stdin"}])
    record = {**b.LIVECODEBENCH, "public_test_cases": cases, "private_test_cases": ""}
    (result,) = read("livecodebench", write_lines(tmp_path, record))
    assert result.task is not None, result.reason
    assert normal(word).casefold().replace("+", "") == word.casefold()


@pytest.mark.parametrize(
    ("one", "other"),
    [("1" + "0" * 30, "1" + "0" * 29 + "1"), ("0.1" + "0" * 40, "0.1" + "0" * 39 + "1"),
     ("1_0", "10"), ("٣", "3"), ("1e-999999999", "0"), ("1 2", "12")],
)  # fmt: skip
def test_numbers_that_differ_in_their_last_digit_are_two(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.0", "1"), ("-0.00", "0"), ("1e3", "1000"), ("+5 .50", "5 0.5"), ("7.", " 7 ")],
)
def test_numbers_that_are_equal_are_one(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize("clock", ["nan", "inf", "-inf", "-1.0", "0.0", "1e308", f"1{'0' * 400}"])
def test_a_clock_that_is_no_time_gives_limits_that_can_be_kept_or_a_reason(
    clock: str, tmp_path: Path
) -> None:
    settings = (
        f"[task]\nname = 'x'\n[verifier]\ntimeout_sec = {clock}\n"
        f"[environment]\nmemory_mb = {clock}\n"
    )
    repositories.write(tmp_path / "one", repositories.HARBOR, **{"task.toml": settings})
    repositories.write(tmp_path / "two", repositories.HARBOR)
    one, two = read("harbor", tmp_path)
    assert two.task is not None
    if one.task is None:
        assert "timeout_sec" in one.reason
    else:
        assert 1 <= one.task.limits.wall_s <= 600
        assert one.task.digest


def test_a_pipe_or_a_device_in_place_of_a_source_is_refused_and_not_waited_for(
    tmp_path: Path,
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for format_name in FORMATS:
        for source in (tmp_path / "pipe", Path("/dev/zero"), Path("/dev/null")):
            with pytest.raises((InvalidFile, importing.NotFound)):
                list(FORMATS[format_name](source))


@pytest.mark.parametrize("format_name", FOLDERS)
def test_a_pipe_in_a_folder_refuses_its_task_alone(format_name: str, tmp_path: Path) -> None:
    for folder in ("bad", "good"):
        repositories.write(tmp_path / folder, FOLDERS[format_name])
    inside = next(name for name in FOLDERS[format_name] if "test" in name)
    (tmp_path / "bad" / inside).unlink()
    os.mkfifo(tmp_path / "bad" / inside)
    bad, good = read(format_name, tmp_path)
    assert "no plain file" in bad.reason
    assert good.task is not None


@pytest.mark.parametrize(
    ("start", "what"),
    [(b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"PK\x03\x04", "zip"),
     (b"\x28\xb5\x2f\xfd", "zstd"), (b"\xfd7zXZ\0", "xz"), (b"BZh9", "bzip2"),
     (b"SQLite format 3\0", "SQLite"), (b"ARROW1", "Arrow")],
)  # fmt: skip
def test_a_file_that_is_no_text_is_named_for_what_it_is(
    start: bytes, what: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(start + first("mbpp").encode("utf-16-le") * 3)
    with pytest.raises(InvalidFile, match=what) as caught:
        read("mbpp", path)
    assert caught.value.mend


def test_utf_16_without_a_mark_is_refused_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(f"{first('mbpp')}\n".encode("utf-16-be"))
    assert all(result.task is None and result.reason for result in read("mbpp", path))


def test_one_row_of_a_parquet_file_that_cannot_be_read_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    rows = [json.loads(json.dumps({**TABLE, "id": f"a-{n}"})) for n in range(4)]
    table = pyarrow.Table.from_pylist(rows)
    bad = pyarrow.array([b"fine", b"\xff\xfe", b"fine", b"fine"]).view(pyarrow.string())
    far = pyarrow.array([0, 0, 2**60, 0], pyarrow.int64()).view(pyarrow.timestamp("us"))
    table = table.append_column("note", bad).append_column("at", far)
    pyarrow.parquet.write_table(table, path)
    results = read("columns", path)
    assert [result.task is not None for result in results] == [True, False, False, True]
    assert results[1].reason == "a text is not UTF-8 at byte 0"
    assert "out of range" in results[2].reason
    assert results[0].record is not None
    assert results[0].record["at"] == dt.datetime(1970, 1, 1).isoformat()


def test_a_parquet_column_whose_name_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([{"solution": "x"}]), path)
    path.write_bytes(path.read_bytes().replace(b"solution", b"sol\x96tion"))
    with pytest.raises(InvalidFile, match="no Parquet file that can be read"):
        read("columns", path)


def test_a_parquet_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    one = pyarrow.array(["x"])
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays([one, one], names=["id", "id"]), path)
    with pytest.raises(InvalidFile, match="'id' stands twice"):
        read("columns", path)


def test_a_source_whose_name_is_no_utf_8_is_imported_and_can_go_on(tmp_path: Path) -> None:
    path = write_lines(tmp_path, first("mbpp"), "{")
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.jsonl"))
    path.rename(odd)
    workspace = Workspace.create(tmp_path / "w")
    one, two = importing.run("mbpp", [odd], tmp_path / "w", lambda _: True)
    assert one.task is not None
    assert two.reason
    workspace.imports.came_to("mbpp", odd, 1)
    assert workspace.imports.progress("mbpp", odd) == 1


def test_ids_that_differ_in_case_alone_are_two_tasks_and_cleaned_ones_that_meet_are_refused(
    tmp_path: Path,
) -> None:
    rows = [
        {**TABLE, "id": name} for name in ("Ab", "aB", "x/../y", "x-y", "..", "CON", "a\u202eb")
    ]
    results = read("columns", write_lines(tmp_path, *rows))
    assert [result.task.id if result.task else "" for result in results] == [
        "Ab", "aB", "x-y", "", "", "CON", "a-b",
    ]  # fmt: skip
    assert "already used on line 3" in results[3].reason


def test_a_file_without_a_last_newline_and_one_that_grows_meanwhile_are_read(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{first('mbpp')}\n{first('mbpp').replace('7', '8')}")
    found = FORMATS["mbpp"](path)
    assert next(found).task is not None
    with path.open("a") as file:
        file.write('\n{"task_id": 9')
    *_, last = found
    assert last.task is None


def test_a_python_list_of_names_with_a_backslash_warns_nobody(tmp_path: Path) -> None:
    record = {**repositories.POLY, "F2P": r"['tests/test_add.py->test_a[\d+]']"}
    (result,) = read("swe-polybench", write_lines(tmp_path, record))
    assert result.task is not None, result.reason


def test_a_skip_that_compares_with_what_no_python_can_make_is_no_crash(tmp_path: Path) -> None:
    test = (
        "import pytest\nif pytest.use_correct:\n    from correct_python_programs.gcd import gcd\n"
        "else:\n    from python_programs.gcd import gcd\n\n\ndef test_gcd(x):\n"
        "    if x == {[]: 1}:\n        pytest.skip('slow')\n    assert gcd(2, 4) == 2\n"
    )
    code = "def gcd(a, b):\n    return a\n"
    repositories.write(
        tmp_path,
        {"python_programs/gcd.py": code, "correct_python_programs/gcd.py": code,
         "python_testcases/test_gcd.py": test},
    )  # fmt: skip
    (result,) = read("quixbugs", tmp_path)
    assert result.task is not None, result.reason


def test_the_longest_number_json_may_hold_is_kept_to_the_digit(tmp_path: Path) -> None:
    record = {**TABLE, "n": int("9" * MAX_DIGITS)}
    (result,) = read("columns", write_lines(tmp_path, record))
    assert result.record is not None
    assert result.record["n"] == int("9" * MAX_DIGITS)


def test_spaces_and_lines_without_end_in_an_exercise_are_read_once(tmp_path: Path) -> None:
    files = {p: t + "\n" * SIZE + " " * SIZE for p, t in TYPESCRIPT["files"].items()}
    path = write_lines(tmp_path, {**TYPESCRIPT, "files": files})
    assert _timed("exercism", path, "lines")[0].task is not None
