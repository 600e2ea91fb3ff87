"""Conditions and equalities in Python sources, turned into what honest code contradicts."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from workbench.languages.python_shadow_literals import MAKERS, reach
from workbench.languages.python_shadow_values import Values
from workbench.languages.python_source import dotted

_OPPOSITES: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", ">="),
    ast.LtE: ("<=", ">"),
    ast.Gt: (">", "<="),
    ast.GtE: (">=", "<"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
_CLOSE = {"isclose", "allclose"}
_EXPECTING = re.compile(r"exp|want|correct|answer|truth|should|desired|result_ref|gold", re.I)

Flow = Callable[[ast.expr, float | None], bool]


class Conditions:
    """Perturbs conditions of one file. `flow` perturbs the literals a name stands for, if all of
    them are only ever expected, and says whether it did."""

    def __init__(self, values: Values, flow: Flow) -> None:
        self._values, self._edits, self._flow = values, values.edits, flow

    def flip(self, node: ast.expr, now: bool) -> None:
        """Make a condition that is `now` in every passing run the opposite."""
        if self._values.touched(node):
            return
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                if self._expects_value(inner, not now):
                    self.flip(inner, not now)
                else:
                    start = self._values.span(node)[0]
                    text = self._edits.data[start : start + 4].decode("utf-8", "replace")
                    self._edits.replace(start, start + (4 if text == "not " else 3), "")
            case ast.BoolOp(op=op, values=parts) if isinstance(op, ast.And) is now:
                for part in parts:
                    self.flip(part, now)
            case ast.BoolOp(values=parts):
                if not self._alternatives(parts, now):
                    self._negate(node, grouped=True)
            case ast.Compare():
                self._compare(node, now)
            case ast.Constant(value=bool(value)):
                self._edits.replace(*self._values.span(node), str(not value))
            case ast.Call() if self._call_in_condition(node, now):
                pass
            case ast.IfExp() | ast.Lambda() | ast.NamedExpr():
                self._negate(node, grouped=True)
            case _:
                self._negate(node, grouped=False)

    def _negate(self, node: ast.expr, *, grouped: bool) -> None:
        start, end = self._values.span(node)
        if grouped:
            self._edits.around(start, end, "not (", ")")
        else:
            self._edits.insert(start, "not ")

    def _expects_value(self, node: ast.expr, now: bool) -> bool:
        """Whether a comparison that is `now` says that something equals a value."""
        if not isinstance(node, ast.Compare) or len(node.ops) != 1:
            return False
        return isinstance(node.ops[0], ast.Eq if now else ast.NotEq)

    def _compare(self, node: ast.Compare, now: bool) -> None:
        left = node.left if len(node.comparators) == 1 else node.comparators[-2]
        right, op = node.comparators[-1], node.ops[-1]
        if not now and len(node.ops) > 1:
            self._negate(node, grouped=True)
            return
        equal = isinstance(op, ast.Eq if now else ast.NotEq)
        if equal and self.equal(left, right):
            return
        if isinstance(op, ast.In) and now and self.membership(left, right):
            return
        if isinstance(op, ast.Is) and now and _is_bool(right) and self._values.perturb(right):
            return
        if isinstance(op, ast.Lt | ast.LtE) and now and self._distance(left, right):
            return
        self._turn(node, left, right, op)

    def _turn(self, node: ast.Compare, left: ast.expr, right: ast.expr, op: ast.cmpop) -> None:
        """The operator becomes its opposite."""
        old, new = _OPPOSITES[type(op)]
        start, end = self._values.span(left)[1], self._values.span(right)[0]
        between = self._edits.data[start:end]
        blank = re.sub(rb"#[^\n]*", lambda m: b" " * len(m[0]), between)
        found = re.search(rb"\s+".join(re.escape(w.encode()) for w in old.split()), blank)
        if found is None or b"\n" in found[0]:
            self._negate(node, grouped=True)
        else:
            self._edits.replace(start + found.start(), start + found.end(), new)

    def _alternatives(self, parts: list[ast.expr], now: bool) -> bool:
        """`f(x) == 1 or f(x) == 2`: with other values for both, none of them the first ones."""
        values: list[ast.expr] = []
        subjects = set()
        for part in parts:
            if not now or not self._expects_value(part, now):
                return False
            assert isinstance(part, ast.Compare)
            subjects.add(ast.dump(part.left))
            values.append(part.comparators[0])
        truth = any(isinstance(n, ast.Constant) and isinstance(n.value, bool)
                    for v in values for n in ast.walk(v))  # fmt: skip
        # [True, False] negated is the same pair of alternatives again.
        if truth or len(subjects) != 1 or not all(map(self._values.can, values)):
            return False
        done = [self._values.perturb(v, avoid=values) for v in values]
        return all(done)

    def membership(self, left: ast.expr, right: ast.expr) -> bool:
        """`3 in f(x)` or `f(x) in (1, 2)`."""
        if isinstance(left, ast.Constant):
            return self._values.strange(left)
        if not isinstance(right, ast.List | ast.Tuple | ast.Set) or not right.elts:
            return False
        if not all(isinstance(e, ast.Constant) and not isinstance(e.value, bool | None)
                   for e in right.elts):  # fmt: skip
            return False
        return self._values.perturb(right)

    def _distance(self, left: ast.expr, right: ast.expr) -> bool:
        """`abs(f(x) - 2.5) < 1e-6`: further away than the tolerance."""
        if not isinstance(left, ast.Call) or dotted(left.func).rsplit(".", 1)[-1] not in (
            "abs", "fabs",
        ):  # fmt: skip
            return False
        inside = left.args[0] if len(left.args) == 1 else None
        if not isinstance(inside, ast.BinOp) or not isinstance(inside.op, ast.Sub):
            return False
        tolerance = reach([right])
        for side in (inside.right, inside.left):
            if _is_number(side) and tolerance is not None:
                return self._values.perturb(side, tolerance)
        return False

    def _call_in_condition(self, node: ast.Call, now: bool) -> bool:
        name = dotted(node.func).rsplit(".", 1)[-1]
        if not now:
            return False
        if name in _CLOSE and len(node.args) >= 2:
            given = [k.value for k in node.keywords if k.arg and "tol" in k.arg] + node.args[2:]
            for side in (node.args[1], node.args[0]):
                if self._values.can(side):
                    return self._values.perturb(side, reach(given))
        if name in ("startswith", "endswith") and len(node.args) == 1:
            part = node.args[0]
            return isinstance(part, ast.Constant) and self._values.strange(part)
        return False

    # --- values ------------------------------------------------------------------------------

    def equal(
        self, left: ast.expr, right: ast.expr, tolerance: float | None = 0.0, kind: str = ""
    ) -> bool:
        """Of two things said to be equal, the expected one becomes another."""
        values = self._values
        if values.touched(left) or values.touched(right):
            return True
        if isinstance(left, ast.Starred) or isinstance(right, ast.Starred):
            return False
        for side in (right, left):
            if values.can(side) and not _computes(side):
                return values.perturb(side, tolerance)
        sides = [right, left]
        if _EXPECTING.search(_words(left)) and not _EXPECTING.search(_words(right)):
            sides.reverse()
        for side in sides:
            if self._flow(side, tolerance):
                return True
        for side in sides:
            if values.can(side):
                return values.perturb(side, tolerance)
        return values.wrap(sides[0], kind)


def _is_bool(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)


def _is_number(node: ast.expr) -> bool:
    while isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _computes(node: ast.expr) -> bool:
    """Whether code runs in it: `[f(1), 2]` is rather the actual than the expected side."""
    calls = (n for n in ast.walk(node) if isinstance(n, ast.Call))
    return any(dotted(c.func).rsplit(".", 1)[-1] not in MAKERS for c in calls)


def _words(node: ast.expr) -> str:
    return " ".join(n.id for n in ast.walk(node) if isinstance(n, ast.Name))
