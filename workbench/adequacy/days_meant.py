"""Texts that are days or times of day in all known calls: whoever asks for `2024-03-04` need not
say what is to be done with `40-30-4202`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time

SPOKEN_OF = re.compile(
    r"\b(?:in-?valid|malformed|ill-?formed|illegal|impossible|unreadable|unparse?able"
    r"|cannot be read|raises?|throws?|rejects?|refuse[sd]?|errors?)\b"
)
"""Words by which a prompt may speak of a text that is none."""

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?Z?)?")
_CLOCK = re.compile(r"\d\d?:\d\d(?::\d\d)?")


def no_moment(value: str, texts: Sequence[str]) -> bool:
    """Whether all of several different known texts are days, or all are times, and this is none."""
    kinds = {_kind(text) for text in texts}
    return len(set(texts)) > 1 and len(kinds) == 1 and "" not in kinds and _kind(value) not in kinds


def _kind(text: str) -> str:
    try:
        if (day := _DAY.fullmatch(text)) is not None:
            date.fromisoformat(day[1])
            return "moment" if day[2] and time.fromisoformat(day[2]) is not None else "day"
        if _CLOCK.fullmatch(text):
            time.fromisoformat(text.rjust(5, "0") if text.count(":") == 1 else text.rjust(8, "0"))
            return "clock"
    except ValueError:
        return ""
    return ""
