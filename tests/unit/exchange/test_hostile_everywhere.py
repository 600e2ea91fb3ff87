"""Every format meets the same bad input: refused by number and field, good records are imported."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.commands.test_cli import call
from tests.unit.exchange.records import read, write_lines
from tests.unit.exchange.samples import FOLDERS, PLAIN, RECORDS, archive, first, second
from workbench.errors import WorkbenchError
from workbench.exchange.registry import FORMATS

DEEP = 100_000


def _with(format_name: str, value: str) -> str:
    """The record with a field whose JSON is that text, whatever it says."""
    return json.dumps({**RECORDS[format_name][0], "odd_one": 0})[:-2] + value + "}"


LINES: dict[str, tuple[Any, str]] = {
    "truncated": (lambda name: first(name)[:-9], "middle of a value"),
    "NaN": (lambda name: _with(name, "NaN"), "odd_one: NaN is not JSON"),
    "endless": (lambda name: _with(name, "[-Infinity]"), "odd_one: -Infinity is not JSON"),
    "out of range": (lambda name: _with(name, '{"a":1e999}'), "odd_one: the number 1e999"),
    "huge integer": (lambda name: _with(name, "9" * DEEP), "odd_one: a number of 100000 digits"),
    "nested lists": (lambda name: _with(name, "[" * DEEP + "]" * DEEP), "nested too deep"),
    "nested objects": (lambda name: _with(name, '{"a":' * DEEP + "1" + "}" * DEEP), "too deep"),
    "twice": (lambda name: _with(name, '1,"odd_one":2'), "the key 'odd_one' stands twice"),
    "half a pair": (lambda name: _with(name, '"\\ud800"'), "odd_one: text holds a lone surrogate"),
    "not UTF-8": (lambda name: _with(name, '"x"').encode() + b"\xff", "not UTF-8"),
    "a list": (lambda name: "[1]", "a record must be an object"),
    "a NUL": (lambda name: first(name).encode() + b"\0", "more text after the object"),
    "two records": (lambda name: first(name) * 2, "more text after the object"),
}


@pytest.mark.parametrize("format_name", RECORDS)
def test_each_bad_line_is_refused_and_the_records_around_it_are_imported(
    format_name: str, tmp_path: Path
) -> None:
    bad = {name: make(format_name) for name, (make, _) in LINES.items()}
    path = write_lines(tmp_path, first(format_name), *bad.values(), second(format_name))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before, *between, after = read(format_name, path)
    assert (before.reason, after.reason) == ("", "")
    assert (before.line, after.line) == (1, len(bad) + 2)
    for (name, (_, reason)), found in zip(LINES.items(), between, strict=True):
        assert found.task is None, name
        assert reason in found.reason, name


WRONG: tuple[Any, ...] = (
    None, True, -7, 1.5, "", "a\0b", "../../etc/passwd", "x" * 5_000, "def f(:", [], [7], ["a"], {},
    {"a": 1}, {"../a": "b"}, {"/a": "b"}, {"a": None}, [[[]]],
)  # fmt: skip
_MISSING = object()
SAID = (
    "not Python", "the test", "the solution", "the prompt", "the patch", "the id ", "an id", "test",
    "what is asked", "title: ", "example file", "language", "patch", "text is missing",
    "reference is missing", "declaration is missing",
)  # fmt: skip
"""How a reason may name what is wrong when it does not use the name of the field."""


@pytest.mark.parametrize("format_name", RECORDS)
def test_any_wrong_value_in_any_field_gives_a_task_or_a_reason_that_says_where(
    format_name: str, tmp_path: Path
) -> None:
    record, name, _ = RECORDS[format_name]
    changed: list[tuple[str, dict[str, Any]]] = []
    for field in record:
        changed += [(field, {**record, field: value}) for value in WRONG]
        changed.append((field, {key: value for key, value in record.items() if key != field}))
    results = read(format_name, write_lines(tmp_path, *(found for _, found in changed)))
    assert [result.line for result in results] == list(range(1, len(changed) + 1))
    for (field, _), result in zip(changed, results, strict=True):
        assert (result.task is None) == bool(result.reason)
        if result.task is None and "stands twice" not in result.reason:
            assert field in result.reason or any(word in result.reason for word in SAID), (
                f"{field}: {result.reason}"
            )
    named = [r.task for (field, _), r in zip(changed, results, strict=True) if field == name]
    assert any(task is None for task in named)


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_fields_of_any_type_never_end_an_import(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    format_name = data.draw(st.sampled_from(sorted(RECORDS)))
    record = dict(RECORDS[format_name][0])
    for field in data.draw(st.sets(st.sampled_from(sorted(record)), min_size=1, max_size=3)):
        record[field] = data.draw(_ANY)
    path = tmp_path_factory.mktemp("any") / "a.jsonl"
    path.write_text(f"{json.dumps(record)}\n{second(format_name)}\n")
    one, two = read(format_name, path)
    assert (one.task is None) == bool(one.reason)
    assert two.task is not None or "stands twice" in two.reason


@pytest.mark.parametrize("format_name", RECORDS)
def test_a_gzip_bomb_and_a_cut_gzip_end_in_a_reason(format_name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    whole = gzip.compress(f"{first(format_name)}\n{second(format_name)}\n".encode())
    path.write_bytes(whole[:-9])
    assert read(format_name, path)[-1].reason
    path.write_bytes(BOMB)
    (found,) = read(format_name, path)
    assert "200 times" in found.reason


BOMB = gzip.compress((b" " * (1 << 20) + b"\n") * 32)


@pytest.mark.parametrize("format_name", FOLDERS)
def test_what_is_odd_in_an_archive_refuses_its_folder_alone(
    format_name: str, tmp_path: Path
) -> None:
    files = FOLDERS[format_name]
    inside = next(name for name in files if "test" in name)
    short = {name: text for name, text in files.items() if name != "test.patch"}
    path = archive(tmp_path / "a.zip", {}, good=files, up=files, linked=short, bomb=files)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as out:
        link = zipfile.ZipInfo("linked/tests/link" if "/" in inside else "linked/test.patch")
        link.external_attr = 0o120777 << 16
        out.writestr(link, "/etc/passwd")
        out.writestr("up/tests/../../../escape.py", "x")
        out.writestr("bomb/tests/big.py" if "/" in inside else "bomb/hints.md.x", b" " * (40 << 20))
    results = {result.line: result for result in read(format_name, path)}
    tasks = {r.task.id.rpartition("-")[2] for r in results.values() if r.task is not None}
    assert "good" in tasks
    assert "linked" not in tasks
    assert not (tmp_path / "escape.py").exists()
    assert not (tmp_path.parent / "escape.py").exists()


@pytest.mark.parametrize("format_name", FOLDERS)
def test_a_link_out_of_a_folder_refuses_it_and_is_not_followed(
    format_name: str, tmp_path: Path
) -> None:
    for folder in ("bad", "good"):
        for name, text in FOLDERS[format_name].items():
            path = tmp_path / "all" / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    inside = next(n for n in FOLDERS[format_name] if "test" in n)
    secret = tmp_path / "secret"
    secret.write_text("secret\n")
    (tmp_path / "all/bad" / inside).unlink()
    os.symlink(secret, tmp_path / "all/bad" / inside)
    bad, good = read(format_name, tmp_path / "all")
    assert "is a link" in bad.reason
    assert good.task is not None


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_source_of_the_wrong_kind_is_bad_input_and_no_traceback(
    format_name: str, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    hollow = tmp_path / "hollow"
    hollow.mkdir()
    for source in (hollow, tmp_path / "nothing"):
        with pytest.raises(WorkbenchError):
            read(format_name, source)
    if format_name in RECORDS:
        assert read(format_name, empty) == []
    else:
        with pytest.raises(WorkbenchError):
            read(format_name, empty)


def test_the_command_names_what_it_refused_and_imports_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, into = write_lines(tmp_path, first("mbpp"), "{", second("mbpp")), tmp_path / "w"
    assert call("import", "mbpp", source, "--into", into, monkeypatch=monkeypatch) == 0
    said = "".join(capsys.readouterr())
    assert "records.jsonl:2: not JSON" in said.replace("\n", "")
    assert "Traceback" not in said
    assert len(list((into / "tasks").iterdir())) == 2
    for odd in (tmp_path, tmp_path / "nothing"):
        assert call("import", "mbpp", odd, "--into", into, monkeypatch=monkeypatch) == 2


def test_a_line_of_a_hundred_megabytes_is_refused_and_the_next_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"task_id": "')
        for _ in range(100):
            file.write(b"x" * (1 << 20))
        file.write(f'"}}\n{first("mbpp")}\n'.encode())
    long, good = read("mbpp", path)
    assert long.reason == "the line is longer than 8 MiB"
    assert good.task is not None


def test_plain_folders_are_what_the_samples_say(tmp_path: Path) -> None:
    (result,) = read("folder", archive(tmp_path / "one.zip", PLAIN))
    assert result.task is not None
