"""A Go suite that says on standard error which of its checks are run.

A check that stands where any run of its test comes to is not asked; most suites have no others and
need no further run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.languages.base import Inventory
from workbench.languages.go_checks import Check, GoFile
from workbench.languages.go_leeway import is_of_row, may_be_left
from workbench.languages.go_reach import leaves, listed
from workbench.languages.go_sure import Sure
from workbench.languages.go_test_checks import TestText, go_files, test_texts
from workbench.languages.heard import Heard, Ways, inserted
from workbench.languages.syntax import Node, children, line_of, text_of, walk
from workbench.model.task import Suite

_BRANCHES = ("if_statement", "expression_switch_statement", "type_switch_statement",
             "select_statement")  # fmt: skip
_CASES = ("expression_case", "default_case", "type_case", "communication_case")
# Nothing is allocated: there are tests that count what is.
_SAYS = """package {}

import "sync/atomic"

var wbHeardOf [{}]uint32

func wbHeard(n int) bool {{
\tif atomic.CompareAndSwapUint32(&wbHeardOf[n], 0, 1) {{
\t\tprint("{}", n, ";\\n")
\t}}
\treturn true
}}
"""


def heard(suite: Suite, inventory: Inventory, word: str) -> Heard:
    """`word` comes before each number that is printed, and a semicolon behind it."""
    tests = go_files(suite)
    texts = [text for text in test_texts(tests, suite, inventory) if not text.skips()]
    sure = Sure(tests)
    places: dict[int, tuple[str, int]] = {}
    ways: list[Ways] = []
    edits: dict[str, list[tuple[int, str]]] = {}
    marked: dict[tuple[str, str], GoFile] = {}
    for text in texts:
        checks = text.checks()
        numbers: dict[int, int] = {}
        for check in _unsure(text, checks, sure):
            number = len(places) + 1
            made = list(_mark(check, number))
            if made:
                numbers[check.node.id] = number
                places[number] = text.file.path, line_of(check.node)
                edits.setdefault(text.file.path, []).extend(made)
                marked[text.file.folder, _package(text.file)] = text.file
        ways += _ways(text, numbers, sure)
    files = dict(suite.files)
    for path, made in edits.items():
        files[path] = inserted(files[path], made)
    for at, (folder, package) in enumerate(marked):
        name = f"zz_workbench_heard{at}_test.go"
        files[f"{folder}/{name}" if folder else name] = _SAYS.format(package, len(places) + 1, word)
    return Heard(suite.model_copy(update={"files": files}), places, tuple(ways))


def _unsure(text: TestText, checks: Mapping[int, Check], sure: Sure) -> list[Check]:
    """Checks that a run may not come to, and that are worth asking."""
    unsure = [c for c in checks.values() if not sure.reaches(c.node, text, checks)]
    certain = [c.node for c in checks.values() if c not in unsure]
    found = [
        c for c in unsure if not may_be_left(c, text, sure.rows(c.node, text), certain)
    ]  # fmt: skip
    # Where one of several ways is asked whichever is taken, no answer would tell anything.
    told = all(sure.reaches(c.node, text, checks, ways=True) for c in found)
    return [] if told else found


def _mark(check: Check, number: int) -> Iterator[tuple[int, str]]:
    says = f"wbHeard({number})"
    condition = check.condition
    here = check.node
    while condition is None and here.parent is not None:
        above = here.parent
        if above.type in ("statement_list", "block"):
            yield here.start_byte, f"{says}; "
            return
        if above.type == "for_clause" or above.type in _CASES:
            return
        if above.type == "if_statement":
            condition = above.child_by_field_name("condition")
        here = above
    if condition is not None:
        yield condition.start_byte, f"{says} && ("
        yield condition.end_byte, ")"


def _ways(text: TestText, numbers: dict[int, int], sure: Sure) -> Iterator[Ways]:
    if not numbers:
        return
    for node in walk(text.function):
        if node.type not in _BRANCHES:
            continue
        groups = [_numbers(parts, numbers) for parts in _parts(node, text.file)]
        condition = node.child_by_field_name("condition") or node.child_by_field_name("value")
        if condition is not None and is_of_row(condition, sure.rows(node, text)):
            inside = _numbers([node], numbers)
            groups = [*groups, frozenset(numbers.values()) - inside]
        if sum(map(bool, groups)) > 1:
            yield tuple(g for g in groups if g)


def _parts(node: Node, file: GoFile) -> list[list[Node]]:
    """What may be run of a statement, one or another."""
    if node.type != "if_statement":
        return [[case] for case in children(node, *_CASES)]
    then, other = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
    if then is None:
        return []
    above = node.parent
    if other is None and above is not None and above.type != "if_statement" and leaves(then, file):
        block = above.parent if above.type == "statement_list" else above
        return [[then], [n for n in listed(block) if n.start_byte > node.end_byte]]
    return [[then], [other]] if other is not None else []


def _numbers(parts: list[Node], numbers: dict[int, int]) -> frozenset[int]:
    return frozenset(numbers[n.id] for part in parts for n in walk(part) if n.id in numbers)


def _package(file: GoFile) -> str:
    clause = next(iter(children(file.root, "package_clause")), None)
    return text_of(clause.named_children[0]) if clause is not None else "main"
