"""Returned values that differ in what a prompt leaves free: order, tuple or list, the last digit.

A set or mapping is handed out in another order only where its type promises none: Go's and Rust's
own are in another order in every process anyway. A number differs where its type has a last digit
and its value is no whole number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from workbench.languages.syntax import Node, ancestors, children, text_of
from workbench.model.task import LanguageName

SwapKind = Literal["tuple", "order", "float", "rows", "error"]


class Swap(NamedTuple):
    """`node` is to be written as `after`."""

    kind: SwapKind
    node: Node
    after: str


_PYTHON: dict[SwapKind, str] = {
    "tuple": "(lambda v: list(v) if type(v) is tuple else tuple(v) if type(v) is list else v)",
    "order": (
        "(lambda v: dict(reversed(list(v.items()))) if type(v) is dict else "
        "set(reversed(sorted(v, key=repr))) if type(v) is set else v)"
    ),
    "float": (
        "(lambda v: __import__('math').nextafter(v, float('inf'))"
        " if type(v) is float and v == v and v not in (float('inf'), float('-inf')) and"
        " v != int(v) else v)"
    ),
}
_NODE: dict[SwapKind, str] = {
    "order": (
        "((v) => v instanceof Map ? new Map([...v].reverse()) : v instanceof Set ?"
        " new Set([...v].reverse()) : v !== null && typeof v === 'object' &&"
        " Object.getPrototypeOf(v) === Object.prototype ?"
        " Object.fromEntries(Object.entries(v).reverse()) : v)"
    ),
    "float": (
        "((v) => typeof v === 'number' && Number.isFinite(v) && !Number.isInteger(v)"
        " ? v * (1 + Number.EPSILON) : v)"
    ),
}
_GO_FLOAT = (
    "func(v float64) float64 { if v == float64(int64(v)) { return v };"
    " return v * (1 + 0x1p-52) }({})"
)
_RUST_FLOAT = (
    "({{ let v: f64 = {}; if v == v.trunc() {{ v }} else {{ v * (1.0 + f64::EPSILON) }} }})"
)
_JAVA_FLOAT = (
    "((java.util.function.DoubleUnaryOperator) v -> v == Math.rint(v) ? v : Math.nextUp(v))"
    ".applyAsDouble({})"
)
# Only what nobody promised an order: a tree or a linked map hands out the one it is for.
_JAVA_ORDER = {
    "Map": (
        "java.util.HashMap",
        "java.util.List<{0}.Entry{1}> e = new java.util.ArrayList<>(v.entrySet());"
        " java.util.Collections.reverse(e); {0}{1} w = new java.util.LinkedHashMap<>();"
        " e.forEach(i -> w.put(i.getKey(), i.getValue())); return w;",
    ),
    "Set": (
        "java.util.HashSet",
        "java.util.List{1} e = new java.util.ArrayList<>(v);"
        " java.util.Collections.reverse(e); return new java.util.LinkedHashSet<>(e);",
    ),
}
_JAVA_TYPE = re.compile(r"((?:java\.util\.)?(Map|Set))(<[^?]*>)", re.DOTALL)
_FUNCTIONS: dict[LanguageName, tuple[str, ...]] = {
    LanguageName.GO: ("function_declaration", "method_declaration", "func_literal"),
    LanguageName.RUST: ("function_item", "closure_expression", "async_block"),
    LanguageName.JAVA: ("method_declaration", "lambda_expression", "constructor_declaration"),
}


def swaps(node: Node, language: LanguageName) -> Iterator[Swap]:
    """Those of what leaves a function at `node`; none where it is no such place."""
    match language:
        case LanguageName.PYTHON | LanguageName.JAVASCRIPT | LanguageName.TYPESCRIPT:
            yield from _untyped(node, language)
        case LanguageName.GO:
            yield from _go(node)
        case LanguageName.RUST:
            yield from _rust(node)
        case LanguageName.JAVA:
            yield from _java(node)


def _untyped(node: Node, language: LanguageName) -> Iterator[Swap]:
    value: Node | None = None
    if node.type == "return_statement":
        value = next(iter(children(node)), None)
    elif node.type == "arrow_function":
        body = node.child_by_field_name("body")
        value = body if body is not None and body.type != "statement_block" else None
    if value is None or value.type == "comment":
        return
    known = _PYTHON if language is LanguageName.PYTHON else _NODE
    for kind, wrapper in known.items():
        if language is LanguageName.TYPESCRIPT:
            wrapper = wrapper.replace("((v) =>", "((v: any): any =>", 1)
        text = text_of(value)
        # In brackets of its own: several values with commas between are one.
        yield Swap(kind, value, f"{wrapper}(({text}))")


def _owner(node: Node, language: LanguageName) -> Node | None:
    """The function that `node` leaves."""
    return next((a for a in ancestors(node) if a.type in _FUNCTIONS[language]), None)


def _go(node: Node) -> Iterator[Swap]:
    if node.type != "return_statement":
        return
    owner = _owner(node, LanguageName.GO)
    result = owner.child_by_field_name("result") if owner is not None else None
    listed = next(iter(children(node, "expression_list")), None)
    if result is None or listed is None:
        return
    kinds = [text_of(result)]
    if result.type == "parameter_list":
        kinds = []
        for each in children(result, "parameter_declaration"):
            names = each.children_by_field_name("name")
            kinds += [text_of(each.child_by_field_name("type"))] * max(1, len(names))
    values = children(listed)
    if len(values) != len(kinds):
        return  # one call gives them all
    for value, kind in zip(values, kinds, strict=True):
        if kind == "float64":
            yield Swap("float", value, _GO_FLOAT.replace("{}", text_of(value)))


def _rust(node: Node) -> Iterator[Swap]:
    if node.type == "return_expression":
        owner = _owner(node, LanguageName.RUST)
        value = next(iter(children(node)), None)
    elif node.type == "function_item":
        owner = node
        body = node.child_by_field_name("body")
        last = (children(body) if body is not None else [])[-1:]
        value = next((n for n in last if not n.type.endswith(_NO_TAIL)), None)
    else:
        return
    if owner is None or value is None or owner.type != "function_item":
        return
    head = text_of(owner).partition("{")[0]
    if text_of(owner.child_by_field_name("return_type")) == "f64" and "const fn" not in head:
        yield Swap("float", value, _RUST_FLOAT.format(text_of(value)))


_NO_TAIL = ("_statement", "_declaration", "_item", "comment", "_definition")


def _java(node: Node) -> Iterator[Swap]:
    if node.type != "return_statement":
        return
    owner = _owner(node, LanguageName.JAVA)
    value = next(iter(children(node)), None)
    if owner is None or value is None or owner.type != "method_declaration":
        return
    kind = text_of(owner.child_by_field_name("type"))
    if kind == "double":
        yield Swap("float", value, _JAVA_FLOAT.format(text_of(value)))
    known = _JAVA_TYPE.fullmatch(kind)
    if known is None:
        return
    made_of, turned = _JAVA_ORDER[known[2]]
    body = turned.format(known[1], known[3])
    yield Swap(
        "order", value,
        f"((java.util.function.UnaryOperator<{kind}>) v -> {{"
        f" if (v == null || v.getClass() != {made_of}.class) return v; {body} }})"
        f".apply({text_of(value)})",
    )  # fmt: skip
