"""How a Java suite looks at a method's results: read from its assertions."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.calls import View
from workbench.languages.java_calls_literals import value_of
from workbench.languages.java_types import code
from workbench.languages.syntax import Node, ancestors, parse, text_of, walk
from workbench.languages.values import NotPlain

_EQUAL = {
    *("assertEquals", "assertArrayEquals", "assertIterableEquals", "assertNotEquals", "assertSame"),
    *("assertNull", "assertNotNull", "equals", "deepEquals", "asList", "of", "add", "is"),
    *("equalTo", "compare", "compareTo", "assertLinesMatch", "hash"),
}
_TRUTH = {"assertTrue", "assertFalse", "parseBoolean"}
_STEPS = {"size": "len", "length": "len", "toString": "str", "isEmpty": "truth"}
_SAME = {"stream", "get", "intValue", "longValue", "doubleValue", "toArray", "orElse", "iterator"}
_WRAPPED = {"Integer.valueOf", "Long.valueOf", "Double.valueOf", "Boolean.valueOf"}
_COMPARED = {"==", "!=", "<", ">", "<=", ">="}
_SORTED = {"containsExactlyInAnyOrder", "containsExactlyInAnyOrderElementsOf", "containsOnly",
           "hasSameElementsAs"}  # fmt: skip
_SIZED = {"hasSize", "isEmpty", "isNotEmpty", "hasSameSizeAs"}
_BOUNDED = {"within", "offset", "closeTo", "byLessThan"}
_THROUGH = {"parenthesized_expression", "cast_expression", "array_initializer"}


def views_of(text: str, entry: str) -> Iterator[View]:
    """Every way one file looks at results of `entry`."""
    for node in walk(parse("java", text).root_node):
        if node.type == "method_invocation" and text_of(node.child_by_field_name("name")) == entry:
            yield from _climb(node, (), 0)


def _climb(node: Node, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    parent = node.parent
    if parent is None:
        return
    kind = parent.type
    if kind in _THROUGH or (
        kind == "ternary_expression" and parent.child_by_field_name("condition") != node
    ):
        yield from _climb(parent, steps, depth)
    elif kind == "argument_list" and parent.parent is not None:
        yield from _argument(parent.parent, node, steps, depth)
    elif kind == "method_invocation" and parent.child_by_field_name("object") == node:
        yield from _member(parent, steps, depth)
    elif kind == "field_access":
        length = text_of(parent.child_by_field_name("field")) == "length"
        if length:
            yield from _climb(parent, (*steps, "len"), depth)
        else:
            yield View(steps, direct=False)
    elif kind == "binary_expression":
        yield from _operand(parent, steps)
    elif kind in ("unary_expression", "ternary_expression", "if_statement", "assert_statement"):
        yield View((*steps, "truth"))
    elif kind in ("variable_declarator", "assignment_expression") and depth < 3:
        yield from _variable(parent, steps, depth)
    elif kind not in ("expression_statement", "lambda_expression", "return_statement"):
        yield View(steps, direct=False)


def _argument(call: Node, node: Node, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    if call.type == "object_creation_expression":
        made = text_of(call.child_by_field_name("type")).split("<")[0]
        if made in ("HashSet", "TreeSet", "LinkedHashSet"):
            yield from _climb(call, (*steps, "set"), depth)
        elif made in ("ArrayList", "LinkedList"):
            yield from _climb(call, steps, depth)
        else:
            yield View(steps, direct=False)
        return
    name = text_of(call.child_by_field_name("name"))
    called = f"{text_of(call.child_by_field_name('object'))}.{name}"
    if name == "assertThat":
        yield _chain(call, steps)
    elif called in _WRAPPED:
        yield from _climb(call, steps, depth)
    elif called in ("Arrays.toString", "Arrays.deepToString", "String.valueOf"):
        yield from _climb(call, (*steps, "str") if called == "String.valueOf" else steps, depth)
    elif name in _EQUAL:
        yield View(steps, _delta(call))
    elif name in _TRUTH:
        yield View((*steps, "truth"))
    elif called == "Math.abs":
        yield from _operand(call.parent, steps) if call.parent is not None else ()
    elif not called.startswith("System."):
        yield View(steps, direct=False)


def _member(call: Node, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    name = text_of(call.child_by_field_name("name"))
    if name in _EQUAL:
        yield View(steps)
    elif name in _STEPS:
        yield from _climb(call, (*steps, _STEPS[name]), depth)
    elif name in _SAME:
        # A part of it, or the whole in another form: either way what it is made of counts.
        yield View(steps)
    else:
        yield View(steps, direct=False)


def _operand(binary: Node, steps: tuple[str, ...]) -> Iterator[View]:
    operator = text_of(binary.child_by_field_name("operator"))
    if operator in _COMPARED:
        yield View(steps)
    elif operator in ("&&", "||"):
        yield View((*steps, "truth"))
    elif operator == "-":
        yield _difference(binary)
    else:
        yield View(steps, direct=False)


def _difference(node: Node) -> View:
    """`Math.abs(f(x) - y) < 1e-6`."""
    compared = next((a for a in ancestors(node) if a.type == "binary_expression"), None)
    right = compared.child_by_field_name("right") if compared is not None else None
    bound = _number(right)
    return View(direct=False) if bound is None else View((), (0.0, bound))


def _variable(parent: Node, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    name = parent.child_by_field_name("name") or parent.child_by_field_name("left")
    scope = next((a for a in ancestors(parent) if a.type in ("block", "class_body")), None)
    if name is None or name.type != "identifier" or scope is None:
        yield View(steps, direct=False)
        return
    used = [n for n in walk(scope) if n.type == "identifier" and n.text == name.text and n != name]
    if any(map(_is_sorted, used)):
        steps = (*steps, "sorted")
        used = [n for n in used if not _is_sorted(n)]
    for node in used:
        above = node.parent
        if above is not None and above.child_by_field_name("name") != node:
            yield from _climb(node, steps, depth + 1)


def _is_sorted(node: Node) -> bool:
    call = node.parent.parent if node.parent is not None else None
    return (
        call is not None
        and call.type == "method_invocation"
        and text_of(call.child_by_field_name("name")) in ("sort", "parallelSort")
        and text_of(call.child_by_field_name("object")) in ("Arrays", "Collections")
    )


def _chain(call: Node, steps: tuple[str, ...]) -> View:
    """`assertThat(f(x)).as(...).isEqualTo(y)`: the last method says how; Hamcrest's is within."""
    listed = call.child_by_field_name("arguments")
    node, last = call, ""
    while (
        node.parent is not None
        and node.parent.type == "method_invocation"
        and node.parent.child_by_field_name("object") == node
    ):
        node = node.parent
        last = text_of(node.child_by_field_name("name"))
        if last in ("isCloseTo", "isEqualTo", "isNotCloseTo") and (bound := _within(node)):
            return View(steps, (0.0, bound))
        if last in _SORTED:
            return View((*steps, "sorted"))
        if last in _SIZED:
            return View((*steps, "len"))
        if last in ("isTrue", "isFalse"):
            return View((*steps, "truth"))
    if not last and listed is not None and (bound := _within(call)):
        return View(steps, (0.0, bound))
    return View(steps)


def _within(call: Node) -> float | None:
    """The bound in `within(0.1)`, `offset(0.1)`, `closeTo(1.0, 0.1)`."""
    for node in walk(call):
        name = text_of(node.child_by_field_name("name"))
        if node.type == "method_invocation" and name in (
            "within",
            "offset",
            "closeTo",
            "byLessThan",
        ):
            given = code(node.child_by_field_name("arguments"))
            return _number(given[-1] if given else None)
    return None


def _delta(call: Node) -> tuple[float, float] | None:
    """`assertEquals(1.5, f(x), 0.01)`; a third argument may also be a message."""
    given = code(call.child_by_field_name("arguments"))
    bound = _number(given[2]) if len(given) > 2 else None
    bound = _number(given[3]) if bound is None and len(given) == 4 else bound
    return None if bound is None else (0.0, bound)


def _number(node: Node | None) -> float | None:
    try:
        value = None if node is None else value_of(node)
    except NotPlain:
        return None
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return abs(float(value)) if plain and value is not None else None
