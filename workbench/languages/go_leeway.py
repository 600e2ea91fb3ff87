"""Checks of a Go test that a passing run may leave without anything being amiss.

if testing.Short() { ... }              it depends on where the test runs
if row.fails { ... }                    a table need not use all that its test can do
if err != nil { if !row.fails {...} }   one condition in two
for { if done() { break }; if time.Now().After(end) { t.Fatal() } }
                                        what was waited for was there at once
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.go_checks import Check, selected
from workbench.languages.go_reach import leaves
from workbench.languages.go_test_checks import TestText, contains
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

_PLACE = re.compile(
    r"testing\.(?:Short|Verbose|CoverMode)|runtime\.|os\.(?:Getenv|LookupEnv)|\w\.U?[iI]ntSize"
)
_PLAIN = frozenset({
    "selector_expression", "field_identifier", "unary_expression", "binary_expression", "nil",
    "parenthesized_expression", "true", "false", "int_literal", "interpreted_string_literal",
    "interpreted_string_literal_content", "argument_list",
})  # fmt: skip
_CHANGES = frozenset({"inc_statement", "dec_statement", "assignment_statement"})
_FAILED = re.compile(r"\w*[eE]rr\w* *[!=]= *nil")
_WAITS = re.compile(
    r"(?i)time[d_ ]?-?out|\btime\.|deadline|elapsed|attempt|\bretr(?:y|ies)|\btries|\bwait|since\("
)


def may_be_left(check: Check, text: TestText, rows: set[str], certain: list[Node]) -> bool:
    """Whether nothing is told by a check that is not run. `certain` are those that surely are."""
    around = list(_conditions(check.node, text.function))
    asked = [*(condition for condition, _ in around), check.condition]
    if any(_PLACE.search(text_of(condition)) for condition in asked):
        return True
    if any(_PLACE.search(text_of(condition)) for condition in _left_before(check, text)):
        return True
    if check.condition is not None and (
        (around and is_of_row(check.condition, rows))
        or _is_of_waiting(check, text)
        or _is_counted(check.node, check.condition)
        or any(_says_more(check.condition, condition) for condition, _ in around)
    ):
        return True
    spared = [part for condition, part in around if is_of_row(condition, rows)]
    return any(not contains(part, node) for part in spared for node in certain)


def _left_before(check: Check, text: TestText) -> Iterator[Node]:
    """Conditions by which the test may have ended before."""
    for branch in text.file.index.of(text.function, "if_statement"):
        then = branch.child_by_field_name("consequence")
        condition = branch.child_by_field_name("condition")
        if then is None or condition is None or branch.end_byte > check.node.start_byte:
            continue
        if leaves(then, text.file):
            yield condition


def _is_counted(node: Node, condition: Node) -> bool:
    """Whether it asks of what was counted, or widened, right before: it fails when that is too
    much, and one who passes may never get to it."""
    names = _names(condition)
    before = node.prev_named_sibling
    while before is not None:
        changed = before.child_by_field_name("left") or before
        plain = text_of(before.child_by_field_name("operator")) == "="
        if before.type in _CHANGES and not plain and names & _names(changed):
            return True
        before = before.prev_named_sibling
    return False


def _says_more(inner: Node, outer: Node) -> bool:
    """Whether a condition only tells which part of the one around it is the matter."""
    literals = any(n.type.endswith("literal") for n in walk(inner))
    return not literals and len(_names(outer)) > 1 and _names(inner) <= _names(outer)


def _names(node: Node) -> set[str]:
    return {text_of(n) for n in walk(node) if n.type == "identifier"} - {"nil"}


def _is_of_waiting(check: Check, text: TestText) -> bool:
    """Whether a loop gives up by it: at a time, or at the last of its rounds."""
    for loop in ancestors(check.node):
        if loop == text.function:
            return False
        if loop.type != "for_statement" or children(loop, "range_clause"):
            continue
        if _WAITS.search(text_of(check.node)):
            return True
        for clause in children(loop, "for_clause"):
            start = clause.child_by_field_name("initializer")
            names = {text_of(n) for n in walk(start) if n.type == "identifier"} if start else set()
            if check.condition is not None and is_of_row(check.condition, names):
                return True
    return False


def _conditions(node: Node, function: Node) -> Iterator[tuple[Node, Node]]:
    """What a place hangs on, with the statement that asks it."""
    here = node
    for above in ancestors(node):
        if above == function:
            return
        if above.type == "if_statement":
            condition = above.child_by_field_name("condition")
            if condition is not None and here != condition:
                yield condition, above
        elif above.type == "expression_case" and above.parent is not None:
            for asked in (above.parent.child_by_field_name("value"),
                          above.child_by_field_name("value")):  # fmt: skip
                if asked is not None and asked != here:
                    yield asked, above.parent
                    break
        elif above.type == "for_statement":
            for clause in children(above, "range_clause"):
                over = clause.child_by_field_name("right")
                if over is not None:
                    yield over, above
        here = above


def is_of_row(condition: Node, rows: set[str]) -> bool:
    """Whether nothing but a table's row is asked."""
    if condition.type == "expression_list" and condition.named_child_count == 1:
        condition = condition.named_children[0]
    if rows and _FAILED.fullmatch(text_of(condition)):
        return True
    named = False
    for part in walk(condition):
        if part.type == "call_expression" and selected(part) == ("", "len"):
            continue
        if part.type == "identifier":
            if text_of(part) in rows:
                named = True
            elif text_of(part) != "len":
                return False
        elif part.is_named and part.type not in _PLAIN:
            return False
    return named
