"""Rows of a Parquet file as records, a batch at a time. The only module that imports pyarrow."""

from __future__ import annotations

import datetime as dt
import decimal
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.errors import InvalidFile, MissingTool

MAX_GROUP = 1 << 30
_BATCH = 256


def rows(path: Path, after: int = 0) -> Iterator[tuple[int, dict[str, Any] | None, str]]:
    """Number, row, or why there is none. Dates and decimals come as texts, as JSON would have
    them. Raises MissingTool, InvalidFile."""
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise MissingTool(
            "reading Parquet needs pyarrow", mend="pip install 'reviewer-workbench[tables]'"
        ) from None
    try:
        with parquet.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                if file.metadata.row_group(group).total_byte_size > MAX_GROUP:
                    raise InvalidFile(
                        f"{path}: row group {group} is larger than {MAX_GROUP >> 20} MiB",
                        mend="write it again with smaller row groups",
                    )
            names = Counter(file.schema_arrow.names)
            twice = [name for name, count in names.items() if count > 1]
            if twice:
                raise InvalidFile(f"{path}: the column {twice[0][:80]!r} stands twice")
            number = 0
            for batch in file.iter_batches(batch_size=_BATCH):
                if number + batch.num_rows <= after:
                    number += batch.num_rows
                    continue
                for row in _rows(batch):
                    number += 1
                    if number > after:
                        yield _row(number, row)
    except (arrow.ArrowException, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path} is no Parquet file that can be read: {error}") from None


def _rows(batch: Any) -> Iterator[dict[str, Any] | str]:
    """Each row, or why it is none: a text that is no UTF-8 or a date no calendar holds is noticed
    only when it is asked for."""
    try:
        yield from batch.to_pylist()
        return
    except (ValueError, ArithmeticError):
        pass
    for at in range(batch.num_rows):
        try:
            yield from batch.slice(at, 1).to_pylist()
        except UnicodeDecodeError as error:
            yield f"a text is not UTF-8 at byte {error.start}"
        except (ValueError, ArithmeticError) as error:
            yield str(error)


def _row(number: int, row: dict[str, Any] | str) -> tuple[int, dict[str, Any] | None, str]:
    if isinstance(row, str):
        return number, None, row
    try:
        return number, {key: _plain(value) for key, value in row.items()}, ""
    except ValueError as error:
        return number, None, str(error)


def _plain(value: Any) -> Any:
    match value:
        case float() if not math.isfinite(value):
            raise ValueError(f"{value} is not JSON")
        case None | str() | bool() | int() | float():
            return value
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case dt.date() | dt.time() | dt.datetime():
            return value.isoformat()
        case decimal.Decimal():
            return str(value)
        case _:
            raise ValueError(f"a column holds {type(value).__name__}, which is not JSON")
