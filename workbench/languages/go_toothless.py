"""Checks of a Go suite that can fail nobody, read from its source.

    if got != got { t.Error() }             compared with itself
    if len(got) < 0 { t.Error() }           no length is below 0
    if !reflect.DeepEqual(got, got) {...}   with itself again
    if math.Abs(got-30) > 30 {...}          close to any number of that size
    assert.Equal(t, got, got)               so are testify's
    assert.True(t, true)

Told only where the source leaves no doubt: a call may well give another value the second time.
"""

from __future__ import annotations

import re

from workbench.languages.base import Inventory
from workbench.languages.go_checks import Check, selected
from workbench.languages.go_readers import EQUAL
from workbench.languages.go_test_checks import go_files, test_texts
from workbench.languages.holding import is_wide, number, same, short
from workbench.languages.syntax import Node, ancestors, children, line_of, text_of
from workbench.model.task import Suite

_SAME = frozenset({"Equal", "EqualValues", "Exactly", "Same", "ElementsMatch", "JSONEq", "Subset",
                   "InDelta", "InEpsilon", "GreaterOrEqual", "LessOrEqual"})  # fmt: skip
_NAN = re.compile(r"nan\b|isnan", re.IGNORECASE)
_NEVER = frozenset({"!=", "<", ">"})
_ALWAYS = frozenset({"==", "<=", ">="})
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def toothless(suite: Suite, inventory: Inventory) -> list[tuple[str, int, str]]:
    """File, line and words of each."""
    found: set[tuple[str, int, str]] = set()
    for text in test_texts(go_files(suite), suite, inventory):
        if _NAN.search(text_of(text.function)):
            continue  # what is not a number is not equal to itself
        for check in text.checks().values():
            if check.node.child_by_field_name("alternative") is not None:
                continue  # it may be the other branch that fails
            words = _of_condition(check.condition) if check.condition else _of_call(check)
            if words.startswith(("`true`", "`false`")) and _is_a_way(check.node, text.function):
                continue
            if words:
                found.add((text.file.path, line_of(check.node), words))
    return sorted(found)


def _is_a_way(node: Node, function: Node) -> bool:
    """Whether it only says that this is the way that was to be taken."""
    for above in ancestors(node):
        if above == function:
            return False
        if above.type == "if_statement" or above.type.endswith("_case"):
            return True
        call = above.parent.parent if above.type == "func_literal" and above.parent else None
        if above.type == "func_literal" and (call is None or selected(call)[1] != "Run"):
            return True
    return False


def _of_condition(condition: Node) -> str:
    """What is the matter with a condition of which all must be false that a test may go on."""
    said = _never(condition)
    if said:
        return said
    node = _bare(condition)
    wide = _distance(node, (">", ">="))
    return f"`{short(node)}` is false for anything within {wide:g} of it" if wide else ""


def _never(condition: Node) -> str:
    """Why a condition cannot be true; '' where it may be."""
    node = _bare(condition)
    operator = text_of(node.child_by_field_name("operator"))
    if node.type == "false":
        return "`false` is never true"
    if node.type == "unary_expression" and operator == "!":
        inner = node.child_by_field_name("operand")
        return _always(inner) if inner is not None else ""
    if node.type != "binary_expression":
        return ""
    left, right = _sides(node)
    if operator in ("&&", "||"):
        both = [_never(left), _never(right)]
        return (both[0] or both[1]) if operator == "&&" or all(both) else ""
    if operator in _NEVER and same(left, right):
        return f"`{short(left)}` is compared with itself"
    if _is_below_nothing(left, operator, right):
        return f"`{short(node)}` is never true"
    return ""


def _always(condition: Node) -> str:
    """Why a condition cannot be false; '' where it may be."""
    node = _bare(condition)
    operator = text_of(node.child_by_field_name("operator"))
    if node.type == "true":
        return "`true` always holds"
    if node.type == "unary_expression" and operator == "!":
        inner = node.child_by_field_name("operand")
        return _never(inner) if inner is not None else ""
    if node.type == "call_expression" and selected(node) in EQUAL:
        given = children(node.child_by_field_name("arguments") or node)
        itself = len(given) == 2 and same(given[0], given[1])
        return f"`{short(given[0])}` is compared with itself" if itself else ""
    if node.type != "binary_expression":
        return ""
    left, right = _sides(node)
    if operator in ("&&", "||"):
        both = [_always(left), _always(right)]
        return (both[0] or both[1]) if operator == "||" or all(both) else ""
    if operator in _ALWAYS and same(left, right):
        return f"`{short(left)}` is compared with itself"
    opposite = {">=": "<", ">": "<=", "<=": ">", "<": ">="}.get(operator, "")
    if _is_below_nothing(left, opposite, right):
        return f"`{short(node)}` always holds"
    return ""


def _of_call(check: Check) -> str:
    """What is the matter with an assertion of testify's."""
    given = check.arguments
    if check.word in _SAME and len(given) > 1 and same(given[0], given[1]):
        return f"`{short(given[0])}` is compared with itself"
    if check.word in ("InDelta", "InEpsilon") and len(given) > 2:
        about, width = number(given[0]), number(given[2])
        if check.word == "InDelta" and is_wide(about, width):
            return f"`{short(check.node)}` holds for anything within {width:g} of it"
    if check.word == "True" and given:
        if wide := _distance(_bare(given[0]), ("<", "<=")):
            return f"`{short(given[0])}` holds for anything within {wide:g} of it"
        return _always(given[0])
    if check.word == "False" and given:
        return _never(given[0])
    if check.word in ("GreaterOrEqual", "Greater") and len(given) > 1:
        operator = "<" if check.word == "GreaterOrEqual" else "<="
        if _is_below_nothing(given[0], operator, given[1]):
            return f"`{short(check.node)}` always holds"
    return ""


def _is_below_nothing(left: Node, operator: str, right: Node) -> bool:
    """Whether a length is asked to be below 0."""
    for length, sign, limit in ((left, operator, right), (right, _TURNED.get(operator), left)):
        value = number(limit)
        if value is None or length.type != "call_expression":
            continue
        if selected(length) in (("", "len"), ("", "cap")) and (
            (sign == "<" and value <= 0) or (sign in ("<=", "==") and value < 0)
        ):
            return True
    return False


def _distance(node: Node, operators: tuple[str, ...]) -> float:
    """How far a number may be from the one it is compared with, where that is too far."""
    operator = text_of(node.child_by_field_name("operator"))
    if node.type != "binary_expression" or operator not in operators:
        return 0
    call, width = _sides(node)
    given = children(call.child_by_field_name("arguments") or call)
    if call.type != "call_expression" or selected(call) != ("math", "Abs") or len(given) != 1:
        return 0
    inside = _bare(given[0])
    if text_of(inside.child_by_field_name("operator")) != "-" or inside.type == "unary_expression":
        return 0
    numbers = [n for n in map(number, _sides(inside)) if n is not None]
    limit = number(width)
    return limit if len(numbers) == 1 and limit is not None and is_wide(numbers[0], limit) else 0


def _sides(node: Node) -> tuple[Node, Node]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    return left or node, right or node


def _bare(node: Node) -> Node:
    while node.type == "parenthesized_expression" and node.named_children:
        node = node.named_children[0]
    return node
