"""The operators on Python expressions: what one node may become."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.languages.mutation import Operator
from workbench.languages.python_text import Text


@dataclass(frozen=True)
class Edit:
    """Bytes `start` to `end` become `after`. `around`: the node a guard must stand around, where
    that is not the one the edit was found at."""

    start: int
    end: int
    after: str
    operator: Operator
    around: tuple[int, int] | None = None


_COMPARE: dict[type[ast.cmpop], tuple[bytes, tuple[tuple[str, Operator], ...]]] = {
    ast.Lt: (rb"<", (("<=", "boundary"), (">=", "negate"))),
    ast.LtE: (rb"<=", (("<", "boundary"), (">", "negate"))),
    ast.Gt: (rb">", ((">=", "boundary"), ("<=", "negate"))),
    ast.GtE: (rb">=", ((">", "boundary"), ("<", "negate"))),
    ast.Eq: (rb"==", (("!=", "negate"),)),
    ast.NotEq: (rb"!=", (("==", "negate"),)),
    ast.In: (rb"\bin\b", (("not in", "negate"),)),
    ast.NotIn: (rb"\bnot\s+in\b", (("in", "negate"),)),
    ast.Is: (rb"\bis\b", (("is not", "negate"),)),
    ast.IsNot: (rb"\bis\s+not\b", (("is", "negate"),)),
}
# Where the other operator binds differently, the whole operation is written anew.
_BINARY: dict[type[ast.operator], tuple[bytes, tuple[str, ...]]] = {
    ast.Add: (rb"\+", ("-",)),
    ast.Sub: (rb"-", ("+",)),
    ast.Mult: (rb"\*", ("/",)),
    ast.Div: (rb"/", ("*",)),
    ast.FloorDiv: (rb"//", ("/", "*")),
    ast.Mod: (rb"%", ("*",)),
    ast.LShift: (rb"<<", (">>",)),
    ast.RShift: (rb">>", ("<<",)),
}
_REBOUND: dict[type[ast.operator], str] = {
    ast.Pow: "*",
    ast.BitAnd: "|",
    ast.BitOr: "&",
    ast.BitXor: "&",
}
_FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}
_TO_ARGUMENT = ("abs", "reversed", "sorted", "round")
# Each pair both ways, then those that have only one.
_PAIRS = (
    *(("startswith", "endswith"), ("upper", "lower"), ("lstrip", "rstrip"), ("find", "rfind")),
    *(("index", "rindex"), ("split", "rsplit"), ("ljust", "rjust"), ("floor", "ceil")),
    *(("isupper", "islower"), ("isdigit", "isalpha"), ("union", "intersection")),
    *(("issubset", "issuperset"), ("partition", "rpartition"), ("keys", "values")),
    ("bisect_left", "bisect_right"),
)
_METHODS = {
    "popleft": "pop",
    "appendleft": "append",
    **{one: other for pair in _PAIRS for one, other in (pair, pair[::-1])},
}
_RETURNS = {
    "int": ("0",),
    "float": ("0.0",),
    "str": ('""',),
    "bytes": ('b""',),
    "bool": ("False", "True"),
    "set": ("set()",),
    "dict": ("{}",),
    "list": ("[]",),
    "tuple": ("()",),
}


def default_of(annotation: ast.expr | None) -> tuple[str, ...]:
    """What a function with this return annotation may return instead."""
    node = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str(name)):
            # `typing.List` and its like are the same types.
            return _RETURNS.get(name.lower(), ("None",))
    return ("None",)


def expression_edits(text: Text, node: ast.expr) -> Iterator[Edit]:
    """Every edit that is found at `node` itself, not at what is inside it."""
    match node:
        case ast.Compare():
            yield from _comparisons(text, node)
        case ast.BoolOp():
            yield from _logical(text, node)
        case ast.BinOp():
            yield from _arithmetic(text, node)
        case ast.UnaryOp(op=ast.USub() | ast.Not() | ast.Invert()):
            yield Edit(*text.span(node), _grouped(text, node.operand), "unary")
        case ast.Constant():
            yield from _literal(text, node)
        case ast.Call():
            yield from _calls(text, node)
        case ast.Subscript(slice=ast.Slice()):
            yield from _slices(text, node)


def _grouped(text: Text, node: ast.expr) -> str:
    """A node's text that stands alone wherever it is put."""
    said = text.of(node)
    whole = ast.Name | ast.Call | ast.Attribute | ast.Subscript | ast.Constant | ast.List | ast.Dict
    simple = isinstance(node, whole | ast.Compare) and "\n" not in said
    return said if simple else f"({said})"


