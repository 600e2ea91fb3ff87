"""Hostile text made harmless to look at: nothing hides, nothing reorders, nothing is endless."""

from __future__ import annotations

import re

from markupsafe import Markup

LIMIT = 40_000
# What reorders and what cannot be seen, such as letters of no width: two names that differ by one
# of these must not look the same. The desk writes out the same ones (`text/special.ts`).
_UNSEEN = {
    c: f"[U+{c:04X}]"
    for c in (
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
        *range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x2028, 0x202F),
        *range(0x2060, 0x2070), *range(0xFFF0, 0xFFFD), *range(0x1BCA0, 0x1BCA4),
        *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000),
    )
}  # fmt: skip
_CONTROL = {c: f"[U+{c:04X}]" for c in (*range(32), *range(0x7F, 0xA0)) if c not in (9, 10, 13)}
# Characters that are none, by Unicode: neither HTML nor XML may hold them.
_NONE = {
    c: f"[U+{c:04X}]"
    for c in (*range(0xFDD0, 0xFDF0), *(p + e for p in range(0, 0x110000, 0x10000)
                                        for e in (0xFFFE, 0xFFFF)))
}  # fmt: skip
_SHOWN = _UNSEEN | _CONTROL | _NONE
# Some spreadsheets obey the wide forms, too, and what stands behind blanks.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BLANK = ("\t", "\r", "\n")
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")


def visible(text: str, limit: int = LIMIT) -> str:
    """Text with control, direction and unseen characters written out, and bounded in length."""
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
    obeyed = shown.startswith(_BLANK) or shown.lstrip().startswith(_FORMULA)
    return f"'{shown}" if obeyed else shown


def css_string(text: str) -> Markup:
    """A string of a style sheet within a page: whatever is no letter or digit is an escape, so that
    nothing ends the string, the style sheet or its element."""
    return Markup('"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text) + '"')
