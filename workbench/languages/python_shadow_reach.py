"""Which perturbed assertions a test is certain to reach.

A passing run tells nothing of branches: an assertion in a loop over what the solution returned may
never have run. Only what stands on every path counts; a test without any such assertion is named
rather than trusted.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

from workbench.languages.python_source import dotted

Function = ast.FunctionDef | ast.AsyncFunctionDef
_KEEPS = {"enumerate", "zip", "reversed", "sorted", "list", "tuple", "set", "product", "cycle"}
_RUNS = {"run", "run_until_complete", "gather", "wait_for"}
_CATCHING = {"AssertionError", "Exception", "BaseException", ""}
_PASSING = ("subTest", "catch_warnings", "patch", "open", "raises", "warns", "nullcontext")


class Reach:
    """Answers for all files of a suite. `certain` holds the nodes (by `id`) that now fail."""

    def __init__(
        self,
        certain: set[int],
        functions: Mapping[str, Sequence[Function]],
        constants: Mapping[str, ast.expr],
    ) -> None:
        self._certain = certain
        self._functions = functions
        self._constants = constants
        self._known: dict[int, bool] = {}

    def function(self, node: Function) -> bool:
        """Whether calling it is certain to fail."""
        if id(node) not in self._known:
            self._known[id(node)] = False  # calls itself: no reason to fail
            self._known[id(node)] = self.block(node.body)
        return self._known[id(node)]

    def block(self, body: Iterable[ast.stmt]) -> bool:
        """Whether running these statements is certain to fail."""
        for node in body:
            if self.statement(node):
                return True
            if may_leave(node):
                return False
        return False

    def statement(self, node: ast.stmt) -> bool:
        """Whether running it is certain to fail."""
        match node:
            case ast.Assert():
                return id(node) in self._certain
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                if any(self._context(item.context_expr) for item in items):
                    return True
                swallows = any("suppress" in dotted(i.context_expr) for i in items)
                return not swallows and self.block(body)
            case ast.For(iter=source, body=body) | ast.AsyncFor(iter=source, body=body):
                return self._turns(source) and self.block(body)
            case ast.If(test=test, body=body, orelse=other):
                if id(node) in self._certain:
                    return True
                if self._expression(test):
                    return True
                always = isinstance(test, ast.Constant) and bool(test.value)
                return self.block(body) and (always or self.block(other))
            case ast.While(test=ast.Constant(value=value), body=body) if value:
                return self.block(body)
            case ast.Try():
                return self._try(node)
            case (
                ast.Expr(value=value)
                | ast.Assign(value=value)
                | ast.Return(value=ast.expr() as value)
            ):
                return self._expression(value)
            case ast.AnnAssign(value=ast.expr() as value):
                return self._expression(value)
        return False

    def _try(self, node: ast.Try) -> bool:
        if id(node) in self._certain or self.block(node.finalbody):
            return True
        caught = {dotted(h.type).rsplit(".", 1)[-1] if h.type is not None else ""
                  for h in node.handlers}  # fmt: skip
        several = any(isinstance(h.type, ast.Tuple) for h in node.handlers)
        return not caught & _CATCHING and not several and self.block(node.body)

    def _context(self, node: ast.expr) -> bool:
        if id(node) in self._certain:
            return True
        called = self._called(node) if isinstance(node, ast.Call) else ()
        return bool(called) and all(
            any(isinstance(s, ast.Return) and id(s.value) in self._certain for s in f.body)
            for f in called
        )

    def _expression(self, node: ast.expr, *, awaited: bool = False) -> bool:
        """A call that fails, whatever its value is used for."""
        awaited = awaited or isinstance(node, ast.Await)
        if isinstance(node, ast.Await):
            node = node.value
        if not isinstance(node, ast.Call):
            return False
        if id(node) in self._certain and not _is_context(node):
            return True
        called = self._called(node)
        # A coroutine nobody awaits does not even begin.
        begun = awaited or not any(isinstance(f, ast.AsyncFunctionDef) for f in called)
        if called and begun and all(map(self.function, called)):
            return True
        runs = dotted(node.func).rsplit(".", 1)[-1] in _RUNS
        return runs and any(self._expression(a, awaited=True) for a in node.args)

    def _called(self, node: ast.Call) -> Sequence[Function]:
        """The suite's own functions a call may mean."""
        name = dotted(node.func)
        head, _, last = name.rpartition(".")
        if head not in ("", "self", "cls", "super"):
            return ()
        return self._functions.get(f"self.{last}" if head else last, ())

    def _turns(self, node: ast.expr, depth: int = 0) -> bool:
        """Whether iterating over it gives at least one element."""
        if depth > 8:
            return False
        match node:
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return any(not isinstance(e, ast.Starred) for e in elements)
            case ast.Dict(values=values):
                return bool(values)
            case ast.Constant(value=str(text)):
                return bool(text)
            case ast.Name(id=name):
                constant = self._constants.get(name)
                return constant is not None and self._turns(constant, depth + 1)
            case ast.ListComp(generators=[ast.comprehension(iter=source, ifs=[])]):
                return self._turns(source)
            case ast.Call(func=ast.Attribute(value=holder, attr="items" | "keys" | "values")):
                return self._turns(holder)
            case ast.Call(func=func, args=args) if args:
                name = dotted(func).rsplit(".", 1)[-1]
                if name == "range":
                    return _counts(args)
                return name in _KEEPS and all(map(self._turns, args[:1] if name != "zip" else args))
        return False


def _counts(args: list[ast.expr]) -> bool:
    """`range(3)`, `range(1, 4)`, `range(2, 20, 2)`: literals only."""
    try:
        return len(range(*(ast.literal_eval(a) for a in args))) > 0
    except (ValueError, TypeError, OverflowError):
        return False


def _is_context(node: ast.Call) -> bool:
    """`pytest.raises(E)` that nobody enters; with a callable behind it is a call."""
    name = dotted(node.func).rsplit(".", 1)[-1]
    if name in ("assertRaisesRegex", "assertWarnsRegex"):
        return len(node.args) < 3
    named = name.startswith(("assertRaises", "assertWarns")) or name in ("raises", "warns")
    return (named and len(node.args) < 2) or name in ("assertLogs", "assertNoLogs")


def may_leave(node: ast.stmt) -> bool:
    """Whether a statement may end the block it stands in without failing."""
    stack: list[ast.AST] = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, ast.Return | ast.Continue | ast.Break):
            return True
        if isinstance(here, ast.Call) and dotted(here.func).rsplit(".", 1)[-1] in (
            "skip",
            "skipTest",
        ):
            return True
        if not isinstance(here, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            stack.extend(ast.iter_child_nodes(here))
    return False
