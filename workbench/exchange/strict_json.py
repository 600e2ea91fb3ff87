"""Strict JSON: what the standard library lets pass and foreign data must not hold is refused."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

from workbench.model.base import check_text

MAX_DIGITS = 40


class Refused(ValueError):
    """A record that cannot become a task; the message is the reason a person reads."""


def decode(text: str) -> Any:
    """One strict JSON value that stands in a text. Raises Refused."""
    decoder = Strict()
    value, end = decoder.decode_at(text, len(text) - len(text.lstrip()))
    if text[end:].strip():
        raise Refused(f"not JSON: more text after the value, at character {end + 1}")
    if decoder.problem:
        raise Refused(decoder.problem)
    _check_texts(value)
    return value


class Strict:
    """A JSON decoder that notes what strict JSON forbids and goes on, so that the end of a bad
    element is still known."""

    def __init__(self) -> None:
        self.problem = ""
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

    def record(self, value: Any) -> dict[str, Any]:
        """The value as a record. Raises Refused where it is no object or something was noted."""
        if self.problem:
            fields = value.items() if isinstance(value, dict) else ()
            field = next((key for key, item in fields if _holds(item, _BAD)), "")
            raise Refused(f"{ascii(field)[1:-1][:80]}: {self.problem}" if field else self.problem)
        if not isinstance(value, dict):
            raise Refused(f"a record must be an object, not {kind_of(value)}")
        check_record(value)
        return value

    def _note(self, problem: str) -> Any:
        if self.problem:
            return None
        self.problem = problem
        return _BAD

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) != len(pairs):
            counts = Counter(key for key, _ in pairs)
            twice = counts.most_common(1)[0][0]
            self._note(f"the key {twice[:80]!r} stands twice in one object")
        return value

    def _int(self, digits: str) -> Any:
        if len(digits) > MAX_DIGITS:
            return self._note(f"a number of {len(digits)} digits")
        return int(digits)

    def _float(self, digits: str) -> Any:
        value = float(digits)
        if math.isinf(value):
            return self._note(f"the number {digits[:40]} is out of range")
        return value

    def _constant(self, name: str) -> Any:
        return self._note(f"{name} is not JSON")


_BAD = object()
"""Stands where a value was that strict JSON forbids."""


def _holds(value: Any, wanted: object) -> bool:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if item is wanted:
            return True
        waiting.extend(item.values() if isinstance(item, dict) else ())
        waiting.extend(item if isinstance(item, list) else ())
    return False


def check_record(value: Mapping[str, Any]) -> None:
    """No lone surrogate; the reason names the field."""
    for key, item in value.items():
        check_text(key)
        try:
            _check_texts(item)
        except ValueError as error:
            raise Refused(f"{key[:80]}: {error}") from None


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


def kind_of(value: object) -> str:
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
