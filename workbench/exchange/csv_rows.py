"""Rows of a CSV file as records of texts, by the names in its first row, one at a time."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from typing import IO

from workbench.errors import InvalidFile

MAX_ROW = 8 << 20
_NAMES = (".csv", ".csv.gz")
_REST = "; the rest of the file was not read"


def is_csv(name: str) -> bool:
    """Whether a file of that name is read as CSV. Its content could be anything."""
    return name.lower().endswith(_NAMES)


def rows(
    stream: IO[bytes], name: str, after: int = 0
) -> Iterator[tuple[int, dict[str, str] | None, str]]:
    """Number, row, or why there is none. Where a broken row ends is unknown, so it is the last.
    Raises InvalidFile for a first row that names no columns."""
    csv.field_size_limit(MAX_ROW)
    lines = _Lines(stream)
    table = csv.reader(lines, strict=True)
    try:
        head = next(table, [])
    except (csv.Error, _TooLong) as error:
        raise InvalidFile(f"{name}: the first row is broken: {error}") from None
    if not head:
        return
    twice = [column for column, count in Counter(head).items() if count > 1]
    if twice:
        raise InvalidFile(f"{name}: the column {twice[0][:80]!r} stands twice")
    number = 0
    while True:
        number += 1
        lines.size = 0
        try:
            row = next(table)
        except StopIteration:
            return
        except (csv.Error, _TooLong) as error:
            yield number, None, f"not CSV: {error}{_REST}"
            return
        if not row:
            number -= 1
        elif number > after:
            yield _row(number, head, row)


def _row(number: int, head: list[str], row: list[str]) -> tuple[int, dict[str, str] | None, str]:
    if len(row) != len(head):
        return number, None, f"the row has {len(row)} columns, the first row {len(head)}"
    for column, value in zip(head, row, strict=True):
        if not value.isascii() and any("\udc80" <= letter <= "\udcff" for letter in value):
            return number, None, f"{column[:80]} is not UTF-8"
    return number, dict(zip(head, row, strict=True)), ""


class _TooLong(Exception):
    """A row that is longer than any may be."""


class _Lines:
    """Lines as texts; no row is longer than `MAX_ROW`, wherever its quotes end. Bytes that are no
    UTF-8 come as half surrogates, so that their row can be refused alone."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MAX_ROW + 1)
        self.size += len(line)
        if self.size > MAX_ROW:
            raise _TooLong(f"the row is longer than {MAX_ROW >> 20} MiB")
        if not line:
            raise StopIteration
        return line.decode("utf-8", "surrogateescape")
