"""What a Java check comes to that asks for nothing but what is written beside it.

assertTrue(true)  assertEquals(1, 1)  assertNotNull(new Clock())     holds
assertTrue(false)  assertNull(error) in the handler of that error    another way to say fail()
"""

from __future__ import annotations

from workbench.languages.java_certain import is_set
from workbench.languages.java_checks import Check, arguments, message_first
from workbench.languages.java_readers import declared
from workbench.languages.syntax import Node, ancestors, text_of

DESCRIBES = {"as", "describedAs", "withFailMessage", "overridingErrorMessage"}
_PLAIN = ("true", "false", "string_literal", "character_literal", "decimal_integer_literal",
          "decimal_floating_point_literal")  # fmt: skip
_MADE = ("object_creation_expression", "array_creation_expression", "class_literal")
_WORDS = {"isTrue": "assertTrue", "isFalse": "assertFalse", "isNull": "assertNull",
          "isNotNull": "assertNotNull", "isEqualTo": "assertEquals",
          "isSameAs": "assertSame"}  # fmt: skip


def comes_to(check: Check) -> bool | None:
    """Whether it holds always, or never; None where that depends on something."""
    if check.kind == "assert":
        return _truth(check.node.named_children[0])
    if check.kind == "junit":
        given, word = arguments(check.node), check.word
        given = given[message_first(given, check.file, word) :]
        return _outcome(word, given, check)
    if check.kind == "hamcrest":
        first, *_, last = arguments(check.node)
        return _truth(last) if first.type == "string_literal" else None
    if check.kind == "assertj":
        asked = arguments(check.links[0])
        links = [c for c in check.links[1:] if _name(c) not in DESCRIBES]
        if len(links) == 1 and len(asked) == 1 and _name(links[0]) in _WORDS:
            expected = arguments(links[0])
            return _outcome(_WORDS[_name(links[0])], [*expected, *asked], check)
    return None


def _outcome(word: str, given: list[Node], check: Check) -> bool | None:
    if not given:
        return None
    match word:
        case "assertTrue":
            return _truth(given[0])
        case "assertFalse":
            return _not(_truth(given[0]))
        case "assertNull":
            return _is_null(given[0], check)
        case "assertNotNull":
            return _not(_is_null(given[0], check))
        case "assertEquals" | "assertSame" if len(given) > 1:
            return _are_equal(given[0], given[1])
        case "assertNotEquals" | "assertNotSame" if len(given) > 1:
            return _not(_are_equal(given[0], given[1]))
        case _:
            return None


def _name(call: Node) -> str:
    return text_of(call.child_by_field_name("name"))


def _not(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _truth(node: Node) -> bool | None:
    if node.type in ("true", "false"):
        return node.type == "true"
    if node.type == "parenthesized_expression" and node.named_children:
        return _truth(node.named_children[0])
    left, right = (node.child_by_field_name(side) for side in ("left", "right"))
    if left is None or right is None or text_of(node.child_by_field_name("operator")) != "==":
        return None
    return _are_equal(left, right)


def _are_equal(one: Node, other: Node) -> bool | None:
    """Of two literals of one kind."""
    if one.type in ("true", "false") and other.type in ("true", "false"):
        return one.type == other.type
    if one.type != other.type or one.type not in _PLAIN:
        return None
    if text_of(one) == text_of(other):
        return True
    return False if one.type == "string_literal" else None


def _is_null(node: Node, check: Check) -> bool | None:
    if node.type == "null_literal":
        return True
    if node.type in _PLAIN or node.type in _MADE:
        return False
    if node.type != "identifier":
        return None
    for above in ancestors(node):
        if above.type == "catch_clause":
            caught = next((n for n in above.named_children if "parameter" in n.type), None)
            if caught is not None and text_of(caught.child_by_field_name("name")) == text_of(node):
                return False
    bound = declared(node, check.file)
    value = bound.child_by_field_name("value") if bound is not None else None
    made = value is not None and value.type in _MADE and not is_set(node, check.file)
    return False if made else None
