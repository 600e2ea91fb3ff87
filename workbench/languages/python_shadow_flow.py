"""Where an expected value that stands in a variable comes from.

`expected = [...]`, the columns of a table that is looped over or parametrised: perturbing the
literals there keeps the assertion as it is written. Only names that are expected wherever they are
used count: one that is an input as well stays, and the assertion changes instead.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from workbench.languages.python_shadow_values import Values
from workbench.languages.python_source import dotted

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module)
_EQUALS = re.compile(
    r"(assert(Equals?|(List|Tuple|Set|Dict|MultiLine|Sequence|Count)Equal)|assert_equal)$"
)
_HARMLESS = re.compile(r"(^|\.)(subTest|print|format|repr|str)$")


class Flows:
    """Names of one file that stand for expected values and nothing else."""

    def __init__(self, tree: ast.Module, values: Values, known: str) -> None:
        self._tree, self._values, self._known = tree, values, known
        self._parents: dict[ast.AST, ast.AST] = {}
        self._decided: dict[tuple[int, str], bool] = {}

    def perturb(self, node: ast.expr, tolerance: float | None) -> bool:
        """The literals a name (or `row["expected"]`) stands for, if all its uses expect."""
        name, key = _read(node)
        if not name or tolerance != 0.0:
            return False
        if not self._parents:
            self._parents = {c: p for p in ast.walk(self._tree) for c in ast.iter_child_nodes(p)}
        scope = self._scope_of(node, name)
        mark = (id(scope), f"{name}[{key}]")
        if mark not in self._decided:
            literals = self._literals(scope, name, key)
            self._decided[mark] = bool(literals) and self._only_expected(scope, name, key)
            if self._decided[mark]:
                # Other assertions expect it too, so it belongs to none of them.
                with self._values.edits.owned_by(0):
                    for literal in literals:
                        self._values.perturb(literal)
        self._values.strong += self._decided[mark]
        return self._decided[mark]

    # --- where it comes from -----------------------------------------------------------------

    def _scope_of(self, node: ast.AST, name: str) -> ast.AST:
        """The innermost function that binds the name, else the module."""
        here = self._parents.get(node)
        while here is not None and not isinstance(here, ast.Module):
            if isinstance(here, _SCOPES) and any(True for _ in self._bindings(here, name)):
                return here
            here = self._parents.get(here)
        return self._tree

    def _bindings(self, scope: ast.AST, name: str) -> Iterator[ast.AST]:
        """Every node below `scope` that gives the name a value."""
        for node in ast.walk(scope):
            match node:
                case ast.Name(id=bound, ctx=ast.Store() | ast.Del()) | ast.arg(arg=bound):
                    named = bound == name
                case ast.alias(name=imported, asname=bound):
                    named = name in (bound, imported)
                case ast.Global(names=names) | ast.Nonlocal(names=names):
                    named = name in names
                case _:
                    continue
            if named:
                yield node

    def _literals(self, scope: ast.AST, name: str, key: str) -> list[ast.expr]:
        """The literals it may be, all of them perturbable; empty where that is not so."""
        if isinstance(scope, ast.Module) and self._elsewhere(name):
            return []
        found: list[ast.expr] = []
        for bound in self._bindings(scope, name):
            values = self._bound(bound, name)
            if values and key:
                values = [v for row in values for v in _at_key(row, key)]
            if not values or not all(self._values.can(v) for v in values):
                return []
            found += values
        distinct = len({id(v) for v in found}) == len(found)
        fresh = not any(self._values.touched(v) for v in found)
        return found if distinct and fresh else []

    def _elsewhere(self, name: str) -> bool:
        """Whether another file of the suite speaks of it too."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        mine = self._values.edits.data.decode("utf-8", "replace")
        return len(word.findall(self._known)) != len(word.findall(mine))

    def _bound(self, node: ast.AST, name: str) -> list[ast.expr]:
        """The values one binding may give."""
        parent = self._parents.get(node)
        if isinstance(node, ast.arg):
            function = self._parents.get(parent) if parent is not None else None
            return _parametrised(function, name)
        place: int | None = None
        if isinstance(parent, ast.Tuple | ast.List) and isinstance(node, ast.expr):
            place, node, parent = parent.elts.index(node), parent, self._parents.get(parent)
        match parent:
            case ast.Assign(targets=[target], value=value) if target is node and place is None:
                return [value]
            case ast.AnnAssign(value=ast.expr() as value) if place is None:
                return [value]
            case ast.For(target=target, iter=source) if target is node:
                return _column(self._table(source), place)
        return []

    def _table(self, source: ast.expr) -> list[ast.expr]:
        """The rows of a literal that is looped over; of a name that stands for nothing else."""
        match source:
            case ast.List(elts=rows) | ast.Tuple(elts=rows):
                return rows
            case ast.Call(func=ast.Attribute(value=ast.Dict() as table, attr="items"), args=[]):
                pairs = [(k, v) for k, v in zip(table.keys, table.values, strict=True) if k]
                return [ast.Tuple([k, v], ast.Load()) for k, v in pairs]
            case ast.Name(id=name):
                scope = self._scope_of(source, name)
                if isinstance(scope, ast.Module) and self._elsewhere(name):
                    return []
                uses = Counter(
                    isinstance(n.ctx, ast.Load)
                    for n in ast.walk(scope)
                    if isinstance(n, ast.Name) and n.id == name
                )
                bound = list(self._bindings(scope, name))
                if uses[True] == 1 and len(bound) == 1:
                    return [r for v in self._bound(bound[0], name) for r in _rows(v)]
        return []

    # --- what it is used for -------------------------------------------------------------------

    def _only_expected(self, scope: ast.AST, name: str, key: str) -> bool:
        for node in ast.walk(scope):
            if not (isinstance(node, ast.Name) and node.id == name):
                continue
            if not isinstance(node.ctx, ast.Load) or self._says(node):
                continue
            use: ast.expr = node
            if key:
                around = self._parents.get(node)
                read = _read(around) if isinstance(around, ast.Subscript | ast.Attribute) else None
                if read is None or not read[1]:
                    return False  # the row as a whole goes somewhere
                if read[1] != key:
                    continue
                assert isinstance(around, ast.expr)
                use = around
            if not self._expects(use):
                return False
        return True

    def _expects(self, node: ast.expr) -> bool:
        """Whether this use is one side of an equality whose other side runs code."""
        match self._parents.get(node):
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]) as compare:
                other = left if right is node else right
                return isinstance(self._parents.get(compare), ast.Assert) and self._runs(other)
            case ast.Call(func=func, args=[first, second, *_]) if node in (first, second):
                other = first if second is node else second
                return bool(_EQUALS.search(dotted(func))) and self._runs(other)
        return False

    def _runs(self, node: ast.expr) -> bool:
        """Whether a value comes from running something rather than from the suite's literals."""
        if any(isinstance(n, ast.Call) for n in ast.walk(node)):
            return not self._values.can(node)
        if not isinstance(node, ast.Name):
            return isinstance(node, ast.Attribute | ast.Subscript)
        scope = self._scope_of(node, node.id)
        given = [v for b in self._bindings(scope, node.id) for v in self._bound(b, node.id)]
        calls = [any(isinstance(n, ast.Call) for n in ast.walk(v)) for v in given]
        return bool(calls) and all(calls) and not any(map(self._values.can, given))

    def _says(self, node: ast.AST) -> bool:
        """Whether a use only goes into a message."""
        here, parent = node, self._parents.get(node)
        while parent is not None and not isinstance(parent, ast.stmt):
            if isinstance(parent, ast.Call) and _HARMLESS.search(dotted(parent.func)):
                return here is not parent.func
            if isinstance(parent, ast.keyword) and parent.arg == "msg":
                return True
            here, parent = parent, self._parents.get(parent)
        return isinstance(parent, ast.Assert) and here is parent.msg


