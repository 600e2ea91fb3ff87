"""The checks in a Rust test's own text, and whether any run of the test surely comes to them.

A check is an assertion that is a statement (an arm, a closure's body), or the `if` around a panic.
What a passing run is not to come to (`panic!`, `assert!(false)`) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.languages.base import Inventory
from workbench.languages.rust_checks import (
    PAIRS,
    PANICS,
    TRUTHS,
    Check,
    Part,
    RustFile,
    arguments,
    leaves,
)
from workbench.languages.rust_expected import Expected
from workbench.languages.rust_source import attributes
from workbench.languages.syntax import Node, ancestors, children, text_of, walk
from workbench.model.task import Suite

ASSERTIONS = TRUTHS | PAIRS.keys() | {"assert_matches", "debug_assert_matches"}
_STATES = ("block", "match_arm", "closure_expression")
_BY_CHANCE = re.compile(r"quickcheck|proptest")
_PLAIN = frozenset({"expression_statement", "unsafe_block", "let_declaration", "let_condition",
                    "parenthesized_expression", "loop_expression", "match_block"})  # fmt: skip


class TestText:
    """One test function."""

    __test__ = False

    def __init__(self, file: RustFile, function: Node) -> None:
        self.file = file
        self.function = function
        self._checks: dict[int, Check] | None = None

    @property
    def checks(self) -> dict[int, Check]:
        """By the node: a macro, or an `if`."""
        if self._checks is None:
            self._checks = self._read()
        return self._checks

    def _read(self) -> dict[int, Check]:
        found: dict[int, Check] = {}
        for node in self.file.index.of(self.function, "macro_invocation"):
            if _is_compiled_out(node, self.function):
                continue
            if panics(node):
                branch = _branch(node)
                condition = branch.child_by_field_name("condition") if branch is not None else None
                if branch is not None and condition is not None:
                    check = Check(self.file, branch, None, (Part(condition),), self.function)
                    found.setdefault(branch.id, check)
            elif macro_of(node) in ASSERTIONS and _is_statement(node):
                given = tuple(arguments(listed)) if (listed := _tokens(node)) is not None else ()
                name = node.child_by_field_name("macro")
                found[node.id] = Check(self.file, node, name, given, self.function)
        failing = [
            then for check in found.values()
            if check.name is None and (then := check.node.child_by_field_name("consequence"))
        ]  # fmt: skip
        return {
            key: check for key, check in found.items()
            if not any(contains(part, check.node) for part in failing)
        }  # fmt: skip


def rust_files(suite: Suite) -> dict[str, RustFile]:
    """The suite's Rust files, and those beside them."""
    everything = {**suite.support, **suite.files}
    return {p: RustFile(p, s) for p, s in sorted(everything.items()) if p.endswith(".rs")}


def test_texts(files: Mapping[str, RustFile], suite: Suite, inventory: Inventory) -> list[TestText]:
    """Of all tests in a suite's files that are run, by examples somebody wrote down."""
    found = []
    for ref in inventory.tests:
        file = files.get(ref.file)
        function = file.by_line.get(ref.line or 0) if file is not None else None
        if file is None or function is None or ref.file not in suite.files:
            continue
        chance = any(_BY_CHANCE.search(text_of(mark)) for mark in attributes(function))
        if ref.id not in inventory.skipped and not chance:
            found.append(TestText(file, function))
    return found


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


def macro_of(node: Node) -> str:
    """The name of the macro that is called, without its path."""
    return text_of(node.child_by_field_name("macro")).rsplit("::", 1)[-1]


def panics(node: Node) -> bool:
    """Whether a macro call fails wherever it is come to."""
    name = macro_of(node)
    if name in PANICS:
        return True
    tokens = _tokens(node)
    given = next(arguments(tokens), None) if name in TRUTHS and tokens is not None else None
    return given is not None and text_of(given.node) == "false"


def fails(part: Node | None) -> bool:
    """Whether what stands in an arm or a block ends with a panic."""
    while part is not None and part.type in ("block", "expression_statement"):
        inner = [n for n in children(part) if not n.type.endswith("comment")]
        part = inner[-1] if inner else None
    return part is not None and part.type == "macro_invocation" and panics(part)


def contains(outer: Node, node: Node) -> bool:
    """Whether a node stands in another."""
    return outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte


def _branch(node: Node) -> Node | None:
    """The `if` whose own statements a panic is one of."""
    for above in ancestors(node):
        if above.type == "if_expression":
            then = above.child_by_field_name("consequence")
            return above if then is not None and contains(then, node) else None
        if above.type not in ("expression_statement", "block"):
            return None
    return None


def _is_statement(node: Node) -> bool:
    above = node.parent
    while above is not None and above.type == "expression_statement":
        node, above = above, above.parent
    if above is None or above.type not in _STATES:
        return False
    return above.type == "block" or node in (
        above.child_by_field_name("value"), above.child_by_field_name("body"),
    )  # fmt: skip


def _is_compiled_out(node: Node, function: Node) -> bool:
    """Whether an attribute around a place decides if it is compiled."""
    here: Node | None = node
    while here is not None and here != function:
        if any(text_of(mark).startswith("cfg") for mark in attributes(here)):
            return True
        here = here.parent
    return False


def _tokens(node: Node) -> Node | None:
    return next(iter(children(node, "token_tree")), None)


def nodes_of(function: Node, *kinds: str) -> Iterator[Node]:
    """Nodes of these kinds in a function, in source order."""
    return (node for node in walk(function) if node.type in kinds)
