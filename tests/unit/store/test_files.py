"""Single files: whole or unchanged, strict to read."""

import contextlib
import errno
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import FutureVersion, InvalidFile, NotFound, SaveFailed
from workbench.model.task import Task
from workbench.store.files import (
    NO_LIMIT,
    append_line,
    load_document,
    locked,
    parse_json,
    read_bytes,
    write_atomic,
)


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


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_file_has_the_mode_it_was_given_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        for mode in (0o600, 0o640, 0o660):
            write_atomic(tmp_path / f"{mode}.json", b"{}", mode=mode)
            append_line(tmp_path / f"{mode}.jsonl", b"{}", mode=mode)
            with locked(tmp_path / f"{mode}", mode=mode):
                assert (tmp_path / f".{mode}.lock").stat().st_mode & 0o777 & ~0o660 == 0
            for name in (f"{mode}.json", f"{mode}.jsonl"):
                assert (tmp_path / name).stat().st_mode & 0o777 == mode
    finally:
        os.umask(before)


def test_a_lock_that_accounts_share_lets_them_write(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with locked(tmp_path / "shared", mode=0o660):
            assert (tmp_path / ".shared.lock").stat().st_mode & 0o777 == 0o660
    finally:
        os.umask(before)


def test_a_file_is_read_from_where_the_last_look_ended(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"onetwo")
    assert read_bytes(path, offset=3) == b"two"
    assert read_bytes(path, offset=3, limit=NO_LIMIT) == b"two"
    with pytest.raises(InvalidFile, match="larger"):
        read_bytes(path, limit=2)


def _open() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("step", ["fstat", "fchmod", "fsync", "fdopen"])
def test_a_step_that_fails_on_an_open_file_leaves_no_descriptor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*words: object, **more: object) -> None:
        raise OSError(errno.EIO, "broken")

    def lock() -> None:
        with locked(tmp_path / "x", mode=0o666):
            pass

    before, umask = _open(), os.umask(0o077)
    monkeypatch.setattr(os, step, broken)
    for act in (lock, lambda: append_line(tmp_path / "new", b"x"),
                lambda: write_atomic(tmp_path / "y", b"x")):  # fmt: skip
        with contextlib.suppress(SaveFailed):
            act()
    monkeypatch.undo()
    os.umask(umask)
    assert _open() == before
