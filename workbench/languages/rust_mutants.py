"""Mutants of Rust code: single edits read from the syntax tree."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from workbench.languages.mutation import Mutant
from workbench.languages.rust_code import Code
from workbench.languages.rust_defaults import Types
from workbench.languages.rust_results import Results
from workbench.languages.rust_statements import Statements
from workbench.languages.syntax import Node, text_of


def mutants_of(path: str, code: Code, types: Types) -> tuple[Mutant, ...]:
    """All mutants of one file, in source order."""
    finder = _Finder(path, code, types)
    for node in code.nodes():
        find = _FINDERS.get(node.type)
        if find is not None and finder.runs(node):
            # Generated code nests deeper than Python's stack.
            with contextlib.suppress(RecursionError):
                find(finder, node)
    found = {m.id: m for m in sorted(finder.found, key=lambda m: (m.start, m.end))}
    return tuple(found.values())


class _Finder(Statements, Results):
    """One file's mutants."""

    def call(self, node: Node) -> None:
        function = node.child_by_field_name("function")
        if function is None or node.start_byte in self.code.macros:
            return
        if function.type == "field_expression":
            self.method(node, function)
        elif text_of(function) == "Some":
            self.add("optional", node, "None")
        elif text_of(function) in ("Ok", "Err"):
            self.result(node, text_of(function))


_FINDERS: dict[str, Callable[[_Finder, Node], None]] = {
    "binary_expression": _Finder.binary,
    "compound_assignment_expr": _Finder.compound,
    "unary_expression": _Finder.unary,
    "boolean_literal": _Finder.boolean,
    "integer_literal": _Finder.integer,
    "float_literal": _Finder.float,
    "string_literal": _Finder.string,
    "raw_string_literal": _Finder.string,
    "char_literal": _Finder.character,
    "range_expression": _Finder.range,
    "if_expression": _Finder.condition,
    "while_expression": _Finder.condition,
    "match_arm": _Finder.arm,
    "break_expression": _Finder.leap,
    "continue_expression": _Finder.leap,
    "call_expression": _Finder.call,
    "identifier": _Finder.nothing,
    "function_item": _Finder.function,
    "expression_statement": _Finder.statement,
    "block": _Finder.tail_call,
}