def _comparisons(text: Text, node: ast.Compare) -> Iterator[Edit]:
    left = node.left
    for op, right in zip(node.ops, node.comparators, strict=True):
        pattern, others = _COMPARE[type(op)]
        found = text.token(text.span(left)[1], text.span(right)[0], pattern)
        if found is not None:
            for after, operator in others:
                yield Edit(*found, after, operator)
        left = right


def _logical(text: Text, node: ast.BoolOp) -> Iterator[Edit]:
    is_and = isinstance(node.op, ast.And)
    for left, right in zip(node.values, node.values[1:], strict=False):
        pattern = rb"\band\b" if is_and else rb"\bor\b"
        found = text.token(text.span(left)[1], text.span(right)[0], pattern)
        if found is not None:
            yield Edit(*found, "or" if is_and else "and", "logical")
    word = " and " if is_and else " or "
    said = [_grouped(text, value) for value in node.values]
    for dropped in range(len(said)):
        rest = word.join(said[:dropped] + said[dropped + 1 :])
        yield Edit(*text.span(node), rest if len(said) == 2 else f"({rest})", "logical")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr | ast.List | ast.ListComp | ast.Tuple) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    )


def _arithmetic(text: Text, node: ast.BinOp) -> Iterator[Edit]:
    if isinstance(node.op, ast.Add | ast.Mod) and (_is_text(node.left) or _is_text(node.right)):
        return  # there is no other operator on texts: nobody would write such a mistake
    if type(node.op) in _REBOUND:
        left, right = _grouped(text, node.left), _grouped(text, node.right)
        other = _REBOUND[type(node.op)]
        span = text.span(node)
        yield Edit(*span, f"({left} {other} {right})", "arithmetic", around=span)
    elif type(node.op) in _BINARY:
        pattern, others = _BINARY[type(node.op)]
        found = text.token(text.span(node.left)[1], text.span(node.right)[0], pattern)
        if found is not None:
            for after in others:
                yield Edit(*found, after, "arithmetic")


def _literal(text: Text, node: ast.Constant) -> Iterator[Edit]:
    span = text.span(node)
    match node.value:
        case bool(value):
            yield Edit(*span, str(not value), "boolean")
        case int(value):
            if abs(value) >= 1 << 64:
                return
            if value == 1:
                yield Edit(*span, "0", "integer")
            yield Edit(*span, str(value + 1), "integer")
        case float(value):
            if math.isfinite(value):
                yield Edit(*span, repr(value + 1.0), "float")
        case str(value):
            yield Edit(*span, '""' if value else '"mutant"', "text")
        case bytes(raw):
            yield Edit(*span, 'b""' if raw else 'b"mutant"', "text")


def _calls(text: Text, node: ast.Call) -> Iterator[Edit]:
    match node.func:
        case ast.Name(id="range") if node.args and not node.keywords:
            stop = node.args[0 if len(node.args) == 1 else 1]
            if not isinstance(stop, ast.Constant | ast.BinOp | ast.Starred | ast.UnaryOp):
                span = text.span(stop)
                yield Edit(*span, f"({text.of(stop)}) + 1", "boundary", around=span)
        case ast.Name(id=name) as func if name in _FUNCTIONS:
            span = text.span(func)
            yield Edit(*span, _FUNCTIONS[name], "call", around=span)
        case ast.Name(id=name) if name in _TO_ARGUMENT and node.args:
            argument = node.args[0]
            if not isinstance(argument, ast.Starred):
                said = text.of(argument)
                as_list = name in ("sorted", "reversed")
                after = f"list({said})" if as_list else _grouped(text, argument)
                yield Edit(*text.span(node), after, "call")
        case ast.Attribute(attr=name) as func if name in _METHODS:
            span = text.span(func)
            yield Edit(span[1] - len(name), span[1], _METHODS[name], "call", around=span)
        case ast.Attribute(attr="get") as func if len(node.args) == 2 and not node.keywords:
            first, second = text.span(node.args[0]), text.span(node.args[1])
            yield Edit(first[1], second[1], "", "optional")


def _slices(text: Text, node: ast.Subscript) -> Iterator[Edit]:
    cut = node.slice
    assert isinstance(cut, ast.Slice)
    for bound in (cut.lower, cut.upper, cut.step):
        if bound is None:
            continue
        span = text.span(bound)
        before, after = text.data[: span[0]].rstrip()[-1:], text.data[span[1] :].lstrip()[:1]
        alone = before in (b"[", b":") and after in (b"]", b":")
        if isinstance(node.ctx, ast.Load) and alone:
            yield Edit(*span, "", "boundary")
        if bound is not cut.step and not isinstance(bound, ast.Constant | ast.BinOp | ast.UnaryOp):
            yield Edit(*span, f"({text.of(bound)}) + 1", "boundary", around=span)
