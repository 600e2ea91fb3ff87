"""What every importer shares: strict reading of foreign JSON and refusal by file, line, reason.

A foreign file is hostile input. Each record gives either a task or a reason; one bad record never
stops the rest, nothing from a record chooses where anything is written, and memory is bounded by
the largest record (JSON lines) or by `MAX_ARRAY` (one JSON array).
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from workbench.errors import InvalidFile, NotFound
from workbench.model.base import check_id, check_path, check_text
from workbench.model.task import Task

MAX_LINE = 8 << 20
MAX_ARRAY = 64 << 20
MAX_DIGITS = 40
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Imported:
    """One record of a foreign file: a task, or why there is none. `line` counts from 1."""

    source: str
    line: int
    task: Task | None
    reason: str = ""


class Refused(ValueError):
    """A record that cannot become a task; the message is the reason a person reads."""


@dataclass(frozen=True)
class Raw:
    """A decoded record, or why it could not be decoded."""

    line: int
    value: dict[str, Any] | None
    reason: str = ""


class Fields:
    """Typed access to a record's fields; a wrong type is a `Refused` that names the field."""

    def __init__(self, record: Mapping[str, Any], where: str = "") -> None:
        self._record = record
        self._where = where

    def _get(self, key: str, kind: type, words: str) -> Any:
        if key not in self._record:
            raise Refused(f"{self._where}{key} is missing")
        value = self._record[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise Refused(f"{self._where}{key} must be {words}, not {_kind(value)}")
        return value

    def text(self, key: str) -> str:
        """A string that must be there."""
        return str(self._get(key, str, "text"))

    def text_or(self, key: str, default: str = "") -> str:
        """A string that may be absent or null."""
        return self.text(key) if self._record.get(key) is not None else default

    def whole(self, key: str) -> int:
        """An integer that must be there."""
        return int(self._get(key, int, "a whole number"))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings that must be there."""
        value = self._get(key, list, "a list of texts")
        if not all(isinstance(item, str) for item in value):
            raise Refused(f"{self._where}{key} must be a list of texts")
        return tuple(value)

    def texts_or(self, key: str) -> tuple[str, ...]:
        """A list of strings that may be absent or null."""
        return self.texts(key) if self._record.get(key) is not None else ()

    def nested(self, key: str) -> Fields:
        """An object that must be there."""
        return Fields(self._get(key, dict, "an object"), f"{self._where}{key}.")

    def files(self, key: str) -> dict[str, str]:
        """Path -> text. One unsafe path refuses the record: a harmless rest proves nothing."""
        value = self._get(key, dict, "an object of files")
        for path, content in value.items():
            check_path(path)
            if not isinstance(content, str):
                raise Refused(f"{self._where}{key}: {path!r} must hold text, not {_kind(content)}")
        return dict(value)


def safe_id(*parts: str) -> str:
    """An id from a record's own words: what an id may not hold becomes `-`, then `check_id`."""
    cleaned = [re.sub(r"[^A-Za-z0-9_]+", "-", part).strip("-_") for part in parts]
    for part, clean in zip(parts, cleaned, strict=True):
        if not clean:
            raise Refused(f"{part[:80]!r} holds nothing an id can be made of")
    return check_id("-".join(cleaned))


def fenced(code: str, language: str) -> str:
    """Code as a Markdown block whose fence the code cannot close."""
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code.strip(chr(10))}\n{fence}\n"


def import_records(path: Path, convert: Callable[[Fields], Task]) -> Iterator[Imported]:
    """Every record of `path` through `convert`. Raises InputError when the file cannot be read
    at all, never for what a record holds."""
    seen: dict[str, int] = {}
    for raw in read_records(path):
        task: Task | None = None
        reason = raw.reason
        if raw.value is not None:
            try:
                task = convert(Fields(raw.value))
            except ValidationError as error:
                reason = _first_problem(error)
            except ValueError as error:
                reason = str(error)
        if task is not None and task.id in seen:
            reason = f"task id {task.id} stands twice: already used on line {seen[task.id]}"
            task = None
        if task is not None:
            seen[task.id] = raw.line
        yield Imported(str(path), raw.line, task, reason[:500])


