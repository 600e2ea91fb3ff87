"""A function's text without what cannot fail a test: comments, strings, names, and what is dropped.

A check whose outcome nobody heeds is none: in a goroutine or a thread the test does not wait for,
in a `catch_unwind` whose result is thrown away, a `matches!` that is a statement of its own. Read
from the syntax tree alone, and only where the function shows that nobody looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.syntax import Node, ancestors, text_of, walk
from workbench.model.task import LanguageName

_SILENT = frozenset({
    "string", "string_literal", "raw_string_literal", "interpreted_string_literal",
    "string_fragment", "char_literal", "rune_literal", "comment", "line_comment", "block_comment",
})  # fmt: skip
# An example's output is compared though it stands in a comment.
_OUTPUT = re.compile(r"\s*(?://|/\*)\s*(?:unordered )?output:", re.IGNORECASE)
_WAITS = {
    LanguageName.GO: re.compile(
        r"(?i)wait|<-|\bselect\b|sleep|eventual|synctest|lock\(|\.load\(|done|collect|gather|range\s+ch"
    ),
    LanguageName.RUST: re.compile(
        r"(?i)join|wait|recv|scope|finish|lock\(|\.load\(|\bget_mut|into_inner|collect|gather|await"
    ),
}
_SPAWN = re.compile(r"(?:\w+::)*thread::spawn|spawn")
_CATCH = re.compile(r"(?:\w+::)*catch_unwind")
_UNWRAPS = re.compile(r"\.(?:unwrap|expect)")
_LOOKS = frozenset({"ok", "err", "is_ok", "is_err"})
"""methods of a result that only look at it"""


def heeded(node: Node, language: LanguageName) -> str:
    """The text of a function, as long as it was, with blanks for whatever cannot fail a test."""
    data = bytearray(node.text or b"")
    name = node.child_by_field_name("name")
    unheeded = [*_silent(node), *_dropped(node, language), *([name] if name is not None else [])]
    for part in unheeded:
        start, end = part.start_byte - node.start_byte, part.end_byte - node.start_byte
        data[start:end] = b" " * (end - start)
    return data.decode(errors="replace")


def _silent(node: Node) -> Iterator[Node]:
    for part in walk(node, lambda n: n.type not in _SILENT):
        if part.type in _SILENT and not (
            part.type.endswith("comment") and _OUTPUT.match(text_of(part))
        ):
            yield part


def _dropped(node: Node, language: LanguageName) -> Iterator[Node]:
    if language is LanguageName.GO:
        yield from _unawaited(node, [n for n in walk(node) if n.type == "go_statement"], language)
    elif language is LanguageName.RUST:
        calls = [n for n in walk(node) if n.type == "call_expression"]
        named = [(text_of(c.child_by_field_name("function")), c) for c in calls]
        yield from _unawaited(node, [c for name, c in named if _SPAWN.fullmatch(name)], language)
        yield from forgotten(node)
        for statement in walk(node):
            inner = statement.named_children
            if (
                statement.type == "expression_statement" and text_of(statement).endswith(";")
                and inner and inner[0].type == "macro_invocation"
            ):  # fmt: skip
                macro = inner[0].child_by_field_name("macro")
                if text_of(macro) == "matches" and not _UNWRAPS.search(text_of(inner[0])):
                    yield inner[0]


def forgotten(function: Node) -> Iterator[Node]:
    """Calls of `catch_unwind` at whose result a Rust function does not look."""
    for call in walk(function):
        if (
            call.type == "call_expression"
            and _CATCH.fullmatch(text_of(call.child_by_field_name("function")))
            and _unseen(call, function)
        ):
            yield call


def _unawaited(node: Node, begun: list[Node], language: LanguageName) -> list[Node]:
    """`begun`, where the rest of the function does nothing that may wait for one of them."""
    rest = bytearray(node.text or b"")
    for part in begun:
        start, end = part.start_byte - node.start_byte, part.end_byte - node.start_byte
        rest[start:end] = b" " * (end - start)
    return [] if _WAITS[language].search(rest.decode(errors="replace")) else begun


def _unseen(call: Node, function: Node) -> bool:
    """Whether a result is thrown away, or given a name that is mentioned nowhere else."""
    for above in ancestors(call):
        if above.type == "expression_statement":
            return text_of(above).endswith(";")
        if above.type == "let_declaration":
            name = text_of(above.child_by_field_name("pattern"))
            words = re.findall(r"\w+", text_of(function))
            return name == "_" or (name.isidentifier() and words.count(name) == 1)
        if above.type == "field_expression" and text_of(above).rsplit(".", 1)[-1] in _LOOKS:
            continue
        if above.type != "call_expression" or above.child_by_field_name("arguments") == call:
            return False
    return False
