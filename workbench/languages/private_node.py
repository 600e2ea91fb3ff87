"""Private names of JavaScript and TypeScript.

`private` members, members that begin with an underscore, and functions, classes and variables of a
module that are not exported. A `#name` cannot be asked for from outside and needs no look. Where
nothing is exported a file is a script, whose names are everybody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.private_reading import (
    Means,
    Names,
    Roots,
    field_of,
    is_name,
    looked_up,
)
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

_MEMBERS = re.compile(
    r"\b(?:Object\.(?:keys|values|entries|assign|getOwn\w+|fromEntries|definePropert\w+)|Reflect"
    r"|Proxy|eval|Function|stringify|structuredClone|inspect)\b|\bfor\s*\([^)]*\bin\b|\.\.\.this\b"
    r"|\bthis\["
)
_PLAIN = re.compile(r"\b(?:eval|Function|globalThis|window)\b|\.name\b")
_FIELDS = ("public_field_definition", "field_definition", "method_definition")
_KEYS = ("pair", "pair_pattern", "property_signature", "method_signature", "enum_assignment",
         "abstract_method_signature")  # fmt: skip
_EXPORTS = re.compile(r"(?:module\.)?exports\b")


def read_node(roots: Roots) -> Names | None:
    """Members where no object is gone through by its keys, and what a module keeps to itself."""
    names = Names(roots)
    for path, root in roots.items():
        if not looked_up({path: root}, _MEMBERS):
            _members(names, path, root)
        if not looked_up({path: root}, _PLAIN):
            _kept(names, path, root)
        for node in walk(root):
            if is_name(node) and _is_key(node):
                names.block(node)
    return names


def _members(names: Names, path: str, root: Node) -> None:
    for node in walk(root):
        token = node.child_by_field_name("name") or node.child_by_field_name("property")
        if node.type in _FIELDS and token is not None and token.type == "property_identifier":
            hidden = text_of(token).startswith("_")
            if not (_is_private(node) or hidden) or _is_owed(node):
                names.block(token)
            elif hidden or _only_of_this(root, text_of(token)):
                names.declare(path, token, _in(path, "property_identifier"))
            else:
                names.block(token)
        elif node.type == "member_expression" and token is not None and _is_set(node):
            if text_of(token).startswith("_"):
                names.declare(path, token, _in(path, "property_identifier"))
        elif node.type == "required_parameter" and _is_private(node):
            given = node.child_by_field_name("pattern")
            maker = next((a for a in ancestors(node) if a.type == "method_definition"), None)
            if maker is None or _is_owed(maker) or not _only_of_this(root, text_of(given)):
                names.block(given)
            else:
                names.declare(path, given, _given(path, maker))


def _given(path: str, maker: Node) -> Means:
    """A member that is a parameter of its constructor, too."""
    first, last = maker.start_byte, maker.end_byte

    def means(file: str, node: Node) -> bool:
        local = node.type == "identifier" and first <= node.start_byte < last
        return file == path and (local or node.type == "property_identifier")

    return means


def _is_private(node: Node) -> bool:
    return any(text_of(c) == "private" for c in children(node, "accessibility_modifier"))


def _is_owed(node: Node) -> bool:
    """Whether it stands in a plain object, or in a class that extends something."""
    holder = node.parent
    if holder is None or holder.type != "class_body" or holder.parent is None:
        return True
    return any("extends" in text_of(c) for c in children(holder.parent, "class_heritage"))


def _only_of_this(roots: Node, name: str) -> bool:
    """Whether every `x.name` is `this.name`."""
    return all(
        text_of(node.child_by_field_name("object")) == "this"
        for node in walk(roots)
        if node.type == "member_expression"
        and text_of(node.child_by_field_name("property")) == name
    )


def _is_set(node: Node) -> bool:
    """Whether it is `this._name = ...`."""
    above = node.parent
    return (
        text_of(node.child_by_field_name("object")) == "this"
        and above is not None
        and above.type == "assignment_expression"
        and field_of(node, "left")
        and not any(
            a.type in ("class_declaration", "class") and children(a, "class_heritage")
            for a in ancestors(node)
        )
    )


def _is_key(node: Node) -> bool:
    """Whether a name is a key of an object, a type or a destructured value."""
    if node.type.startswith("shorthand_"):
        return True
    above = node.parent
    if above is None or above.type not in _KEYS:
        return False
    return field_of(node, "key") or field_of(node, "name")


def _kept(names: Names, path: str, root: Node) -> None:
    exported = set(_exported(root))
    if not exported:
        return
    for statement in root.named_children:
        for token in _top(statement):
            if text_of(token) in exported:
                names.block(token)
            else:
                names.declare(path, token, _in(path, "identifier", "type_identifier"))


def _top(statement: Node) -> Iterator[Node]:
    """Names that a statement of a module gives to it."""
    if statement.type in (
        "function_declaration", "generator_function_declaration", "class_declaration"):  # fmt: skip
        named = statement.child_by_field_name("name")
        if named is not None:
            yield named
    elif statement.type in ("lexical_declaration", "variable_declaration"):
        for each in children(statement, "variable_declarator"):
            named = each.child_by_field_name("name")
            if named is not None and named.type == "identifier":
                yield named


def _exported(root: Node) -> Iterator[str]:
    """What others can ask a module for; a word in any case where it exports something."""
    for node in walk(root):
        if node.type == "export_statement":
            yield "export"
            declared = node.child_by_field_name("declaration")
            yield from map(text_of, _top(declared)) if declared is not None else ()
            yield text_of(node.child_by_field_name("value"))
            yield from (
                text_of(part.child_by_field_name("name"))
                for part in walk(node)
                if part.type == "export_specifier"
            )
        elif node.type == "assignment_expression" and _EXPORTS.match(
            text_of(node.child_by_field_name("left"))
        ):
            yield "export"
            given = node.child_by_field_name("right")
            yield text_of(given)
            for each in children(given) if given is not None and given.type == "object" else ():
                yield text_of(each.child_by_field_name("value") or each)


def _in(path: str, *kinds: str) -> Means:
    return lambda file, node: file == path and node.type in kinds
