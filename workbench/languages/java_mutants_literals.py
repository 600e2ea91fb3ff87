"""Mutants of Java literals: numbers, text."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.java_types import Names, code
from workbench.languages.mutation import Operator
from workbench.languages.syntax import Node, ancestors, text_of

Edit = tuple[int, int, Operator, str]
"""start, end, operator, what comes there"""

_TABLE, _OF_TABLE = 16, 3
"""of a list with more literals than this, only the first few are mutated: the rest is alike, and a
method must stay below the 64 KB the class file allows"""


def whole(node: Node, operator: Operator, after: str) -> Edit:
    """All of a node gives way."""
    return node.start_byte, node.end_byte, operator, after


EXTREMES = frozenset({"2147483648", "9223372036854775808"})


def literal_edits(node: Node, names: Names) -> Iterator[Edit]:
    """One more, one less, another text."""
    if in_table(node) or _must_stay(node, names):
        return
    text = text_of(node)
    if node.type == "string_literal":
        yield whole(node, "text", '"mutant"' if text in ('""', '""""""') else '""')
    elif node.type == "decimal_floating_point_literal":
        digits, suffix = (text[:-1], text[-1]) if text[-1] in "fFdD" else (text, "")
        value = float(digits.replace("_", ""))
        if value + 1.0 != value:
            yield whole(node, "float", f"{value + 1.0!r}{suffix}")
    elif node.type.endswith("_integer_literal"):
        for after in _integers(text):
            yield whole(node, "integer", after)


def _integers(text: str) -> list[str]:
    suffix = text[-1] if text[-1] in "lL" else ""
    digits = text.rstrip("lL").replace("_", "")
    octal = len(digits) > 1 and digits[0] == "0" and digits[1:].isdigit()
    value = int(digits, 8) if octal else int(digits, 0)
    if value >= ((1 << 63) - 1 if suffix else (1 << 31) - 1):
        return []
    shown = hex if digits[:2].lower() == "0x" else str
    others = {0: (1,), 1: (0, 2)}.get(value, (value + 1,))
    return [f"{shown(other)}{suffix}" for other in others]


def _must_stay(node: Node, names: Names) -> bool:
    """Whether the literal is the value of a name that case labels or annotations use."""
    for above in ancestors(node):
        if above.type == "variable_declarator":
            return text_of(above.child_by_field_name("name")) in names.labels
        if above.type.endswith(("_statement", "_body", "argument_list")):
            return False
    return False


def in_table(node: Node) -> bool:
    """Whether the literal stands far back in a long list of literals."""
    for above in (node, *ancestors(node)):
        parent = above.parent
        if parent is None or above.type.endswith(("_statement", "_body", "block")):
            return False
        if parent.type in ("array_initializer", "argument_list"):
            siblings = code(parent)
            if len(siblings) > _TABLE and above not in siblings[:_OF_TABLE]:
                return True
    return False
