"""Assertions in Python sources, turned into ones that honest code fails.

The value an assertion expects is perturbed where that is certain to make it fail. Where it is not
(an order, a truth, a computed value), the condition is turned into its opposite on the same line.
"""

from __future__ import annotations

import ast

from workbench.languages.python_shadow_conditions import Conditions
from workbench.languages.python_shadow_literals import reach
from workbench.languages.python_source import dotted

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
# These look at the type before they compare.
_KINDS = {
    "assertListEqual": "list", "assertTupleEqual": "tuple", "assertSetEqual": "set",
    "assertDictEqual": "dict",
    "assertMultiLineEqual": "str",
}  # fmt: skip
_NEARLY = {
    "assertAlmostEqual", "assertAlmostEquals", "assert_allclose", "assert_almost_equal",
    "assert_array_almost_equal", "assert_approx_equal",
}  # fmt: skip
_CALLED = {"assert_called_with", "assert_called_once_with", "assert_any_call", "assert_has_calls"}
_RAISES = {"raises", "assertRaises", "assertRaisesRegex", "assertRaisesRegexp"}
_WARNS = {"warns", "deprecated_call", "assertWarns", "assertWarnsRegex"}
CONTEXTS = _RAISES | _WARNS | {"assertLogs", "assertNoLogs"}
_FAILS = {"pytest.fail", "self.fail"}


class Assertions(Conditions):
    """Perturbs assertions of one file."""

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
            return self.equal(args[0], args[1], near, _KINDS.get(name, ""))
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
                done = self.membership(args[0], args[1])
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
