"""Tests that see what other tests leave behind.

A shadow ends a test at its first assertion, so what would have followed does not happen. A test
whose outcome follows from that (`store.add(1)` behind an assertion of one test, `assert 1 in
store` in the next) may then hold where it was turned into its opposite. Other *values* stay wrong
in any state; opposites do not, and such tests are named.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Callable, Iterator, Mapping

from workbench.languages.python_shadow_reach import Function
from workbench.languages.python_source import dotted, is_fixture

_SOLUTION = "(the solution)"  # state in its own modules
_BUILTIN = frozenset(dir(builtins))


class Sharing:
    """What the tests of one file share. `sure` says whether a statement is certain to fail."""

    def __init__(self, tree: ast.Module, sure: Callable[[ast.stmt], bool]) -> None:
        self._sure = sure
        self._imported: set[str] = set()
        self._helpers = {n.name for n in ast.walk(tree) if isinstance(n, Function | ast.ClassDef)}
        self._shared: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                if (node.module or "").split(".")[0] not in sys.stdlib_module_names:
                    self._imported |= {a.asname or a.name for a in node.names}
            elif isinstance(node, ast.Import):
                self._imported |= {
                    a.asname or a.name.split(".")[0]
                    for a in node.names
                    if a.name.split(".")[0] not in sys.stdlib_module_names
                }
            elif isinstance(node, ast.Global):
                self._shared |= set(node.names)
            elif isinstance(node, ast.FunctionDef) and _is_wide_fixture(node):
                self._shared.add(node.name)
        self._shared |= set(_lasting(tree.body, ""))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                self._shared |= set(_lasting(node.body, "self."))
                for method in node.body:
                    if isinstance(method, ast.FunctionDef) and method.name == "setUpClass":
                        self._shared |= {
                            f"self.{n.attr}"
                            for n in ast.walk(method)
                            if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
                        }

    def left_out(self, function: Function) -> set[str]:
        """What the shadow of a test leaves undone: names it would have used or changed."""
        local = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)
                 and isinstance(n.ctx, ast.Store)} | {a.arg for a in ast.walk(function)
                 if isinstance(a, ast.arg)} - self._shared  # fmt: skip
        found: set[str] = set()
        for statement in self._late(function.body):
            found |= self.mentioned(statement)
            for node in ast.walk(statement):
                root = _acted_on(node)
                if root and root not in local | _BUILTIN | self._helpers and root != "self":
                    found.add(_SOLUTION if root in self._imported - _FRAMEWORKS else root)
        return found & (self._shared | {_SOLUTION})

    def mentioned(self, node: ast.AST) -> set[str]:
        """Which shared names it speaks of."""
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        names |= {
            f"self.{n.attr}"
            for n in ast.walk(node)
            if isinstance(n, ast.Attribute) and dotted(n.value) in ("self", "cls")
        }
        names |= {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
        return names & self._shared

    def _late(self, body: list[ast.stmt]) -> Iterator[ast.stmt]:
        """Statements that do not run, or not to their end, in a shadow."""
        for at, node in enumerate(body):
            if self._sure(node):
                yield from body[at + 1 :]
                if isinstance(node, ast.For | ast.AsyncFor | ast.While):
                    yield node
                elif isinstance(node, ast.With | ast.AsyncWith | ast.Try):
                    yield from self._late(node.body)
                return


_FRAMEWORKS = {"pytest", "mock", "hypothesis", "np", "numpy", "approx", "raises"}


def threatened(
    tests: Mapping[str, Function], fragile: set[str], sharing: Sharing
) -> dict[str, list[str]]:
    """Tests whose opposites may hold because of what another test did not do, and by what."""
    if not fragile:
        return {}
    undone = {id: sharing.left_out(function) for id, function in tests.items()}
    found: dict[str, list[str]] = {}
    for id in fragile:
        others = set().union(*(names for other, names in undone.items() if other != id))
        seen = others & (sharing.mentioned(tests[id]) | {_SOLUTION})
        if seen:
            found[id] = sorted(seen)
    return found


def _lasting(body: list[ast.stmt], prefix: str) -> Iterator[str]:
    """Names a module or class body gives objects that can change."""
    for node in body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        if isinstance(value, ast.Call | ast.List | ast.Dict | ast.Set):
            yield from (prefix + t.id for t in targets if isinstance(t, ast.Name))


def _acted_on(node: ast.AST) -> str:
    """The name a statement acts on without asserting: `store.add(1)`, `store.x = 1`."""
    match node:
        case (
            ast.Expr(value=ast.Call(func=func))
            | ast.Expr(value=ast.Await(value=ast.Call(func=func)))
        ):
            name = dotted(func)
            return "" if "assert" in name.lower() or "subTest" in name else name.split(".")[0]
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript() as target, *_]):
            return _root(target)
        case ast.AugAssign(target=ast.Attribute() | ast.Subscript() as target):
            return _root(target)
    return ""


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_wide_fixture(node: ast.FunctionDef) -> bool:
    return is_fixture(node.decorator_list) and any(
        keyword.arg == "scope"
        and not (isinstance(keyword.value, ast.Constant) and keyword.value.value == "function")
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call)
        for keyword in decorator.keywords
    )
