"""Sorting by part of a value, with what is equal in that part in another order.

Whoever sorts by points, or takes the best, has some order among those of equal points; where the
prompt is silent about them any is right. What is sorted is turned around before: a sort that keeps
equal ones as they come then hands them out the other way round, and all else is the same. A sort
of whole values, or one that compares all of them, knows no ties and does not change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.syntax import Node, children, text_of
from workbench.model.task import LanguageName

_PLACE = re.compile(r"[\w.]+")
_STATEMENTS = ("expression_statement", "block", "statement_list", "statement_block")
_RUST_ITERATED = frozenset(
    {"sorted_by", "sorted_by_key", "sorted_by_cached_key", "sorted_unstable_by", "max_by",
     "max_by_key", "min_by", "min_by_key"}
)  # fmt: skip
_RUST_SORT = re.compile(r"sort(?:_unstable)?_by(?:_key|_cached_key)?")
_RUST_REVERSED = ".collect::<Vec<_>>().into_iter().rev()"
_GO_SORTS = frozenset(
    {"sort.Slice", "sort.SliceStable", "slices.SortFunc", "slices.SortStableFunc"}
)
_GO_REVERSED = (
    "for zzA, zzB := 0, len({0})-1; zzA < zzB; zzA, zzB = zzA+1, zzB-1 "
    "{{ {0}[zzA], {0}[zzB] = {0}[zzB], {0}[zzA] }}; "
)
_JAVA_REVERSED = (
    ".collect(java.util.stream.Collectors.collectingAndThen(java.util.stream.Collectors.toList(),"
    " zz -> { java.util.Collections.reverse(zz); return zz.stream(); }))"
)
_SPOKEN_OF = re.compile(
    r"\b(?:ties?|tied|equal\w*|same|stabl[ey]|alphabet\w*|lexico\w*|earl\w+|first|last|later|order\w*"
    r"|appearance|insert\w*|then by|otherwise|second\w*|break\w*|draws?|preced\w*|either|any of)\b"
)


def speaks_of_ties(prompt: str) -> bool:
    """Whether a prompt may say who comes first of equal ones."""
    return _SPOKEN_OF.search(prompt.lower()) is not None


def ties(node: Node, language: LanguageName) -> Iterator[tuple[Node, str]]:
    """A node that sorts by part of what it sorts, and how it is to be written."""
    match language:
        case LanguageName.PYTHON if node.type == "call":
            yield from _python(node)
        case LanguageName.RUST if node.type == "call_expression":
            yield from _rust(node)
        case LanguageName.GO if node.type == "call_expression":
            yield from _go(node)
        case LanguageName.JAVA if node.type == "method_invocation":
            yield from _java(node)
        case LanguageName.JAVASCRIPT | LanguageName.TYPESCRIPT if node.type == "call_expression":
            yield from _node(node)


def _python(call: Node) -> Iterator[tuple[Node, str]]:
    listed = call.child_by_field_name("arguments")
    given = children(listed) if listed is not None and listed.type == "argument_list" else []
    keyed = [text_of(a.child_by_field_name("name")) for a in given if a.type == "keyword_argument"]
    plain = [a for a in given if a.type != "keyword_argument"]
    name = text_of(call.child_by_field_name("function"))
    if "key" not in keyed or any("splat" in a.type for a in given):
        return
    if name in ("sorted", "min", "max") and len(plain) == 1:
        if plain[0].type != "generator_expression":
            yield plain[0], f"list({text_of(plain[0])})[::-1]"
    elif name.endswith(".sort") and not plain and _stands_alone(call):
        place = name.removesuffix(".sort")
        if _PLACE.fullmatch(place):
            yield call, f"{place}.reverse(); {text_of(call)}"


def _rust(call: Node) -> Iterator[tuple[Node, str]]:
    function = call.child_by_field_name("function")
    if function is None or function.type != "field_expression":
        return
    name = text_of(function.child_by_field_name("field"))
    value = text_of(function.child_by_field_name("value"))
    if name in _RUST_ITERATED:
        yield call, f"{value}{_RUST_REVERSED}{text_of(call)[len(value) :]}"
    elif _RUST_SORT.fullmatch(name) and _PLACE.fullmatch(value) and _stands_alone(call):
        yield call, f"{value}.reverse(); {text_of(call)}"


def _go(call: Node) -> Iterator[tuple[Node, str]]:
    listed = call.child_by_field_name("arguments")
    given = children(listed) if listed is not None else []
    if text_of(call.child_by_field_name("function")) in _GO_SORTS and len(given) == 2:
        place = text_of(given[0])
        if _PLACE.fullmatch(place) and _stands_alone(call):
            yield call, _GO_REVERSED.format(place) + text_of(call)


def _java(call: Node) -> Iterator[tuple[Node, str]]:
    listed = call.child_by_field_name("arguments")
    given = children(listed) if listed is not None else []
    name, owner = text_of(call.child_by_field_name("name")), call.child_by_field_name("object")
    place = text_of(owner)
    if name == "sorted" and len(given) == 1 and owner is not None:
        yield call, f"{place}{_JAVA_REVERSED}{text_of(call)[len(place) :]}"
    elif name == "sort" and given and _stands_alone(call):
        if place == "Collections" and len(given) == 2:
            place = text_of(given[0])
        elif len(given) != 1 or text_of(given[0]) == "null":
            return
        if _PLACE.fullmatch(place):
            yield call, f"java.util.Collections.reverse({place}); {text_of(call)}"


def _node(call: Node) -> Iterator[tuple[Node, str]]:
    function = call.child_by_field_name("function")
    listed = call.child_by_field_name("arguments")
    if function is None or function.type != "member_expression" or listed is None:
        return
    name = text_of(function.child_by_field_name("property"))
    value = text_of(function.child_by_field_name("object"))
    turned = {"sort": "reverse", "toSorted": "toReversed"}.get(name)
    if turned is not None and children(listed):
        yield call, f"{value}.{turned}(){text_of(call)[len(value) :]}"


def _stands_alone(call: Node) -> bool:
    """Whether a call is a statement in a list of statements, so that another fits before it."""
    above = call.parent
    if above is not None and above.type == "expression_statement":
        holder = above.parent
        return holder is not None and holder.type in (*_STATEMENTS, "module", "constructor_body")
    return above is not None and above.type in ("block", "statement_list")
