"""Mutants of Java sources, from the syntax tree: operators, literals, conditions, calls.

Statements (returns, bodies, deletions, jumps) are in `java_mutants_flow.py`. What cannot compile as
a single edit is not offered where that can be seen: strings have no `-`, `while (true)` keeps its
condition, constants of case labels and annotations stay, patterns keep the variables they declare.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.languages.java_mutants_flow import flow_edits
from workbench.languages.java_mutants_literals import (
    EXTREMES,
    Edit,
    in_table,
    literal_edits,
    whole,
)
from workbench.languages.java_types import (
    Names,
    assigns,
    bare,
    binds,
    code,
    is_constant,
    is_string,
    read_names,
)
from workbench.languages.mutation import Mutant, Operator
from workbench.languages.syntax import Node, ancestors, children, parse, text_of, walk

_BOUNDARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_ARITHMETIC = {
    "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "<<": ">>", ">>": "<<", ">>>": "<<",
    "&": "|", "|": "&", "^": "&",
}  # fmt: skip
_LOGICAL = {"&&": "||", "||": "&&"}
_SIBLINGS = {
    "min": "max", "max": "min", "startsWith": "endsWith", "endsWith": "startsWith",
    "anyMatch": "allMatch", "allMatch": "anyMatch", "noneMatch": "anyMatch",
    "toUpperCase": "toLowerCase", "toLowerCase": "toUpperCase", "floor": "ceil", "ceil": "floor",
    "indexOf": "lastIndexOf", "lastIndexOf": "indexOf", "floorMod": "floorDiv",
    "isDigit": "isLetter", "isLetter": "isDigit", "isUpperCase": "isLowerCase",
    "isLowerCase": "isUpperCase",
}  # fmt: skip
_STATEMENT_SIBLINGS = {
    "addFirst": "addLast", "addLast": "addFirst", "offerFirst": "offerLast",
    "offerLast": "offerFirst",
}  # fmt: skip
_TRUTHS = frozenset(
    {
        *("equals", "equalsIgnoreCase", "isEmpty", "isBlank", "contains", "containsKey"),
        *("containsValue", "startsWith", "endsWith", "matches", "hasNext", "anyMatch", "allMatch"),
        *("noneMatch", "isPresent", "isDigit", "isLetter", "isLetterOrDigit", "isUpperCase"),
        *("isLowerCase", "isWhitespace", "isAlphabetic", "find", "containsAll", "deepEquals"),
    }
)
_CLOSED = frozenset(
    {"annotation", "marker_annotation", "switch_label", "annotation_type_declaration"}
)
_LOOPS = frozenset({"while_statement", "do_statement", "for_statement"})


@dataclass(frozen=True)
class _Place:
    """What every edit of a file shares."""

    path: str
    source: bytes
    names: Names


def mutants_of(path: str, text: str) -> list[Mutant]:
    """The mutants of one file, in source order; none of a file that is not valid Java."""
    source = text.encode()
    tree = parse("java", source)
    if tree.root_node.has_error:
        return []
    place = _Place(path, source, read_names(tree.root_node))
    found: dict[tuple[int, int, str], Mutant] = {}
    for node in walk(tree.root_node, lambda n: n.type not in _CLOSED):
        if node.type in _CLOSED:
            continue
        for edit in (*_edits(node, place.names), *flow_edits(node, place.names)):
            start, end, operator, after = edit
            before = source[start:end].decode()
            if before != after:
                found.setdefault(
                    (start, end, after), _mutant(place, node, start, end, operator, after)
                )
    return sorted(found.values(), key=lambda m: (m.start, m.end))


def _mutant(
    place: _Place, node: Node, start: int, end: int, operator: Operator, after: str
) -> Mutant:
    head = place.source[:start]
    line_start = head.rfind(b"\n") + 1
    before = place.source[start:end].decode()
    mark = hashlib.sha256(f"{place.path}\0{start}\0{end}\0{after}".encode()).hexdigest()[:8]
    line = head.count(b"\n") + 1
    return Mutant(
        id=f"{place.path}:{line}:{operator}:{mark}",
        file=place.path,
        line=line,
        column=len(place.source[line_start:start].decode()) + 1,
        start=start,
        end=end,
        operator=operator,
        before=before,
        after=after,
        function=_function(node),
        static=_static(node),
    )


def _function(node: Node) -> str:
    names: list[str] = []
    for here in (node, *ancestors(node)):
        if here.type.endswith("_declaration") and (name := here.child_by_field_name("name")):
            inside = here.type.endswith(("method_declaration", "constructor_declaration"))
            if inside or names:
                names.append(text_of(name))
    return ".".join(reversed(names))


def _static(node: Node) -> bool:
    for here in (node, *ancestors(node)):
        if here.type in ("static_initializer", "enum_constant", "constant_declaration"):
            return True
        if here.type == "field_declaration":
            return any(text_of(w) == "static" for m in children(here, "modifiers")
                       for w in m.children)  # fmt: skip
        if here.type in ("method_declaration", "constructor_declaration", "class_body"):
            return False
    return False


def _edits(node: Node, names: Names) -> Iterator[Edit]:
    match node.type:
        case "binary_expression":
            yield from _binary(node, names)
        case "unary_expression":
            operand = node.child_by_field_name("operand")
            sign = text_of(node.child_by_field_name("operator"))
            extreme = operand is not None and text_of(operand).rstrip("lL") in EXTREMES
            if sign in ("-", "!", "~") and operand and not extreme and not binds(node):
                yield node.start_byte, node.end_byte, "unary", text_of(operand)
        case "update_expression" | "assignment_expression":
            yield from _moved(node, names)
        case "true" | "false":
            if not _holds_a_loop(node) and not in_table(node):
                yield whole(node, "boolean", "false" if node.type == "true" else "true")
        case "string_literal" | "character_literal" | "decimal_floating_point_literal":
            yield from literal_edits(node, names)
        case kind if kind.endswith("_integer_literal"):
            yield from literal_edits(node, names)
        case "method_invocation":
            yield from _call(node, names)
    if _is_condition(node):
        yield from _condition(node)


def _binary(node: Node, names: Names) -> Iterator[Edit]:
    sign = node.child_by_field_name("operator")
    left, right = (node.child_by_field_name(side) for side in ("left", "right"))
    if sign is None or left is None or right is None:
        return
    word = text_of(sign)
    if word in _BOUNDARY:
        yield whole(sign, "boundary", _BOUNDARY[word])
    if word in _NEGATED:
        yield whole(sign, "negate", _NEGATED[word])
    if word in _ARITHMETIC and not (word == "+" and is_string(node, names)):
        yield whole(sign, "arithmetic", _ARITHMETIC[word])
    if word in _LOGICAL:
        if not binds(node):
            yield whole(sign, "logical", _LOGICAL[word])
            if not assigns(node):
                yield whole(node, "logical", text_of(left))
                yield whole(node, "logical", text_of(right))
        for side in (left, right):
            inner = bare(side)
            if inner is not None and inner.type == "identifier":
                yield whole(side, "negate", f"!{text_of(inner)}")


def _moved(node: Node, names: Names) -> Iterator[Edit]:
    for sign in node.children:
        word = text_of(sign)
        if sign.is_named or sign.type != word:
            continue
        if word in ("++", "--"):
            yield whole(sign, "arithmetic", "--" if word == "++" else "++")
        elif word.endswith("=") and word[:-1] in _ARITHMETIC:
            left, right = (node.child_by_field_name(side) for side in ("left", "right"))
            if word != "+=" or not (is_string(left, names) or is_string(right, names)):
                yield whole(sign, "arithmetic", f"{_ARITHMETIC[word[:-1]]}=")


def _call(node: Node, names: Names) -> Iterator[Edit]:
    name, arguments = (node.child_by_field_name(f) for f in ("name", "arguments"))
    if name is None or arguments is None:
        return
    word, given = text_of(name), code(arguments)
    parent = node.parent
    alone = parent is not None and parent.type == "expression_statement"
    if word in _STATEMENT_SIBLINGS and alone:
        yield whole(name, "call", _STATEMENT_SIBLINGS[word])
    if word in _SIBLINGS and node.child_by_field_name("object") is not None:
        yield whole(name, "call", _SIBLINGS[word])
    if word == "substring" and given and not binds(given[0]):
        for bound in given:
            yield whole(bound, "boundary", f"{_operand(bound)} + 1")
    if word in _TRUTHS and not alone and not _negated(node) and not _is_condition(node):
        own = names.returns.get(word, {"boolean"})
        if _in_void_lambda(node) or "boolean" not in own or (word == "find" and given):
            return
        yield whole(node, "negate", f"!{text_of(node)}")


def _operand(node: Node) -> str:
    text = text_of(node)
    return f"({text})" if node.type in ("ternary_expression", "lambda_expression") else text


def _negated(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type == "unary_expression"


def _in_void_lambda(node: Node) -> bool:
    """`x -> y.matches(x)` may be a Consumer, whose body no operator may stand in."""
    parent = node.parent
    return parent is not None and (
        parent.type in ("switch_rule", "expression_statement")
        or (parent.type == "lambda_expression" and not _filters(parent))
    )


def _filters(lambda_: Node) -> bool:
    call = lambda_.parent.parent if lambda_.parent is not None else None
    return call is not None and text_of(call.child_by_field_name("name")) in (
        *("filter", "anyMatch", "allMatch", "noneMatch", "takeWhile", "dropWhile", "removeIf"),
        "partitioningBy",
    )


def _holds_a_loop(node: Node) -> bool:
    """`while (true)`: what stands behind it cannot be reached, and the compiler knows."""
    top = node
    while top.parent is not None and top.parent.type == "parenthesized_expression":
        top = top.parent
    return top.parent is not None and top.parent.type in _LOOPS and (
        top.parent.child_by_field_name("condition") == top
    )  # fmt: skip


def _is_condition(node: Node) -> bool:
    """Whether `node`, without parentheses, decides an `if`, a loop or `?:`."""
    if node.type == "parenthesized_expression":
        return False
    top = node
    while top.parent is not None and top.parent.type == "parenthesized_expression":
        top = top.parent
    parent = top.parent
    return (
        parent is not None
        and parent.type in ("if_statement", "ternary_expression", *_LOOPS)
        and parent.child_by_field_name("condition") == top
    )


def _condition(node: Node) -> Iterator[Edit]:
    if binds(node) or is_constant(node):
        return
    if node.type in ("method_invocation", "identifier", "field_access", "array_access"):
        yield whole(node, "negate", f"!{text_of(node)}")
    if assigns(node):
        return
    if any(a.type in _LOOPS for a in _deciding(node)):
        # A constant would make the body, or what stands behind the loop, unreachable code.
        yield whole(node, "condition", "Boolean.FALSE")
        return
    yield whole(node, "condition", "true")
    yield whole(node, "condition", "false")


def _deciding(node: Node) -> Iterator[Node]:
    for above in ancestors(node):
        if above.type != "parenthesized_expression":
            yield above
            return
