"""Values of JavaScript in its source: literals read, and written."""

from __future__ import annotations

import json
import math

from workbench.languages.js_source import read, string_value
from workbench.languages.syntax import Node, text_of
from workbench.languages.values import Built, NotPlain, Opaque, Value

UNDEFINED = Opaque("undefined", "undefined", '["u", "undefined"]')


def value_of(node: Node) -> Value:
    """The value of a literal. Raises NotPlain on anything else."""
    inner = node.named_children
    match node.type:
        case "number":
            return number(text_of(node))
        case "string" | "template_string" if (text := string_value(node)) is not None:
            return text
        case "true" | "false":
            return node.type == "true"
        case "null":
            return None
        case "undefined":
            return UNDEFINED
        case "array":
            return [value_of(c) for c in inner if c.type != "comment"]
        case "parenthesized_expression" if len(inner) == 1:
            return value_of(inner[0])
        case "unary_expression" if text_of(node).startswith(("-", "+")):
            operand = node.child_by_field_name("argument")
            value = value_of(operand) if operand is not None else None
            if isinstance(value, int | float) and not isinstance(value, bool):
                return -value if text_of(node).startswith("-") else value
        case "object":
            pairs = [c for c in inner if c.type != "comment"]
            if all(c.type == "pair" for c in pairs):
                return dict(map(_pair, pairs))
    raise NotPlain(f"no literal: {text_of(node)[:60]}")


def _pair(node: Node) -> tuple[str, Value]:
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key is None or value is None or key.type == "computed_property_name":
        raise NotPlain("no literal key")
    return string_value(key) or text_of(key), value_of(value)


def number(text: str) -> int | float:
    """What a number's text means: whole ones as int, as the harness tells them. Raises NotPlain."""
    text = text.replace("_", "").lower()
    try:
        if text.startswith(("0x", "0b", "0o")):
            return int(text, 0)
        value = float(text)
    except ValueError:
        raise NotPlain(f"no number: {text[:40]}") from None
    whole = math.isfinite(value) and value.is_integer() and abs(value) < 1 << 53
    return int(value) if whole else value


def expression(text: str) -> Node | None:
    """The first expression of a text; its tree stays alive with it."""
    for child in read("expression.js", text).tree.root_node.named_children:
        if child.type == "expression_statement" and child.named_children:
            return child.named_children[0]
    return None


def literal(value: Value) -> str:
    """A value as JavaScript source. Raises NotPlain."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if math.isfinite(value):
            return repr(value)
        return "NaN" if math.isnan(value) else f"{'-' if value < 0 else ''}Infinity"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028")
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{literal(k)}: {literal(v)}' for k, v in value.items())} }}"
    if isinstance(value, set | frozenset):
        return f"new Set([{', '.join(sorted(map(literal, value)))}])"
    if isinstance(value, Opaque) and value.kind in ("undefined", "BigInt"):
        return "undefined" if value.kind == "undefined" else f"{value.text}n"
    if isinstance(value, Built) and not value.steps:
        return f"new {value.kind}({', '.join(map(literal, value.made))})"
    raise NotPlain(f"a {type(value).__name__} has no literal")
