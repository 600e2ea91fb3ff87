"""Edits that right code may differ by: what a prompt leaves free, changed on purpose.

    wording    the text of error messages the prompt does not quote
    logging    a line on standard error when a function is entered
    tuple      a list where a tuple was returned, and the other way round (Python)
    order      sets and mappings handed out in another order
    error      an error of another type, where the prompt names none (Python)
    rows       a returned list turned round, where the prompt says that it has no order
    float      the last digit of a returned floating-point number

Private names are the sixth kind: `private_names` has them, as one such edit is many places at once.

A test that fails under one of them asserts something nobody asked for. Each is one text edit, like
a mutant, so that it can be shown and traced to the assertion that dies of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from workbench.languages.benign_python import FREE_ORDER, left_free
from workbench.languages.benign_values import Swap, swaps
from workbench.languages.private_names import CODE
from workbench.languages.syntax import Node, ancestors, line_of, parse, text_of, walk
from workbench.model.task import LanguageName, Solution, Suite

Kind = Literal["wording", "logging", "error", "tuple", "order", "rows", "float"]

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
        (("macro_invocation",), re.compile(r"^panic!"), "", _ANY),
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
_FUNCTIONS = {
    LanguageName.PYTHON: ("function_definition",),
    LanguageName.JAVASCRIPT: ("function_declaration", "method_definition"),
    LanguageName.TYPESCRIPT: ("function_declaration", "method_definition"),
    LanguageName.GO: ("function_declaration", "method_declaration"),
    LanguageName.RUST: ("function_item",),
    LanguageName.JAVA: ("method_declaration",),
}
_LOGS = {
    LanguageName.PYTHON: '__import__("sys").stderr.write("note\\n"); ',
    LanguageName.JAVASCRIPT: ' console.error("note");',
    LanguageName.TYPESCRIPT: ' console.error("note");',
    LanguageName.GO: ' println("note");',
    LanguageName.RUST: ' eprintln!("note");',
    LanguageName.JAVA: ' System.err.println("note");',
}
WORDS: dict[Kind, str] = {
    "wording": "an error is worded differently",
    "logging": "a function writes a line to standard error",
    "tuple": "a list is returned for a tuple or a tuple for a list",
    "order": "a set or mapping has another order",
    "error": "an error is of another type, which the prompt does not name",
    "rows": "a list comes in another order, which the prompt leaves free",
    "float": "a returned number differs in its last digit",
}


@dataclass(frozen=True)
class Benign:
    """One edit: bytes `start` to `end` of `file` become `after`."""

    kind: Kind
    file: str
    line: int
    start: int
    end: int
    before: str
    after: str
    function: str = ""
    """whose result it changes, where that is what it does"""


def benign_edits(
    solution: Solution, suite: Suite, language: LanguageName, prompt: str, skeleton: str = ""
) -> list[Benign]:
    """All of them, in source order. Texts the prompt quotes, even in part, are left alone: they are
    asked for. So is whatever the prompt's words make a requirement (an order, an exact type)."""
    ruled_out = _ruled_out(prompt)
    if _ROUNDS.search(prompt.lower()) and language not in _UNROUNDED:
        ruled_out.add("float")
    found: list[Benign] = []
    for path, text in solution.files.items():
        if path in suite.files or path in suite.support or not _is_code(path, language):
            continue
        grammar = "tsx" if path.endswith((".tsx", ".jsx")) else language.value
        tree = parse(grammar, text)
        if tree.root_node.has_error:
            continue
        edits = _edits(path, text.encode(), tree.root_node, language, prompt)
        if language is LanguageName.PYTHON:
            own = left_free(tree.root_node, solution, prompt, skeleton)
            edits = chain(edits, (_of_swap(path, swap) for swap in own))
        found += [edit for edit in edits if edit.kind not in ruled_out]
    return found


def _ruled_out(prompt: str) -> set[Kind]:
    words = FREE_ORDER.sub(" ", prompt.lower())
    out: set[Kind] = set()
    if re.search(r"\b(?:stderr|standard error|silent|no output|must not print|prints?)\b", words):
        out.add("logging")
    if "tuple" in words or re.search(r"\[[^\]\n]*\]|\([^)\n]*,[^)\n]*\)", words):
        # An example shows which of the two is meant.
        out.add("tuple")
    if re.search(r"\b(?:order|sort|first|last|alphabetic\w*|ascending|descending)", words):
        out.add("order")
    return out


