"""Which type an element of a Go composite literal has: by its key, its place, the type around."""

from __future__ import annotations

import functools
import re

from workbench.languages.go_types import Package
from workbench.languages.syntax import Node, children, parse, text_of, walk

_CONTAINER = re.compile(r"(?:\[[^\]]*\]|map\[(?P<key>[^\]]*)\])(?P<element>.+)", re.DOTALL)


def element_type(value: Node, below: Node, package: Package) -> str:
    """The type of `below`, which stands in the literal value `value`; "" when it cannot be told."""
    named = package.under(_type_of_value(value, package).removeprefix("*"))
    key = children(below)[0] if below.type == "keyed_element" else None
    if named.startswith("struct"):
        listed = _fields(named)
        if key is not None:
            return dict(listed).get(text_of(key), "")
        places = [c for c in children(value) if c.type != "comment"]
        at = next(
            (n for n, c in enumerate(places) if c.start_byte <= below.start_byte < c.end_byte), 0
        )
        return listed[at][1] if at < len(listed) else ""
    if key is not None and not named:
        return package.fields.get(text_of(key), "")
    found = _CONTAINER.match(named)
    return found["element"] if found else ""


def _type_of_value(value: Node, package: Package) -> str:
    """The type of `{...}`: written before it, or left out because what is around it tells."""
    above = value.parent
    if above is not None and above.type == "composite_literal":
        return text_of(above.child_by_field_name("type"))
    if above is None or above.parent is None:
        return ""
    around = above.parent
    if around.type == "keyed_element" and around.parent is not None:
        return element_type(around.parent, around, package)
    return element_type(around, above, package) if around.type == "literal_value" else ""


@functools.lru_cache(maxsize=256)
def _fields(struct: str) -> tuple[tuple[str, str], ...]:
    """Names and types of a struct type's fields, in order."""
    root = parse("go", f"package p\n\ntype T {struct}\n").root_node
    listed = next((n for n in walk(root) if n.type == "field_declaration_list"), None)
    found: list[tuple[str, str]] = []
    for field in children(listed, "field_declaration") if listed is not None else ():
        named = text_of(field.child_by_field_name("type"))
        # An embedded type is its own name.
        names = [text_of(n) for n in field.children_by_field_name("name")] or [named.lstrip("*")]
        found += [(name, named) for name in names]
    return tuple(found)
