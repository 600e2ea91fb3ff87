"""How a Go suite looks at a function's results: read from what it does with them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from workbench.languages.calls import View
from workbench.languages.go_calls_values import value_of
from workbench.languages.syntax import Node, ancestors, children, parse, text_of, walk
from workbench.languages.values import NotPlain

_COMPARED = {"==", "!=", "<", ">", "<=", ">="}
_EQUAL = re.compile(
    r"(?i)^(not)?(equal|equalvalues|exactly|deepequal|diff|nil|true|false|empty|contains|len|zero"
    r"|greater|less|greaterorequal|lessorequal|positive|negative|subset|jsoneq|same|error|noerror"
    r"|erroris|eq|compare)f?$"
)
_OWN_EQUAL = re.compile(r"(?i)eq|same|match|compare|cmp|diff|sublist|ident")
_UNORDERED = re.compile(r"^ElementsMatchf?$")
_HOLDS = re.compile(r"^(Not)?(Contains|Subset)f?$")
_TRUTH = re.compile(r"^(Not)?(Nil|Empty|Zero|True|False)f?$")
_MEANS = re.compile(r"^JSONEq(Bytes)?f?$")
_SORTS = re.compile(
    r"\bElementsMatch|\bSort(Slices|Maps)\b|\b(sort|slices)\.\w*(Sort|Ints|Strings)"
)
_ROUGHLY = re.compile(r"\bEquateApprox\(([^,()]+),([^,()]+)\)")
_CLOSE = re.compile(r"^In(Delta|Epsilon)(Slice|MapValues)?f?$")
_SORT = re.compile(
    r"^(sort|slices)\.(Sort|Slice|SliceStable|Stable|Ints|Strings|Float64s|\w+Func)$"
)
_TOLD = re.compile(r"\.(Error|Fatal|Log|Skip)f?$|^fmt\.(Print|Fprint)")
_KEEPS = re.compile(r"^(fmt\.Sprint\w*|string|strings\.\w+|int\d*|float64|any|interface\{\})$")
_SCOPES = ("block", "function_declaration", "func_literal")


def views_of(text: str, entry: str) -> Iterator[View]:
    """Every way one file looks at results of `entry`."""
    root = parse("go", text).root_node
    for node in walk(root):
        if node.type == "call_expression":
            function = text_of(node.child_by_field_name("function"))
            if function == entry or function.endswith(f".{entry}"):
                yield from _climb(node, (), 0)


def _climb(node: Node, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    parent = node.parent
    if parent is None or depth > 4:
        return
    kind = parent.type
    if kind in ("parenthesized_expression", "literal_element", "literal_value", "slice_expression",
                "composite_literal", "keyed_element", "index_expression"):  # fmt: skip
        yield from _climb(parent, steps, depth)
    elif kind == "argument_list" and parent.parent is not None:
        yield from _argument(parent.parent, node, steps, depth)
    elif kind == "binary_expression":
        yield from _binary(parent, steps, depth)
    elif kind == "unary_expression" or kind == "if_statement" or kind == "expression_switch":
        yield View(steps)
    elif kind == "expression_list":
        yield from _assigned(parent, node, steps, depth)
    elif kind == "range_clause":
        # Who does not ask for the place of an element does not look at their order.
        placed = not text_of(parent.child_by_field_name("left")).startswith("_,")
        yield View(steps if placed else (*steps, "unordered"))
    elif kind in ("for_statement", "selector_expression"):
        yield View(steps)
    elif kind not in ("expression_statement", "return_statement", "go_statement"):
        yield View(steps, direct=False)


def _binary(node: Node, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    operator = text_of(node.child_by_field_name("operator"))
    if operator in _COMPARED or operator in ("&&", "||"):
        yield View(steps)
    elif operator == "-":
        yield from _difference(node, steps)
    else:
        yield from _climb(node, steps, depth + 1)


def _difference(node: Node, steps: tuple[str, ...]) -> Iterator[View]:
    """`math.Abs(got - want) < 1e-6`."""
    for above in ancestors(node):
        if above.type == "binary_expression":
            try:
                right = above.child_by_field_name("right")
                bound = abs(float(value_of(right))) if right is not None else 0.0
            except (NotPlain, TypeError, ValueError):
                bound = 1e-6
            yield View(steps, (0.0, bound))
            return
        if above.type.endswith("_statement"):
            break
    yield View(steps, (0.0, 1e-6))


def _argument(call: Node, node: Node, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    name = text_of(call.child_by_field_name("function"))
    last = name.rsplit(".", 1)[-1]
    if _TOLD.search(name):
        return
    if name == "len":
        yield View((*steps, "len"))
    elif _SORT.match(name):
        return  # what is done with it afterwards says the rest
    elif _MEANS.match(last):
        yield View((*steps, "json"))
    elif _UNORDERED.match(last):
        yield View((*steps, "sorted"))
    elif _HOLDS.match(last):
        yield View((*steps, "unordered"))
    elif _TRUTH.match(last):
        yield View((*steps, "truth"))
    elif _CLOSE.match(last):
        yield View(steps, _tolerance(call, last))
    elif _EQUAL.match(last) or _OWN_EQUAL.search(last):
        yield _as_told(call, last, steps)
    elif _KEEPS.match(name) or name == "math.Abs":
        yield from _climb(call, steps, depth + 1)
    else:
        yield View(steps, direct=False)


def _as_told(call: Node, name: str, steps: tuple[str, ...]) -> View:
    """An equality, with what its options or the helper's own body say of order and precision."""
    *_, root = ancestors(call)
    given = call.child_by_field_name("arguments")
    told = _telling(text_of(root))
    words = [text_of(n) for n in walk(given) if n.type == "identifier"] if given else []
    said = text_of(given) + told.get(f"func {name}", "") + "".join(told.get(w, "") for w in words)
    roughly = _ROUGHLY.search(said)
    try:
        tolerance = (float(roughly[1]), float(roughly[2])) if roughly is not None else None
    except ValueError:
        tolerance = None
    return View((*steps, "unordered") if _SORTS.search(said) else steps, tolerance)


