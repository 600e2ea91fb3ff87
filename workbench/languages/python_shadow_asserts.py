"""Assertions in Python sources, turned into ones that honest code fails.

The value an assertion expects is perturbed where that is certain to make it fail. Where it is not
(an order, a truth, a computed value), the condition is turned into its opposite on the same line.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from workbench.languages.python_shadow_values import MAKERS, Values, reach
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
# Renamed to what fails exactly when they hold.
_RENAMED = {
    "assertNotEqual": "assertEqual", "assertNotEquals": "assertEqual",
    "assertNotAlmostEqual": "assertAlmostEqual", "assertNotIn": "assertIn",
    "assertIsNot": "assertIs", "assertIsNotNone": "assertIsNone",
    "assertIsInstance": "assertNotIsInstance", "assertNotIsInstance": "assertIsInstance",
    "assertNotRegex": "assertRegex", "assertLess": "assertGreaterEqual",
    "assertLessEqual": "assertGreater", "assertGreater": "assertLessEqual",
    "assertGreaterEqual": "assertLess", "assertNoLogs": "assertLogs", "assertLogs": "assertNoLogs",
    "assert_called": "assert_not_called", "assert_not_called": "assert_called",
    "assert_called_once": "assert_not_called",
}  # fmt: skip
_EQUALS = {
    "assertEqual", "assertEquals", "assertListEqual", "assertTupleEqual", "assertSetEqual",
    "assertDictEqual", "assertMultiLineEqual", "assertSequenceEqual", "assertCountEqual",
    "assertIs", "assert_equal", "assert_array_equal", "assert_frame_equal", "assert_series_equal",
}  # fmt: skip
_NEARLY = {
    "assertAlmostEqual", "assertAlmostEquals", "assert_allclose", "assert_almost_equal",
    "assert_array_almost_equal", "assert_approx_equal",
}  # fmt: skip
_CALLED = {"assert_called_with", "assert_called_once_with", "assert_any_call", "assert_has_calls"}
_CLOSE = {"isclose", "allclose"}
_RAISES = {"raises", "assertRaises", "assertRaisesRegex", "assertRaisesRegexp"}
_WARNS = {"warns", "deprecated_call", "assertWarns", "assertWarnsRegex"}
CONTEXTS = _RAISES | _WARNS | {"assertLogs", "assertNoLogs"}
_FAILS = {"pytest.fail", "self.fail"}
_EXPECTING = re.compile(r"exp|want|correct|answer|truth|should|desired|result_ref|gold", re.I)

Flow = Callable[[ast.expr, float | None], bool]


class Assertions:
    """Perturbs assertions of one file. `flow` perturbs the literals a name stands for, if all of
    them are only ever expected, and says whether it did."""

    def __init__(self, values: Values, flow: Flow) -> None:
        self._values, self._edits, self._flow = values, values.edits, flow

    # --- conditions ----------------------------------------------------------------------------

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
        if isinstance(op, ast.In) and now and self._membership(left, right):
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

    def _membership(self, left: ast.expr, right: ast.expr) -> bool:
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

    def equal(self, left: ast.expr, right: ast.expr, tolerance: float | None = 0.0) -> bool:
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
        return values.wrap(sides[0])

    # --- calls -------------------------------------------------------------------------------

    def is_failure(self, node: ast.stmt) -> bool:
        """`assert False`, `pytest.fail(...)`, `raise AssertionError`: must not be reached."""
        match node:
            case ast.Assert(test=ast.Constant(value=value)):
                return not value
            case ast.Expr(value=ast.Call() as call):
                return dotted(call.func) in _FAILS
            case ast.Raise(exc=ast.expr() as error):
                return dotted(error) == "AssertionError"
        return False

    def context(self, node: ast.expr) -> bool:
        """`with pytest.raises(E):` and its like; whether it is one, and now fails."""
        if not isinstance(node, ast.Call):
            return False
        name = dotted(node.func).rsplit(".", 1)[-1]
        return name in CONTEXTS and self.call(node)

    def call(self, node: ast.Call) -> bool:
        """Perturb an assertion that is a call; False for any other call."""
        full = dotted(node.func)
        name = full.rsplit(".", 1)[-1]
        args = node.args
        if self._values.touched(node):
            return name in _EQUALS | _NEARLY | CONTEXTS | _CALLED | _RENAMED.keys() | {
                "assertTrue", "assertFalse", "assertIsNone", "assertIn", "assertRegex",
            }  # fmt: skip
        if name in _RENAMED and isinstance(node.func, ast.Attribute):
            end = self._values.span(node.func)[1]
            self._edits.replace(end - len(name.encode()), end, _RENAMED[name])
            return True
        if name in _EQUALS | _NEARLY and len(args) >= 2:
            near: float | None = 0.0
            if name in _NEARLY:
                given = [k.value for k in node.keywords if k.arg not in ("places", "msg")]
                near = reach(given)
                near = near if near is None else max(near, 11.0)  # places=-1 and below are rare
            return self.equal(args[0], args[1], near)
        if name in _RAISES | _WARNS:
            return self._raising(node, name in _WARNS)
        if name in _CALLED and isinstance(node.func, ast.Attribute):
            return self._called(node)
        if not args:
            return False
        match name:
            case "assertTrue" | "failUnless":
                self.flip(args[0], True)
            case "assertFalse" | "failIf":
                self.flip(args[0], False)
            case "assertIsNone":
                self._values.wrap(args[0])
            case "assertIn" if len(args) >= 2:
                done = self._membership(args[0], args[1])
                return done or self._values.wrap(args[0])
            case "assertRegex" | "assertRegexpMatches" if len(args) >= 2:
                self._values.pattern(args[1])
            case _:
                return False
        return True

    def _raising(self, node: ast.Call, warns: bool) -> bool:
        done = False
        if node.args and not isinstance(node.args[0], ast.Starred):
            done = self._values.exception(node.args[0], warns)
        match = [k.value for k in node.keywords if k.arg == "match"]
        if "Regex" in dotted(node.func) and len(node.args) >= 2:
            match.append(node.args[1])
        for pattern in match:
            done = self._values.pattern(pattern) or done
        for keyword in node.keywords:
            if keyword.arg in ("expected_exception", "expected_warning"):
                done = self._values.exception(keyword.value, warns) or done
        return done

    def _called(self, node: ast.Call) -> bool:
        given = [*node.args, *(k.value for k in node.keywords if k.arg)]
        given = [g for g in given if not isinstance(g, ast.Starred)]
        for value in given:
            if not self._values.perturb(value):
                self._values.wrap(value)
        if not given:
            self._values.strong += 1
            number = self._values.dice(node).between(2, 97)
            self._edits.insert(self._values.span(node)[1] - 1, str(number))
        return True


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
