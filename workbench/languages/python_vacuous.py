"""Checks of Python tests that hold whatever comes out, by their form alone.

assert (a == b, "text")        a tuple that is not empty is true
assert a == b or True          so is this
assert len(a) >= 0             and no length is below 0
assert a == a                  unless the solution says what equal means
self.assertTrue(a, [1, 2])     the second argument is what a failure says
a == b                         nobody looks at it
mock.assert_called_once        nobody calls it
mock.called_once_with(1)       a mock answers any question
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from workbench.languages.base import Inventory
from workbench.languages.python_inventory import trees_of
from workbench.languages.python_source import dotted
from workbench.model.task import Framework, Solution, Suite

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ONE_SIDED = frozenset({"assertTrue", "assertFalse", "assertIsNone", "assertIsNotNone"})
_MISSPELT = frozenset({"called_once_with", "called_with", "called_once", "has_calls", "not_called",
                       "any_call"})  # fmt: skip
_OWN_EQUALITY = re.compile(r"__eq__|dataclass|NamedTuple|namedtuple|total_ordering|nan\b")


def vacuous(suite: Suite, solution: Solution, inventory: Inventory) -> list[tuple[str, int, str]]:
    """(file, line, name of the test) of each."""
    if inventory.framework is Framework.SCRIPT:
        return []
    trees, _ = trees_of(suite)
    equality = any(_OWN_EQUALITY.search(text) for text in solution.files.values())
    tests = {(ref.file, ref.line): ref.id for ref in inventory.tests}
    found: list[tuple[str, int, str]] = []
    for file in suite.files:
        if file not in trees:
            continue
        mocks = "mock" in suite.files[file].lower()
        for node in ast.walk(trees[file]):
            if isinstance(node, _FUNCTIONS) and (file, node.lineno) in tests:
                name = tests[file, node.lineno].rpartition("::")[2]
                found += [
                    (file, stmt.lineno, name) for stmt in _statements(node.body)
                    if _holds_always(stmt, equality=equality, mocks=mocks)
                ]  # fmt: skip
    return found


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Without those that are written to raise: in a `with`, a `try`."""
    for stmt in body:
        yield stmt
        if isinstance(stmt, ast.If | ast.For | ast.AsyncFor | ast.While):
            yield from _statements([*stmt.body, *stmt.orelse])
        elif isinstance(stmt, _FUNCTIONS):
            yield from _statements(stmt.body)


def _holds_always(stmt: ast.stmt, *, equality: bool, mocks: bool) -> bool:
    if isinstance(stmt, ast.Assert):
        return _is_true(stmt.test, equality=equality) or (mocks and _asks_a_mock(stmt.test))
    if not isinstance(stmt, ast.Expr):
        return False
    value = stmt.value
    if isinstance(value, ast.Compare):
        return all(isinstance(op, ast.Eq | ast.NotEq | ast.Is | ast.IsNot) for op in value.ops)
    if isinstance(value, ast.Attribute):
        return mocks and value.attr.startswith("assert_")
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
        return False
    name = value.func.attr
    if name in _ONE_SIDED and len(value.args) == 2:
        return _is_no_message(value.args[1])
    if name == "assertGreaterEqual" and len(value.args) >= 2:
        return _is_length(value.args[0]) and _is_number(value.args[1], 0)
    return mocks and _asks_a_mock(value)


def _is_true(test: ast.expr, *, equality: bool) -> bool:
    if isinstance(test, ast.Tuple):
        return bool(test.elts)
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(isinstance(v, ast.Constant) and bool(v.value) for v in test.values)
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return False
    left, op, right = test.left, test.ops[0], test.comparators[0]
    if _is_length(left):
        return (isinstance(op, ast.GtE) and _is_number(right, 0)) or (
            isinstance(op, ast.Gt) and _is_number(right, -1)
        )
    calls = any(isinstance(n, ast.Call | ast.Await) for n in ast.walk(left))
    same = isinstance(op, ast.Eq | ast.Is) and ast.dump(left) == ast.dump(right)
    return same and not calls and not equality


def _is_length(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and dotted(value.func) == "len"


def _is_number(value: ast.expr, number: int) -> bool:
    try:
        return bool(ast.literal_eval(value) == number)
    except (ValueError, TypeError):
        return False


def _is_no_message(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return not isinstance(value.value, str) and value.value is not None
    return isinstance(value, ast.List | ast.Tuple | ast.Dict | ast.Set | ast.Compare)


def _asks_a_mock(value: ast.expr) -> bool:
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr in _MISSPELT
    )
