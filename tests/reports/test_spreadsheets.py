"""Spreadsheets obey nothing that stands in a table, lose no row, and their columns are told."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from tests.reports.conftest import CHECKOUT
from tests.reports.test_task_reports import made
from tests.reports.worlds import HOSTILE, a_world
from workbench.reports import spreadsheets, task_tables
from workbench.reports.safe import in_cell, visible


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1", "\n=1", "\r=1", "\u00a0=1", "\uff1d1+1",
     "x\n=1", HOSTILE],
)  # fmt: skip
def test_a_cell_that_could_be_obeyed_is_quoted(text: str) -> None:
    cell = in_cell(text)
    assert cell.startswith("'") is (text[0] != "x")
    assert cell.removeprefix("'").lstrip() in text


@pytest.mark.parametrize("text", ["a=1", "py-lru", "1-2", "", "'quoted'", "naïve – 日本語 עברית"])
def test_a_cell_that_is_harmless_stays_as_it_is(text: str) -> None:
    assert in_cell(text) == text


def test_no_cell_of_a_report_is_a_formula_and_letters_of_all_scripts_arrive(
    tmp_path: Path,
) -> None:
    world = a_world(tmp_path)
    task = world.task("strong")
    world.save_task(task.model_copy(update={"title": "Größe – 日本語 עברית\u200b"}))
    world.refresh()
    data = made(world, "r.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {len(task_tables.TASKS)}
    cells = {cell for row in rows for cell in row}
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@"))]
    assert {f"'{HOSTILE}", "Größe – 日本語 עברית[U+200B]"} <= cells
    with zipfile.ZipFile(io.BytesIO(made(world, "r.xlsx"))) as book:
        sheets = [book.read(n) for n in book.namelist() if "worksheets/sheet" in n]
        assert len(sheets) == 5
        assert not [s for s in sheets if b"<f>" in s or b"<hyperlink" in s]
        assert "Größe – 日本語 עברית[U+200B]" in book.read("xl/sharedStrings.xml").decode()


def test_what_is_more_than_a_sheet_can_hold_goes_on_in_the_next() -> None:
    frame = pd.DataFrame({"n": range(25), "text": ["="] * 25})
    data = spreadsheets.xlsx({"flags": frame, "none": frame.head(0)}, rows=10)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        assert names == ["flags", "flags 2", "flags 3", "none"]
        rows = [
            len(re.findall(rb"<row ", book.read(f"xl/worksheets/sheet{n}.xml")))
            for n in range(1, 5)
        ]
    assert rows == [11, 11, 6, 1]
    assert spreadsheets.ROWS < 1_048_576


def test_every_column_is_told_in_the_docs() -> None:
    told = set(re.findall(r"`([a-z_]+)`", (CHECKOUT / "docs" / "reports.md").read_text()))
    for columns in (task_tables.TASKS, task_tables.FLAGS, task_tables.OPINIONS,
                    task_tables.TRUST, task_tables.PROVEN):  # fmt: skip
        assert set(columns) <= told, set(columns) - told


def test_what_cannot_be_seen_is_written_out() -> None:
    assert visible("a\u200bb\u202ec\ufeff\U000e0041") == ("a[U+200B]b[U+202E]c[U+FEFF][U+E0041]")
    assert visible("עברית हिन्दी é\n\t") == "עברית हिन्दी é\n\t"
