"""Mutants of what Rust functions return: stubs, single results, `Some`, `None`, `Ok`, `Err`."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.rust_code import function_of
from workbench.languages.rust_defaults import failing, instead, present, returned
from workbench.languages.rust_edits import ENDLESS, Edits
from workbench.languages.syntax import Node, children, text_of


class Results(Edits):
    """What may be returned instead."""

    def result(self, node: Node, word: str) -> None:
        if not self._is_returned(node):
            return
        function = function_of(node, self.code)
        if function is None or function.type != "function_item":
            return
        kind, own = returned(function), self.own(function)
        others = failing(kind, self.types, own) if word == "Ok" else instead(kind, self.types, own)
        for other in others[:1]:
            self.add("optional", node, other)

    def nothing(self, node: Node) -> None:
        if text_of(node) == "None" and self._is_returned(node):
            function = function_of(node, self.code)
            if function is not None and function.type == "function_item":
                for other in present(returned(function), self.types, self.own(function)):
                    self.add("optional", node, other)

    def _is_returned(self, node: Node) -> bool:
        """Whether its value is the function's: returned, or what its body ends with."""
        below = node
        for above in self.code.above(node):
            if above.type == "return_expression":
                return True
            if above.type in ("function_item", "closure_expression"):
                return above.type == "function_item"
            if above.type == "block":
                named = [c for c in above.named_children if "comment" not in c.type]
                if not named or named[-1].id != below.id:
                    return False
            elif above.type == "expression_statement":
                if text_of(above).endswith(";"):
                    return False
            elif above.type not in ("if_expression", "else_clause", "match_arm", "match_block",
                                    "match_expression", "unsafe_block"):  # fmt: skip
                return False
            condition = above.child_by_field_name("condition")
            value = above.child_by_field_name("value") if "match_e" in above.type else None
            if below.id in {part.id for part in (condition, value) if part is not None}:
                return False
            below = above
        return False

    def function(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        name = text_of(node.child_by_field_name("name"))
        if body is None or name == "main" or not body.named_children:
            return
        kind, own = returned(node), self.own(node)
        others = ["()"] if kind == "()" else instead(kind, self.types, own)
        if name == "default" and others[:1] == ["Default::default()"]:
            return
        only = [c for c in body.named_children if "comment" not in c.type]
        alone = self.text(only[0]) if len(only) == 1 else ""
        # Last one that always fails: not noticed by who looks at results only where there are any.
        for other in (*others, *failing(kind, self.types, own)):
            if alone != other:
                self.add("stub", body, "{}" if other == "()" else f"{{ {other} }}")
        if others and kind != "()":
            self._leaves(node, others)

    def _leaves(self, function: Node, others: list[str]) -> None:
        """Each of several places a function returns from."""
        leaves = list(self._results(function))
        if len(leaves) < 2:
            return
        for leaf in leaves:
            said = self.text(leaf)
            called = text_of(leaf.child_by_field_name("function"))
            if called.strip() in ENDLESS or called in ("Some", "Ok", "Err") or said == "None":
                continue
            if leaf.type in ("boolean_literal", "integer_literal", "string_literal",
                             "float_literal", "char_literal"):  # fmt: skip
                continue
            for other in [o for o in others if o != said][:1]:
                self.add("return", leaf, other)

    def _results(self, function: Node) -> Iterator[Node]:
        body = function.child_by_field_name("body")
        assert body is not None
        stack: list[Node] = [body]
        while stack:
            here = stack.pop()
            if here.type in ("function_item", "closure_expression", "async_block"):
                continue
            if here.type == "return_expression" and here.named_children:
                yield here.named_children[-1]
            stack.extend(c for c in here.named_children)
        yield from _tail(body)


def _tail(block: Node) -> Iterator[Node]:
    named = [c for c in block.named_children if "comment" not in c.type]
    if named:
        yield from _tail_of(named[-1])


def _tail_of(node: Node) -> Iterator[Node]:
    match node.type:
        case "expression_statement":
            if not text_of(node).endswith(";") and node.named_children:
                yield from _tail_of(node.named_children[0])
        case "block" | "unsafe_block":
            yield from _tail(node if node.type == "block" else node.named_children[-1])
        case "if_expression":
            for part in (node.child_by_field_name("consequence"),
                         node.child_by_field_name("alternative")):  # fmt: skip
                if part is not None:
                    yield from _tail_of(part if part.type == "block" else part.named_children[-1])
        case "match_expression":
            for arm in children(node.child_by_field_name("body") or node, "match_arm"):
                value = arm.child_by_field_name("value")
                if value is not None:
                    yield from _tail_of(value)
        case kind if kind.endswith("_expression") or kind in ("identifier", "self"):
            if kind not in ("return_expression", "loop_expression", "while_expression",
                            "for_expression", "break_expression", "continue_expression",
                            "macro_invocation"):  # fmt: skip
                yield node
        case _:
            return
