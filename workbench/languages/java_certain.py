"""Whether a Java test that passes has come to a statement, whatever the solution does.

Nothing is said for certain of what stands in a loop (unless what it goes over is written down), in
one of several ways, in a lambda that somebody may call, or behind something that may end the test.
"""

from __future__ import annotations

import re

from workbench.languages.java_checks import JavaFile, arguments
from workbench.languages.java_reach import leaves
from workbench.languages.java_readers import called_name, declared
from workbench.languages.syntax import Node, children, text_of

BLOCKS = ("block", "switch_block_statement_group", "constructor_body")
TRIES = ("try_statement", "try_with_resources_statement")
_RUN_THEM = {"assertAll", "assertDoesNotThrow", "assertTimeout", "assertTimeoutPreemptively"}
_BREAK_OFF = {"assertThrows", "assertThrowsExactly", "assertThatThrownBy", "assertThatCode",
              "catchThrowable", "catchThrowableOfType", "isThrownBy"}  # fmt: skip
_LISTS = re.compile(r"(?:java\.util\.)?(?:(?:List|Set)\.of|Arrays\.asList)\Z")
_EXPECTED = re.compile(r"@(?:\w+\.)*Test\s*\([^)]*\bexpected\b")
_FAILS = re.compile(
    r"(?:\w+\.)*(?:fail\(|assertTrue\((?:\"[^\"]*\",\s*)?false\b|assertFalse\((?:\"[^\"]*\",\s*)?true\b)"
)
_BOUNDS = {"<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__}


def is_certain(node: Node, method: Node, file: JavaFile) -> bool:
    """Whether a passing run of the test surely comes to a node of it."""
    here, body = node, method.child_by_field_name("body")
    while (above := here.parent) is not None and here != body:
        if _may_miss(above, here, file):
            return False
        if above == body and awaits_exception(method) and children(above)[:1] != [here]:
            return False
        here = above
    return True


def awaits_exception(method: Node) -> bool:
    """Whether a test is over, and passed, where an exception is thrown."""
    head = " ".join(map(text_of, children(method, "modifiers")))
    body = text_of(method.child_by_field_name("body"))
    return bool(_EXPECTED.search(head)) or re.search(r"\.expect\(\s*\w+\.class", body) is not None


def fails_at_its_end(block: Node | None) -> bool:
    """Whether a branch ends with `fail(...)` or `throw`: no passing run comes to it."""
    if block is None:
        return False
    ends = children(block)[-1:] if block.type in BLOCKS else [block]
    last = next((n for n in ends if "comment" not in n.type), None)
    if last is None or last.type == "throw_statement":
        return last is not None
    return _FAILS.match(text_of(last)) is not None


def _may_miss(above: Node, here: Node, file: JavaFile) -> bool:
    """Whether `above` may be run to its end without its part `here`."""
    match above.type:
        case "block" | "switch_block_statement_group" | "constructor_body":
            lambda_of = above.parent
            if lambda_of is not None and _given_to(lambda_of) in _BREAK_OFF:
                return children(above)[:1] != [here]
            return any(
                leaves(before) for before in children(above) if before.end_byte <= here.start_byte
            )
        case "if_statement" | "ternary_expression":
            return here != above.child_by_field_name("condition")
        case "enhanced_for_statement" | "for_statement" | "while_statement":
            return here == above.child_by_field_name("body") and not _goes_round(above, file)
        case "switch_rule" | "switch_block" | "catch_clause" | "class_body":
            return True
        case "try_statement" | "try_with_resources_statement":
            handlers = [h.child_by_field_name("body") for h in children(above, "catch_clause")]
            tried = here == above.child_by_field_name("body")
            return tried and not all(map(fails_at_its_end, handlers))
        case "lambda_expression":
            return _given_to(above) not in _RUN_THEM | _BREAK_OFF
        case "binary_expression":
            lazy = text_of(above.child_by_field_name("operator")) in ("&&", "||")
            return lazy and here == above.child_by_field_name("right")
        case _:
            return False


def _given_to(function: Node) -> str:
    """The name of the call that a lambda is an argument of; '' where it is none."""
    listed = function.parent
    if function.type != "lambda_expression" or listed is None or listed.parent is None:
        return ""
    return text_of(listed.parent.child_by_field_name("name"))


def _goes_round(loop: Node, file: JavaFile) -> bool:
    """Whether it is written down that a loop goes round once at least."""
    if loop.type == "enhanced_for_statement":
        over = loop.child_by_field_name("value")
        return over is not None and _has_elements(over, file)
    condition, init = loop.child_by_field_name("condition"), loop.child_by_field_name("init")
    if condition is None or condition.type != "binary_expression" or init is None:
        return False
    started = {text_of(d.child_by_field_name("name")): text_of(d.child_by_field_name("value"))
               for d in children(init, "variable_declarator")}  # fmt: skip
    first = started.get(text_of(condition.child_by_field_name("left")), "")
    bound = text_of(condition.child_by_field_name("right"))
    within = _BOUNDS.get(text_of(condition.child_by_field_name("operator")))
    if within is None or not first.isdecimal():
        return False
    if bound.isdecimal():
        return bool(within(int(first), int(bound)))
    right = condition.child_by_field_name("right")
    over = right.child_by_field_name("object") if right is not None else None
    counted = over is not None and re.search(r"\.(?:length|size\(\))\Z", bound)
    return bool(counted) and over is not None and first == "0" and _has_elements(over, file)


def _has_elements(node: Node, file: JavaFile) -> bool:
    if node.type == "identifier":
        bound = declared(node, file)
        value = bound.child_by_field_name("value") if bound is not None else None
        return value is not None and value.type != "identifier" and not is_set(node, file) and (
            _has_elements(value, file)
        )  # fmt: skip
    if node.type == "array_creation_expression":
        node = node.child_by_field_name("value") or node
    if node.type == "array_initializer":
        return bool(children(node))
    # One argument may be an array, and empty.
    return bool(_LISTS.match(called_name(node))) and (
        len(arguments(node)) > 1 or any(a.type.endswith("_literal") for a in arguments(node))
    )


def is_set(name: Node, file: JavaFile) -> bool:
    """Whether a variable of that name is set anywhere in the file after its declaration."""
    return any(
        (above := n.parent) is not None
        and above.type == "assignment_expression"
        and above.child_by_field_name("left") == n
        for n in file.index.named(text_of(name), file.root)
    )
