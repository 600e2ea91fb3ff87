"""What a function might return instead: by its type, else by what its returns look like."""

from __future__ import annotations

import re

from workbench.languages.js_mutant_sites import FUNCTIONS, function_of, operator_of
from workbench.languages.syntax import Node, text_of, walk

_COMPARING = {"<", "<=", ">", ">=", "==", "!=", "===", "!==", "in", "instanceof"}
_COUNTING = {"-", "*", "/", "%", "**", "<<", ">>", ">>>", "&", "|", "^"}
_TYPES = {
    "number": ("0",), "string": ('""',), "boolean": ("false", "true"), "bigint": ("0n",),
    "void": ("undefined",), "undefined": ("undefined",), "any": ("undefined",),
}  # fmt: skip
_OF_PROMISE = re.compile(r"^Promise<(.*)>$", re.S)
_OF_ARRAY = re.compile(r"^(?:readonly\s+)?(?:Readonly)?(?:Array<.*>|.*\[\])$", re.S)
_OF_TUPLE = re.compile(r"^\[.*\]$", re.S)
UNDEFINED = ("undefined",)


def defaults(function: Node | None) -> tuple[str, ...]:
    """Expressions a function may return in place of all it does; always one at least."""
    if function is None:
        return UNDEFINED
    declared = function.child_by_field_name("return_type")
    if declared is not None and declared.type == "type_annotation":
        return _of_type(text_of(declared).removeprefix(":").strip())
    for value in returned(function):
        kind = kind_of(value, function)
        if kind:
            return kind
    return UNDEFINED


def _of_type(name: str) -> tuple[str, ...]:
    inner = _OF_PROMISE.match(name)
    if inner:
        return _of_type(inner[1].strip())
    if _OF_ARRAY.match(name):
        return ("[]",)
    if name.startswith(("'", '"')):
        return ('""',)
    if _OF_TUPLE.match(name):
        return UNDEFINED
    return _TYPES.get(name, UNDEFINED)


def returned(function: Node) -> list[Node]:
    """The expressions a function returns, those of functions inside it left out."""
    body = function.child_by_field_name("body")
    if body is None:
        return []
    if body.type != "statement_block":
        return [_bare(body)]
    found = []
    for node in walk(body, lambda n: n.type not in FUNCTIONS):
        if node.type == "return_statement":
            given = [c for c in node.named_children if c.type != "comment"]
            found += [_bare(c) for c in given[:1]]
    return found


def kind_of(value: Node, function: Node | None) -> tuple[str, ...]:
    """Empty values of the kind an expression has; nothing when it does not show."""
    kind = value.type
    if kind in ("string", "template_string"):
        return ('""',)
    if kind == "array":
        return ("[]",)
    if kind == "object":
        return ("{}",)
    if kind == "number":
        return ("0n",) if text_of(value).endswith("n") else ("0",)
    if kind in ("true", "false"):
        return ("false", "true")
    if kind == "unary_expression" and operator_of(value) == "!":
        return ("false", "true")
    if kind == "unary_expression" and operator_of(value) in ("-", "+", "~"):
        return ("0",)
    if kind == "binary_expression":
        operator = operator_of(value)
        if operator in _COMPARING:
            return ("false", "true")
        if operator in _COUNTING:
            return ("0",)
    if kind == "identifier" and function is not None:
        return _as_declared(text_of(value), function)
    return ()


def _as_declared(name: str, function: Node) -> tuple[str, ...]:
    """By what a variable of the function begins with."""
    for node in walk(function, lambda n: n is function or n.type not in FUNCTIONS):
        if node.type == "variable_declarator":
            target, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if target is not None and value is not None and text_of(target) == name:
                return kind_of(_bare(value), None)
    return ()


def instead(value: Node) -> tuple[str, ...]:
    """What one `return` may give instead of its value."""
    function = function_of(value)
    bare = _bare(value)
    declared = defaults(function)
    own = kind_of(bare, function)
    found = declared if declared != UNDEFINED else own or UNDEFINED
    if found == ("false", "true") and bare.type == "binary_expression":
        return ()  # negation and its neighbours do as much
    return found


def _bare(node: Node) -> Node:
    while node.type in ("parenthesized_expression", "as_expression", "satisfies_expression",
                        "non_null_expression") and node.named_child_count:  # fmt: skip
        node = node.named_children[0]
    return node
