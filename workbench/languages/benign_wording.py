"""Messages of errors as somebody else might word them: what is filled in and the prompt's own words
stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from workbench.languages.syntax import Node, ancestors, text_of, walk
from workbench.model.task import LanguageName

# What makes an error, as (node types, how its text begins, which surroundings it needs).
_SUPER = re.compile(r"^super\b")
_AN_ERROR = re.compile(r"Error|Exception|Failure|Fault")
_ANY = re.compile("")
_Maker = tuple[tuple[str, ...], re.Pattern[str], str, re.Pattern[str]]
_NODE_MAKERS: tuple[_Maker, ...] = (
    (("throw_statement",), _ANY, "", _ANY),
    (("new_expression",), re.compile(r"^new\s+\w*(?:Error|Exception)\b"), "", _ANY),
    (("call_expression",), _SUPER, "class_declaration", _AN_ERROR),
)
_MAKERS: dict[LanguageName, tuple[_Maker, ...]] = {
    LanguageName.PYTHON: (
        (("raise_statement",), _ANY, "", _ANY),
        (("call",), re.compile(r"^super\(\)\.__init__\("), "class_definition", _AN_ERROR),
    ),
    LanguageName.JAVASCRIPT: _NODE_MAKERS,
    LanguageName.TYPESCRIPT: _NODE_MAKERS,
    LanguageName.GO: (
        (("call_expression",), re.compile(r"^(?:errors\.New|fmt\.Errorf|panic)\("), "", _ANY),
        (("call_expression",), re.compile(r"^fmt\.Sprint"), "method_declaration",
         re.compile(r"\)\s*Error\(\)\s*string")),
    ),
    LanguageName.RUST: (
        (("call_expression",), re.compile(r"^Err\("), "", _ANY),
        (("macro_invocation",), re.compile(r"^(?:panic|assert(?:_eq|_ne)?)!"), "", _ANY),
        (("macro_invocation",), re.compile(r"^write!"), "impl_item",
         re.compile(r"Display\s+for\s+\w*(?:Error|Failure|Fault)")),
    ),
    LanguageName.JAVA: (
        (("throw_statement",), _ANY, "", _ANY),
        (("object_creation_expression",), re.compile(r"^new\s+\w*(?:Exception|Error)\b"), "", _ANY),
        (("explicit_constructor_invocation",), _SUPER, "class_declaration", _AN_ERROR),
    ),
}  # fmt: skip
_STRINGS = {
    LanguageName.PYTHON: ("string_content",),
    LanguageName.JAVASCRIPT: ("string_fragment",),
    LanguageName.TYPESCRIPT: ("string_fragment",),
    LanguageName.GO: ("interpreted_string_literal_content", "raw_string_literal_content"),
    LanguageName.RUST: ("string_content",),
    LanguageName.JAVA: ("string_fragment",),
}
_RUST_ASSERT = re.compile(r"assert(_eq|_ne)?!")
_FILLED_IN = re.compile(r"\\.|%[-+#0-9.*\[\]]*(?:\(\w+\))?[A-Za-z%]|\$?\{[^{}]*\}")
"""places of a message where a value is put in, and characters written in another way"""


def makes_error(node: Node, language: LanguageName) -> bool:
    """Whether an error is made at a node."""
    for types, begins, around, named in _MAKERS[language]:
        if node.type not in types or not begins.match(text_of(node)):
            continue
        if not around:
            return True
        holder = next((a for a in ancestors(node) if a.type == around), None)
        if holder is not None and named.search(text_of(holder)[:200]):
            return True
    return False


def wording(node: Node, language: LanguageName, prompt: str) -> tuple[Node, str] | None:
    """The first text of an error made at `node` that the prompt does not give, and another for it;
    None where all is given or the error is part of another."""
    if any(makes_error(outer, language) for outer in ancestors(node)):
        return None
    for part in _told_in(node, language):
        text = text_of(part)
        if part.type not in _STRINGS[language] or not re.search(r"[A-Za-z]{3}.*\s", text):
            continue
        if _quoted(text, prompt):
            continue
        return part, reworded(text, prompt)
    return None


def _told_in(node: Node, language: LanguageName) -> Iterator[Node]:
    """Nodes among which a message stands: of what only asserts, all behind its condition."""
    if language is LanguageName.RUST and (of := _RUST_ASSERT.match(text_of(node))):
        listed = next((n for n in node.named_children if n.type == "token_tree"), None)
        commas = [n for n in listed.children if n.type == ","] if listed is not None else []
        behind = 0 if of[1] is None else 1
        if listed is None or len(commas) <= behind:
            return
        for part in listed.children:
            if part.start_byte > commas[behind].start_byte:
                yield from walk(part)
        return
    yield from walk(node)


def reworded(text: str, prompt: str) -> str:
    """A message as somebody else might word it who has read the same prompt: what is filled in and
    the prompt's own words stay, its other words and what stands between two words do not."""
    known = [w.lower() for w in re.findall(r"[A-Za-z]+", prompt)]
    pairs, words = set(pairwise(known)), set(known)
    stems = {word[:5] for word in words}
    filled = [m.span() for m in _FILLED_IN.finditer(text)]
    made, end, before = "", 0, ""
    for word in re.finditer(r"[A-Za-z]+", text):
        if any(start < word.end() and word.start() < stop for start, stop in filled):
            continue
        gap, small = text[end : word.start()], word[0].lower()
        free = before and gap == " " and (before, small) not in pairs
        # Another form of a word is that word still.
        kept = len(small) < 3 or small in words or (len(small) > 4 and small[:5] in stems)
        made += f"{' - ' if free else gap}{word[0] if kept else 'reworded'}"
        end, before = word.end(), small
    return f"{made}{text[end:]} (reworded)"


def _quoted(text: str, prompt: str) -> bool:
    """Whether the prompt gives this text or a good part of it."""
    words = re.findall(r"[A-Za-z]+", text)
    runs = [" ".join(words[i : i + 3]).lower() for i in range(max(1, len(words) - 2))]
    said = " ".join(re.findall(r"[A-Za-z]+", prompt)).lower()
    return any(run in said for run in runs)
