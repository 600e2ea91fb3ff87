"""Removes the marks by which practice exercises switch their own tests off, and says how many.

Only unconditional marks go: a test that skips itself on some condition is left as its author
wrote it, and the run will show it as skipped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workbench.exchange.masks import mask
from workbench.model.task import LanguageName

_Edit = tuple[int, int, str, str]
"""Start, end, what to write instead, the mark's name."""

_SCRIPT = (
    re.compile(r"^[ \t]*(?P<mark>x(?=(?:test|it|describe)\b[ \t]*[.(]))(?P<name>\w+)", re.M),
    re.compile(r"^[ \t]*(?P<name>(?:test|it|describe)(?P<mark>\.skip)\b)(?=[ \t]*[.(])", re.M),
)
_SCRIPT_IMPORT = re.compile(
    r"^import\b[^;'\"`(){}]{0,200}\{(?P<names>[^{}]{0,2000})\}\s*from\b", re.M
)
_SCRIPT_NAMES = ("xtest", "xit", "xdescribe")
_PYTHON = re.compile(
    r"^[ \t]*(?P<mark>@(?P<name>(?:unittest\.|pytest\.mark\.)?skip)\b(?![.\w]))", re.M
)
_RUST = re.compile(r'(?P<mark>#\[[ \t]*(?P<name>ignore)[ \t]*(?:=[ \t]*"[^"]*"[ \t]*)?\])')
_JAVA = re.compile(r"(?P<mark>@(?:[a-z][\w.]*\.)?(?P<name>Disabled|Ignore)\b(?![.\w]))")
_JAVA_IMPORT = re.compile(
    r"^import[ \t]+org\.junit\.(?:[\w.]+\.)?(?P<name>Disabled|Ignore)[ \t]*;[ \t]*\n?", re.M
)
# One tab: the test's own level. Deeper stands under a condition or in a subtest.
_GO = re.compile(r"^\t(?P<mark>t\.(?P<name>Skip(?:f|Now)?)\b)(?=\()", re.M)
_OPENING = re.compile(r"[ \t]*\(")
_PARENTHESIS = re.compile(r"[()]")
_MAX_ARGUMENTS = 2000
"""Characters; a reason to skip is a sentence, and text that never closes is read once."""


def without_skip_marks(text: str, language: LanguageName) -> tuple[str, Counter[str]]:
    """The text with every unconditional skip mark removed, and how often each mark stood there."""
    masked = mask(text, language)
    edits = sorted(_edits(masked, language))
    counts = Counter(name for _, _, _, name in edits)
    text, masked = _apply(text, edits), _apply(masked, edits)
    if counts and language in (LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT):
        text = _apply(text, sorted(_unused_script_imports(masked)))
    elif counts and language is LanguageName.JAVA:
        text = _apply(text, sorted(_unused_java_imports(masked)))
    return text, counts


def _edits(masked: str, language: LanguageName) -> Iterator[_Edit]:
    match language:
        case LanguageName.JAVASCRIPT | LanguageName.TYPESCRIPT:
            for pattern in _SCRIPT:
                for found in pattern.finditer(masked):
                    mark = found["mark"]
                    name = mark + found["name"] if mark == "x" else found["name"]
                    yield (*found.span("mark"), "", name)
        case LanguageName.PYTHON:
            yield from (_whole(masked, found) for found in _PYTHON.finditer(masked))
        case LanguageName.RUST:
            yield from (_whole(masked, found) for found in _RUST.finditer(masked))
        case LanguageName.JAVA:
            yield from (_whole(masked, found) for found in _JAVA.finditer(masked))
        case LanguageName.GO:
            yield from (_whole(masked, found) for found in _GO.finditer(masked))


def _whole(masked: str, found: re.Match[str]) -> _Edit:
    """A mark with its arguments, and with its line when nothing else stands there."""
    start, end = found.span("mark")
    end = _after_arguments(masked, end)
    line_start = masked.rfind("\n", 0, start) + 1
    line_end = masked.find("\n", end)
    line_end = len(masked) if line_end < 0 else line_end + 1
    if not masked[line_start:start].strip() and not masked[end:line_end].strip(" \t\r\n;"):
        start, end = line_start, line_end
    return start, end, "", found["name"]


def _after_arguments(masked: str, at: int) -> int:
    """Where the parentheses that open at `at` close; `at` itself when none open there."""
    opening = _OPENING.match(masked, at)
    if opening is None:
        return at
    depth = 1
    for found in _PARENTHESIS.finditer(masked, opening.end(), at + _MAX_ARGUMENTS):
        depth += 1 if found[0] == "(" else -1
        if depth == 0:
            return found.end()
    return at


def _unused_script_imports(masked: str) -> Iterator[_Edit]:
    imports = list(_SCRIPT_IMPORT.finditer(masked))
    unused = {
        name
        for name in _SCRIPT_NAMES
        if _words(masked, name) == sum(_words(found["names"], name) for found in imports)
    }
    for found in imports:
        names = found["names"].split(",")
        keep = [name for name in names if name.strip() not in unused]
        if len(keep) < len(names):
            inside = ",".join(keep)
            if found["names"].endswith(" ") and not inside.endswith(" "):
                inside += " "
            yield (*found.span("names"), inside, "import")


def _unused_java_imports(masked: str) -> Iterator[_Edit]:
    imports = list(_JAVA_IMPORT.finditer(masked))
    for name in ("Disabled", "Ignore"):
        own = [found for found in imports if found["name"] == name]
        if _words(masked, name) == len(own):
            yield from ((*found.span(), "", "import") for found in own)


def _words(text: str, name: str) -> int:
    return len(re.findall(rf"\b{name}\b", text))


def _apply(text: str, edits: list[_Edit]) -> str:
    out: list[str] = []
    at = 0
    for start, end, instead, _ in edits:
        out += (text[at:start], instead)
        at = end
    out.append(text[at:])
    return "".join(out)
