"""How a JavaScript or TypeScript suite looks at a function's results: read from its assertions."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.calls import View
from workbench.languages.js_source import read
from workbench.languages.js_values import number
from workbench.languages.syntax import Node, ancestors, text_of, walk
from workbench.languages.values import NotPlain

_EQUAL = {
    *("toEqual", "toBe", "toStrictEqual", "toMatchObject", "toEqualTypeOf", "toContain", "equal"),
    *("equals", "eql", "deepEqual", "strictEqual", "deepStrictEqual", "is", "same", "eq", "equals"),
    *("toBeNull", "toBeUndefined", "toBeNaN", "toBeGreaterThan", "toBeLessThan", "toHaveLength"),
    *("toBeDefined", "notEqual", "notStrictEqual", "toContainEqual", "toMatch", "toMatchSnapshot"),
}
_TRUTH = {"toBeTruthy", "toBeFalsy", "ok", "assert", "isTrue", "isFalse"}
_STEPS = {
    "JSON.stringify": "",
    "String": "str",
    "Number": "float",
    "Math.round": "round",
    "Boolean": "truth",
}
_METHODS = {"sort": "sorted", "toString": "str", "length": "len"}
_COMPARED = {"===", "==", "!==", "!=", "<", ">", "<=", ">="}


def views_of(path: str, text: str, entry: str) -> Iterator[View]:
    """Every way one file looks at results of `entry`."""
    root = read(path, text).tree.root_node
    for node in walk(root):
        if node.type == "call_expression":
            callee = text_of(node.child_by_field_name("function"))
            if callee.rsplit(".", 1)[-1] == entry:
                yield from _climb(node, (), 0)


def _climb(node: Node, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    parent = node.parent
    if parent is None:
        return
    kind = parent.type
    if kind in ("parenthesized_expression", "await_expression", "non_null_expression", "array",
                "as_expression", "spread_element"):  # fmt: skip
        yield from _climb(parent, steps, depth)
    elif kind == "arguments" and parent.parent is not None:
        yield from _argument(parent.parent, steps, depth)
    elif kind == "binary_expression":
        operator = text_of(parent.child_by_field_name("operator"))
        if operator in _COMPARED:
            yield View(steps)
        elif operator == "-":
            yield _difference(parent)
        elif operator in ("&&", "||"):
            yield View((*steps, "truth"))
        else:
            yield View(steps, direct=False)
    elif kind == "unary_expression" or kind == "if_statement":
        yield View((*steps, "truth"))
    elif kind == "member_expression":
        name = text_of(parent.child_by_field_name("property"))
        step = _METHODS.get(name)
        above = parent.parent
        if name in ("should", "to") or name in _EQUAL:
            yield View(steps)
        elif step is None or above is None:
            yield View(steps, direct=False)
        else:
            yield from _climb(
                above if above.type == "call_expression" else parent, (*steps, step), depth
            )
    elif kind == "variable_declarator" and depth < 3:
        name_node = parent.child_by_field_name("name")
        scope = next(
            (a for a in ancestors(parent) if a.type in ("statement_block", "program")), None
        )
        if name_node is not None and name_node.type == "identifier" and scope is not None:
            for used in walk(scope):
                if used.type == "identifier" and used.text == name_node.text and used != name_node:
                    yield from _climb(used, steps, depth + 1)
        else:
            yield View(steps, direct=False)
    elif kind not in ("expression_statement", "arrow_function", "return_statement"):
        yield View(steps, direct=False)


def _argument(call: Node, steps: tuple[str, ...], depth: int) -> Iterator[View]:
    name = text_of(call.child_by_field_name("function") or call.child_by_field_name("constructor"))
    last = name.rsplit(".", 1)[-1]
    if name == "expect" or last == "expect":
        yield _matcher(call, steps)
    elif name in _STEPS:
        step = _STEPS[name]
        yield from _climb(call, (*steps, step) if step else steps, depth)
    elif call.type == "new_expression" and name == "Set":
        yield from _climb(call, (*steps, "set"), depth)
    elif last in _EQUAL:
        yield View(steps)
    elif last in _TRUTH:
        yield View((*steps, "truth"))
    elif last == "closeTo" or last == "approximately":
        yield View(steps, (0.0, 1e-3))
    elif not name.startswith("console.") or last == "assert":
        yield View(steps, direct=False)


def _matcher(call: Node, steps: tuple[str, ...]) -> View:
    """`expect(f(x)).not.toEqual(y)`: the last member of the chain says how."""
    node, last = call, ""
    while node.parent is not None and node.parent.type in ("member_expression", "call_expression"):
        node = node.parent
        if node.type == "member_expression":
            last = text_of(node.child_by_field_name("property"))
        elif last in ("toBeCloseTo", "closeTo"):
            return View(steps, (0.0, 0.5 * 10 ** -_digits(node)))
    if last in _TRUTH or last in ("true", "false"):
        return View((*steps, "truth"))
    return View(steps, direct=last not in ("toThrow", "toThrowError", "throw"))


def _digits(call: Node) -> int:
    arguments = call.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    try:
        return int(number(text_of(given[1]))) if len(given) > 1 else 2
    except NotPlain:
        return 2


def _difference(node: Node) -> View:
    """`Math.abs(f(x) - y) < 1e-6`."""
    call = node.parent.parent if node.parent is not None else None
    compared = call.parent if call is not None else None
    if call is None or compared is None or compared.type != "binary_expression":
        return View(direct=False)
    try:
        bound = float(number(text_of(compared.child_by_field_name("right"))))
    except NotPlain:
        return View(direct=False)
    called = text_of(call.child_by_field_name("function"))
    return View((), (0.0, bound)) if called == "Math.abs" else View(direct=False)
