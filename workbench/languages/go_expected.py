"""Which literals of a Go suite are expectations: the sides of its checks' comparisons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workbench.languages.compiled_shadow import Literal
from workbench.languages.go_checks import EXPECTED, Check, GoFile, selected
from workbench.languages.go_readers import EQUAL, SEARCH
from workbench.languages.go_scopes import argument, disjuncts
from workbench.languages.go_values import BASIC, Values, elements
from workbench.languages.syntax import Node, children, text_of, walk


@dataclass
class Found:
    """The literals one check expects. `search`: it looks for them inside a text."""

    literals: list[Literal] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    search: bool = False


class Expected:
    """Resolves the expected sides of checks over all files of a suite."""

    def __init__(self, files: Mapping[str, GoFile]) -> None:
        self._resolver = Values(files)

    def of(self, check: Check) -> Found | None:
        """What a check expects, if that is literals which nothing but checks reads."""
        for left, right, search in self._compared(check):
            sides = [] if right is None else [right]
            if left is not None:
                sides.append(left)
            for side in sides:
                self._resolver.names = set()
                found = self._resolver.literals(side, check.file)
                if search and any(each.kind != "string" for each in found):
                    continue
                if found and not (self._diffed(check) and self._own_types(side, check.file)):
                    return Found(found, self._resolver.names, search)
        return None

    def filled(self, clause: Node, file: GoFile) -> bool:
        """Whether a loop surely goes round."""
        if clause.type == "for_clause":
            condition = clause.child_by_field_name("condition")
            return condition is not None and self._positive(
                condition.child_by_field_name("right"), file
            )
        return self._positive(clause.child_by_field_name("right"), file)

    def _positive(self, node: Node | None, file: GoFile) -> bool:
        if node is None:
            return False
        if node.type == "call_expression" and selected(node) == ("", "len"):
            return self._positive(argument(node, 0), file)
        if node.type == "int_literal":
            return text_of(node) != "0"
        return any(
            value.node.type == "int_literal" or any(True for _ in elements(value))
            for value in self._resolver.values(node, file)
        )

    def _compared(self, check: Check) -> Iterator[tuple[Node | None, Node | None, bool]]:
        """(one side, the expected side when it is known, whether one is searched in the other)."""
        if check.condition is None:
            at = EXPECTED.get(check.word)
            if at is None or len(check.arguments) < 2:
                return
            if check.word in ("InDelta", "InEpsilon") and not _narrow(check):
                return
            search = check.word in ("Contains", "ErrorContains")
            other = None if search or at else check.arguments[1]
            yield other, check.arguments[at], search
            return
        for part in disjuncts(check.condition):
            operator = text_of(part.child_by_field_name("operator"))
            if part.type == "binary_expression" and operator == "!=":
                left, right = part.child_by_field_name("left"), part.child_by_field_name("right")
                diff = self._diff(check, left)
                if diff is not None:
                    yield argument(diff, 0), argument(diff, 1), False
                else:
                    yield left, right, False
            elif part.type == "unary_expression" and operator == "!":
                call = part.child_by_field_name("operand")
                if call is not None and call.type == "call_expression":
                    if selected(call) in EQUAL:
                        yield argument(call, 0), argument(call, 1), False
                    elif selected(call) in SEARCH:
                        yield None, argument(call, 1), True

    def _diffed(self, check: Check) -> bool:
        return any(
            self._diff(check, part.child_by_field_name("left")) is not None
            for part in disjuncts(check.condition)
        ) if check.condition is not None else False  # fmt: skip

    def _own_types(self, side: Node, file: GoFile) -> bool:
        """Whether a value has types with names: package cmp asks their `Equal` method."""
        return any(
            word not in BASIC | {"bool", "map"}
            for value in self._resolver.values(side, file)
            if (kind := value.node.child_by_field_name("type") or value.type) is not None
            for word in re.findall(r"[A-Za-z_]\w*", text_of(kind))
        )

    @staticmethod
    def _diff(check: Check, left: Node | None) -> Node | None:
        """The `cmp.Diff(...)` an `if` begins with."""
        start = check.node.child_by_field_name("initializer")
        if start is None or start.type != "short_var_declaration" or left is None:
            return None
        call = next((n for n in walk(start) if n.type == "call_expression"), None)
        if call is None or selected(call) != ("cmp", "Diff"):
            return None
        named = text_of(start.child_by_field_name("left")) == text_of(left)
        plain = len(children(call.child_by_field_name("arguments") or call)) == 2
        return call if named and plain else None


def _narrow(check: Check) -> bool:
    """Whether a tolerance is smaller than the least move."""
    last = text_of(check.arguments[2]) if len(check.arguments) > 2 else ""
    return check.word == "InDelta" and re.fullmatch(r"0?\.\d+|\d(\.\d+)?e-\d+", last) is not None
