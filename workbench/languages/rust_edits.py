"""What finding mutants of Rust code starts from: a file being read, edits found in it so far."""

from __future__ import annotations

import hashlib

from workbench.languages.mutation import Mutant, Operator
from workbench.languages.rust_code import Code, path_of
from workbench.languages.rust_defaults import Types
from workbench.languages.syntax import Node, text_of, walk

ENDLESS = frozenset({"panic", "unreachable", "todo", "unimplemented", "exit", "abort"})
"""Calls after which nothing comes."""


class Edits:
    """Edits of one file."""

    def __init__(self, path: str, code: Code, types: Types) -> None:
        self.path, self.code, self.types = path, code, types
        self.found: list[Mutant] = []

    def runs(self, node: Node) -> bool:
        """Whether a node is part of a function."""
        if node.type == "function_item":
            return True
        return any(a.type == "function_item" for a in self.code.above(node))

    def add(self, operator: Operator, place: Node, after: str) -> None:
        """Notes an edit, unless it changes nothing."""
        start, end = place.start_byte, place.end_byte
        before = self.code.source[start:end].decode()
        if before == after or before.split() == after.split():
            return
        row, column = place.start_point
        key = f"{self.path}\0{start}\0{end}\0{after}".encode()
        self.found.append(
            Mutant(
                id=hashlib.sha256(key).hexdigest()[:16],
                file=self.path, line=row + 1, column=column + 1, start=start, end=end,
                operator=operator, before=before, after=after, function=path_of(place, self.code),
            )
        )  # fmt: skip

    def text(self, node: Node) -> str:
        """As it stands in the source: the tree's own text lacks the marks of macro calls."""
        return self.code.source[node.start_byte : node.end_byte].decode()

    def parent(self, node: Node) -> Node:
        """The node right above."""
        return next(self.code.above(node))

    # -- operators and literals
    def own(self, function: Node) -> str:
        """What `Self` stands for in a function."""
        found = next((a for a in self.code.above(function) if a.type == "impl_item"), None)
        return "" if found is None else text_of(found.child_by_field_name("type"))


def holds_let(node: Node) -> bool:
    """Whether a condition binds names, and so is no value."""
    if "let" not in text_of(node):
        return False
    joined = walk(node, lambda n: n.type == "binary_expression")
    return any(n.type in ("let_condition", "let_chain") for n in joined)
