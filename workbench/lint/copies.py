"""Tests that compute what they expect by the solution's own code: a mistake of one is in both.

Compared are functions, by phrases of tokens in which a name is only the first, second... of its
phrase, so that other names and another order of statements change little.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from workbench.languages.syntax import Node, line_of, text_of, walk
from workbench.lint.reading import FUNCTIONS, language_files, tree_of
from workbench.model.assessment import Flag
from workbench.model.task import Task

_WIDTH = 9
"""tokens in a phrase: fewer are in any code"""
_ENOUGH = 25
"""phrases a function must have before another one like it is no chance"""
_COPIED = 0.6
_TOKEN = re.compile(r"(?P<name>[A-Za-z_$][\w$]*)|\d+(?:\.\d+)?|\"[^\"\n]*\"|'[^'\n]*'|[^\w\s]")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|(?m:^[ \t]*#[^\n]*)", re.DOTALL)
_CHECK = re.compile(r"\bassert|\bexpect\b|\bt\.(?:Error|Fatal)|\.should\b|\bfail\(|panic!")
_STAYS = frozenset({
    "if", "else", "for", "while", "return", "of", "in", "not", "and", "or", "def", "const", "let",
    "var", "func", "fn", "function", "new", "range", "len", "length", "split", "replace", "filter",
    "map", "push", "append", "sort", "sorted", "reverse", "join", "slice",
})  # fmt: skip
"""names that say what is done"""


def copies(task: Task) -> Iterator[Flag]:
    """Of the functions that the suite defines beside its tests: what checks something is no way to
    compute what is expected."""
    solutions = [s for s in task.solutions if s.role in ("candidate", "reference")]
    own = [
        (s.name, node, found)
        for s in solutions for _, node, found in _functions(s.files, task)
        if len(found) >= _ENOUGH
    ]  # fmt: skip
    if not own:
        return
    for path, helper, phrases in _functions({**task.given.support, **task.given.files}, task):
        if _CHECK.search(text_of(helper)):
            continue
        for solution, function, known in own:
            share = len(known & phrases) / len(known)
            if share >= _COPIED:
                name, theirs = _name(function), _name(helper)
                message = f"{theirs} of the tests is {share:.0%} of {name} of {solution}"
                yield Flag(kind="leak", severity="medium", evidence=(f"{path}:{line_of(helper)}",),
                           message=f"{message}: a mistake of one is in both")  # fmt: skip
                break


def _functions(files: dict[str, str], task: Task) -> Iterator[tuple[str, Node, set[int]]]:
    """Named functions with their phrases, by path."""
    for path, text in sorted(language_files(dict(files), task.language).items()):
        root = tree_of(path, text)
        for node in walk(root) if root is not None else ():
            body = node.child_by_field_name("body") if node.type in FUNCTIONS else None
            if body is not None and _name(node):
                yield path, node, _phrases(text_of(body))


def _name(node: Node) -> str:
    named = node.child_by_field_name("name")
    if named is None and node.parent is not None and node.parent.type == "variable_declarator":
        named = node.parent.child_by_field_name("name")
    return text_of(named)


def _phrases(text: str) -> set[int]:
    tokens = [m for m in _TOKEN.finditer(_COMMENT.sub(" ", text)) if m[0] != ";"]
    found = set()
    for at in range(len(tokens) - _WIDTH + 1):
        seen: dict[str, int] = {}
        phrase = [
            m[0] if not m["name"] or m[0] in _STAYS else f"\x01{seen.setdefault(m[0], len(seen))}"
            for m in tokens[at : at + _WIDTH]
        ]
        found.add(zlib.crc32("\x00".join(phrase).encode("utf-8", "surrogatepass")))
    return found
