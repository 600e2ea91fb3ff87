"""Mutants of Java statements: bodies, returns, deletions, jumps, exceptions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from workbench.languages.java_types import LITERALS, Names, binds, code
from workbench.languages.mutation import Operator
from workbench.languages.syntax import Node, ancestors, children, text_of

_Edit = tuple[int, int, Operator, str]

_NUMBERS = {
    "int": "0", "long": "0L", "double": "0.0", "float": "0f", "short": "(short) 0",
    "byte": "(byte) 0", "char": "'\\0'", "Integer": "0", "Long": "0L", "Double": "0.0",
    "Float": "0f", "Short": "(short) 0", "Byte": "(byte) 0", "Character": "'\\0'",
}  # fmt: skip
_EMPTY = {
    "List": "java.util.List.of()", "Collection": "java.util.List.of()",
    "Iterable": "java.util.List.of()", "Set": "java.util.Set.of()", "Map": "java.util.Map.of()",
    "ArrayList": "new java.util.ArrayList<>()", "LinkedList": "new java.util.LinkedList<>()",
    "HashMap": "new java.util.HashMap<>()", "HashSet": "new java.util.HashSet<>()",
    "TreeMap": "new java.util.TreeMap<>()", "TreeSet": "new java.util.TreeSet<>()",
    "LinkedHashMap": "new java.util.LinkedHashMap<>()",
    "Optional": "java.util.Optional.empty()", "OptionalInt": "java.util.OptionalInt.empty()",
    "OptionalLong": "java.util.OptionalLong.empty()",
    "OptionalDouble": "java.util.OptionalDouble.empty()",
    "Stream": "java.util.stream.Stream.empty()",
    "IntStream": "java.util.stream.IntStream.empty()",
}  # fmt: skip
_JUMPS = ("return_statement", "throw_statement", "break_statement", "continue_statement")
_LOOPS = ("for_statement", "enhanced_for_statement", "while_statement", "do_statement")
_SILENT = re.compile(r"(?i)(System\.(out|err)|log|logger)\b")


def flow_edits(node: Node, names: Names) -> Iterator[_Edit]:
    """The edits whose place is this statement or body."""
    match node.type:
        case "method_declaration":
            yield from _stub(node, names)
        case "return_statement":
            yield from _return(node, names)
        case "expression_statement":
            yield from _deleted(node, names)
        case "break_statement" | "continue_statement":
            yield from _jump(node)
        case "throw_statement":
            yield from _thrown(node)
        case "catch_clause":
            yield from _handler(node)


def defaults(kind: str, generic: Collection[str] = ()) -> list[str]:
    """What a method of this return type may return instead: `int`, `List<String>`, `int[]`...
    Of arrays of `generic` types none can be made."""
    if kind in ("boolean", "Boolean"):
        return ["true", "false"]
    if kind in _NUMBERS:
        return [_NUMBERS[kind]]
    if kind == "String":
        return ['""']
    array = re.fullmatch(r"([\w.]+)((?:\[\])+)", kind)
    if array and array[1] not in generic:
        return [f"new {array[1]}[0]{array[2][2:]}"]
    return [_EMPTY.get(re.split(r"[<\s]", kind)[0].rsplit(".", 1)[-1], "null")]


def _kind(method: Node) -> str:
    dimensions = text_of(method.child_by_field_name("dimensions"))
    return text_of(method.child_by_field_name("type")) + dimensions


def _stub(node: Node, names: Names) -> Iterator[_Edit]:
    body = node.child_by_field_name("body")
    if body is None or not code(body):
        return
    kind = _kind(node)
    if kind == "void":
        yield body.start_byte, body.end_byte, "stub", "{ }"
        return
    held = code(body)
    value = code(held[0])[-1:] if held and held[0].type == "return_statement" else []
    if len(held) == 1 and value and value[0].type in LITERALS:
        return
    for after in defaults(kind, names.generic):
        yield body.start_byte, body.end_byte, "stub", f"{{ return {after}; }}"


def _return(node: Node, names: Names) -> Iterator[_Edit]:
    value = next(iter(code(node)), None)
    if value is None or value.type in LITERALS or binds(value):
        return
    for above in ancestors(node):
        if above.type == "lambda_expression":
            return
        if above.type == "method_declaration":
            body = above.child_by_field_name("body")
            # The only statement: the stub is the same.
            if body is not None and node.parent == body and len(code(body)) == 1:
                return
            for after in defaults(_kind(above), names.generic):
                yield value.start_byte, value.end_byte, "return", after
            return


def _deleted(node: Node, names: Names) -> Iterator[_Edit]:
    inner = next(iter(code(node)), None)
    if inner is None or is_value_arm(node):
        return
    after = "{ }" if node.parent is not None and node.parent.type == "switch_rule" else ";"
    if inner.type == "method_invocation":
        if not _SILENT.match(text_of(inner.child_by_field_name("object"))):
            yield node.start_byte, node.end_byte, "delete", after
    elif inner.type == "assignment_expression" and _exists(inner, names):
        yield node.start_byte, node.end_byte, "delete", after


def _exists(assignment: Node, names: Names) -> bool:
    """Whether what is assigned has a value without the assignment, as far as can be told."""
    left = assignment.child_by_field_name("left")
    if left is None:
        return False
    if left.type == "array_access":
        return True
    name = text_of(left).rsplit(".", 1)[-1]
    if left.type not in ("identifier", "field_access") or name not in names.types:
        return False
    return name not in names.finals and name not in names.blank


def is_value_arm(statement: Node) -> bool:
    """Whether the statement is the value of a `case x ->` of a switch that is an expression."""
    rule = statement.parent
    if rule is None or rule.type != "switch_rule":
        return False
    block = rule.parent
    switch = block.parent if block is not None else None
    above = switch.parent if switch is not None else None
    if above is None:
        return True
    if above.type == "switch_rule" and switch is not None:
        return is_value_arm(switch)
    return above.type not in (
        *("block", "constructor_body", "switch_block_statement_group", "labeled_statement"),
        *("if_statement", "expression_statement", *_LOOPS),
    )


def _jump(node: Node) -> Iterator[_Edit]:
    if code(node):
        return
    if node.type == "continue_statement":
        yield node.start_byte, node.end_byte, "jump", "break;"
        return
    for above in ancestors(node):
        if above.type == "switch_expression":
            group = node.parent
            if (
                group is not None
                and group.type == "switch_block_statement_group"
                and group.next_named_sibling is not None
            ):
                yield node.start_byte, node.end_byte, "jump", ";"
            return
        if above.type in _LOOPS:
            yield node.start_byte, node.end_byte, "jump", "continue;"
            return


def _thrown(node: Node) -> Iterator[_Edit]:
    made = next(iter(children(node, "object_creation_expression")), None)
    if made is None:
        return
    kind = text_of(made.child_by_field_name("type"))
    after = "IllegalStateException" if kind == "RuntimeException" else "RuntimeException"
    yield made.start_byte, made.end_byte, "exception", f"new {after}()"


def _handler(node: Node) -> Iterator[_Edit]:
    body = node.child_by_field_name("body")
    held = code(body)
    if body is not None and held and held[-1].type not in _JUMPS:
        yield body.start_byte, body.end_byte, "exception", "{ }"
