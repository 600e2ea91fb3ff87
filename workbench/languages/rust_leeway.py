"""Checks of a Rust test that a passing run may leave without anything being amiss: what depends on
how or where it is built, on a table's row (it need not use all that its test can do), or on how
long something took."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.rust_checks import Check, leaves
from workbench.languages.rust_test_checks import TestText, contains
from workbench.languages.syntax import Node, ancestors, text_of, walk

_ASKS = {"if_expression": "condition", "match_expression": "value", "for_expression": "value"}
_PLACE = re.compile(r"\bcfg!|\benv::|\benv!|\boption_env!|\bOS\b")
_LOOKS = re.compile(r"\.(?:is_\w+|as_\w+|len|clone|iter)$")
_FAILED = re.compile(r"let (?:Err|Ok)\([^()]*\) = &?\w+$")
_WAITS = re.compile(
    r"(?i)time[d_ ]?-?out|\btime\.|deadline|elapsed|attempt|\bretr(?:y|ies)|\btries|\bwait|since\("
)


def may_be_left(check: Check, text: TestText, rows: set[str], certain: list[Node]) -> bool:
    """Whether nothing is told by a check that is not run. `certain` are those that surely are."""
    around = list(_conditions(check.node, text.function))
    before = _left_before(check, text)
    if any(_PLACE.search(text_of(asked)) for asked in (*(a for a, _ in around), *before)):
        return True
    condition = check.arguments[0].node if check.arguments and check.name is None else None
    if condition is not None and (
        (around and is_of_row(condition, rows))
        or _is_counted(check.node, condition)
        or any(_says_more(condition, asked) for asked, _ in around)
    ):
        return True
    if _is_of_waiting(check, text):
        return True
    spared = [part for asked, part in around if is_of_row(asked, rows)]
    return any(not contains(part, node) for part in spared for node in certain)


def _left_before(check: Check, text: TestText) -> Iterator[Node]:
    """Conditions by which the test may have ended before."""
    for branch in text.file.index.of(text.function, "if_expression"):
        then = branch.child_by_field_name("consequence")
        condition = branch.child_by_field_name("condition")
        if then is None or condition is None or branch.end_byte > check.node.start_byte:
            continue
        if leaves(then):
            yield condition


def _is_counted(node: Node, condition: Node) -> bool:
    """Whether it asks of what was counted, or widened, right before: it fails when that is too
    much, and one who passes may never get to it."""
    names = _names(condition)
    here = node.parent if node.parent is not None and "statement" in node.parent.type else node
    while (before := here.prev_named_sibling) is not None:
        changed = before.named_children[0] if before.named_children else before
        left = changed.child_by_field_name("left")
        widens = changed.type == "compound_assignment_expr"
        if widens and left is not None and names & _names(left):
            return True
        here = before
    return False


def _says_more(inner: Node, outer: Node) -> bool:
    """Whether a condition only tells which part of the one around it is the matter."""
    literals = any(n.type.endswith("literal") for n in walk(inner))
    return not literals and len(_names(outer)) > 1 and _names(inner) <= _names(outer)


def _names(node: Node) -> set[str]:
    return {text_of(n) for n in walk(node) if n.type == "identifier"}


def _is_of_waiting(check: Check, text: TestText) -> bool:
    """Whether a loop gives up by it: at a time, or at the last of its rounds."""
    for loop in ancestors(check.node):
        if loop == text.function:
            return False
        if loop.type in ("while_expression", "loop_expression", "for_expression") and (
            _WAITS.search(text_of(check.node))
        ):
            return True
        over = loop.child_by_field_name("value") if loop.type == "for_expression" else None
        counts = over is not None and over.type == "range_expression"
        names = {text_of(loop.child_by_field_name("pattern"))}
        if counts and check.arguments and is_of_row(check.arguments[0].node, names):
            return True
    return False


def _conditions(node: Node, function: Node) -> Iterator[tuple[Node, Node]]:
    """What a place hangs on, with the `if` or `match` that asks it."""
    for above in ancestors(node):
        if above == function:
            return
        field = _ASKS.get(above.type)
        asked = above.child_by_field_name(field) if field else None
        if asked is not None and not contains(asked, node):
            yield asked, above


def is_of_row(asked: Node, rows: set[str]) -> bool:
    """Whether nothing but a table's row is asked."""
    if rows and _FAILED.match(text_of(asked)):
        return True
    if asked.type == "let_condition":
        asked = asked.child_by_field_name("value") or asked
    named = [n for n in walk(asked) if n.type == "identifier"]
    calls = [n for n in walk(asked) if n.type == "call_expression"]
    return bool(named) and all(text_of(n) in rows for n in named) and all(
        _LOOKS.search(text_of(call.child_by_field_name("function"))) for call in calls
    )  # fmt: skip
