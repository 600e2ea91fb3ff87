"""Questions about nodes of a Python tree that mutants and their schemata both ask."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from workbench.languages.python_source import dotted
from workbench.languages.python_text import Text

Function = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def is_left_alone(node: ast.If) -> bool:
    """Whether an `if` asks how the module is used: its branch never runs in a test."""
    names = {n.id for n in ast.walk(node.test) if isinstance(n, ast.Name)}
    return "__name__" in names or dotted(node.test).rsplit(".", 1)[-1] == "TYPE_CHECKING"


def is_elif(text: Text, node: ast.If) -> bool:
    """Whether the source of this `if` begins with `elif`."""
    start, _ = text.span(node)
    return text.data[start : start + 4] == b"elif"


def body_of(node: Function | ast.ClassDef | ast.Module) -> list[ast.stmt]:
    """Without the docstring."""
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return node.body[1:]
    return node.body


def own_nodes(function: Function | ast.Lambda) -> Iterable[ast.AST]:
    """Nodes of a function's body without those of functions and classes inside it."""
    body = function.body if isinstance(function.body, list) else [function.body]
    todo: list[ast.AST] = list(body)
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            todo.extend(ast.iter_child_nodes(node))


def defaults(args: ast.arguments) -> list[ast.expr | None]:
    return [*args.defaults, *args.kw_defaults]


def bound_names(target: ast.expr) -> set[str]:
    return {n.id for n in ast.walk(target) if isinstance(n, ast.Name)
            and isinstance(n.ctx, ast.Store)}  # fmt: skip


def unbinds(before: str, after: str) -> bool:
    """Whether a binding or a yield goes: a guard keeps it, and with it the scope of the name and
    the kind of the function, which the edit alone would change."""
    return any(word in before and word not in after for word in (":=", "yield"))


def is_trivial(body: list[ast.stmt]) -> bool:
    only = body[0]
    if len(body) > 1:
        return False
    match only:
        case ast.Pass() | ast.Return(value=None) | ast.Return(value=ast.Constant(value=None)):
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Raise(exc=ast.expr() as exc):
            return dotted(exc) == "NotImplementedError"
    return False


def is_logging(call: ast.Call) -> bool:
    return dotted(call.func).lower().split(".")[0].strip("_") in ("logging", "logger", "log")
