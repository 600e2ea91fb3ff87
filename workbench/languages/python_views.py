"""How a Python suite looks at a function's results: read from the assertions around its calls.

`assert set(f(x)) == {...}` looks at a set, `assert abs(f(x) - y) < 1e-6` with a tolerance; what a
suite does with a result that is nothing of the kind is not guessed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbench.languages.calls import View
from workbench.languages.python_source import dotted

_STEPS = {
    *("set", "sorted", "list", "tuple", "len", "sum", "str", "int", "float", "abs", "frozenset"),
    *("dict", "any", "all", "bool", "round"),
}
_EQUAL = {
    *("assertEqual", "assertEquals", "assertListEqual", "assertDictEqual", "assertTupleEqual"),
    *("assertSetEqual", "assertMultiLineEqual", "assertSequenceEqual", "assertIs"),
    *("assertNotEqual", "assertIsNone", "assertIsNotNone", "assertGreater", "assertLess"),
    *("assertGreaterEqual", "assertLessEqual", "deepcopy"),
}  # fmt: skip


def views_of(tree: ast.Module, entry: str) -> Iterator[View]:
    """Every way one file looks at results of `entry`."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    names = {entry} | _aliases(tree, entry)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func).rsplit(".", 1)[-1] in names:
            yield from _climb(node, parents, (), 0)


def _aliases(tree: ast.Module, entry: str) -> set[str]:
    """Parameters of the file's own functions that the entry is passed for."""
    functions = {n.name: n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            callee = functions.get(dotted(node.func))
            for place, arg in enumerate(node.args):
                if callee and dotted(arg) == entry and place < len(callee.args.args):
                    found.add(callee.args.args[place].arg)
    return found


def _climb(
    node: ast.expr, parents: dict[ast.AST, ast.AST], steps: tuple[str, ...], depth: int
) -> Iterator[View]:
    parent = parents.get(node)
    match parent:
        case ast.Call() if node is not parent.func:
            yield from _argument(node, parent, parents, steps, depth)
        case ast.Compare():
            near = [_approx(c) for c in (parent.left, *parent.comparators)]
            yield View(steps, next((t for t in near if t), None))
        case ast.Assert() | ast.If():
            yield View((*steps, "truth"))
        case ast.UnaryOp(op=ast.Not()):
            yield View((*steps, "truth"))
        case ast.BoolOp():
            yield View((*steps, "truth"))
        case ast.BinOp(op=ast.Sub()):
            yield _difference(parent, parents)
        case ast.Assign(targets=[ast.Name(id=name)]) if depth < 3:
            scope: ast.AST = parent
            while scope in parents and not isinstance(scope, ast.FunctionDef):
                scope = parents[scope]
            for used in ast.walk(scope):
                if (
                    isinstance(used, ast.Name)
                    and used.id == name
                    and used.ctx.__class__ is ast.Load
                ):
                    yield from _climb(used, parents, steps, depth + 1)
        case ast.Expr() | ast.Return() | ast.keyword():
            return
        case _:
            yield View(steps, direct=False)


def _argument(
    node: ast.expr, call: ast.Call, parents: dict[ast.AST, ast.AST],
    steps: tuple[str, ...], depth: int,
) -> Iterator[View]:  # fmt: skip
    name = dotted(call.func).rsplit(".", 1)[-1]
    if name in _STEPS:
        if name == "round":
            digits = call.args[1] if len(call.args) > 1 else ast.Constant(0)
            if not isinstance(digits, ast.Constant):
                yield View(steps, direct=False)
                return
            name = f"round:{digits.value!r}" if len(call.args) > 1 else "round"
        yield from _climb(call, parents, (*steps, {"bool": "truth"}.get(name, name)), depth)
    elif name == "isclose" or name == "allclose":
        options = {k.arg: _number(k.value) for k in call.keywords}
        relative = options.get("rel_tol") or options.get("rtol") or 1e-9
        absolute = options.get("abs_tol") or options.get("atol") or 0.0
        yield View(steps, (relative, absolute))
    elif name == "assertAlmostEqual":
        options = {k.arg: _number(k.value) for k in call.keywords}
        places = options.get("places")
        yield View(steps, (0.0, options.get("delta") or 10 ** -(places or 7)))
    elif name == "assertCountEqual":
        yield View((*steps, "sorted"))
    elif name in ("assertTrue", "assertFalse"):
        yield View((*steps, "truth"))
    elif name in _EQUAL:
        near = [_approx(a) for a in call.args]
        yield View(steps, next((t for t in near if t), None))
    elif name != "print":
        yield View(steps, direct=False)


def _approx(node: ast.expr) -> tuple[float, float] | None:
    if not isinstance(node, ast.Call) or not dotted(node.func).endswith("approx"):
        return None
    options = {k.arg: _number(k.value) for k in node.keywords}
    if options.get("abs") and not options.get("rel"):
        return 0.0, options["abs"] or 0.0
    return options.get("rel") or 1e-6, options.get("abs") or 1e-12


def _difference(node: ast.BinOp, parents: dict[ast.AST, ast.AST]) -> View:
    """`abs(f(x) - y) < 1e-6`."""
    wrapped = parents.get(node)
    if isinstance(wrapped, ast.Call) and dotted(wrapped.func).rsplit(".", 1)[-1] in ("abs", "fabs"):
        compared = parents.get(wrapped)
        if isinstance(compared, ast.Compare) and len(compared.comparators) == 1:
            bound = _number(compared.comparators[0])
            if bound is not None and isinstance(compared.ops[0], ast.Lt | ast.LtE):
                return View((), (0.0, bound))
    return View(direct=False)


def _number(node: ast.expr) -> float | None:
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            base, power = _number(node.left), _number(node.right)
            if base is not None and power is not None and abs(power) < 100:
                return float(base**power)
        return None
    return float(value) if isinstance(value, int | float) else None