def _edits(
    path: str, source: bytes, root: Node, language: LanguageName, prompt: str
) -> Iterator[Benign]:
    rounded = _ROUNDS.search(prompt.lower()) is not None
    for node in walk(root):
        if _makes_error(node, language):
            yield from _wordings(path, node, language, prompt)
        elif node.type in _FUNCTIONS.get(language, ()):
            yield from _loggings(path, source, node, language)
        yield from _swaps(path, node, language, rounded=rounded)


def _makes_error(node: Node, language: LanguageName) -> bool:
    for types, begins, around, named in _MAKERS[language]:
        if node.type not in types or not begins.match(text_of(node)):
            continue
        if not around:
            return True
        holder = next((a for a in ancestors(node) if a.type == around), None)
        if holder is not None and named.search(text_of(holder)[:200]):
            return True
    return False


def _wordings(path: str, node: Node, language: LanguageName, prompt: str) -> Iterator[Benign]:
    if any(_makes_error(outer, language) for outer in ancestors(node)):
        return
    for part in walk(node):
        text = text_of(part)
        if part.type not in _STRINGS[language] or not re.search(r"[A-Za-z]{3}.*\s", text):
            continue
        if _quoted(text, prompt):
            continue
        yield Benign(
            "wording", path, line_of(part), part.end_byte, part.end_byte, text, " (reworded)"
        )
        return


def _quoted(text: str, prompt: str) -> bool:
    """Whether the prompt gives this text or a good part of it."""
    words = re.findall(r"[A-Za-z]+", text)
    runs = [" ".join(words[i : i + 3]).lower() for i in range(max(1, len(words) - 2))]
    said = " ".join(re.findall(r"[A-Za-z]+", prompt)).lower()
    return any(run in said for run in runs)


def _loggings(path: str, source: bytes, node: Node, language: LanguageName) -> Iterator[Benign]:
    body = node.child_by_field_name("body")
    if body is None:
        return
    if language is LanguageName.PYTHON:
        first = body.named_children[0] if body.named_children else None
        if first is None or b"\n" not in source[node.start_byte : body.start_byte]:
            return
        at = first.start_byte
        if first.type == "expression_statement" and first.named_children[0].type == "string":
            if len(body.named_children) < 2:
                return
            at = body.named_children[1].start_byte
        if body.named_children[0].type.endswith("_definition"):
            return
    elif b"const fn" in source[node.start_byte : body.start_byte]:
        return
    else:
        at = body.start_byte + 1
    yield Benign("logging", path, line_of(node), at, at, "", _LOGS[language])


_ROUNDS = re.compile(r"\bround(?:s|ed|ing)?\b|\bdecimals?\b")
# A number of few decimals that somebody asked for is the same, whoever rounded it.
_NODE_UNROUNDED = ("!Number.isInteger(v)", "v !== Number(v.toFixed(6))")
_UNROUNDED = {
    LanguageName.PYTHON: ("v != int(v)", "v != round(v, 6)"),
    LanguageName.JAVASCRIPT: _NODE_UNROUNDED,
    LanguageName.TYPESCRIPT: _NODE_UNROUNDED,
}


def _swaps(path: str, node: Node, language: LanguageName, *, rounded: bool) -> Iterator[Benign]:
    for kind, value, after in swaps(node, language):
        if kind == "float" and rounded:
            after = after.replace(*_UNROUNDED[language])
        owner = next((a for a in ancestors(node) if a.type in _FUNCTIONS[language]), None)
        name = text_of(owner.child_by_field_name("name")) if owner is not None else ""
        yield _of_swap(path, Swap(kind, value, after), name)


def _of_swap(path: str, swap: Swap, function: str = "") -> Benign:
    node = swap.node
    return Benign(swap.kind, path, line_of(node), node.start_byte, node.end_byte, text_of(node),
                  swap.after, function)  # fmt: skip


def _is_code(path: str, language: LanguageName) -> bool:
    return path.endswith(CODE[language])
