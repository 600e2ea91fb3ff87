"""What every importer shares: typed fields, and refusal by file, record number, reason.

A foreign file is hostile input. Each record gives either a task or a reason; one bad record never
stops the rest, nothing from a record chooses where anything is written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from workbench.exchange.seen import Seen
from workbench.exchange.strict_records import Raw, kind_of, read_records
from workbench.exchange.strict_records import Refused as Refused  # every importer raises it
from workbench.model.base import check_id, check_path
from workbench.model.task import LanguageName, Task

_MOST = 10**40


@dataclass(frozen=True)
class Imported:
    """One record of a foreign file: a task, or why there is none. `line` counts from 1: lines of a
    file, rows of a table, folders of a folder. `record` is what the task was made from."""

    source: str
    line: int
    task: Task | None
    reason: str = ""
    record: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Ask:
    """What whoever imports says beside the path. Records up to number `after` are passed over;
    `seen` knows the ids of other sources."""

    after: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    language: LanguageName | None = None
    seen: Seen = field(default_factory=Seen)


class Fields:
    """Typed access to a record's fields; a wrong type is a `Refused` that names the field."""

    def __init__(self, record: Mapping[str, Any], where: str = "") -> None:
        self._record = record
        self._where = where

    def _get(self, key: str, kind: type | tuple[type, ...], words: str) -> Any:
        if key not in self._record:
            raise Refused(f"{self._where}{key} is missing")
        value = self._record[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise Refused(f"{self._where}{key} must be {words}, not {kind_of(value)}")
        return value

    def text(self, key: str) -> str:
        """A string that must be there."""
        return self._plain(key, self._get(key, str, "text"))

    def _plain(self, key: str, text: str) -> str:
        # Between programs it ends a text, so what is shown would not be what is run.
        if "\0" in text:
            raise Refused(f"{self._where}{key} holds a NUL character")
        return text

    def text_or(self, key: str, default: str = "") -> str:
        """A string that may be absent or null."""
        return self.text(key) if self._record.get(key) is not None else default

    def word(self, key: str) -> str:
        """A string or a whole number, as text."""
        return self._plain(key, str(self._get(key, (str, int), "text or a whole number")))

    def whole(self, key: str) -> int:
        """An integer that must be there."""
        return int(self._get(key, int, "a whole number"))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings that must be there."""
        value = self._get(key, list, "a list of texts")
        if not all(isinstance(item, str) for item in value):
            raise Refused(f"{self._where}{key} must be a list of texts")
        return tuple(self._plain(key, item) for item in value)

    def texts_or(self, key: str) -> tuple[str, ...]:
        """A list of strings that may be absent or null."""
        return self.texts(key) if self._record.get(key) is not None else ()

    def number_or(self, key: str, default: float = 0) -> float:
        """A number that may be absent or null."""
        if self._record.get(key) is None:
            return default
        value = self._get(key, (int, float), "a number")
        # TOML and YAML write numbers that no float holds, and `nan`, which no limit compares with.
        if (isinstance(value, int) and abs(value) > _MOST) or not math.isfinite(value):
            raise Refused(f"{self._where}{key} is no number of a size that can be used")
        return float(value)

    def list_or(self, key: str) -> list[Any]:
        """A list of anything that may be absent or null."""
        if self._record.get(key) is None:
            return []
        return list(self._get(key, list, "a list"))

    def any_of(self, *keys: str) -> str:
        """The first of these keys that holds something, or ''."""
        return next((key for key in keys if self._record.get(key) not in (None, "", [])), "")

    @property
    def raw(self) -> Mapping[str, Any]:
        """The record as it is."""
        return self._record

    def nested(self, key: str) -> Fields:
        """An object that must be there."""
        return Fields(self._get(key, dict, "an object"), f"{self._where}{key}.")

    def files(self, key: str) -> dict[str, str]:
        """Path -> text. One unsafe path refuses the record: a harmless rest proves nothing."""
        value = self._get(key, dict, "an object of files")
        for path, content in value.items():
            try:
                check_path(path)
            except ValueError as error:
                raise Refused(f"{self._where}{key}: {error}") from None
            if not isinstance(content, str):
                found = kind_of(content)
                raise Refused(f"{self._where}{key}: {path[:80]!r} must hold text, not {found}")
            self._plain(f"{key}: {path[:80]!r}", content)
        return dict(value)


def safe_id(*parts: str) -> str:
    """An id from a record's own words: what an id may not hold becomes `-`, then `check_id`."""
    cleaned = [re.sub(r"[^A-Za-z0-9_]+", "-", part).strip("-_") for part in parts]
    for part, clean in zip(parts, cleaned, strict=True):
        if not clean:
            raise Refused(f"{part[:80]!r} holds nothing an id can be made of")
    made = "-".join(cleaned)
    try:
        return check_id(made)
    except ValueError:
        raise Refused(f"the id {made[:80]!r}... is longer than an id may be") from None


def fenced(code: str, language: str) -> str:
    """Code as a Markdown block whose fence the code cannot close."""
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code.strip(chr(10))}\n{fence}\n"


def import_records(
    path: Path, convert: Callable[[Fields], Task], ask: Ask | None = None
) -> Iterator[Imported]:
    """Every record of a JSON file through `convert`. Raises InputError when the file cannot be
    read at all, never for what a record holds."""
    ask = ask or Ask()
    return import_raw(str(path), read_records(path, after=ask.after), convert, ask)


def import_raw(
    source: str, records: Iterable[Raw], convert: Callable[[Fields], Task], ask: Ask
) -> Iterator[Imported]:
    """Decoded records through `convert`; an id that was used before refuses the record."""
    # A file's name need not be UTF-8; what is kept of it has to be.
    source = source.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    for raw in records:
        task: Task | None = None
        reason = raw.reason
        if raw.value is not None:
            try:
                task = convert(Fields(raw.value))
            except ValidationError as error:
                reason = _first_problem(error)
            except ValueError as error:
                reason = str(error)
            except RecursionError:
                reason = "nested too deep"
            except (ArithmeticError, LookupError, TypeError, AttributeError, MemoryError) as error:
                # One record of a million must not end the others, whatever its reader overlooked.
                reason = f"it cannot be understood: {type(error).__name__}: {error}"
        if task is not None:
            place = ask.seen.first(task.id, source, raw.line)
            if place is not None:
                where = "" if place[0] == source else f" of {place[0]}"
                reason = f"task id {task.id} stands twice: already used on line {place[1]}{where}"
                task = None
        record = raw.value if task is not None else None
        yield Imported(source, raw.line, task, reason[:500], record)


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
