"""Single files: whole or unchanged, strict to read."""

import errno
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import FutureVersion, InvalidFile, NotFound, SaveFailed
from workbench.model.task import Task
from workbench.store.files import append_line, load_document, parse_json, read_bytes, write_atomic


def test_write_replaces_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.json"
    write_atomic(path, b"one")
    write_atomic(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    ("number", "word"), [(errno.ENOSPC, "full"), (errno.EROFS, "read-only"), (errno.EIO, "error")]
)
def test_failing_disk_leaves_the_old_version_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, word: str
) -> None:
    path = tmp_path / "a.json"
    write_atomic(path, b"old")

    def broken(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(SaveFailed, match=word):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_really_full_file_system_keeps_the_old_version(tmp_path: Path) -> None:
    """/dev/full answers every write with ENOSPC, as a full disk does."""
    with pytest.raises(SaveFailed, match="full"):
        append_line(Path("/dev/full"), b"x")


def test_line_torn_by_a_crash_is_cut_before_the_next_append(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a":1}\n{"b":')
    append_line(path, b'{"c":3}')
    assert path.read_bytes() == b'{"a":1}\n{"c":3}\n'


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"{", "line 1"),
        (b'{"a":1,"a":2}', "twice"),
        (b'{"a":NaN}', "NaN"),
        (b"\xff", "UTF-8"),
        (b"[" * 100_000, "deep"),
        (b'{"a":' + b"9" * 5000 + b"}", "digits"),
    ],
)
def test_hostile_json_is_refused_in_words(raw: bytes, word: str) -> None:
    with pytest.raises(InvalidFile, match=word):
        parse_json(raw, "x.json")


@given(st.binary(max_size=200))
def test_any_bytes_parse_or_are_refused(raw: bytes) -> None:
    try:
        parse_json(raw, "x")
    except InvalidFile:
        return


def test_future_version_is_refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / "t.task.json"
    path.write_text('{"schema_version": 2, "anything": true}')
    with pytest.raises(FutureVersion, match="newer workbench"):
        load_document(path, Task)
    assert path.read_text().startswith('{"schema_version": 2')


def test_malformed_task_is_explained_by_place(tmp_path: Path) -> None:
    path = tmp_path / "t.task.json"
    path.write_text('{"id": "../x", "title": "T"}')
    with pytest.raises(InvalidFile, match="id: "):
        load_document(path, Task)


def test_fifo_does_not_hang_the_reader(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    with pytest.raises(InvalidFile, match="regular"):
        read_bytes(tmp_path / "p")


def test_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_bytes(tmp_path / "none")


def test_recursion_limit_is_what_stops_deep_json_not_a_crash() -> None:
    depth = sys.getrecursionlimit() * 20
    with pytest.raises(InvalidFile):
        parse_json(b'{"a":' * depth, "x")


def test_folder_named_like_a_task_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "d.task.json").mkdir()
    with pytest.raises(InvalidFile, match="regular"):
        read_bytes(tmp_path / "d.task.json")
