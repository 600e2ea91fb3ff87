"""The checks in a Go test's own text.

A check is the condition around `t.Error...`, or a call of testify's. What a passing run is not to
come to (`t.Fatal` without a condition, `assert.Fail`) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.languages.base import Inventory
from workbench.languages.go_checks import FAILS, Check, GoFile, guarded, selected
from workbench.languages.go_inventory import test_files
from workbench.languages.go_reach import fails, listed
from workbench.languages.go_suites import GoSuites
from workbench.languages.syntax import Node, children, line_of, text_of, walk
from workbench.model.task import Suite

_TESTIFY = re.compile(r'(?:(\w+)[ \t]+)?"github\.com/stretchr/testify/(assert|require)"')
_MADE = re.compile(r"(\w+)\.New\(.*\)", re.DOTALL)
_OF_SUITE = re.compile(r"(\w+)\.(?:Assert|Require)\(\)")
_NOT = "unary_expression"
_ALWAYS = frozenset({"Fail", "Failf", "FailNow", "FailNowf"})
_NO_CHECK = _ALWAYS | frozenset({
    "New", "ObjectsAreEqual", "ObjectsAreEqualValues",
    "CallerInfo", "HTTPBody", "Run", "T", "SetT", "S", "SetS", "Require", "Assert",
})  # fmt: skip
_MAY_NOT = frozenset({
    "type_switch_statement", "communication_case", "go_statement", "default_case", "type_case",
})  # fmt: skip
_SKIPS = frozenset({"Skip", "Skipf", "SkipNow"})


@dataclass(frozen=True)
class Asserted:
    """A call of testify's: what is asserted, and what it is given without `t`."""

    word: str
    given: tuple[Node, ...]


class TestText:
    """One test function, or one method of a testify suite."""

    __test__ = False

    def __init__(self, file: GoFile, function: Node) -> None:
        self.file = file
        self.function = function
        self.receiver = _receiver(function)
        imports = "\n".join(text_of(n) for n in children(file.root, "import_declaration"))
        self._packages = {m[1] or m[2] for m in _TESTIFY.finditer(imports)}
        self._objects = set(self._made())

    def checks(self) -> dict[int, Check]:
        """By the node: an `if`, a `case`, or a call of testify's."""
        found: dict[int, Check] = {}
        for call in self.file.index.of(self.function, "call_expression"):
            owner, word = selected(call)
            tester = owner in self.file.testers or owner.endswith(".T()")
            if (word in FAILS and tester) or (word in _ALWAYS and self._asserts(owner)):
                self._guarded(call, found)
            elif (said := self.asserted(call)) is not None:
                found[call.id] = Check(self.file, call, word=said.word, arguments=said.given)
        failing = [part for part in (self._failing(node, found) for node in self._ifs()) if part]
        return {
            key: check for key, check in found.items()
            if not any(contains(part, check.node) for part in failing)
        }  # fmt: skip

    def asks_first(self, branch: Node, checks: Mapping[int, Check]) -> bool | None:
        """What the assertion that is the condition of an `if` says where it holds; None if there
        is no such."""
        condition = branch.child_by_field_name("condition")
        holds = True
        while condition is not None and condition.type in ("parenthesized_expression", _NOT):
            if condition.type == _NOT and not text_of(condition).startswith("!"):
                return None
            holds ^= condition.type == _NOT
            condition = condition.named_children[0] if condition.named_children else None
        return holds if condition is not None and condition.id in checks else None

    def asserted(self, call: Node) -> Asserted | None:
        """What a call asserts by testify."""
        owner, word = selected(call)
        if not word[:1].isupper() or word in _NO_CHECK or not self._asserts(owner):
            return None
        given = children(call.child_by_field_name("arguments") or call)
        takes = owner in self._packages and owner not in self._objects
        if takes and not given:
            return None
        return Asserted(word.removesuffix("f"), tuple(given[1:] if takes else given))

    def skips(self) -> bool:
        """Whether the test may skip itself or one of its rows: who does is told elsewhere."""
        calls = self.file.index.of(self.function, "call_expression")
        return any(selected(call)[1] in _SKIPS for call in calls)

    def _asserts(self, owner: str) -> bool:
        of_suite = _OF_SUITE.fullmatch(owner)
        return bool(owner) and (
            owner in self._packages | self._objects
            or owner == self.receiver
            or (of_suite is not None and of_suite[1] == self.receiver)
        )

    def _made(self) -> Iterator[str]:
        for node in self.file.index.of(self.function, "short_var_declaration"):
            made = _MADE.fullmatch(text_of(node.child_by_field_name("right")))
            if made and made[1] in self._packages:
                yield text_of(node.child_by_field_name("left"))

    def _ifs(self) -> Iterator[Node]:
        return self.file.index.of(self.function, "if_statement", "expression_case")

    def _failing(self, node: Node, checks: Mapping[int, Check]) -> Node | None:
        """What is run of a statement only where a check has failed."""
        if node.type == "expression_case":
            return next(iter(children(node, "statement_list")), None) if node.id in checks else None
        then, other = (node.child_by_field_name(n) for n in ("consequence", "alternative"))
        if node.id in checks:
            fails_there = then is not None and fails(then, self.file)
            return then if fails_there else other
        always = self.asks_first(node, checks) is False or self._always_fails(then)
        return then if always else None

    def _always_fails(self, block: Node | None) -> bool:
        """Whether a block fails by each of its ways, if not by a statement of its own."""
        if block is None or fails(block, self.file):
            return block is not None
        return any(
            statement.type == "if_statement"
            and self._always_fails(statement.child_by_field_name("consequence"))
            and (other := statement.child_by_field_name("alternative")) is not None
            and (self._always_fails(other) if other.type == "block" else False)
            for statement in listed(block)
        )

    def _guarded(self, call: Node, found: dict[int, Check]) -> None:
        around = guarded(call)
        if around is None:
            return
        node, condition, _ = around
        if text_of(condition) in ("true", "false"):
            return
        found.setdefault(node.id, Check(self.file, node, condition))


def go_files(suite: Suite) -> dict[str, GoFile]:
    """The suite's test files, and those beside them in which tables may stand."""
    found = test_files({**suite.support, **suite.files})
    return {path: GoFile(path, source) for path, source in sorted(found.items())}


def test_texts(files: Mapping[str, GoFile], suite: Suite, inventory: Inventory) -> list[TestText]:
    """Of all tests in a suite's files that are run."""
    tests = {(ref.file, ref.line) for ref in inventory.tests if ref.id not in inventory.skipped}
    suites = GoSuites(test_files(suite.files), [ref.id for ref in inventory.tests])
    return [
        TestText(file, node)
        for path, file in files.items()
        if path in suite.files
        for node in children(file.root, "function_declaration", "method_declaration")
        if (path, line_of(node)) in tests or suites.runs(path, line_of(node))
    ]


def _receiver(function: Node) -> str:
    listed_ = function.child_by_field_name("receiver")
    if listed_ is None:
        return ""
    names = [text_of(n) for n in walk(listed_) if n.type == "identifier"]
    return names[0] if names else ""


def contains(outer: Node, node: Node) -> bool:
    """Whether a node stands in another."""
    return outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte
