"""Reports that were made from the desk: seen with age and size, and deleted only one by one."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from workbench.errors import InputError
from workbench.jupyter.report_shelf import ReportShelf, name_of


def put(root: Path, name: str, size: int, at: float) -> Path:
    file = root / "reports" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"x" * size)
    os.utime(file, (at, at))
    return file


def test_reports_are_told_newest_first_with_age_and_size(tmp_path: Path) -> None:
    shelf = ReportShelf(tmp_path)
    assert shelf.shown() == {"count": 0, "bytes": 0, "kept": []}
    put(tmp_path, "2026-01-01-100000.html", 10, 1_700_000_000)
    put(tmp_path, "2026-01-02-100000.html", 500, 1_700_086_400)
    told = shelf.shown()
    assert (told["count"], told["bytes"]) == (2, 510)
    assert told["kept"][0] == {
        "path": "reports/2026-01-02-100000.html", "at": "2023-11-15T22:13:20+00:00", "bytes": 500
    }  # fmt: skip
    for number in range(30):
        put(tmp_path, f"2026-02-01-1000{number:02}.html", 1, 1_700_000_000 + number)
    told = shelf.shown()
    assert (told["count"], len(told["kept"])) == (32, 20)


def test_one_is_deleted_and_nothing_else_ever_is(tmp_path: Path) -> None:
    shelf = ReportShelf(tmp_path)
    kept = put(tmp_path, "2026-01-01-100000.html", 10, 1_700_000_000)
    away = put(tmp_path, "2026-01-02-100000.html", 10, 1_700_000_000)
    own = put(tmp_path, "mine.html", 10, 1_700_000_000)
    (tmp_path / "secret.html").write_text("no report")
    (tmp_path / "reports" / "2026-01-03-100000.html").symlink_to(tmp_path / "secret.html")
    for path in (
        "secret.html", "reports/mine.html", "reports/../secret.html", "/etc/passwd", "",
        "reports/2026-01-03-100000.html", "reports/2026-01-04-100000.html",
    ):  # fmt: skip
        with pytest.raises(InputError, match="no report of this workspace"):
            shelf.delete(path)
    shelf.delete("reports/2026-01-02-100000.html")
    assert [kept.exists(), away.exists(), own.exists()] == [True, False, True]
    assert (tmp_path / "secret.html").exists()
    assert shelf.shown()["count"] == 1


def test_a_folder_that_is_a_link_is_left_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "2026-01-01-100000.html").write_text("theirs")
    root = tmp_path / "ws"
    root.mkdir()
    (root / "reports").symlink_to(elsewhere)
    shelf = ReportShelf(root)
    assert shelf.shown()["count"] == 0
    with pytest.raises(InputError):
        shelf.delete("reports/2026-01-01-100000.html")
    assert (elsewhere / "2026-01-01-100000.html").exists()


def test_a_report_that_is_made_now_is_found_by_its_name(tmp_path: Path) -> None:
    path = name_of(dt.datetime(2026, 3, 4, 5, 6, 7))
    assert path == "reports/2026-03-04-050607.html"
    put(tmp_path, path.partition("/")[2], 3, 1_700_000_000)
    assert ReportShelf(tmp_path).shown()["kept"][0]["path"] == path
