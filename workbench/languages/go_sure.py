"""Whether any run of a Go test that passes comes to a check of it, by the source alone."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.languages.go_checks import Check, GoFile, selected
from workbench.languages.go_expected import Expected
from workbench.languages.go_reach import fails, leaves, listed
from workbench.languages.go_test_checks import TestText
from workbench.languages.syntax import Node, ancestors, children, text_of

_MAY_NOT = frozenset({
    "type_switch_statement", "communication_case", "go_statement", "default_case", "type_case",
})  # fmt: skip
Checks = Mapping[int, Check]


class Sure:
    """Which places in the tests of some files any run comes to."""

    def __init__(self, files: Mapping[str, GoFile]) -> None:
        self._expected = Expected(files)
        self._left: dict[tuple[str, int, int], list[Node]] = {}

    def reaches(
        self, node: Node, text: TestText, checks: Checks, *, ways: bool = False,
        top: Node | None = None,
    ) -> bool:  # fmt: skip
        """Whether a run of a test that passes surely evaluates a check of it, once it is at `top`.
        `ways`: or another one that stands for it, whichever way of a branch is taken."""
        here = node
        if node == top:
            return True
        for above in ancestors(node):
            if above == text.function:
                return True
            if not self._one(here, above, text, checks, ways=ways):
                return False
            if above == top:
                return True
            here = above
        return False

    def rows(self, node: Node, text: TestText) -> set[str]:
        """Names of what stands around a place for a row of a table that is written down."""
        found: set[str] = set()
        for loop in ancestors(node):
            for clause in children(loop, "range_clause") if loop.type == "for_statement" else ():
                left = clause.child_by_field_name("left")
                if left is not None and self._expected.filled(clause, text.file):
                    found |= {text_of(name) for name in children(left)}
        return found

    def _one(self, here: Node, above: Node, text: TestText, checks: Checks, *, ways: bool) -> bool:
        match above.type:
            case "statement_list" | "block":
                before = [
                    e for e in self._ends(above, text.file)
                    if e.start_byte < here.start_byte and not _is_failure(e, text, checks)
                ]  # fmt: skip
                return not before or (
                    ways and all(self._is_other_way(e, text, checks) for e in before)
                )
            case "if_statement":
                then, other = (above.child_by_field_name(n) for n in ("consequence", "alternative"))
                if here not in (then, other):
                    return True
                if above.id in checks and then is not None and (
                    fails(then, text.file) == (here == other)
                ):  # fmt: skip
                    return True  # who passes does not get into the branch of a check
                if here == then and text.asks_first(above, checks):
                    return True
                if here == then and other is None:
                    return ways and self._is_left(above, text, checks)
                return ways and self._asks(other if here == then else then, text, checks)
            case "expression_switch_statement":
                return self._case(here, above, text, checks, ways=ways)
            case "expression_case" | "default_case" if ways:
                return True
            case "expression_case":
                return here == above.child_by_field_name("value")
            case "for_statement":
                clause = next(iter(children(above, "range_clause", "for_clause")), None)
                return here == clause or (
                    clause is not None and self._expected.filled(clause, text.file)
                )
            case "func_literal":
                return _is_called(above, text)
            case "binary_expression":
                lazy = text_of(above.child_by_field_name("operator")) in ("&&", "||")
                return not lazy or here == above.child_by_field_name("left")
            case kind:
                return kind not in _MAY_NOT

    def _case(
        self, here: Node, switch: Node, text: TestText, checks: Checks, *, ways: bool
    ) -> bool:  # fmt: skip
        cases = children(switch, "expression_case", "default_case")
        if here not in cases:
            return True
        if here.id in checks and all(
            case.id in checks for case in cases if case.start_byte < here.start_byte
        ):
            return True
        ends = any(case.type == "default_case" or case.id in checks for case in cases)
        return (
            ways
            and ends
            and all(
                case == here or case.id in checks or self._asks(case, text, checks)
                for case in cases
            )
        )

    def _is_left(self, branch: Node, text: TestText, checks: Checks) -> bool:
        """Whether something is asked behind a condition, where its branch does not go on."""
        then, block = branch.child_by_field_name("consequence"), branch.parent
        if then is None or block is None or not leaves(then, text.file):
            return False
        return any(
            self._asks(statement, text, checks)
            for statement in listed(block.parent if block.type == "statement_list" else block)
            if statement.start_byte > branch.end_byte
        )

    def _is_other_way(self, branch: Node, text: TestText, checks: Checks) -> bool:
        """Whether a statement that may leave does so by a branch that asks something itself."""
        return (
            branch.type == "if_statement"
            and branch.child_by_field_name("alternative") is None
            and self._asks(branch.child_by_field_name("consequence"), text, checks)
        )

    def _asks(self, part: Node | None, text: TestText, checks: Checks) -> bool:
        return part is not None and any(
            part.start_byte <= check.node.start_byte and check.node.end_byte <= part.end_byte
            and self.reaches(check.node, text, checks, ways=True, top=part)
            for check in checks.values()
        )  # fmt: skip

    def _ends(self, block: Node, file: GoFile) -> list[Node]:
        """Statements of a block that may leave it."""
        place = file.path, block.start_byte, block.end_byte
        if place not in self._left:
            inside = block.parent if block.type == "statement_list" else block
            self._left[place] = [s for s in listed(inside) if leaves(s, file)]
        return self._left[place]


def _is_failure(branch: Node, text: TestText, checks: Checks) -> bool:
    """Whether a statement leaves only where the assertion in its condition has failed."""
    alone = branch.type == "if_statement" and branch.child_by_field_name("alternative") is None
    return alone and text.asks_first(branch, checks) is False


def _is_called(function: Node, text: TestText) -> bool:
    """Whether a function that is written down is called there, or by the test as a part of it."""
    above = function.parent
    if above is None:
        return False
    if above.type == "call_expression":
        return above.child_by_field_name("function") == function
    call = above.parent
    if above.type != "argument_list" or call is None:
        return False
    owner, word = selected(call)
    known = owner in text.file.testers or owner.endswith(".T()") or owner == text.receiver
    return known and word in ("Run", "Cleanup") and children(above)[-1] == function
