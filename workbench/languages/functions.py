"""Functions of a source file by name and lines, in all six languages."""

from __future__ import annotations

from typing import NamedTuple

from workbench.languages.syntax import GRAMMARS, Node, ancestors, line_of, parse, text_of, walk

_DECLARED = {
    "python": ("function_definition",),
    "go": ("function_declaration", "method_declaration"),
    "rust": ("function_item",),
    "java": ("method_declaration", "constructor_declaration"),
    "javascript": (
        "function_declaration", "generator_function_declaration", "method_definition",
        "variable_declarator",
    ),
}  # fmt: skip
_ARROWS = ("arrow_function", "function_expression", "generator_function")
_HOLDERS = (
    "class_definition", "class_declaration", "interface_declaration", "enum_declaration",
    "record_declaration", "impl_item", "trait_item",
)  # fmt: skip


class Function(NamedTuple):
    """A declared function. `line` is where its name stands; `first` and `last` are the lines below
    that one which its body takes, none of them when it stands in a single line."""

    name: str
    line: int
    first: int
    last: int


def functions(path: str, text: str, language: str) -> list[Function]:
    """The declared functions of a file, in its order; an arrow counts where it has a name."""
    grammar = "tsx" if path.endswith((".tsx", ".jsx")) else language
    kinds = _DECLARED.get("javascript" if language == "typescript" else language)
    if kinds is None or grammar not in GRAMMARS:
        return []
    found = []
    for node in walk(parse(grammar, text).root_node):
        if node.type not in kinds or not _is_function(node):
            continue
        name = node.child_by_field_name("name")
        line = line_of(name or node)
        found.append(Function(_qualified(node, text_of(name)), line, line + 1, _last(node)))
    return found


def _is_function(node: Node) -> bool:
    if node.type == "variable_declarator":
        value = node.child_by_field_name("value")
        return value is not None and value.type in _ARROWS
    # A signature without a body does nothing that could be reached.
    return node.child_by_field_name("body") is not None


def _last(node: Node) -> int:
    row, column = node.end_point
    return row + 1 if column else row


def _qualified(node: Node, name: str) -> str:
    for outer in ancestors(node):
        if outer.type in _HOLDERS:
            holder = outer.child_by_field_name("name") or outer.child_by_field_name("type")
            return f"{text_of(holder)}.{name}" if holder else name
    return name
