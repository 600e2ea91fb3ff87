"""Hostile text made harmless to look at: nothing hides, nothing reorders, nothing is endless."""

from __future__ import annotations

import re

from markupsafe import Markup

LIMIT = 40_000
_BIDI = {
    c: f"[U+{c:04X}]"
    for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
}
_CONTROL = {c: f"[U+{c:04X}]" for c in (*range(32), *range(0x7F, 0xA0)) if c not in (9, 10, 13)}
# Characters that are none, by Unicode: neither HTML nor XML may hold them.
_NONE = {
    c: f"[U+{c:04X}]"
    for c in (*range(0xFDD0, 0xFDF0), *(p + e for p in range(0, 0x110000, 0x10000)
                                        for e in (0xFFFE, 0xFFFF)))
}  # fmt: skip
_SHOWN = _BIDI | _CONTROL | _NONE
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")


def visible(text: str, limit: int = LIMIT) -> str:
    """Text with control and direction characters written out, and bounded in length."""
    cut = text[:limit].translate(_SHOWN)
    left = len(text) - limit
    return cut if left <= 0 else f"{cut}\n[... {left} characters more]"


def one_line(text: str, limit: int = 300) -> str:
    """The same on one line, cut with an ellipsis."""
    line = " ".join(visible(text, LIMIT).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def in_markdown(text: str, limit: int = 300) -> str:
    """One line that Markdown reads as plain words, also in a table's cell."""
    return _MARKS.sub(r"\\\1", one_line(text, limit))


def in_cell(text: str) -> str:
    """A cell of a CSV file. A spreadsheet would obey what begins like a formula: it gets a quote
    before it, as spreadsheets themselves write text."""
    shown = visible(text, 32_000)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def css_string(text: str) -> Markup:
    """A string of a style sheet within a page: whatever is no letter or digit is an escape, so that
    nothing ends the string, the style sheet or its element."""
    return Markup('"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text) + '"')
