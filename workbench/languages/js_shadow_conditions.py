"""Conditions and equalities in JavaScript and TypeScript, turned into what honest code
contradicts."""

from __future__ import annotations

import re
from collections.abc import Callable

from workbench.languages.js_shadow_values import Values, bare
from workbench.languages.js_source import arguments
from workbench.languages.syntax import Node, text_of, walk

_OPPOSITES = {
    "===": "!==", "!==": "===", "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<",
}  # fmt: skip
_EQUAL_NOW = {True: ("===", "=="), False: ("!==", "!=")}
_EXPECTING = re.compile(r"exp|want|correct|answer|truth|should|desired|gold", re.I)

Flow = Callable[[Node, float | None], bool]


class Conditions:
    """Perturbs conditions of one file. `flow` perturbs the literals a name stands for, if all of
    them are only ever expected, and says whether it did."""

    def __init__(self, values: Values, flow: Flow) -> None:
        self._values, self._edits, self._flow = values, values.edits, flow

    def flip(self, given: Node, now: bool) -> None:
        """Make a condition that is `now` in every passing run the opposite."""
        node = bare(given)
        if self._values.touched(given):
            return
        operator = text_of(node.child_by_field_name("operator"))
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if node.type == "unary_expression" and operator == "!":
            inside = node.child_by_field_name("argument")
            assert inside is not None
            if self._is_equality(bare(inside), not now):
                self.flip(inside, not now)
            else:
                self._edits.replace(node.start_byte, inside.start_byte, "")
        elif node.type in ("true", "false"):
            self._values.perturb(node)
        elif node.type == "binary_expression" and left is not None and right is not None:
            if operator in ("&&", "||") and (operator == "&&") is now:
                self.flip(left, now)
                self.flip(right, now)
            elif operator == "||" and self._alternatives(node):
                pass
            elif not self._comparison(node, left, right, operator, now):
                self._negate(node)
        elif node.type == "call_expression" and now and self._part(node):
            pass
        else:
            self._negate(node)

    def _negate(self, node: Node) -> None:
        simple = node.type in ("call_expression", "identifier", "member_expression",
                               "subscript_expression")  # fmt: skip
        self._edits.around(node.start_byte, node.end_byte, "!" if simple else "!(",
                           "" if simple else ")")  # fmt: skip

    def _is_equality(self, node: Node, now: bool) -> bool:
        operator = text_of(node.child_by_field_name("operator"))
        return node.type == "binary_expression" and operator in _EQUAL_NOW[now]

    def _comparison(self, node: Node, left: Node, right: Node, operator: str, now: bool) -> bool:
        if operator in _EQUAL_NOW[now] and self.equal(left, right):
            return True
        if operator in ("<", "<=") and now and self._distance(left, right):
            return True
        sign = node.child_by_field_name("operator")
        if sign is None or operator not in _OPPOSITES:
            return False
        if operator[0] in "<>" and not now:
            return False  # NaN: neither `<` nor `>=`
        self._edits.replace(sign.start_byte, sign.end_byte, _OPPOSITES[operator])
        return True

    def _alternatives(self, node: Node) -> bool:
        """`f(x) === 1 || f(x) === 2`: other values for both, none of them the first ones."""
        parts, subjects, values = [node], set(), []
        while parts:
            here = bare(parts.pop())
            left, right = here.child_by_field_name("left"), here.child_by_field_name("right")
            if left is None or right is None:
                return False
            if text_of(here.child_by_field_name("operator")) == "||":
                parts += [left, right]
            elif self._is_equality(here, True):
                subjects.add(text_of(left))
                values.append(right)
            else:
                return False
        truth = any(n.type in ("true", "false") for v in values for n in walk(v))
        # [true, false] negated is the same pair of alternatives again.
        if truth or len(subjects) != 1 or not all(map(self._values.can, values)):
            return False
        done = [self._values.perturb(v, avoid=values) for v in values]
        return all(done)

    def _distance(self, left: Node, right: Node) -> bool:
        """`Math.abs(f(x) - 2.5) < 1e-6`: further away than the tolerance."""
        left, right = bare(left), bare(right)
        if left.type != "call_expression" or right.type != "number":
            return False
        given = arguments(left)
        if text_of(left.child_by_field_name("function")) != "Math.abs" or len(given) != 1:
            return False
        inside = bare(given[0])
        if text_of(inside.child_by_field_name("operator")) != "-":
            return False
        for side in (inside.child_by_field_name("right"), inside.child_by_field_name("left")):
            if side is not None and self._values.can(side):
                return self._values.perturb(side, max(1e-6, float(text_of(right))))
        return False

    def _part(self, node: Node) -> bool:
        """`out.includes('abc')`."""
        callee = node.child_by_field_name("function")
        name = text_of(callee.child_by_field_name("property")) if callee is not None else ""
        given = arguments(node)
        wanted = name in ("includes", "startsWith", "endsWith") and len(given) == 1
        return wanted and self._values.strange(given[0])

    # --- values ------------------------------------------------------------------------------

    def equal(self, left: Node, right: Node, tolerance: float | None = 0.0) -> bool:
        """Of two things said to be equal, the expected one becomes another."""
        values = self._values
        if values.touched(left) or values.touched(right):
            return True
        for side in (right, left):
            if values.can(side) and not _computes(side):
                return values.perturb(side, tolerance)
        sides = [right, left]
        if _EXPECTING.search(text_of(left)) and not _EXPECTING.search(text_of(right)):
            sides.reverse()
        return self.expected(sides[0], tolerance)

    def expected(self, node: Node, tolerance: float | None = 0.0) -> bool:
        """A value an assertion expects becomes another."""
        values = self._values
        if values.touched(node) or self._flow(node, tolerance):
            return True
        return values.perturb(node, tolerance) or values.wrap(node)


def _computes(node: Node) -> bool:
    """Whether code of the task may run in it: `[f(1), 2]` is rather the actual side."""
    plain = {"JSON.stringify", "BigInt", "String", "Number", "Object.freeze", "Array.of"}
    return any(
        n.type == "call_expression"
        and text_of(n.child_by_field_name("function")) not in plain
        and bare(n.child_by_field_name("function") or n).type == "identifier"
        for n in walk(node)
    )
