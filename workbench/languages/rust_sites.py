"""Where a Rust mutant's guard stands: the stretch of source that is written twice, and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workbench.languages.mutation import Mutant
from workbench.languages.rust_code import Code
from workbench.languages.rust_expressions import chain_end
from workbench.languages.syntax import Node, children, text_of, walk

Form = Literal["value", "statement", "arm", "body", "bound", "shortened"]
"""`value`: an expression; `statement`: whole, with its semicolon; `arm`: a match arm's pattern,
which gets a guard; `body`: a function's, left early; `bound`: the end of a range that becomes
inclusive; `shortened`: an inclusive range that loses its last."""

_LITERALS = frozenset({"integer_literal", "float_literal", "string_literal", "char_literal",
                       "boolean_literal", "raw_string_literal"})  # fmt: skip
_HOLDERS = frozenset({"array_expression", "tuple_expression"})


@dataclass(frozen=True)
class Stand:
    """A guard's place and form."""

    start: int
    end: int
    form: Form


class Stands:
    """Finds guards' places in one file."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self._nodes: dict[tuple[int, int], list[Node]] = {}
        for node in walk(code.tree.root_node):
            self._nodes.setdefault((node.start_byte, node.end_byte), []).append(node)

    def of(self, mutant: Mutant) -> Stand | None:
        """Where this mutant's guard stands; None when nowhere."""
        nodes = self._nodes.get((mutant.start, mutant.end))
        if not nodes:
            return None
        node = nodes[-1] if mutant.operator not in ("stub", "delete") else nodes[0]
        match mutant.operator:
            case "stub":
                return _at(node, "body")
            case "delete" if node.type == "match_arm":
                pattern = node.child_by_field_name("pattern")
                return None if pattern is None else _at(pattern, "arm")
            case "delete":
                return _at(node, "statement")
            case "boundary" if mutant.before in ("..", "..="):
                return self._range(node, mutant.before)
            case "call":
                return self._call(node, nodes)
        if not node.is_named:
            # An operator: what it joins is written twice.
            return self._value(self._above(node))
        whole = next((n for n in nodes if n.type not in ("expression_statement", "block")), node)
        return self._value(self._literal(whole) if whole.type in _LITERALS else whole)

    def _above(self, node: Node) -> Node:
        return next(iter(self.code.above(node)), node)

    def _value(self, node: Node) -> Stand:
        parent = self._above(node)
        alone = parent.type == "expression_statement" and parent.end_byte == node.end_byte
        return _at(node, "statement" if alone else "value")

    def _literal(self, node: Node) -> Node:
        """`-1` and `&1` as a whole: the one may not fit its type without its sign, the other
        lives as long as the program."""
        here = node
        parent = self._above(here)
        while parent.type in _HOLDERS:
            here, parent = parent, self._above(parent)
        if parent.type == "reference_expression" and not children(parent, "mutable_specifier"):
            return parent
        parent = self._above(node)
        if parent.type == "unary_expression" and text_of(parent).startswith("-"):
            return parent
        return node

    def _range(self, sign: Node, before: str) -> Stand | None:
        whole = self._above(sign)
        above = list(self.code.above(whole))
        if above[0].type == "index_expression" and above[1].type == "reference_expression":
            return _at(above[1], "value")
        asked = text_of(above[1].child_by_field_name("field"))
        if above[0].type == "parenthesized_expression" and asked == "contains":
            return _at(above[2], "value")
        if before == "..":
            return _at(whole.named_children[-1], "bound")
        return _at(whole, "shortened") if len(whole.named_children) == 2 else None

    def _call(self, node: Node, nodes: list[Node]) -> Stand:
        if node.type == "field_identifier":
            call = next(a for a in self.code.above(node) if a.type == "call_expression")
            return self._value(self._chain(call))
        call = next((n for n in nodes if n.type == "call_expression"), node)
        return self._value(chain_end(call, self.code) or call)

    def _chain(self, node: Node) -> Node:
        """The longest chain of calls that begins with this one: what it borrows lives as long."""
        found = here = node
        for above in self.code.above(node):
            if above.type not in ("field_expression", "call_expression", "try_expression",
                                  "generic_function"):  # fmt: skip
                break
            if above.children[0].id != here.id:
                break
            here = above
            if above.type in ("call_expression", "try_expression"):
                found = above
        return found


def _at(node: Node, form: Form) -> Stand:
    return Stand(node.start_byte, node.end_byte, form)


_NO_STATEMENTS = ("_item", "comment", "_definition", "use_declaration", "crate_declaration")


def statements(code: Code) -> Iterator[Node]:
    """What a line probe may stand before."""
    for node in code.nodes():
        if node.type == "block":
            for child in node.named_children:
                before = child.prev_named_sibling
                marked = before is not None and before.type == "attribute_item"
                plain = child.type not in ("empty_statement", "label", "ERROR")
                if plain and not marked and not child.type.endswith(_NO_STATEMENTS):
                    yield child
