"""Go literals moved to others of their type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.mutation import Operator
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

_LARGEST = frozenset((1 << bits) - 1 for bits in (7, 8, 15, 16, 31, 32, 63, 64))
_LITERALS = ("int_literal", "float_literal", "rune_literal", "interpreted_string_literal",
             "raw_string_literal", "true", "false")  # fmt: skip


def integer(text: str) -> int | None:
    """The value of an integer literal."""
    digits = text.replace("_", "")
    if re.fullmatch(r"0[0-7]+", digits):
        return int(digits, 8)
    try:
        return int(digits, 0)
    except ValueError:
        return None


def moved_literal(node: Node) -> Iterator[tuple[Operator, str]]:
    """The other values a literal is tried with; none for what is no literal."""
    if node.type not in _LITERALS:
        return
    taken = _neighbours(node)
    for operator, after in _moves(node):
        # Go refuses a switch with two equal cases, a map with two equal keys, too large a number.
        if after not in taken and not _overflows(node, after):
            yield operator, after


def _moves(node: Node) -> Iterator[tuple[Operator, str]]:
    text = text_of(node)
    match node.type:
        case "true" | "false":
            yield "boolean", "false" if text == "true" else "true"
        case "int_literal":
            value = integer(text)
            if value is None:
                return
            yield "integer", str(value - 1 if value in _LARGEST and value > 1 else value + 1)
            if value == 1 and not _divides(node):
                yield "integer", "0"
        case "float_literal":
            if re.fullmatch(r"[\d.]+", text):
                yield "float", f"{float(text) + 1:.12g}" + ("" if float(text) % 1 else ".0")
        case "interpreted_string_literal" | "raw_string_literal":
            if node.parent is not None and node.parent.type == "field_declaration":
                return  # a tag
            yield "text", '"mutant"' if text in ('""', "``") else '""'


def _overflows(node: Node, after: str) -> bool:
    """Whether a constant shift would leave what an integer holds."""
    above = node.parent
    sign = above.child_by_field_name("operator") if above is not None else None
    if above is None or text_of(sign) != "<<":
        return False
    left, right = (
        integer(after if side == node else text_of(side))
        for side in (above.child_by_field_name("left"), above.child_by_field_name("right"))
    )
    return left is not None and right is not None and (right > 62 or left << right >= 1 << 63)


def _divides(node: Node) -> bool:
    parent = node.parent
    if parent is not None and parent.type == "expression_list":
        parent = parent.parent
    sign = text_of(parent.child_by_field_name("operator")) if parent is not None else ""
    right = parent.child_by_field_name("right") if parent is not None else None
    if right is not None and right.type == "expression_list":
        right = next(iter(children(right)), None)
    return sign in ("/", "%", "/=", "%=") and right == node


def _neighbours(node: Node) -> frozenset[str]:
    """Texts that may not stand twice beside this literal."""
    for above in ancestors(node):
        if above.type == "expression_case":
            value = above.child_by_field_name("value")
            if value is None or not value.start_byte <= node.start_byte < value.end_byte:
                return frozenset()
            labels = [case.child_by_field_name("value")
                      for case in children(above.parent or above, "expression_case")]  # fmt: skip
            return frozenset(text_of(n) for label in labels if label for n in walk(label))
        if above.type == "keyed_element":
            key = above.child_by_field_name("key")
            if key is None or not key.start_byte <= node.start_byte < key.end_byte:
                return frozenset()
            return frozenset(
                text_of(each.child_by_field_name("key"))
                for each in children(above.parent or above, "keyed_element")
            )
        if above.type not in ("literal_element", "expression_list", "parenthesized_expression"):
            return frozenset()
    return frozenset()
