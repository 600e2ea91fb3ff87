"""Frames as CSV, Parquet and XLSX files. No cell is ever a formula: titles are hostile."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.errors import MissingTool
from workbench.reports.safe import in_cell, visible

_MEND = "pip install 'reviewer-workbench[tables]'"
_CELL = 32_000
"""characters; a spreadsheet's cell holds 32,767"""
ROWS = 1_000_000
"""rows of a sheet; it can hold 1,048,576"""


def csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it as such."""
    return frame.map(_texts(in_cell)).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def parquet(frame: pd.DataFrame) -> bytes:
    """Texts as they are: nothing that reads Parquet obeys them. Raises MissingTool."""
    out = io.BytesIO()
    try:
        frame.to_parquet(out, index=False, engine="pyarrow")
    except ImportError:
        raise MissingTool("Parquet needs pyarrow", mend=_MEND) from None
    return out.getvalue()


def xlsx(sheets: Mapping[str, pd.DataFrame], *, rows: int = ROWS) -> bytes:
    """A sheet a frame, its header kept in view; a frame of more than `rows` rows goes on in sheets
    of the same name and a number. Raises MissingTool."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        writer = pd.ExcelWriter(out, engine="xlsxwriter", engine_kwargs={"options": options})
    except ImportError:
        raise MissingTool("XLSX needs xlsxwriter", mend=_MEND) from None
    with writer:
        for name, frame in sheets.items():
            for number, first in enumerate(range(0, max(1, len(frame)), rows), start=1):
                title = name if number == 1 else f"{name} {number}"
                _sheet(writer, title, frame.iloc[first : first + rows])
    return out.getvalue()


def _sheet(writer: pd.ExcelWriter[Any], title: str, frame: pd.DataFrame) -> None:
    shown = frame.map(_texts(lambda text: visible(text, _CELL)))
    shown.to_excel(writer, sheet_name=title, index=False)
    sheet = writer.sheets[title]
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(shown)), max(0, len(shown.columns) - 1))
    for number, column in enumerate(shown.columns):
        sheet.set_column(number, number, _width(column, shown[column]))


def _width(name: Any, values: pd.Series[Any]) -> int:
    longest = max((len(str(v)) for v in values.head(200)), default=0)
    return min(60, max(len(str(name)), longest) + 2)


def _texts(change: Any) -> Any:
    return lambda value: change(value) if isinstance(value, str) else value
