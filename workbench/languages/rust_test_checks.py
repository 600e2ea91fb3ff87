"""The checks in a Rust test's own text.

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
)
from workbench.languages.rust_source import attributes
from workbench.languages.syntax import Node, ancestors, children, text_of, walk
from workbench.model.task import Suite

ASSERTIONS = TRUTHS | PAIRS.keys() | {"assert_matches", "debug_assert_matches"}
_STATES = ("block", "match_arm", "closure_expression")
# What is tried is made up, or the panic is what is expected.
_NO_EXAMPLE = re.compile(r"quickcheck|proptest|should_panic")


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
        asked = [c.node.child_by_field_name("consequence") for c in found.values() if not c.name]
        branches = self.file.index.of(self.function, "if_expression")
        always = [then for n in branches if fails(then := n.child_by_field_name("consequence"))]
        failing = [part for part in (*asked, *always) if part is not None]
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
        other = any(_NO_EXAMPLE.search(text_of(mark)) for mark in attributes(function))
        if ref.id not in inventory.skipped and not other:
            found.append(TestText(file, function))
    return found


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
    if part is not None and part.type == "if_expression":
        other = part.child_by_field_name("alternative")
        ways = [part.child_by_field_name("consequence"), *(children(other) if other else [None])]
        return all(way is not None and fails(way) for way in ways)
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
