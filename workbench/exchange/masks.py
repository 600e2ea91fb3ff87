"""Source text with the insides of strings and comments blanked, so that words in them do not count.

A mask has the length of its text and keeps every newline and every quote; only what stands inside
a string, a character, a regular expression or a comment becomes spaces. One pass of one regular
expression without backtracking makes it, so hostile text costs linear time. Where it guesses wrong
(a `/` that looked like a regular expression) a mark is left standing, which shows as a skipped
test; it can never make a test pass.
"""

from __future__ import annotations

import re

from workbench.model.task import LanguageName

_LINE = r"//[^\n]*+"
_BLOCK = r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?+"
_DOUBLE = r'"(?:[^"\\\n]|\\[\s\S])*+"?+'
_SINGLE = r"'(?:[^'\\\n]|\\[\s\S])*+'?+"
_RAW_GO = r"`[^`]*+`?+"
_TEXT_JAVA = r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:""")?+'
_RAW_RUST = r'\bb?r(?P<hashes>#{0,16}+)"(?:[^"]|"(?!(?P=hashes)))*+(?:"(?P=hashes))?+'
# `'a` is a lifetime; only a closed quote makes a character.
_CHAR_RUST = r"'(?:[^'\\\n]|\\[^\n][^'\n]{0,9})'"
_DOUBLE_RUST = r'"(?:[^"\\]|\\[\s\S])*+"?+'
_TRIPLE_PY = (
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:""")?+|'
    r"'''(?:[^'\\]|\\[\s\S]|'(?!''))*+(?:''')?+"
)
# A `/` starts a regular expression only where no value can stand before it; the bounds keep text
# that only begins like one from being read to its end again and again.
_REGEX_JS = (
    r"(?<=[(,=:\[!&|?{};+\-*%~^<>\n])(?P<gap>[ \t]*+)"
    r"/(?![*/])(?:[^/\\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n]){0,200}+\]){1,400}+/"
)
_TOKENS = {
    "go": re.compile("|".join((_LINE, _BLOCK, _RAW_GO, _DOUBLE, _SINGLE))),
    "java": re.compile("|".join((_LINE, _BLOCK, _TEXT_JAVA, _DOUBLE, _SINGLE))),
    "rust": re.compile("|".join((_LINE, _BLOCK, _RAW_RUST, _DOUBLE_RUST, _CHAR_RUST))),
    "python": re.compile("|".join((r"#[^\n]*+", _TRIPLE_PY, _DOUBLE, _SINGLE))),
}
_SCRIPT = re.compile("|".join((_LINE, _BLOCK, _REGEX_JS, _DOUBLE, _SINGLE, r"`", r"[{}]")))
_TEMPLATE_STOP = re.compile(r"\\[\s\S]|`|\$\{")
_INSIDE = re.compile(r"[^\n]")


def mask(text: str, language: LanguageName) -> str:
    """`text` with strings and comments blanked; quotes and newlines stay."""
    if language in (LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT):
        return _mask_script(text)
    return _TOKENS[language.value].sub(lambda found: _blank(found[0]), text)


def _blank(token: str) -> str:
    """Spaces but for the first and last character of a string and for newlines."""
    if token[0] in "/#":
        return _INSIDE.sub(" ", token)
    return token[0] + _INSIDE.sub(" ", token[1:-1]) + token[-1] if len(token) > 1 else token


def _mask_script(text: str) -> str:
    """JavaScript and TypeScript: templates nest, `${` opens code that may hold a template."""
    out: list[str] = []
    braces: list[int] = []  # open `{` since each `${` we are inside of
    at = 0
    while found := _SCRIPT.search(text, at):
        out.append(text[at : found.start()])
        token, at = found[0], found.end()
        if token == "{":
            if braces:
                braces[-1] += 1
            out.append(token)
        elif token == "}" and braces and braces[-1] == 0:
            braces.pop()
            out.append(token)
            at = _template(text, at, out, braces)
        elif token == "}":
            if braces:
                braces[-1] -= 1
            out.append(token)
        elif token == "`":
            out.append(token)
            at = _template(text, at, out, braces)
        elif found["gap"] is not None:
            out.append(_INSIDE.sub(" ", token))
        else:
            out.append(_blank(token))
    out.append(text[at:])
    return "".join(out)


def _template(text: str, at: int, out: list[str], braces: list[int]) -> int:
    """Blanks template text from `at` up to its end or its next `${`; returns where code goes on."""
    for found in _TEMPLATE_STOP.finditer(text, at):
        if found[0].startswith("\\"):
            continue
        out.append(_INSIDE.sub(" ", text[at : found.start()]) + found[0])
        if found[0] == "${":
            braces.append(0)
        return found.end()
    out.append(_INSIDE.sub(" ", text[at:]))
    return len(text)
