"""Checks of a Rust suite that can fail nobody, read from its source.

    assert!(true); assert!(a || true)       constant
    assert_eq!(x, x); assert!(x == x)       compared with itself
    assert!(v.len() >= 0)                   no length is below 0
    assert!((x - 30.0).abs() < 30.0)        close to any number of that size
    let _ = catch_unwind(|| assert!(x))     what fails is caught and forgotten

Told only where the source leaves no doubt. A test of what equal means compares with itself for a
reason, and a call may well give another value the second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.base import Inventory
from workbench.languages.heeded import forgotten
from workbench.languages.holding import is_wide, number, same, short
from workbench.languages.rust_checks import TRUTHS, Check
from workbench.languages.rust_test_checks import TestText, rust_files, test_texts
from workbench.languages.syntax import Node, ancestors, children, line_of, text_of, walk
from workbench.model.task import Suite

_OF_EQUALITY = re.compile(r"(?i)eq(?:ual|_|\b)|reflex|ident|self|same|cmp|compar|\bord|hash|nan\b")
_ASSERTS = re.compile(r"\bassert\w*!")
_NEVER = frozenset({"!=", "<", ">"})
_ALWAYS = frozenset({"==", "<=", ">="})
_WAYS = frozenset({"match_arm", "if_expression", "closure_expression", "function_item"})
_LOGIC = frozenset({"&&", "||"})


def toothless(suite: Suite, inventory: Inventory) -> list[tuple[str, int, str]]:
    """File, line and words of each."""
    found: set[tuple[str, int, str]] = set()
    for text in test_texts(rust_files(suite), suite, inventory):
        for node, words in _of_test(text):
            found.add((text.file.path, line_of(node), words))
    return sorted(found)


def _of_test(text: TestText) -> Iterator[tuple[Node, str]]:
    for call in forgotten(text.function):
        if _ASSERTS.search(text_of(call)):
            yield call, "what fails in it is caught and forgotten"
    name = text_of(text.function.child_by_field_name("name"))
    for check in text.checks.values():
        words = _of_check(check)
        if words.endswith("with itself") and (
            _OF_EQUALITY.search(f"{name} ") or _is_looked_at_elsewhere(check, text)
        ):
            continue
        if words.startswith(("`true`", "`false`")) and _is_a_way(check.node, text.function):
            continue
        if words:
            yield check.node, words


def _is_looked_at_elsewhere(check: Check, text: TestText) -> bool:
    """Whether other checks ask something of what one compares with itself: then it may be how
    equal is meant that is tried."""
    names = {text_of(n) for part in check.arguments for n in walk(part.node)
             if n.type == "identifier"}  # fmt: skip
    others = (c.node for c in text.checks.values() if c is not check)
    return any(names & text.file.index.words(other) for other in others)


def _is_a_way(node: Node, function: Node) -> bool:
    """Whether it only says that this is the way that was to be taken."""
    above = ancestors(node)
    return any(a.type in _WAYS for a in iter(lambda: next(above, function), function))


def _of_check(check: Check) -> str:
    given = [part.node for part in check.arguments]
    if not given:
        return ""
    if check.name is None:
        other = check.node.child_by_field_name("alternative")
        return _never(given[0]) if other is None else ""
    if check.word in TRUTHS:
        wide = _distance(_bare(given[0]))
        if wide:
            return f"`{short(given[0])}` holds for anything within {wide:g} of it"
        return _always(given[0])
    if check.word.endswith("assert_eq") and len(given) > 1 and same(given[0], given[1]):
        return f"`{short(given[0])}` is compared with itself"
    return ""


def _always(condition: Node) -> str:
    """Why a condition cannot be false; '' where it may be."""
    node = _bare(condition)
    if text_of(node) == "true":
        return "`true` always holds"
    if node.type == "unary_expression" and text_of(node).startswith("!"):
        return _never(node.named_children[0])
    if node.type != "binary_expression":
        return ""
    left, operator, right = _parts(node)
    if operator in _LOGIC:
        both = [_always(left), _always(right)]
        return (both[0] or both[1]) if operator == "||" or all(both) else ""
    if operator in _ALWAYS and same(left, right):
        return f"`{short(left)}` is compared with itself"
    if (operator == ">=" and _is_length(left) and number(right) == 0) or (
        operator == "<=" and _is_length(right) and number(left) == 0
    ):
        return f"`{short(node)}` always holds"
    return ""


def _never(condition: Node) -> str:
    """Why a condition cannot be true; '' where it may be."""
    node = _bare(condition)
    if text_of(node) == "false":
        return "`false` is never true"
    if node.type == "unary_expression" and text_of(node).startswith("!"):
        return _always(node.named_children[0])
    if node.type != "binary_expression":
        return ""
    left, operator, right = _parts(node)
    if operator in _LOGIC:
        both = [_never(left), _never(right)]
        return (both[0] or both[1]) if operator == "&&" or all(both) else ""
    if operator in _NEVER and same(left, right):
        return f"`{short(left)}` is compared with itself"
    if (operator == "<" and _is_length(left) and number(right) == 0) or (
        operator == ">" and _is_length(right) and number(left) == 0
    ):
        return f"`{short(node)}` is never true"
    return ""


def _is_length(node: Node) -> bool:
    called = _method(node)
    return called is not None and called[1] in ("len", "count") and not called[2]


def _distance(node: Node) -> float:
    """How far a number may be from the one it is compared with, where that is too far."""
    if node.type != "binary_expression":
        return 0
    left, operator, right = _parts(node)
    called, limit = _method(left), number(right)
    if operator not in ("<", "<=") or called is None or called[1] != "abs" or limit is None:
        return 0
    inside = _bare(called[0])
    if inside.type != "binary_expression":
        return 0
    one, minus, other = _parts(inside)
    numbers = [n for n in (number(one), number(other)) if n is not None]
    return limit if minus == "-" and len(numbers) == 1 and is_wide(numbers[0], limit) else 0


def _method(node: Node) -> tuple[Node, str, list[Node]] | None:
    """Receiver, name and arguments of a method's call."""
    function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if node.type != "call_expression" or function is None or function.type != "field_expression":
        return None
    receiver = function.child_by_field_name("value")
    if receiver is None or given is None:
        return None
    return receiver, text_of(function.child_by_field_name("field")), children(given)


def _parts(node: Node) -> tuple[Node, str, Node]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    return left or node, text_of(node.child_by_field_name("operator")), right or node


def _bare(node: Node) -> Node:
    while node.type == "parenthesized_expression" and node.named_children:
        node = node.named_children[0]
    return node
