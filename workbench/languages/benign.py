"""Edits that right code may differ by: what a prompt leaves free, changed on purpose.

    wording    the text of error messages the prompt does not quote
    logging    a line on standard error when a function is entered
    tuple      a list where a tuple was returned, and the other way round (Python)
    order      sets and mappings handed out in another order
    free       lists in another order, where the prompt says that any will do (Java, Python)
    error      an error of another type, where the prompt names none (Python)
    float      the last digit of a returned floating-point number
    late       a step in the background begins a little later (Java)
    ties       who comes first of those that are equal in what is sorted by
    json       white space between the parts of a JSON text

Private names are a kind of their own: `private_names` has them, as one such edit is many places at
once.

A test that fails under one of them asserts something nobody asked for. Each is one text edit, like
a mutant, so that it can be shown and traced to the assertion that dies of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workbench.languages.benign_delays import MILLISECONDS, delays
from workbench.languages.benign_json import spaced
from workbench.languages.benign_prompt import Leaves, freed, in_any_order, rounds, ruled_out
from workbench.languages.benign_python import other_errors
from workbench.languages.benign_ties import ties
from workbench.languages.benign_values import UNROUNDED, Free, scaled, swaps
from workbench.languages.benign_wording import makes_error, wording
from workbench.languages.private_names import CODE
from workbench.languages.syntax import Node, ancestors, line_of, parse, text_of, walk
from workbench.model.task import LanguageName, Solution, Suite

Kind = Literal[
    "wording", "error", "logging", "tuple", "order", "free", "float", "late", "ties", "json"
]  # fmt: skip

_FUNCTIONS = {
    LanguageName.PYTHON: ("function_definition",),
    LanguageName.JAVASCRIPT: ("function_declaration", "method_definition"),
    LanguageName.TYPESCRIPT: ("function_declaration", "method_definition"),
    LanguageName.GO: ("function_declaration", "method_declaration"),
    LanguageName.RUST: ("function_item",),
    LanguageName.JAVA: ("method_declaration",),
}
_NAMELESS = ("arrow_function", "function_expression")
_NAMES = {"variable_declarator": "name", "assignment_expression": "left", "pair": "key",
          "field_definition": "property", "public_field_definition": "name"}  # fmt: skip
"""what a function without a name of its own is known by: a field of what holds it"""
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
    "free": "a list has another order, which the prompt leaves open",
    "error": "an error is of another type",
    "float": "a returned number differs in its last digit",
    "late": f"a step in the background begins {MILLISECONDS} ms later",
    "ties": "equal ones stand in another order",
    "json": "a JSON text has other white space",
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
    asked for. So is whatever the prompt's words make a requirement (an order, an exact type).
    `skeleton`: the text a solver begins with, which may name errors as well."""
    forbidden = ruled_out(prompt)
    leaves = freed(solution, language, prompt) if "order" in forbidden else None
    if leaves is not None:
        forbidden.discard("order")
    if rounds(prompt) and language not in UNROUNDED:
        # What is rounded as it is asked for is the number that a test writes down.
        forbidden.add("float")
    found: list[Benign] = []
    for path, text, root in _parsed(solution, suite, language):
        free = in_any_order(prompt, root, language)
        edits = _edits(path, text.encode(), root, language, prompt, free, leaves)
        found += [edit for edit in edits if edit.kind not in forbidden]
        if language is LanguageName.PYTHON:
            errors = other_errors(root, solution, f"{prompt}\n{skeleton}")
            found += [_instead("error", path, place, after) for place, after in errors]
    return found


def off_by(
    factor: float, solution: Solution, suite: Suite, language: LanguageName
) -> Iterator[Benign]:
    """The least benign of edits: returned numbers that have a fraction, each times `factor`."""
    for path, _, root in _parsed(solution, suite, language):
        for node in walk(root):
            for kind, value, after in scaled(node, language, factor):
                yield _instead(kind, path, value, after, _function_of(node, language))


def _parsed(
    solution: Solution, suite: Suite, language: LanguageName
) -> Iterator[tuple[str, str, Node]]:
    for path, text in solution.files.items():
        if path in suite.files or path in suite.support or not _is_code(path, language):
            continue
        grammar = "tsx" if path.endswith((".tsx", ".jsx")) else language.value
        tree = parse(grammar, text)
        if not tree.root_node.has_error:
            yield path, text, tree.root_node


def _edits(
    path: str,
    source: bytes,
    root: Node,
    language: LanguageName,
    prompt: str,
    free: Free,
    leaves: Leaves | None,
) -> Iterator[Benign]:
    for node in walk(root):
        if makes_error(node, language):
            if worded := wording(node, language, prompt):
                yield _instead("wording", path, *worded)
        elif node.type in _FUNCTIONS.get(language, ()):
            yield from _loggings(path, source, node, language)
        for kind, value, after in swaps(node, language, free, rounded=rounds(prompt)):
            if kind != "order" or leaves is None or leaves(value):
                yield _instead(kind, path, value, after, _function_of(node, language))
        if language is LanguageName.JAVA:
            for delay in delays(node):
                yield Benign("late", path, line_of(node), *delay)
        for place, after in ties(node, language):
            yield _instead("ties", path, place, after)
        for place, after in spaced(node, language):
            yield _instead("json", path, place, after)


def _instead(kind: Kind, path: str, node: Node, after: str, function: str = "") -> Benign:
    start, end = node.start_byte, node.end_byte
    return Benign(kind, path, line_of(node), start, end, text_of(node), after, function)


def _function_of(node: Node, language: LanguageName) -> str:
    for owner in (node, *ancestors(node)):
        if owner.type in _FUNCTIONS[language]:
            return text_of(owner.child_by_field_name("name"))
        holder = owner.parent
        if owner.type in _NAMELESS and holder is not None and holder.type in _NAMES:
            return text_of(holder.child_by_field_name(_NAMES[holder.type])).rpartition(".")[2]
    return ""


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


def _is_code(path: str, language: LanguageName) -> bool:
    return path.endswith(CODE[language])
