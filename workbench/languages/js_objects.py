"""JavaScript and TypeScript: which classes a suite makes objects of, and what it does with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.languages.calls import Parameter
from workbench.languages.js_types import Types
from workbench.languages.objects import ClassEntry, Method
from workbench.languages.syntax import Node, children, text_of, walk

_ERROR = re.compile(r"(Error|Exception)$")
_FIELDS = ("field_definition", "public_field_definition")


def class_entry(
    path: str, name: str, node: Node, known: Mapping[str, Node], types: Types, text: str
) -> ClassEntry | None:
    """A class as an entry for a suite of this text; None where objects of it are errors or the
    suite makes none. `known`: the solution's classes by name."""
    line = list(_line(node, known, 0))
    if not line or not re.search(rf"\bnew\s+(?:\w+\.)?{re.escape(name)}\b", text):
        return None
    methods: dict[str, Method] = {}
    for owner in line:
        for method in _methods(owner, types, text):
            methods.setdefault(method.name, method)
    makers = [m for m in (_maker(owner) for owner in line) if m is not None]
    parameters = parameters_of(makers[0], types) if makers else ()
    return ClassEntry(path, name, parameters, methods=tuple(methods.values()))


def _line(node: Node, known: Mapping[str, Node], depth: int) -> Iterator[Node]:
    """A class and those of the solution it derives from; nothing where they are errors."""
    heritage = " ".join(text_of(h) for h in children(node, "class_heritage"))
    found = re.search(r"\bextends\s+([\w.]+)", heritage)
    if found and _ERROR.search(found[1]):
        return
    yield node
    above = known.get(found[1]) if found else None
    if above is not None and depth < 6:
        line = list(_line(above, known, depth + 1))
        if line:
            yield from line


def _members(node: Node) -> list[Node]:
    body = node.child_by_field_name("body")
    return body.named_children if body is not None else []


def _words(member: Node) -> set[str]:
    """`static`, `get`, `async`, `private` and the like."""
    return {c.type if c.type != "accessibility_modifier" else text_of(c) for c in member.children}


def _methods(node: Node, types: Types, text: str) -> Iterator[Method]:
    for member in _members(node):
        words, name = _words(member), text_of(member.child_by_field_name("name"))
        if member.type in _FIELDS:
            name = name or text_of(member.child_by_field_name("property"))
            value = member.child_by_field_name("value")
            called = value is not None and value.type in ("arrow_function", "function_expression")
            if not called and "static" not in words and reads(name, text):
                yield Method(name, reads=True)
        if member.type != "method_definition" or words & {"static", "set"} or name == "constructor":
            continue
        if "get" in words:
            if reads(name, text):
                yield Method(name, reads=True)
        elif name.isidentifier() and re.search(rf"\.{name}\s*\(", text):
            waits = "async" in words or awaited(name, text)
            yield Method(name, parameters_of(member, types), waits=waits)
    maker = _maker(node)
    for inner in walk(maker) if maker is not None else ():
        name = ""
        if inner.type == "assignment_expression":
            left = text_of(inner.child_by_field_name("left"))
            name = left.removeprefix("this.") if left.startswith("this.") else ""
        elif inner.type == "required_parameter" and _words(inner) & {"public", "readonly"}:
            name = text_of(inner.child_by_field_name("pattern"))
        if name and reads(name, text):
            yield Method(name, reads=True)


def statics(name: str, node: Node) -> Iterator[tuple[str, str, Node]]:
    """Methods of a class itself: what a suite calls each, its handle, the method."""
    for member in _members(node):
        own = text_of(member.child_by_field_name("name"))
        words = _words(member)
        hidden = words & {"get", "set", "private", "protected"} or "static" not in words
        if member.type == "method_definition" and own.isidentifier() and not hidden:
            yield f"{name}.{own}", f"{name}.{own}", member


def read_of(node: Node, text: str) -> tuple[str, ...]:
    """What a suite of this text reads of objects of a class."""
    return tuple(m.name for m in _methods(node, Types({}), text) if m.reads)


def _maker(node: Node) -> Node | None:
    named = [m for m in _members(node) if m.type == "method_definition"]
    makers = [m for m in named if text_of(m.child_by_field_name("name")) == "constructor"]
    return makers[0] if makers else None


def reads(name: str, text: str) -> bool:
    """Whether a suite reads an attribute of this name."""
    return name.isidentifier() and re.search(rf"\.{name}\b(?!\s*[(\w])", text) is not None


def awaited(name: str, text: str) -> bool:
    """Whether a suite awaits calls of this name."""
    plain = rf"\bawait\s+(?:[\w.]+\.)?{re.escape(name)}\s*\("
    return (
        re.search(rf"{plain}|\b{re.escape(name)}\([^\n]*\)\)?\.(then|resolves|rejects)\b", text)
        is not None
    )


def parameters_of(function: Node, types: Types) -> tuple[Parameter, ...]:
    """Parameters of a function; their types in Python's notation where they have one."""
    listed = function.child_by_field_name("parameters")
    single = function.child_by_field_name("parameter")
    nodes = listed.named_children if listed is not None else [single] if single else []
    parameters = []
    for node in nodes:
        if node.type == "comment":
            continue
        pattern = node.child_by_field_name("pattern") or node
        optional = node.type in ("optional_parameter", "assignment_pattern", "rest_pattern") or (
            node.child_by_field_name("value") is not None
        )
        kind = node.child_by_field_name("type")
        parameters.append(Parameter(text_of(pattern), types.notation(kind), optional))
    return tuple(parameters)
