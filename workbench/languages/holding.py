"""What holds whatever the solution does: a name compared with itself, a tolerance that takes in
half of the number. For the compiled languages, whose trees name such things alike."""

from __future__ import annotations

from workbench.languages.syntax import Node, text_of

_LITERALS = frozenset({
    "int_literal", "float_literal", "interpreted_string_literal", "raw_string_literal",
    "rune_literal", "integer_literal", "string_literal", "char_literal", "boolean_literal",
    "true", "false",
})  # fmt: skip


def same(one: Node, other: Node) -> bool:
    """Whether both are the same variable, or the same literal. A call or a field may well give
    another value when it is asked again, and that it does not is worth a test."""
    one, other = _bare(one), _bare(other)
    known = one.type == "identifier" or one.type in _LITERALS
    return known and one.type == other.type and text_of(one) == text_of(other)


def is_wide(about: float | None, width: float | None) -> bool:
    """Whether a number is held for close to another that is half of it away, and more than one."""
    return about is not None and width is not None and width > 1 and width >= abs(about) / 2


def number(node: Node) -> float | None:
    """A number that is written down."""
    text = text_of(_bare(node)).replace("_", "").replace(" ", "")
    for kind in ("f64", "f32", "i32", "i64", "usize", "u32", "u64"):
        text = text.removesuffix(kind)
    try:
        return float(text) if text[:1] in "-.0123456789" else None
    except ValueError:
        return None


def short(node: Node) -> str:
    """Source as a message shows it."""
    text = " ".join(text_of(node).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _bare(node: Node) -> Node:
    while node.type in ("parenthesized_expression", "reference_expression") and node.named_children:
        node = node.named_children[-1]
    return node
