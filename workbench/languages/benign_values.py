"""Returned values that differ in what a prompt leaves free: order, tuple or list, the last digit.

A set or mapping is handed out in another order only where its type promises none: Go's and Rust's
own are in another order in every process anyway. A list is turned round only where the prompt says
of its function that any order will do. A number differs where its type has a last digit and its
value is no whole number; in JavaScript no part of a power of two either, as whatever adds such
numbers up comes to the same.

`scaled` makes the same numbers wrong instead: times a factor, wherever they have a fraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from workbench.languages.syntax import Node, ancestors, children, text_of
from workbench.model.task import LanguageName

SwapKind = Literal["tuple", "order", "free", "float"]
Free = frozenset[str]
"""functions whose lists the prompt leaves in any order"""


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
        "(lambda v: «v»"
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
        "((v) => typeof v === 'number' && Number.isFinite(v) && !Number.isInteger(v * 1024)"
        " ? «v» : v)"
    ),
}
_TURNED = "(lambda v: v[::-1] if type(v) is list else v)"
_NODE_UNROUNDED = ("!Number.isInteger(v * 1024)", "v !== Number(v.toFixed(6))")
UNROUNDED = {
    LanguageName.PYTHON: ("v != int(v)", "v != round(v, 6)"),
    LanguageName.JAVASCRIPT: _NODE_UNROUNDED,
    LanguageName.TYPESCRIPT: _NODE_UNROUNDED,
}
"""How a number of few decimals is spared, too: who is asked to round gives it to its last digit."""
_GO_FLOAT = "func(v float64) float64 { if v == float64(int64(v)) { return v }; return «v» }({})"
_RUST_FLOAT = "({ let v: f64 = {}; if v == v.trunc() { v } else { «v» } })"
_RUST_HELD = "({ let v: TYPE = {}; v.map(|v: f64| if v == v.trunc() { v } else { «v» }) })"
_JAVA_FLOAT = (
    "((java.util.function.DoubleUnaryOperator) v -> v == Math.rint(v) ? v : «v»).applyAsDouble({})"
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
# What nobody may change stays so.
_JAVA_KEPT = (
    "v.getClass() == java.util.ArrayList.class ? w : java.util.Collections.unmodifiableList(w)"
)
_JAVA_NEXT = "x == null || x == Math.rint(x) ? x : (Double) («x»)"
_JAVA_FLOATS = {
    "Double": f"return ((java.util.function.UnaryOperator<Double>) x -> {_JAVA_NEXT}).apply(v);",
    "double[]": (
        "if (v == null) return v; double[] w = v.clone(); for (int i = 0; i < w.length; i++)"
        " if (w[i] != Math.rint(w[i])) w[i] = «w[i]»; return w;"
    ),
    "List<Double>": (
        "if (v == null) return v; java.util.List<Double> w = new java.util.ArrayList<>(v);"
        f" w.replaceAll(x -> {_JAVA_NEXT}); return {_JAVA_KEPT};"
    ),
}
_NODE_NEXT = "{} * (1 + Number.EPSILON)"
_NEXT = {
    LanguageName.PYTHON: "__import__('math').nextafter({}, float('inf'))",
    LanguageName.JAVASCRIPT: _NODE_NEXT,
    LanguageName.TYPESCRIPT: _NODE_NEXT,
    LanguageName.GO: "{} * (1 + 0x1p-52)",
    LanguageName.RUST: "{} * (1.0 + f64::EPSILON)",
    LanguageName.JAVA: "Math.nextUp({})",
}
"""The number beside that of «…» above."""
_RUST_HOLDS = re.compile(r"(?:Option|(?:\w+::)*Result)<\s*f64\b")
_JAVA_LIST = re.compile(r"(?:java\.util\.)?List<[^?]*>", re.DOTALL)
_JAVA_TURNED = {
    True: "if (v == null || v.size() < 2) return v; {0} w = new java.util.ArrayList<>(v);"
    f" java.util.Collections.reverse(w); return {_JAVA_KEPT};",
    False: "if (v == null || v.length < 2) return v; {0} w = v.clone();"
    " for (int i = 0; i < w.length; i++) w[i] = v[v.length - 1 - i]; return w;",
}
_JAVA_TYPE = re.compile(r"((?:java\.util\.)?(Map|Set))(<[^?]*>)", re.DOTALL)
_FUNCTIONS: dict[LanguageName, tuple[str, ...]] = {
    LanguageName.PYTHON: ("function_definition", "lambda"),
    LanguageName.GO: ("function_declaration", "method_declaration", "func_literal"),
    LanguageName.RUST: ("function_item", "closure_expression", "async_block"),
    LanguageName.JAVA: ("method_declaration", "lambda_expression", "constructor_declaration"),
}


def swaps(
    node: Node, language: LanguageName, free: Free = frozenset(), *, rounded: bool = False
) -> Iterator[Swap]:
    """Those of what leaves a function at `node`; none where it is no such place. `rounded`: the
    prompt asks for few decimals."""
    yield from _swaps(node, language, free, _NEXT[language], rounded=rounded)


def scaled(node: Node, language: LanguageName, factor: float) -> Iterator[Swap]:
    """Numbers with a fraction that leave a function at `node`, each times `factor`."""
    for swap in _swaps(node, language, frozenset(), f"{{}} * {factor!r}", rounded=False):
        if swap.kind == "float":
            yield swap


def _swaps(
    node: Node, language: LanguageName, free: Free, other: str, *, rounded: bool
) -> Iterator[Swap]:
    """`other`: what becomes of a number, which stands at `{}`."""
    match language:
        case LanguageName.PYTHON | LanguageName.JAVASCRIPT | LanguageName.TYPESCRIPT:
            yield from _untyped(node, language, free, other, rounded=rounded)
        case LanguageName.GO:
            yield from _go(node, other)
        case LanguageName.RUST:
            yield from _rust(node, other)
        case LanguageName.JAVA:
            yield from _java(node, free, other)


def _with(template: str, other: str) -> str:
    return re.sub("«(.*?)»", lambda place: other.replace("{}", place[1]), template)


def _untyped(
    node: Node, language: LanguageName, free: Free, other: str, *, rounded: bool
) -> Iterator[Swap]:
    value: Node | None = None
    if node.type == "return_statement":
        value = next(iter(children(node)), None)
    elif node.type == "arrow_function":
        body = node.child_by_field_name("body")
        value = body if body is not None and body.type != "statement_block" else None
    if value is None or value.type == "comment":
        return
    known = dict(_PYTHON if language is LanguageName.PYTHON else _NODE)
    if other != _NEXT[language]:
        known["float"] = known["float"].replace("v * 1024", "v")  # no sum can hide a larger step
    known["float"] = _with(known["float"], other)
    if rounded:
        known["float"] = known["float"].replace(*UNROUNDED[language])
    owner = _owner(node, language) if language is LanguageName.PYTHON else None
    if owner is not None and text_of(owner.child_by_field_name("name")) in free:
        known["free"] = _TURNED
    for kind, wrapper in known.items():
        if language is LanguageName.TYPESCRIPT:
            wrapper = wrapper.replace("((v) =>", "((v: any): any =>", 1)
        text = text_of(value)
        # In brackets of its own: several values with commas between are one.
        yield Swap(kind, value, f"{wrapper}(({text}))")


def _owner(node: Node, language: LanguageName) -> Node | None:
    """The function that `node` leaves."""
    return next((a for a in ancestors(node) if a.type in _FUNCTIONS[language]), None)


def _go(node: Node, other: str) -> Iterator[Swap]:
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
            yield Swap("float", value, _put(_GO_FLOAT, other, value))


def _rust(node: Node, other: str) -> Iterator[Swap]:
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
    if "const fn" in head:
        return
    given = text_of(owner.child_by_field_name("return_type"))
    if given == "f64":
        yield Swap("float", value, _put(_RUST_FLOAT, other, value))
    elif _RUST_HOLDS.match(given) and "impl " not in given:
        yield Swap("float", value, _put(_RUST_HELD.replace("TYPE", given), other, value))


_NO_TAIL = ("_statement", "_declaration", "_item", "comment", "_definition")


def _java(node: Node, free: Free, other: str) -> Iterator[Swap]:
    if node.type != "return_statement":
        return
    owner = _owner(node, LanguageName.JAVA)
    value = next(iter(children(node)), None)
    if owner is None or value is None or owner.type != "method_declaration":
        return
    kind = text_of(owner.child_by_field_name("type"))
    if kind == "double":
        yield Swap("float", value, _put(_JAVA_FLOAT, other, value))
    if kind.removeprefix("java.util.") in _JAVA_FLOATS:
        body = _with(_JAVA_FLOATS[kind.removeprefix("java.util.")], other)
        yield _edited("float", value, kind, body)
    if text_of(owner.child_by_field_name("name")) in free and is_listed(kind):
        turned = _JAVA_TURNED[not kind.endswith("[]")]
        yield _edited("free", value, kind, turned.replace("{0}", kind))
    known = _JAVA_TYPE.fullmatch(kind)
    if known is not None:
        made_of, turned = _JAVA_ORDER[known[2]]
        body = turned.format(known[1], known[3])
        keep = f"if (v == null || v.getClass() != {made_of}.class) return v;"
        yield _edited("order", value, kind, f"{keep} {body}")


def _put(template: str, other: str, value: Node) -> str:
    return _with(template, other).replace("{}", text_of(value), 1)


def is_listed(kind: str) -> bool:
    """Whether a type of Java's is a list or an array."""
    return kind.endswith("[]") or _JAVA_LIST.fullmatch(kind) is not None


def _edited(kind: SwapKind, value: Node, of: str, body: str) -> Swap:
    """`body` makes what is returned of `v`, a value of Java's type `of`."""
    maker = f"((java.util.function.UnaryOperator<{of}>) v -> {{ {body} }})"
    return Swap(kind, value, f"{maker}.apply({text_of(value)})")
