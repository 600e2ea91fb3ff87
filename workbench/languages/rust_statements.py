"""Mutants of Rust statements and match arms: what is left out."""

from __future__ import annotations

import re

from workbench.languages.rust_code import function_of
from workbench.languages.rust_defaults import returned
from workbench.languages.rust_edits import ENDLESS, holds_let
from workbench.languages.rust_expressions import Expressions
from workbench.languages.syntax import Node, text_of

_ARID = re.compile(
    r"(?:\w+::)*(?:e?print(?:ln)?|dbg|trace|debug|info|warn|error|log|debug_assert\w*"
    r"|drop|reserve|shrink_to_fit|flush)\Z"
)
_CALLS = ("call_expression", "try_expression", "assignment_expression", "await_expression",
          "compound_assignment_expr", "for_expression")  # fmt: skip


class Statements(Expressions):
    """What may be left out."""

    def arm(self, node: Node) -> None:
        pattern = node.child_by_field_name("pattern")
        if pattern is None:
            return
        guard = pattern.child_by_field_name("condition")
        if guard is not None:
            if not holds_let(guard):
                self.add("condition", guard, "true")
                self.add("condition", guard, "false")
                self.turned(guard)
            return
        arms = [a for a in self.parent(node).named_children if a.type == "match_arm"]
        last = arms[-1].child_by_field_name("pattern") if arms else None
        if node.id != arms[-1].id and last is not None and _takes_all(last):
            self.add("delete", node, "")

    def statement(self, node: Node) -> None:
        inner = node.named_children[0] if node.named_children else None
        if inner is None or inner.type not in _CALLS or not self.text(node).endswith((";", "}")):
            return
        if inner.type != "for_expression" and not self.text(node).endswith(";"):
            return
        if inner.type == "assignment_expression" and self._late(inner):
            return
        core = (
            inner.named_children[0]
            if inner.type in ("try_expression", "await_expression")
            else inner
        )
        name = text_of(core.child_by_field_name("function")).strip()
        if core.start_byte in self.code.macros:
            if name not in ("write", "writeln"):
                return
        elif _ARID.search(name.rsplit(".", 1)[-1]) or name.rsplit("::", 1)[-1] in ENDLESS:
            return
        self.add("delete", node, "{}" if inner.type == "for_expression" else ";")

    def tail_call(self, node: Node) -> None:
        """A call without a semicolon, the last thing in a loop's body or a function that returns
        nothing: a statement all the same."""
        last = [c for c in node.named_children if "comment" not in c.type][-1:]
        above = next(iter(self.code.above(node)), None)
        if not last or above is None or last[0].type != "call_expression":
            return
        if self._unit(node, above) and last[0].start_byte not in self.code.macros:
            name = text_of(last[0].child_by_field_name("function")).rsplit("::", 1)[-1]
            if name not in ENDLESS and not _ARID.search(name.rsplit(".", 1)[-1]):
                self.add("delete", last[0], "()")

    def _unit(self, block: Node, above: Node) -> bool:
        """Whether a block's value is surely `()`."""
        if above.type == "function_item":
            return returned(above) == "()"
        if above.type in ("for_expression", "while_expression", "loop_expression"):
            return True
        if above.type == "if_expression":
            return above.child_by_field_name("alternative") is None
        return False

    def _late(self, assignment: Node) -> bool:
        """Whether it gives a name its first value."""
        function = function_of(assignment, self.code)
        if function is None:
            return True
        declared = re.findall(r"\blet\s+(?:mut\s+)?(\w+)\s*(?::[^=;]*)?;", self.text(function))
        left = text_of(assignment.child_by_field_name("left"))
        return left == "_" or re.split(r"[.\[]", left)[0] in declared


def _takes_all(pattern: Node) -> bool:
    said = text_of(pattern)
    return said == "_" or bool(re.fullmatch(r"(?!true|false|self)[a-z_]\w*", said))
