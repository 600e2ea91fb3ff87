"""Whether any run of a Rust test that passes comes to a check of it, by the source alone."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.languages.rust_checks import RustFile, leaves
from workbench.languages.rust_expected import Expected
from workbench.languages.rust_test_checks import TestText, contains, fails
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

_PLAIN = frozenset({"expression_statement", "unsafe_block", "let_declaration", "let_condition",
                    "parenthesized_expression", "loop_expression", "match_block"})  # fmt: skip


class Sure:
    """Which places in the tests of some files any run comes to."""

    def __init__(self, files: Mapping[str, RustFile]) -> None:
        sources = {path: text_of(file.root) for path, file in files.items()}
        self._expected = Expected(files, sources)
        self._left: dict[tuple[str, int, int], float] = {}

    def reaches(self, node: Node, text: TestText, *, ways: bool = False,
                top: Node | None = None) -> bool:  # fmt: skip
        """Whether a run of a test that passes surely evaluates a check of it, once it is at `top`.
        `ways`: or another one that stands for it, whichever way of a branch is taken."""
        here = node
        if node == top:
            return True
        for above in ancestors(node):
            if above == text.function:
                return True
            if not self._one(here, above, text, ways=ways):
                return False
            if above == top:
                return True
            here = above
        return False

    def rows(self, node: Node, text: TestText) -> set[str]:
        """Names of what stands around a place for a row of a table that is written down."""
        found: set[str] = set()
        for loop in ancestors(node):
            if loop.type == "for_expression":
                pattern, over = (loop.child_by_field_name(n) for n in ("pattern", "value"))
                if pattern and over and self._expected.filled(over, text.file):
                    found |= {text_of(n) for n in walk(pattern) if n.type == "identifier"}
        return found

    def _one(self, here: Node, above: Node, text: TestText, *, ways: bool) -> bool:
        match above.type:
            case "block":
                return here.start_byte <= self._end(above, text.file)
            case "if_expression":
                then, other = (above.child_by_field_name(n) for n in ("consequence", "alternative"))
                if here not in (then, other):
                    return True
                if here == other and above.id in text.checks:
                    return True  # who passes does not get into the branch of a check
                return ways and self._asks(other if here == then else then, text)
            case "else_clause":
                return True
            case "match_arm":
                return here == above.child_by_field_name("value") and self._arm(
                    above, text, ways=ways
                )
            case "match_expression":
                return True
            case "for_expression":
                over = above.child_by_field_name("value")
                return here == over or (over is not None and self._expected.filled(over, text.file))
            case kind:
                return kind in _PLAIN

    def _arm(self, arm: Node, text: TestText, *, ways: bool) -> bool:
        """Whether an arm is the only one that does not fail, or all others ask something."""
        block = arm.parent
        others = [a for a in children(block, "match_arm") if a != arm] if block is not None else []
        return all(
            fails(other.child_by_field_name("value")) or (ways and self._asks(other, text))
            for other in others
        )

    def _asks(self, part: Node | None, text: TestText) -> bool:
        if part is None:
            return False
        part = part.child_by_field_name("value") or part if part.type == "match_arm" else part
        return any(
            contains(part, check.node) and self.reaches(check.node, text, ways=True, top=part)
            for check in text.checks.values()
        )

    def _end(self, block: Node, file: RustFile) -> float:
        """Where the first statement of a block begins that may leave it."""
        place = file.path, block.start_byte, block.end_byte
        if place not in self._left:
            starts = (s.start_byte for s in children(block) if leaves(s))
            self._left[place] = next(starts, float("inf"))
        return self._left[place]