def read_records(path: Path) -> Iterator[Raw]:
    """JSON lines, or one JSON array of objects; told apart by the first character."""
    if not path.exists():
        raise NotFound(f"{path} does not exist", mend="check the path")
    if not path.is_file():
        raise InvalidFile(f"{path} is not a file", mend="name the .jsonl or .json file itself")
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
            stream.seek(len(_BOM) if head.startswith(_BOM) else 0)
            is_array = head.removeprefix(_BOM).lstrip().startswith(b"[")
            yield from _array(stream, path) if is_array else _lines(stream)
    except OSError as error:
        raise InvalidFile(f"{path} cannot be read: {error.strerror}") from error


def _lines(stream: IO[bytes]) -> Iterator[Raw]:
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE)
            yield Raw(number, None, f"the line is longer than {MAX_LINE >> 20} MiB")
        elif line.strip():
            yield _line(number, line)


def _line(number: int, line: bytes) -> Raw:
    try:
        text = line.decode("utf-8")
        decoder = _Strict()
        value, end = decoder.decode_at(text, len(text) - len(text.lstrip()))
        if text[end:].strip():
            return Raw(number, None, f"not JSON: more text after the object, at column {end + 1}")
        return decoder.record(number, value)
    except UnicodeDecodeError as error:
        return Raw(number, None, f"not UTF-8 at byte {error.start}")
    except Refused as refused:
        return Raw(number, None, str(refused))


def _array(stream: IO[bytes], path: Path) -> Iterator[Raw]:
    data = stream.read(MAX_ARRAY + 1)
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
        decoder = _Strict()
        try:
            value, end = decoder.decode_at(text, at)
        except Refused as refused:
            # Where the broken element ends is unknown, so nothing after it can be trusted.
            yield Raw(line, None, f"{refused}; the rest of the file was not read")
            return
        yield decoder.record(line, value)
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


class _Strict:
    """A JSON decoder that notes what strict JSON forbids and goes on, so that the end of a bad
    element is still known."""

    def __init__(self) -> None:
        self._problem = ""
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_int=self._int,
            parse_float=self._float,
            parse_constant=self._constant,
        )

    def decode_at(self, text: str, at: int) -> tuple[Any, int]:
        """The value that starts at `at` and where it ends; Refused when there is none."""
        try:
            return self._decoder.raw_decode(text, at)
        except RecursionError:
            raise Refused("nested too deep") from None
        except json.JSONDecodeError as error:
            if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
                raise Refused("not JSON: it ends in the middle of a value") from None
            raise Refused(f"not JSON: {error.msg} at character {error.pos - at + 1}") from None

    def record(self, line: int, value: Any) -> Raw:
        """The value as a record, if it is an object and nothing was noted."""
        if self._problem:
            return Raw(line, None, self._problem)
        if not isinstance(value, dict):
            return Raw(line, None, f"a record must be an object, not {_kind(value)}")
        try:
            _check_texts(value)
        except ValueError as error:
            return Raw(line, None, str(error))
        return Raw(line, value)

    def _note(self, problem: str) -> None:
        self._problem = self._problem or problem

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) != len(pairs):
            counts = Counter(key for key, _ in pairs)
            twice = counts.most_common(1)[0][0]
            self._note(f"the key {twice[:80]!r} stands twice in one object")
        return value

    def _int(self, digits: str) -> int:
        if len(digits) > MAX_DIGITS:
            self._note(f"a number of {len(digits)} digits")
            return 0
        return int(digits)

    def _float(self, digits: str) -> float:
        value = float(digits)
        if math.isinf(value):
            self._note(f"the number {digits[:40]} is out of range")
        return value

    def _constant(self, name: str) -> None:
        self._note(f"{name} is not JSON")


def _check_texts(value: Any) -> None:
    """No lone surrogate anywhere, keys included. The decoder bounded the depth already."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            check_text(item)
        elif isinstance(item, dict):
            waiting.extend(item)
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case _:
            return "an object"


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
