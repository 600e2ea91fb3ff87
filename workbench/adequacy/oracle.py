"""Whether two results are the same, as the suite would see them.

Numbers are compared with a tolerance where floats are in play, collections without their order
where the suite itself forgets it. What the suite's own comparison cannot tell apart is no
difference.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from workbench.languages.calls import Result, View
from workbench.languages.values import Opaque, Thing, Value, Yielded, key_of

DEFAULT_TOLERANCE = (1e-6, 1e-6)
"""(relative, absolute): two ways to add the same floats differ by less."""


@dataclass(frozen=True)
class Oracle:
    """One way to compare. `asked` False: the suite never compares results with anything, so that
    a difference of values says nothing by itself."""

    view: View = field(default_factory=View)
    asked: bool = True
    loose: bool = False
    """whether whole numbers beyond what floats hold exactly are compared as floats are"""

    @classmethod
    def of(cls, views: Sequence[View]) -> Oracle:
        """The strictest of a suite's views; its tolerance is the widest any of them has."""
        direct = [v for v in views if v.direct]
        if not direct:
            return cls(asked=not views)
        plain = [v for v in direct if v.steps != ("truth",)] or direct
        steps = min((v.steps for v in plain), key=len)
        tolerances = [v.tolerance for v in direct if v.tolerance]
        widest = max(tolerances, key=max, default=None)
        return cls(View(steps, widest))

    def same(self, left: Result, right: Result) -> bool:
        """Whether two calls came to the same end, with the same value as far as anybody asks."""
        if left.end != right.end:
            return False
        if left.end == "raised":
            return left.error == right.error
        if left.end != "returned":
            return True
        if left.value is None and right.value is None:
            changed = sorted({*left.after, *right.after})
            return all(
                i in left.after and i in right.after and self.equal(left.after[i], right.after[i])
                for i in changed
            )
        return self.equal(self.seen(left.value), self.seen(right.value))

    def imprecise(self, left: Result, right: Result) -> bool:
        """Whether two results that differ would not if large whole numbers had passed through
        floats: which of the two lost digits is not the suite's question."""
        both = left.end == right.end == "returned"
        return both and replace(self, loose=True).same(left, right)

    def seen(self, value: Value) -> Value:
        """A result as the suite looks at it."""
        for step in self.view.steps:
            value = _step(step, value)
        return value

    def equal(self, left: Value, right: Value) -> bool:
        """Equality of values as Python's `==` has it, floats with tolerance, NaN equal to NaN."""
        if isinstance(left, float | int) and isinstance(right, float | int):
            return self._numbers(left, right)
        if isinstance(left, list | tuple) and isinstance(right, list | tuple):
            return (
                type(left) is type(right)
                and len(left) == len(right)
                and all(map(self.equal, left, right))
            )
        if isinstance(left, dict) and isinstance(right, dict):
            try:
                return left.keys() == right.keys() and all(
                    self.equal(left[k], right[k]) for k in left
                )
            except KeyError:
                return False
        if isinstance(left, set | frozenset) and isinstance(right, set | frozenset):
            if left == right:
                return True
            mine, others = _ordered(left), _ordered(right)
            return len(mine) == len(others) and all(map(self.equal, mine, others))
        if isinstance(left, Thing) and isinstance(right, Thing):
            return self.equal(dict(left.fields), dict(right.fields))
        if isinstance(left, Yielded) and isinstance(right, Yielded):
            return self.equal(list(left.items), list(right.items))
        if isinstance(left, Opaque) and isinstance(right, Opaque):
            return left.kind == right.kind and _worded(left) == _worded(right)
        return type(left) is type(right) and bool(left == right)

    def _numbers(self, left: float, right: float) -> bool:
        if left == right:
            return True
        whole = isinstance(left, int) and isinstance(right, int)
        if whole and not (self.loose and min(abs(left), abs(right)) >= 1 << 52):
            return False
        try:
            if math.isnan(left) or math.isnan(right):
                return math.isnan(left) and math.isnan(right)
            relative, absolute = self.view.tolerance or DEFAULT_TOLERANCE
            return math.isclose(
                left, right, rel_tol=max(relative, 1e-9), abs_tol=max(absolute, 1e-12)
            )
        except OverflowError:
            return False


def _worded(value: Opaque) -> str:
    """Words without the addresses that differ from process to process."""
    return value.text.split(" at 0x")[0]


def _ordered(values: set[Any] | frozenset[Any]) -> list[Any]:
    numbers = all(isinstance(v, int | float) for v in values)
    return sorted(values) if numbers else sorted(values, key=key_of)


def _step(step: str, value: Value) -> Value:
    """One step of a view; a value it does not fit stays as it is."""
    name, _, number = step.partition(":")
    items = list(value.items) if isinstance(value, Yielded) else value
    try:
        match name:
            case "truth":
                return True if isinstance(value, Opaque) else bool(items)
            case "set" | "frozenset":
                return set(items)
            case "sorted":
                return sorted(items)
            case "unordered":
                return _unordered(value)
            case "json":
                text = bytes(items).decode() if isinstance(items, list) else items
                return cast(Value, json.loads(text))
            case "list":
                return list(items)
            case "tuple":
                return tuple(items)
            case "dict":
                return dict(items)
            case "len":
                return len(items)
            case "sum":
                return sum(items)
            case "any":
                return any(items)
            case "all":
                return all(items)
            case "str":
                return str(value)
            case "int":
                return int(value)
            case "float":
                return float(value)
            case "abs":
                return abs(value)
            case "round":
                return round(value, int(number)) if number else round(value)
    except (TypeError, ValueError, OverflowError, RecursionError):
        return sorted(items, key=key_of) if name in ("sorted", "set") and _many(items) else value
    return value


def _unordered(value: Value) -> Value:
    """With every list in it in one and the same order; a text stays as it is."""
    if isinstance(value, list):
        return sorted(map(_unordered, value), key=key_of)
    return value


def _many(value: Value) -> bool:
    return isinstance(value, list | tuple | set | frozenset)
