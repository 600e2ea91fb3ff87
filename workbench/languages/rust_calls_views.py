"""How a Rust suite looks at a function's results: read from its assertions."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from workbench.languages.calls import View
from workbench.languages.rust_calls_entries import suite_code
from workbench.languages.rust_calls_literals import number
from workbench.languages.rust_code import Code
from workbench.languages.syntax import Node, children, parse, text_of, walk
from workbench.languages.values import NotPlain

_COMPARED = {"==", "!=", "<", ">", "<=", ">="}
# What gives the same value in another form.
_SAME = frozenset(
    {"unwrap", "expect", "clone", "to_owned", "as_str", "as_slice", "to_vec", "iter", "into_iter",
     "cloned", "copied", "collect", "as_ref", "as_deref", "ok", "into", "borrow", "as_bytes",
     "unwrap_err", "expect_err", "err", "unwrap_or_default", "into_boxed_slice",
     # A part of it: who looks at its parts looks at it.
     "get", "remove", "unwrap_or", "first", "last", "next", "nth", "pop"}
)  # fmt: skip
_COMPARES = frozenset({"eq", "ne", "cmp", "partial_cmp"})
_STEPS = {"len": "len", "to_string": "str", "abs": "abs", "sum": "sum", "round": "round"}
_SORTS = frozenset(
    {"sort", "sort_unstable", "sort_by", "sort_by_key", "sort_unstable_by", "sort_unstable_by_key",
     "sort_by_cached_key"}
)  # fmt: skip
_SETS = re.compile(r"\b(?:HashSet|BTreeSet|HashMap|BTreeMap|IndexSet|BinaryHeap)\b")
_SORTING = re.compile(r"\.sort(?:ed)?(?:_\w+)?\(|\b(?:HashSet|BTreeSet|BinaryHeap)\b")
_JSON = re.compile(r"serde_json::from_(?:str|slice)")
_THROUGH = frozenset(
    {"parenthesized_expression", "reference_expression", "try_expression", "unary_expression",
     "type_cast_expression", "tuple_expression", "array_expression", "index_expression",
     "match_expression", "let_condition", "match_pattern", "block", "unsafe_block"}
)  # fmt: skip
_DEEPEST = 6


def views_of(text: str, entry: str) -> Iterator[View]:
    """Every way one file looks at results of `entry`."""
    code = suite_code(text)
    for node in walk(code.tree.root_node):
        if node.type == "call_expression":
            callee = text_of(node.child_by_field_name("function"))
            if callee.rsplit("::", 1)[-1] == entry:
                yield from _climb(node, code, (), 0)


def _climb(node: Node, code: Code, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    parent = next(code.above(node), None)
    if parent is None or depth > _DEEPEST:
        return
    match parent.type:
        case "arguments":
            yield from _argument(parent, code, steps, depth)
        case "binary_expression":
            operator = text_of(parent.child_by_field_name("operator"))
            if operator in _COMPARED:
                yield View(steps, _tolerance(parent, node) if "abs" in steps else None)
            elif operator in ("&&", "||"):
                yield View((*steps, "truth"))
            elif operator == "-":
                yield _difference(parent, code)
            else:
                yield View(steps, direct=False)
        case "field_expression":
            yield from _method(parent, code, steps, depth)
        case "let_declaration":
            yield from _named(parent, code, steps, depth)
        case "if_expression" | "while_expression":
            yield View((*steps, "truth"))
        case kind if kind in _THROUGH:
            yield from _climb(parent, code, steps, depth)
        case "for_expression":
            yield View(steps, direct=False)
        case "token_tree":
            yield View(steps)


def _argument(listed: Node, code: Code, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    call = next(code.above(listed), None)
    if call is None:
        return
    name = code.macros.get(call.start_byte, "")
    callee = text_of(call.child_by_field_name("function"))
    if name.endswith(("assert_eq", "assert_ne")):
        yield View(steps)
    elif name.endswith("assert"):
        yield View((*steps, "truth"))
    elif name in ("format", "vec") or callee.rsplit("::", 1)[-1] in ("Some", "Ok", "Err", "from"):
        yield from _climb(call, code, steps, depth)
    elif name:
        return
    elif _JSON.search(callee):
        yield from _climb(call, code, (*steps, "json"), depth)
    elif _SETS.search(callee) or _sorts(code, callee):
        yield from _climb(call, code, (*steps, "unordered"), depth)
    else:
        # `right.eq(&f(x))`, or a helper of the suite's own, most likely one that compares.
        yield View(steps)


def _sorts(code: Code, callee: str) -> bool:
    """Whether a helper of the file puts what it is given in order."""
    return callee in _sorting(text_of(code.tree.root_node))


@functools.lru_cache(maxsize=8)
def _sorting(source: str) -> frozenset[str]:
    return frozenset(
        text_of(node.child_by_field_name("name"))
        for node in walk(parse("rust", source).root_node)
        if node.type == "function_item" and _SORTING.search(text_of(node))
        and "#[test]" not in text_of(node.prev_named_sibling)
    )  # fmt: skip


def _method(field: Node, code: Code, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    name = text_of(field.child_by_field_name("field"))
    call = next((a for a in code.above(field) if a.type != "generic_function"), None)
    if call is None or call.type != "call_expression":
        yield from _climb(field, code, steps, depth)  # a field, `.0`
    elif name == "collect" and _SETS.search(text_of(call.child_by_field_name("function"))[-80:]):
        yield from _climb(call, code, (*steps, "unordered"), depth)
    elif name in _SAME:
        yield from _climb(call, code, steps, depth)
    elif name in _COMPARES:
        yield View(steps)
    elif name in _STEPS:
        yield from _climb(call, code, (*steps, _STEPS[name]), depth)
    else:
        yield View(steps, direct=False)


def _named(declared: Node, code: Code, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    """What becomes of a variable."""
    pattern = declared.child_by_field_name("pattern")
    block = next((a for a in code.above(declared) if a.type == "block"), None)
    if pattern is None or pattern.type != "identifier" or block is None:
        yield View(steps)
        return
    if _SETS.search(text_of(declared.child_by_field_name("type"))):
        steps = (*steps, "unordered")
    name = text_of(pattern)
    uses = [
        n for n in walk(block)
        if n.type == "identifier" and text_of(n) == name and n.start_byte >= declared.end_byte
    ]  # fmt: skip
    if any(_is_sorted(use, code) for use in uses):
        steps = (*steps, "sorted")
    for use in uses:
        if not _is_sorted(use, code):
            yield from _climb(use, code, steps, depth + 1)


def _is_sorted(use: Node, code: Code) -> bool:
    parent = next(code.above(use), None)
    return (
        parent is not None
        and parent.type == "field_expression"
        and text_of(parent.child_by_field_name("field")) in _SORTS
    )


def _difference(minus: Node, code: Code) -> View:
    """`(f(x) - 1.5).abs() < 1e-6`."""
    for above in code.above(minus):
        if above.type == "binary_expression":
            operator = text_of(above.child_by_field_name("operator"))
            return View((), _tolerance(above, minus)) if operator in _COMPARED else View(())
        if above.type in ("block", "let_declaration"):
            break
    return View(direct=False)


def _tolerance(compared: Node, inside: Node) -> tuple[float, float] | None:
    for side in children(compared):
        if not side.start_byte <= inside.start_byte < side.end_byte:
            said = text_of(side)
            if said.endswith("EPSILON"):
                return 0.0, 1e-6
            try:
                return 0.0, float(number(said))
            except NotPlain:
                return None
    return None
