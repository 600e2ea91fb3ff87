"""Which token of JavaScript another is exchanged for, and where no exchange is sound."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.js_mutant_sites import is_body, operator_of
from workbench.languages.mutation import Operator
from workbench.languages.syntax import Node, ancestors, text_of

_TABLE = 12
"""entries of a list, up to which each is mutated"""

BOUNDARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
NEGATED = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<",
    "==": "!=", "!=": "==", "===": "!==", "!==": "===",
}  # fmt: skip
ARITHMETIC = {
    "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "**": "*",
    "<<": ">>", ">>": "<<", ">>>": ">>", "&": "|", "|": "&", "^": "&",
}  # fmt: skip
LOGICAL = {"&&": "||", "||": "&&"}
STRENGTH = {"**": 9, "*": 8, "/": 8, "%": 8, "+": 7, "-": 7, "<<": 6, ">>": 6, ">>>": 6,
             "&": 4, "^": 3, "|": 2, "&&": 1, "||": 0}  # fmt: skip
SIBLINGS = {
    "some": "every", "every": "some", "startsWith": "endsWith", "endsWith": "startsWith",
    "min": "max", "max": "min", "floor": "ceil", "ceil": "floor", "round": "floor",
    "trunc": "ceil", "toUpperCase": "toLowerCase", "toLowerCase": "toUpperCase",
    "indexOf": "lastIndexOf", "lastIndexOf": "indexOf", "push": "unshift", "unshift": "push",
    "pop": "shift", "shift": "pop", "trimStart": "trimEnd", "trimEnd": "trimStart",
    "padStart": "padEnd", "padEnd": "padStart", "find": "findLast", "findLast": "find",
    "findIndex": "findLastIndex", "findLastIndex": "findIndex",
    "reduce": "reduceRight", "reduceRight": "reduce", "keys": "values", "values": "keys",
}  # fmt: skip
DROPPED = {
    "sort", "reverse", "filter", "trim", "trimStart", "trimEnd", "toUpperCase", "toLowerCase",
    "slice", "substring", "flat", "concat", "toSorted", "toReversed", "normalize",
}  # fmt: skip
_CLOSED = {
    "statement_block", "function_declaration", "generator_function_declaration", "if_statement",
    "class_declaration", "for_statement", "for_in_statement", "while_statement", "try_statement",
    "switch_statement",
}  # fmt: skip


def condition_of(node: Node) -> Node | None:
    """What a statement or a `?:` asks before it goes one way or the other."""
    if node.type not in (
        "if_statement", "while_statement", "do_statement", "for_statement", "ternary_expression",
    ):  # fmt: skip
        return None
    condition = node.child_by_field_name("condition")
    if condition is None or condition.type == "empty_statement":
        return None
    if condition.type in ("parenthesized_expression", "expression_statement"):
        inner = [c for c in condition.named_children if c.type != "comment"]
        return inner[0] if inner else None
    return condition


def enclosed(node: Node) -> str:
    """An operand by itself, in parentheses where another operator might take a part of it."""
    simple = {
        "identifier", "number", "string", "true", "false", "null", "undefined", "this",
        "member_expression", "subscript_expression", "call_expression", "template_string",
        "parenthesized_expression", "array", "regex",
    }  # fmt: skip
    return text_of(node) if node.type in simple else f"({text_of(node)})"


def is_text(node: Node) -> bool:
    if node.type == "parenthesized_expression" and node.named_child_count:
        return is_text(node.named_children[0])
    if node.type == "binary_expression" and operator_of(node) == "+":
        return any(is_text(c) for c in node.named_children)
    return node.type in ("string", "template_string")


def word_before(data: bytes, node: Node) -> bool:
    before = data[node.start_byte - 1 : node.start_byte]
    return before.isalnum() or before in (b"_", b"$", b"-", b"+")


def joins_line_before(node: Node) -> bool:
    """Whether a text that begins with a bracket would here go on with the statement before, which
    ends with its line and nothing else."""
    statement = next((a for a in ancestors(node) if a.type.endswith("_statement")), None)
    if statement is None or statement.type != "expression_statement":
        return False
    before = statement.prev_named_sibling
    while before is not None and before.type == "comment":
        before = before.prev_named_sibling
    return (
        statement.start_byte == node.start_byte
        and before is not None
        and not text_of(before).endswith(";")
        and before.type not in _CLOSED
    )


def names_something(node: Node) -> bool:
    """Whether a string is a directive, or the name of a module."""
    parent = node.parent
    if parent is None:
        return True
    if parent.type == "expression_statement":
        block = parent.parent
        return block is not None and is_body(block)
    call = parent.parent
    if parent.type == "arguments" and call is not None and call.type == "call_expression":
        callee = call.child_by_field_name("function")
        return callee is not None and (callee.type == "import" or text_of(callee) == "require")
    return False


def in_table(node: Node) -> bool:
    """Whether a literal is one of many alike in a list: its first and last speak for the rest."""
    holder = node.parent
    if holder is None or holder.type != "array" or holder.named_child_count <= _TABLE:
        return False
    return node.prev_named_sibling is not None and node.next_named_sibling is not None


def numbers(text: str) -> Iterator[tuple[Operator, str]]:
    big = text.endswith("n")
    plain = text.removesuffix("n").replace("_", "")
    try:
        value = int(plain, 0) if plain not in ("", "0") else 0
    except ValueError:
        try:
            moved = float(plain)
        except ValueError:
            return
        if abs(moved) < 2**52:
            yield "float", repr(moved + 1.0)
        return
    end = "n" if big else ""
    if value >= 2**53 and not big:
        return
    yield "integer", f"{value + 1}{end}"
    if value > 0:
        yield "integer", f"{value - 1}{end}"