@functools.lru_cache(maxsize=8)
def _telling(source: str) -> dict[str, str]:
    """Functions (`func name`) and variables of a file that say how something is compared."""
    found: dict[str, str] = {}
    for node in walk(parse("go", source).root_node):
        if node.type in ("function_declaration", "var_spec", "short_var_declaration"):
            text = text_of(node)
            if _SORTS.search(text) or _ROUGHLY.search(text):
                name = node.child_by_field_name("left") or node.child_by_field_name("name")
                mark = "func " if node.type == "function_declaration" else ""
                found[mark + text_of(name)] = text
    return found


def _tolerance(call: Node, name: str) -> tuple[float, float]:
    given = call.child_by_field_name("arguments")
    bounds = []
    for each in children(given) if given is not None else []:
        try:
            value = value_of(each)
        except NotPlain:
            continue
        if isinstance(value, int | float):
            bounds.append(float(value))
    bound = bounds[-1] if bounds else 1e-6
    return (bound, 0.0) if name.startswith("InEpsilon") else (0.0, bound)


def _assigned(listed: Node, node: Node, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    """What is done with the variable that takes the result; with all, where several do."""
    statement = listed.parent
    left = statement.child_by_field_name("left") if statement is not None else None
    if statement is None or left is None or left == listed:
        if statement is not None and statement.type == "return_statement":
            return
        yield View(steps, direct=statement is not None and statement.type == "expression_case")
        return
    names = [text_of(n) for n in children(left)]
    values = children(listed)
    if len(values) == len(names):
        names = [names[values.index(node)]]
    scope = next((a for a in ancestors(statement) if a.type in _SCOPES), None)
    for name in names:
        if name in ("_", "err", "ok") or scope is None:
            continue
        if not name.isidentifier():
            yield View(steps, direct=False)
            continue
        yield from _used(name, statement, scope, steps, depth)


def _used(
    name: str, statement: Node, scope: Node, steps: tuple[str, ...], depth: int
) -> Iterator[View]:
    found: list[View] = []
    for used in walk(scope):
        if (
            used.type != "identifier" or text_of(used) != name
            or used.start_byte < statement.end_byte
        ):  # fmt: skip
            continue
        call = used.parent.parent if used.parent is not None else None
        if call is not None and _SORT.match(text_of(call.child_by_field_name("function"))):
            steps = (*steps, "sorted")
            continue
        found += _climb(used, steps, depth + 1)
    # Where the result itself is compared, its length beside it says nothing more.
    whole = [v for v in found if v.steps[-1:] != ("len",)]
    yield from whole or found
