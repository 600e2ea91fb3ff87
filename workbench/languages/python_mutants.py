"""Finds every single-edit mutant of a Python file, from its syntax tree.

A *spot* is the piece of source a guard may stand around: an expression, a simple statement, or the
entry of a function. What never becomes a spot: docstrings, annotations, patterns, the inside of
f-strings, what stands under `if TYPE_CHECKING` or `if __name__ == "__main__"`, and names with two
underscores on both sides, which speak to tools.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from workbench.languages.mutation import Mutant
from workbench.languages.python_edits import Edit, expression_edits
from workbench.languages.python_shape import (
    Function,
    body_of,
    bound_names,
    defaults,
    is_left_alone,
    is_logging,
    is_trivial,
    own_nodes,
    unbinds,
)
from workbench.languages.python_source import dotted, parse
from workbench.languages.python_statement_edits import (
    augmented,
    condition,
    raised,
    returned,
    stub,
)
from workbench.languages.python_text import Text

Kind = Literal["expression", "statement", "entry"]


@dataclass(frozen=True)
class Spot:
    """Bytes `start` to `end` and the mutants that stand for them. Entry: what is put before the
    first statement of a function, which begins at `start`."""

    start: int
    end: int
    kind: Kind
    mutants: tuple[Mutant, ...]


@dataclass
class _Scope:
    """Where the walk is."""

    name: str
    static: bool
    returns: ast.expr | None = None
    generator: bool = False
    short: bool = False
    """its body is one `return`: what the stub does, a changed return would do again"""
    bound: set[str] = field(default_factory=set)


def spots(path: str, text: str) -> list[Spot]:
    """All of a file, in source order; none when it cannot be parsed."""
    tree = parse(text, path)
    if isinstance(tree, str):
        return []
    finder = _Finder(path, Text(text))
    try:
        finder.block(tree.body, _Scope("", static=True))
    except RecursionError:
        return []
    return finder.result()


class _Finder:
    def __init__(self, path: str, text: Text) -> None:
        self._path = path
        self._text = text
        self._found: dict[tuple[int, int, Kind], list[Mutant]] = {}
        self._seen: set[tuple[int, int, str]] = set()

    def result(self) -> list[Spot]:
        """Spots in source order, their mutants with names that stay."""
        counts: Counter[str] = Counter()
        found = []
        for (start, end, kind), mutants in sorted(
            self._found.items(), key=lambda item: (item[0][0], -item[0][1], item[0][2])
        ):
            named = []
            for m in mutants:
                base = f"{m.file}:{m.line}:{m.column}:{m.operator}"
                counts[base] += 1
                named.append(replace(m, id=base if counts[base] == 1 else f"{base}:{counts[base]}"))
            found.append(Spot(start, end, kind, tuple(named)))
        return found

    def _add(self, site: tuple[int, int], kind: Kind, scope: _Scope, edits: Iterable[Edit]) -> None:
        for edit in edits:
            before = self._text.data[edit.start : edit.end].decode()
            key = (edit.start, edit.end, edit.after)
            if key in self._seen or before == edit.after or unbinds(before, edit.after):
                continue
            self._seen.add(key)
            line, column = self._text.place(edit.start)
            mutant = Mutant(
                id="", file=self._path, line=line, column=column, start=edit.start, end=edit.end,
                operator=edit.operator, before=before, after=edit.after,
                function=scope.name, static=scope.static,
            )  # fmt: skip
            self._found.setdefault((*site, kind), []).append(mutant)

    # Statements

    def block(self, body: list[ast.stmt], scope: _Scope) -> None:
        """Each statement in turn."""
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: ast.stmt, scope: _Scope) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                scope.bound.add(node.name)
                self._each([*node.decorator_list, *defaults(node.args)], scope)
                self._function(node, scope)
            case ast.ClassDef():
                self._each(node.decorator_list, scope)
                name = f"{scope.name}.{node.name}" if scope.name else node.name
                self.block(body_of(node), _Scope(name, scope.static))
            case ast.If():
                if not is_left_alone(node):
                    self._condition(node.test, scope)
                    self.block(node.body, scope)
                self.block(node.orelse, scope)
            case ast.While():
                self._condition(node.test, scope)
                self.block([*node.body, *node.orelse], scope)
            case ast.For() | ast.AsyncFor():
                scope.bound |= bound_names(node.target)
                self._each([node.target, node.iter], scope)
                self.block([*node.body, *node.orelse], scope)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    self._expression(item.context_expr, scope)
                self.block(node.body, scope)
            case ast.Try() | ast.TryStar():
                self.block(node.body, scope)
                for handler in node.handlers:
                    self._handler(handler, scope)
                self.block([*node.orelse, *node.finalbody], scope)
            case ast.Match():
                self._expression(node.subject, scope)
                for case in node.cases:
                    if case.guard is not None:
                        self._condition(case.guard, scope)
                    self.block(case.body, scope)
            case _:
                self._simple(node, scope)

    def _function(self, node: Function, outer: _Scope) -> None:
        body = body_of(node)
        generator = any(isinstance(n, ast.Yield | ast.YieldFrom) for n in own_nodes(node))
        scope = _Scope(
            name=f"{outer.name}.{node.name}" if outer.name else node.name,
            static=False,
            returns=node.returns,
            generator=generator,
            bound={a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)},
        )
        if body and not is_trivial(body):
            scope.short = len(body) == 1 and isinstance(body[0], ast.Return)
            edit = stub(self._text, node, body[0], generator)
            self._add((edit.start, edit.start), "entry", scope, [edit])
        self.block(body, scope)

    def _handler(self, handler: ast.ExceptHandler, scope: _Scope) -> None:
        if handler.type is not None and isinstance(handler.type, ast.Name | ast.Attribute):
            start, end = self._text.span(handler.type)
            self._add((start, end), "expression", scope, [Edit(start, end, "()", "exception")])
        only = handler.body[0]
        if len(handler.body) == 1 and isinstance(only, ast.Assign | ast.Return | ast.Continue):
            span = self._text.span(only)
            self._add(span, "statement", scope, [Edit(*span, "pass", "exception")])
        self.block(handler.body, scope)

    def _simple(self, node: ast.stmt, scope: _Scope) -> None:
        span = self._text.span(node)
        edits: list[Edit] = []
        match node:
            case ast.Expr(value=ast.Constant()):
                return
            case ast.Expr(value=value):
                call = value.value if isinstance(value, ast.Await) else value
                if isinstance(call, ast.Call) and not is_logging(call):
                    edits.append(Edit(*span, "pass", "delete"))
                self._expression(value, scope)
            case ast.Assign():
                names = set().union(*map(bound_names, node.targets))
                if any(n.startswith("__") and n.endswith("__") for n in names):
                    return
                plain = all(isinstance(t, ast.Attribute | ast.Subscript) for t in node.targets)
                if plain or (names and names <= scope.bound):
                    edits.append(Edit(*span, "pass", "delete"))
                scope.bound |= names
                self._each([*node.targets, node.value], scope)
            case ast.AugAssign():
                edits += augmented(self._text, node)
                edits.append(Edit(*span, "pass", "delete"))
                self._each([node.target, node.value], scope)
            case ast.AnnAssign():
                if node.value is not None:
                    if isinstance(node.target, ast.Attribute | ast.Subscript):
                        edits.append(Edit(*span, "pass", "delete"))
                    scope.bound |= bound_names(node.target)
                    self._expression(node.value, scope)
            case ast.Return(value=value):
                if value is not None:
                    self._returned(value, scope)
            case ast.Raise():
                edits.append(Edit(*span, "pass", "delete"))
                self._raised(node, scope)
            case ast.Delete():
                edits.append(Edit(*span, "pass", "delete"))
                self._each(node.targets, scope)
            case ast.Assert():
                edits.append(Edit(*span, "pass", "delete"))
                self._expression(node.test, scope)
            case ast.Break():
                edits.append(Edit(*span, "continue", "jump"))
            case ast.Continue():
                edits.append(Edit(*span, "break", "jump"))
            case ast.Global() | ast.Nonlocal():
                scope.bound |= set(node.names)
            case _:
                pass
        self._add(span, "statement", scope, edits)

    def _returned(self, value: ast.expr, scope: _Scope) -> None:
        edits = returned(self._text, value, scope.returns, scope.generator, short=scope.short)
        self._add(self._text.span(value), "expression", scope, edits)
        self._expression(value, scope)

    def _raised(self, node: ast.Raise, scope: _Scope) -> None:
        if node.exc is not None:
            for edit in raised(self._text, node.exc):
                self._add((edit.start, edit.end), "expression", scope, [edit])
            self._expression(node.exc, scope)

    # Expressions

    def _condition(self, test: ast.expr, scope: _Scope) -> None:
        edits = condition(self._text, test)
        self._add(self._text.span(test), "expression", scope, edits)
        self._expression(test, scope)

    def _each(self, nodes: Iterable[ast.expr | None], scope: _Scope) -> None:
        for node in nodes:
            if node is not None:
                self._expression(node, scope)

    def _expression(
        self, node: ast.AST, scope: _Scope, site: tuple[int, int] | None = None
    ) -> None:
        """`site`: of the arithmetic chain this node is the left end of; long sums share one."""
        if isinstance(node, ast.JoinedStr | ast.FormattedValue):
            edits = [Edit(*self._text.span(node), '""', "text")]
            self._add(self._text.span(node), "expression", scope, edits)
            return
        if isinstance(node, ast.expr):
            span = site or self._text.span(node)
            for edit in expression_edits(self._text, node):
                around = edit.around or span
                self._add(around, "expression", scope, [edit])
        match node:
            case ast.BinOp(left=left, right=right):
                inner = (site or self._text.span(node)) if isinstance(left, ast.BinOp) else None
                self._expression(left, scope, inner)
                self._expression(right, scope)
            case ast.IfExp():
                self._condition(node.test, scope)
                self._each([node.body, node.orelse], scope)
            case ast.Lambda():
                self._each(defaults(node.args), scope)
                inside = _Scope(scope.name, static=False)
                self._returned(node.body, inside)
            case ast.Yield(value=ast.expr() as value):
                span = self._text.span(value)
                if not isinstance(value, ast.Constant):
                    self._add(span, "expression", scope, [Edit(*span, "None", "return")])
                self._expression(value, scope)
            case ast.comprehension():
                self._each([node.target, node.iter], scope)
                for test in node.ifs:
                    self._condition(test, scope)
            case ast.Call() if dotted(node.func).rsplit(".", 1)[-1] in _FOR_TOOLS:
                self._each([k.value for k in node.keywords], scope)
            case _:
                for child in ast.iter_child_nodes(node):
                    self._expression(child, scope)


_FOR_TOOLS = ("TypeVar", "ParamSpec", "NewType", "cast", "namedtuple", "NamedTuple", "TypedDict")
