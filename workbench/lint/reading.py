"""Source files as lint reads them: strings, imports, names, calls, by their language's grammar.

What a grammar does not understand is read as far as it goes: lint remarks, it never decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from workbench.languages.syntax import Node, ancestors, line_of, parse, text_of, walk
from workbench.model.task import LanguageName

_STRINGS = {
    "string", "template_string", "interpreted_string_literal", "raw_string_literal",
    "string_literal",
}  # fmt: skip
_IMPORTS = {
    "import_statement", "import_from_statement", "future_import_statement", "import_spec",
    "use_declaration", "import_declaration",
}  # fmt: skip
_CALLS = {"call", "call_expression", "method_invocation", "macro_invocation",
          "object_creation_expression", "new_expression"}  # fmt: skip
_CALLED = ("function", "name", "macro", "type", "constructor")
_DEFINED = {
    "function_definition", "class_definition", "function_declaration", "class_declaration",
    "method_definition", "method_declaration", "function_item", "struct_item", "enum_item",
    "type_spec", "interface_declaration", "record_declaration", "enum_declaration",
    "generator_function_declaration", "variable_declarator",
}  # fmt: skip
FUNCTIONS = {"function_definition", "function_declaration", "method_definition", "arrow_function",
             "method_declaration", "function_item", "generator_function_declaration",
             "constructor_declaration", "function_expression"}  # fmt: skip
_SUFFIXES = {
    ".py": "python", ".js": "javascript", ".mjs": "javascript", ".cjs": "javascript",
    ".jsx": "javascript", ".ts": "typescript", ".mts": "typescript", ".cts": "typescript",
    ".tsx": "tsx", ".go": "go", ".rs": "rust", ".java": "java",
}  # fmt: skip
_DEPTH = 60
_QUOTED = re.compile(r"""^[a-zA-Z]*#*("{3}|'{3}|["'`])(.*)\1#*$""", re.DOTALL)


class Place(NamedTuple):
    """A node and what stands around it, noted on the way down: to ask a tree for a parent or a
    sibling takes as long as there are nodes. `commas` before it beside it; 2 for any more."""

    node: Node
    before: Node | None
    commas: int
    above: Place | None

    def outward(self) -> Iterator[Place]:
        """The places it lies in, from the nearest, as far as anybody would look."""
        here = self.above
        for _ in range(_DEPTH):
            if here is None:
                return
            yield here
            here = here.above


class Literal(NamedTuple):
    """A text literal: its line, from 1, what stands between its quotes, and its place."""

    line: int
    value: str
    place: Place


class Import(NamedTuple):
    """What a file takes from elsewhere: `requests.adapters`, `net/http`, `./sum.js`."""

    line: int
    name: str


def grammar_of(path: str) -> str | None:
    """The grammar a file is read by, None when it is no source."""
    return next((g for suffix, g in _SUFFIXES.items() if path.endswith(suffix)), None)


def tree_of(path: str, text: str) -> Node | None:
    """The root of a source file; None for any other file."""
    grammar = grammar_of(path)
    return None if grammar is None else parse(grammar, text).root_node


def literals(root: Node) -> Iterator[Literal]:
    """Text literals in order; imports' own are none."""
    waiting = [Place(root, None, 0, None)]
    while waiting:
        here = waiting.pop()
        if here.node.type in _STRINGS:
            text = text_of(here.node)
            found = _QUOTED.match(text)
            yield Literal(line_of(here.node), found.group(2) if found else text, here)
        elif here.node.type not in _IMPORTS:
            below: list[Place] = []
            before, commas = None, 0
            for child in here.node.children:
                below.append(Place(child, before, commas, here))
                before, commas = child, min(2, commas + (child.type == ","))
            waiting.extend(reversed(below))


def imports(root: Node) -> Iterator[Import]:
    """Modules, as the language names them, in order."""
    for node in walk(root, lambda n: n.type != "import_spec"):
        if node.type in _IMPORTS:
            yield from (Import(line_of(node), name) for name in _named(node))
        elif node.type == "call_expression" and text_of(node.child_by_field_name("function")) in (
            "require", "import",
        ):  # fmt: skip
            yield from (Import(line_of(node), x.value) for x in literals(node))


def _named(node: Node) -> list[str]:
    if node.type == "import_from_statement":
        return [text_of(node.child_by_field_name("module_name"))]
    if node.type == "import_statement" and (source := node.child_by_field_name("source")):
        return [text_of(source).strip("'\"`")]
    if node.type == "import_statement":
        names = node.children_by_field_name("name")
        return [text_of(n.child_by_field_name("name") or n) for n in names]
    if node.type == "import_spec":
        return [text_of(node.child_by_field_name("path")).strip('"`')]
    if node.type == "use_declaration":
        return [text_of(node.child_by_field_name("argument"))]
    if node.type == "import_declaration":
        # Go's holds specs of its own; Java's is the name itself.
        return [text_of(c) for c in node.named_children
                if c.type in ("scoped_identifier", "identifier")]  # fmt: skip
    return []


def uses(root: Node) -> set[str]:
    """Names that are called, or that an import brings in: no variable of a test's own."""
    found: set[str] = set()
    for node in walk(root):
        if node.type in _CALLS:
            found.add(called(node))
        elif node.type in _IMPORTS:
            found |= {text_of(n) for n in walk(node) if n.type.endswith("identifier")}
    return found


def defined(root: Node) -> set[str]:
    """Names that functions, classes and types are given in a file, wherever they stand in it."""
    return {text_of(n.child_by_field_name("name")) for n in walk(root) if n.type in _DEFINED} - {""}


def within_reach(root: Node) -> set[str]:
    """Those of `defined` but for variables of a function's own, which nobody else can name."""
    return {
        text_of(n.child_by_field_name("name")) for n in walk(root)
        if n.type in _DEFINED and not (
            n.type == "variable_declarator" and any(a.type in FUNCTIONS for a in ancestors(n))
        )
    } - {""}  # fmt: skip


def called(node: Node) -> str:
    """What a call calls, by its last name: `toThrow` of `expect(f).toThrow("x")`."""
    for field in _CALLED:
        target = node.child_by_field_name(field)
        if target is not None:
            words = re.findall(r"\w+", text_of(target)[-200:])
            return words[-1] if words else ""
    return ""


def calls_around(place: Place) -> Iterator[str]:
    """Names of the calls a node is an argument of, from the nearest outward."""
    inner = place
    for outer in place.outward():
        kind = inner.node.type
        # `expect("x").toBe(1)`: the text is no argument of toBe.
        if outer.node.type in _CALLS and kind in ("argument_list", "arguments", "token_tree"):
            yield called(outer.node)
        elif kind == outer.node.type == "token_tree" and _type(inner.before) == "identifier":
            # Inside a Rust macro calls are names before brackets, no more.
            yield text_of(inner.before)
        inner = outer


def _type(node: Node | None) -> str:
    return "" if node is None else node.type


def language_files(files: dict[str, str], language: LanguageName) -> dict[str, str]:
    """Sources of a task's own language, JavaScript and TypeScript being one family."""
    family = {LanguageName.JAVASCRIPT: {"javascript", "typescript", "tsx"},
              LanguageName.TYPESCRIPT: {"javascript", "typescript", "tsx"}}  # fmt: skip
    wanted = family.get(language, {language.value})
    return {path: text for path, text in files.items() if grammar_of(path) in wanted}
