"""What a JavaScript or TypeScript file gives to others that is no declaration of its own.

    module.exports = (a) => ...      the whole module
    module.exports = { f(a) {...}, g: (a) => ..., h }
    exports.f = function (a) {...}
    export default (a) => ...
    export { f as g }

A *handle* is an expression that means the same at the end of the file; `DEFAULT` stands for the
value of `export default`, which has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from workbench.languages.js_source import read
from workbench.languages.syntax import Node, children, text_of

DEFAULT = "default"
FUNCTIONS = {
    *("arrow_function", "function_expression", "generator_function", "method_definition"),
    *("function_declaration", "generator_function_declaration"),
}
CLASSES = {"class_declaration", "class"}
_WHOLE = re.compile(r"(?:module\.)?exports")


@dataclass(frozen=True)
class Export:
    """One of them. `name` is `DEFAULT` where it is the whole module; `node` is the function or
    class, or None where the handle is a name the file declares."""

    name: str
    handle: str
    node: Node | None


def exports(path: str, text: str) -> Iterator[Export]:
    """Functions, classes and names that a file gives, in its order."""
    for statement in read(path, text).tree.root_node.named_children:
        if statement.type == "export_statement":
            yield from _of_statement(statement)
        elif statement.type == "expression_statement" and statement.named_children:
            yield from _of_assignment(statement.named_children[0])


def _of_statement(statement: Node) -> Iterator[Export]:
    value = statement.child_by_field_name("value")
    if value is not None:
        if value.type == "identifier":
            yield Export(DEFAULT, text_of(value), None)
        elif value.type in FUNCTIONS | CLASSES:
            yield Export(DEFAULT, DEFAULT, value)
    declared = statement.child_by_field_name("declaration")
    if declared is not None and any(c.type == "default" for c in statement.children):
        name = declared.child_by_field_name("name")
        if name is not None:
            yield Export(DEFAULT, text_of(name), None)
    for clause in children(statement, "export_clause"):
        for item in children(clause, "export_specifier"):
            alias, name = item.child_by_field_name("alias"), item.child_by_field_name("name")
            if alias is not None and statement.child_by_field_name("source") is None:
                yield Export(text_of(alias), text_of(name), None)


def _of_assignment(node: Node) -> Iterator[Export]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if node.type != "assignment_expression" or left is None or right is None:
        return
    while right.type == "assignment_expression":  # module.exports = exports.f = ...
        inner = right.child_by_field_name("right")
        if inner is None:
            return
        right = inner
    target = text_of(left)
    holder, _, name = target.rpartition(".")
    if target == "module.exports":
        if right.type == "object":
            yield from _of_object(right)
        else:
            yield from _valued(DEFAULT, target, right)
    elif _WHOLE.fullmatch(holder) and name.isidentifier():
        yield from _valued(name, target, right)


def _of_object(node: Node) -> Iterator[Export]:
    for member in node.named_children:
        if member.type == "method_definition":
            name = text_of(member.child_by_field_name("name"))
            if name.isidentifier():
                yield Export(name, f"module.exports.{name}", member)
        elif member.type == "pair":
            name = text_of(member.child_by_field_name("key"))
            value = member.child_by_field_name("value")
            if value is not None and name.isidentifier():
                yield from _valued(name, f"module.exports.{name}", value)


def _valued(name: str, handle: str, value: Node) -> Iterator[Export]:
    if value.type in FUNCTIONS | CLASSES:
        yield Export(name, handle, value)
    elif value.type == "identifier" and text_of(value) != name:
        yield Export(name, text_of(value), None)


def names_of_whole(path: str, suite: Mapping[str, str]) -> set[str]:
    """What a suite's files call the module at `path` where they take all of it or its default."""
    stem = PurePosixPath(path).name.split(".")[0]
    found = set()
    for file, text in suite.items():
        for local, (module, imported) in read(file, text).bindings.items():
            last = PurePosixPath(module).name.split(".")[0]
            folder = PurePosixPath(path).parent.name
            same = last == stem or (stem == "index" and last in (folder, "", ".", ".."))
            if imported in ("default", "*") and module.startswith(".") and same:
                found.add(local)
    return found
