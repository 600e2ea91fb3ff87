"""Foreign files are hostile: each bad record is refused by line and reason, the rest goes on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.exchange.records import MBPP, read, reason_of, with_files, write_lines
from workbench.errors import InvalidFile, NotFound
from workbench.exchange import base, strict_records
from workbench.exchange.registry import FORMATS

LINE = json.dumps(MBPP)
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "deep": ("[" * 100_000 + "]" * 100_000, "nested too deep"),
    "deep objects": ('{"a":' * 100_000 + "1" + "}" * 100_000, "nested too deep"),
    "huge integer": (LINE.replace("7", "7" * 5000, 1), "a number of 5000 digits"),
    "NaN": (LINE.replace("7", "NaN", 1), "NaN is not JSON"),
    "infinite": (LINE.replace("7", "1e999", 1), "the number 1e999 is out of range"),
    "duplicate key": ('{"task_id": 1, "task_id": 2}', "the key 'task_id' stands twice"),
    "lone surrogate": (LINE.replace("Write", "\\ud800"), "lone surrogate"),
    "lone surrogate in a key": ('{"\\udfff": 1}', "lone surrogate"),
    "truncated": (LINE[:-20], "ends in the middle"),
    "not an object": ("[1, 2]", "must be an object"),
    "two values": (LINE + LINE, "more text after the object"),
    "not UTF-8": (LINE.encode() + b"\xff", "not UTF-8"),
    "a word": ("hello", "not JSON"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_line_is_refused_and_the_rest_goes_on(name: str, tmp_path: Path) -> None:
    line, reason = HOSTILE[name]
    first = {**MBPP, "task_id": 1}
    results = read("mbpp", write_lines(tmp_path, first, line, {**MBPP, "task_id": 3}))
    assert [(r.line, r.task is not None) for r in results] == [(1, True), (2, False), (3, True)]
    assert reason in results[1].reason
    assert results[1].source == str(tmp_path / "records.jsonl")


def test_line_over_the_cap_is_refused_without_being_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict_records, "MAX_LINE", 2000)
    results = read("mbpp", write_lines(tmp_path, b'"' + b"x" * 50_000 + b'"', MBPP))
    assert [(r.line, r.task is not None) for r in results] == [(1, False), (2, True)]
    assert "longer than" in results[0].reason


@pytest.mark.parametrize("name", [n for n in HOSTILE if n not in ("two values", "not UTF-8")])
def test_hostile_array_element_is_refused_by_its_line(name: str, tmp_path: Path) -> None:
    line, reason = HOSTILE[name]
    path = tmp_path / "records.json"
    path.write_text(f"[\n{LINE},\n{line}\n]" if isinstance(line, str) else "")
    first, second, *_ = read("mbpp", path)
    assert first.task is not None
    assert (second.line, second.task) == (3, None)
    assert reason in second.reason or "not JSON" in second.reason


def test_array_goes_on_after_an_element_with_wrong_values(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    path.write_text(f'[{{"a": NaN}},\n{LINE},\n"text"]')
    assert [(r.line, r.task is not None) for r in read("mbpp", path)] == [
        (1, False),
        (2, True),
        (3, False),
    ]


def test_array_cut_off_between_elements_says_so(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    path.write_text(f"[{LINE}\n")
    first, second = read("mbpp", path)
    assert first.task is not None
    assert "middle of the array" in second.reason


@pytest.mark.parametrize("text", ["", "\n\n", "[]", " [ ] "])
def test_empty_file_holds_no_record(text: str, tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    path.write_text(text)
    assert read("mbpp", path) == []


def test_byte_order_mark_is_not_part_of_the_first_record(tmp_path: Path) -> None:
    (result,) = read("mbpp", write_lines(tmp_path, b"\xef\xbb\xbf" + LINE.encode()))
    assert result.task is not None


def test_id_used_twice_is_refused_with_the_line_of_the_first(tmp_path: Path) -> None:
    results = read("mbpp", write_lines(tmp_path, MBPP, MBPP))
    assert results[0].task is not None
    assert results[1].task is None
    assert results[1].reason == "task id mbpp-7 stands twice: already used on line 1"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"task_id": "x"}, "task_id must be a whole number, not text"),
        ({"task_id": True}, "task_id must be a whole number, not true or false"),
        ({"code": None}, "code must be text, not null"),
        ({"code": ["x"]}, "code must be text, not a list"),
        ({"test_list": "assert"}, "test_list must be a list of texts, not text"),
        ({"test_list": [1]}, "test_list must be a list of texts"),
        ({"test_list": []}, "test_list holds no assertion"),
        ({"code": "def ("}, "the solution is not Python"),
        ({"code": "x" + "(" * 5000}, "the solution is not Python"),
        ({"code": "def other(): pass"}, "the tests use nothing that the solution defines"),
        ({"test_list": ["assert ("]}, "the test is not Python"),
    ],
)
def test_wrong_type_or_content_is_refused_by_field(
    change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    assert reason in reason_of("mbpp", tmp_path, with_files(MBPP, **change))


def test_missing_file_and_folder_are_input_errors(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read("mbpp", tmp_path / "nothing.jsonl")
    with pytest.raises(InvalidFile, match="is not a file"):
        read("mbpp", tmp_path)


def test_array_over_the_cap_names_the_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_records, "MAX_ARRAY", 10)
    path = tmp_path / "records.json"
    path.write_text(f"[{LINE}]")
    with pytest.raises(InvalidFile, match="JSON lines"):
        read("mbpp", path)


def test_fence_is_longer_than_any_in_the_code() -> None:
    assert base.fenced("a\n````\nb", "python") == "`````python\na\n````\nb\n`````\n"


def test_gzipped_lines_and_arrays_are_read_as_plain_ones(tmp_path: Path) -> None:
    for text in (f"{LINE}\n", f"[{LINE}]", f"\ufeff{LINE}"):
        path = tmp_path / "records.jsonl.gz"
        path.write_bytes(gzip.compress(text.encode()))
        (result,) = read("mbpp", path)
        assert result.task is not None


def test_a_gzip_bomb_ends_in_a_reason_after_what_came_before_it(tmp_path: Path) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb") as file:
        file.write(f"{LINE}\n".encode())
        for _ in range(64):
            file.write(b" " * (1 << 20) + b"\n")
    first, second = read("mbpp", path)
    assert first.task is not None
    assert "unpacks to more than 200 times its size; the rest was not read" in second.reason
    with gzip.open(path, "wb") as file:
        file.write(b"[" + b" " * (80 << 20))
    with pytest.raises(InvalidFile, match="200 times"):
        read("mbpp", path)


def test_a_gzip_file_cut_off_ends_in_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    rows = "".join(json.dumps({**MBPP, "task_id": n, "x": str(n**9)}) + "\n" for n in range(400))
    path.write_bytes(gzip.compress(rows.encode())[:-900])
    *before, last = read("mbpp", path)
    assert before
    assert all(result.task is not None for result in before)
    assert last.task is None
    assert last.reason


def test_lines_up_to_a_number_are_passed_over(tmp_path: Path) -> None:
    path = write_lines(tmp_path, *({**MBPP, "task_id": n} for n in range(4)))
    assert [r.line for r in FORMATS["mbpp"](path, base.Ask(after=2))] == [3, 4]
