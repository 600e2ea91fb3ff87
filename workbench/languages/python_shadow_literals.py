"""Literals in Python sources: which constants an expected value is made of."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from workbench.languages.python_source import dotted

# Calls whose value differs when (and because) their first argument does.
MAKERS = {
    "set", "frozenset", "list", "tuple", "dict", "sorted", "int", "float", "str", "bytes",
    "bytearray", "complex", "Decimal", "Fraction", "Counter", "deque", "OrderedDict", "approx",
}  # fmt: skip
_CONTAINERS = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Call)


def number(node: ast.expr) -> ast.expr:
    """The constant below signs; anything else as it is."""
    while isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        node = node.operand
    return node


def plain(node: ast.expr) -> ast.Constant:
    found = number(node)
    assert isinstance(found, ast.Constant)
    return found


def is_truth(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)


def leaves(node: ast.expr) -> Iterator[ast.expr]:
    """What can be changed below a value; empty containers only where there is nothing else."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        for element in node.elts:
            yield from leaves(element)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from leaves(value)
    elif isinstance(node, ast.Call):
        for argument in node.args[:1]:
            yield from leaves(argument)
        for keyword in node.keywords if not node.args else ():
            yield from leaves(keyword.value)
    elif isinstance(number(node), ast.Constant):
        yield node


def values(node: ast.expr) -> Iterator[object]:
    """Every constant in it, by value."""
    for below in ast.walk(node):
        if isinstance(below, ast.Constant):
            yield below.value


def tolerance_of(node: ast.expr) -> float | None:
    """How far `approx(...)` reaches, None when it is not told; 0 for anything else."""
    if not isinstance(node, ast.Call) or dotted(node.func).rsplit(".", 1)[-1] != "approx":
        return 0.0
    given = [k.value for k in node.keywords if k.arg in ("rel", "abs")] + node.args[1:]
    return reach(given)


def reach(given: Iterable[ast.expr]) -> float | None:
    """The largest of literal tolerances (relative ones below a half are always exceeded), None
    when one is computed."""
    found = 1e-6
    for value in given:
        plain = number(value)
        if not isinstance(plain, ast.Constant) or not isinstance(plain.value, int | float):
            return None
        found = max(found, abs(plain.value))
    return found


def hollow(node: ast.expr) -> ast.expr:
    """The first empty container in one that holds nothing else."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        inside = node.elts
    elif isinstance(node, ast.Dict):
        inside = node.values
    else:
        inside = node.args[:1] if isinstance(node, ast.Call) else []
    found = (hollow(e) for e in inside if isinstance(e, _CONTAINERS))
    return next(found, node)