def _read(node: ast.AST) -> tuple[str, str]:
    """Name and key of `expected`, `row["expected"]`, `row.expected`; ("", "") of others."""
    match node:
        case ast.Name(id=name):
            return name, ""
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key))):
            return name, key
    return "", ""


def _at_key(row: ast.expr, key: str) -> list[ast.expr]:
    if not isinstance(row, ast.Dict):
        return []
    return [
        value
        for name, value in zip(row.keys, row.values, strict=True)
        if isinstance(name, ast.Constant) and name.value == key
    ]


def _rows(table: ast.expr) -> list[ast.expr]:
    return table.elts if isinstance(table, ast.List | ast.Tuple) else []


def _column(rows: list[ast.expr], place: int | None) -> list[ast.expr]:
    """One column of a table; empty where a row is not written out."""
    if place is None:
        return rows
    found: list[ast.expr] = []
    for row in rows:
        cells = _rows(row)
        if isinstance(row, ast.Call) and dotted(row.func).endswith("param"):
            cells = row.args
        if place >= len(cells) or any(isinstance(c, ast.Starred) for c in cells):
            return []
        found.append(cells[place])
    return found


def _parametrised(function: ast.AST | None, name: str) -> list[ast.expr]:
    """What `@pytest.mark.parametrize` gives an argument."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    for decorator in function.decorator_list:
        if not isinstance(decorator, ast.Call) or not dotted(decorator).endswith("parametrize"):
            continue
        if len(decorator.args) < 2 or any(k.arg == "indirect" for k in decorator.keywords):
            continue
        given, table = decorator.args[:2]
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            names = [n.strip() for n in given.value.split(",")]
        else:
            names = [str(e.value) for e in _rows(given) if isinstance(e, ast.Constant)]
        if name not in names:
            continue
        if len(names) == 1:
            return [_only(row) for row in _rows(table)]
        return _column(_rows(table), names.index(name))
    return []


def _only(row: ast.expr) -> ast.expr:
    """`pytest.param(3, id="x")` is 3."""
    if isinstance(row, ast.Call) and dotted(row.func).endswith("param") and row.args:
        return row.args[0]
    return row
