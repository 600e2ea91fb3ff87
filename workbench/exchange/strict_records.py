"""Strict reading of foreign records, one at a time: JSON lines, one JSON array, CSV, Parquet.

Memory is bounded by the largest record (JSON lines) or by `MAX_ARRAY` (one JSON array); what a
compressed file may grow to is bounded by what stands on the disk.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from workbench.errors import InvalidFile, NotFound
from workbench.exchange import csv_rows, parquet
from workbench.exchange.strict_json import Refused as Refused
from workbench.exchange.strict_json import Strict, check_record
from workbench.exchange.strict_json import decode as decode
from workbench.exchange.strict_json import kind_of as kind_of
from workbench.exchange.unpacked import Bomb, Unpacked

MAX_LINE = 8 << 20
MAX_ARRAY = 64 << 20
_BOM = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
_FOREIGN = {
    b"\xff\xfe": ("text in UTF-16", "write it as UTF-8"),
    b"\xfe\xff": ("text in UTF-16", "write it as UTF-8"),
    b"PK\x03\x04": ("a zip archive", "unpack it and name the file in it"),
    b"\x28\xb5\x2f\xfd": ("packed with zstd", "unpack it: zstd -d"),
    b"\xfd7zX": ("packed with xz", "unpack it: xz -d"),
    b"BZh": ("packed with bzip2", "unpack it: bzip2 -d"),
    b"SQLi": ("an SQLite database", "write its table as JSON lines"),
    b"ARRO": ("an Arrow file", "write it as Parquet"),
}
"""What files that are no text begin with: else each of their lines would be refused by itself."""


@dataclass(frozen=True)
class Raw:
    """A decoded record, or why it could not be decoded."""

    line: int
    value: dict[str, Any] | None
    reason: str = ""


def read_records(path: Path, after: int = 0) -> Iterator[Raw]:
    """JSON lines, a JSON array of objects or Parquet, told apart by how they begin, or CSV by its
    name; all but Parquet may be gzipped. Lines up to number `after` are passed over without being
    decoded; an array, whose elements may share a line, is read from its beginning.

    Raises NotFound or InvalidFile when the file cannot be read at all."""
    if not path.exists():
        raise NotFound(f"{path} does not exist", mend="check the path")
    if not path.is_file():
        raise InvalidFile(f"{path} is not a file", mend="name the .jsonl or .json file itself")
    try:
        with path.open("rb") as raw:
            magic = raw.read(4)
            if magic == _PARQUET:
                yield from _rows(parquet.rows(path, after))
                return
            for start, (what, mend) in _FOREIGN.items():
                if magic.startswith(start):
                    raise InvalidFile(f"{path} is {what}", mend=mend)
            packed = magic.startswith(_GZIP)
            raw.seek(0)
            stream = io.BufferedReader(Unpacked(raw)) if packed else raw
            head = stream.peek(4096)
            if head.startswith(_BOM):
                stream.read(len(_BOM))
            if csv_rows.is_csv(path.name):
                yield from _csv(stream, path, after)
                return
            is_array = head.removeprefix(_BOM).lstrip().startswith(b"[")
            yield from _array(stream, path) if is_array else _lines(stream, after)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise InvalidFile(f"{path} is a broken gzip file: {error}") from None
    except OSError as error:
        raise InvalidFile(f"{path} cannot be read: {error.strerror or error}") from error


def _csv(stream: IO[bytes], path: Path, after: int) -> Iterator[Raw]:
    last = after
    try:
        for raw in _rows(csv_rows.rows(stream, str(path), after)):
            last = raw.line
            yield raw
    except (Bomb, gzip.BadGzipFile, zlib.error, EOFError) as error:
        yield Raw(last + 1, None, f"the gzip file is broken: {error}; the rest was not read")


def _rows(found: Iterable[tuple[int, Mapping[str, Any] | None, str]]) -> Iterator[Raw]:
    for number, row, reason in found:
        try:
            check_record(row or {})
        except ValueError as error:
            row, reason = None, str(error)
        yield Raw(number, dict(row) if row is not None else None, reason)


def _lines(stream: IO[bytes], after: int) -> Iterator[Raw]:
    number = 0
    try:
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MAX_LINE)
                if number > after:
                    yield Raw(number, None, f"the line is longer than {MAX_LINE >> 20} MiB")
            elif number > after and line.strip():
                yield _line(number, line)
    except (Bomb, gzip.BadGzipFile, zlib.error, EOFError) as error:
        yield Raw(number + 1, None, f"the gzip file is broken: {error}; the rest was not read")


def _line(number: int, line: bytes) -> Raw:
    try:
        text = line.decode("utf-8")
        decoder = Strict()
        value, end = decoder.decode_at(text, len(text) - len(text.lstrip()))
        if text[end:].strip():
            return Raw(number, None, f"not JSON: more text after the object, at column {end + 1}")
        return Raw(number, decoder.record(value))
    except UnicodeDecodeError as error:
        return Raw(number, None, f"not UTF-8 at byte {error.start}")
    except ValueError as error:
        return Raw(number, None, str(error))


def _array(stream: IO[bytes], path: Path) -> Iterator[Raw]:
    try:
        data = stream.read(MAX_ARRAY + 1)
    except Bomb as error:
        raise InvalidFile(f"{path}: {error}", mend="unpack it and look at it") from None
    if len(data) > MAX_ARRAY:
        raise InvalidFile(
            f"{path} is one JSON array of more than {MAX_ARRAY >> 20} MiB",
            mend="write it as JSON lines, one record a line",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidFile(f"{path} is not UTF-8 at byte {error.start}") from None
    at = _after_space(text, text.index("[") + 1)
    line = text.count("\n", 0, at) + 1
    if text.startswith("]", at):
        yield from _after_array(text, at)
        return
    while True:
        decoder = Strict()
        try:
            value, end = decoder.decode_at(text, at)
        except Refused as refused:
            # Where the broken element ends is unknown, so nothing after it can be trusted.
            yield Raw(line, None, f"{refused}; the rest of the file was not read")
            return
        try:
            yield Raw(line, decoder.record(value))
        except ValueError as error:
            yield Raw(line, None, str(error))
        comma = _after_space(text, end)
        if text.startswith("]", comma):
            yield from _after_array(text, comma)
            return
        if not text.startswith(",", comma):
            line += text.count("\n", at, comma)
            yield Raw(line, None, "the file ends in the middle of the array")
            return
        after = _after_space(text, comma + 1)
        line += text.count("\n", at, after)
        at = after


def _after_array(text: str, bracket: int) -> Iterator[Raw]:
    rest = _after_space(text, bracket + 1)
    if rest < len(text):
        line = text.count("\n", 0, rest) + 1
        yield Raw(line, None, "something stands after the end of the array; it was not read")


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at
