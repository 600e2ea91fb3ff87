"""Types of TypeScript in Python's notation, those a solution declares by what they are made of.

number[]                    List[int]
interface P { a: string; b?: number }    TypedDict({"a": str, "b": NotRequired[int]})
"open" | "closed"           Union[Literal["open"], Literal["closed"]]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.languages.js_source import read, string_value
from workbench.languages.syntax import Node, children, text_of

_PLAIN = {"number": "int", "string": "str", "boolean": "bool", "any": "Any", "null": "None"}
_CONTAINERS = {"Array": "List", "ReadonlyArray": "List", "Record": "Dict"}
_SAME = {"Readonly", "Required"}
_AROUND = ("type_annotation", "parenthesized_type", "readonly_type")
_DECLARED = {"interface_declaration": "body", "type_alias_declaration": "value"}
_UNKNOWN = "..."
"""how a member is written whose type has no notation"""
_DEPTH = 6
"""how far a type that holds itself is followed"""

Members = dict[str, tuple[str, bool]]
"""Of a record: each key's type, and whether it may be left out."""


class Types:
    """The types that files declare at their top level."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._declared: dict[str, Node] = {}
        for path, text in files.items():
            for statement in read(path, text).tree.root_node.named_children:
                inner = statement.child_by_field_name("declaration")
                node = inner if statement.type == "export_statement" and inner else statement
                name = node.child_by_field_name("name")
                generic = node.child_by_field_name("type_parameters")
                if node.type in _DECLARED and name is not None and generic is None:
                    self._declared.setdefault(text_of(name), node)

    def notation(self, node: Node | None, depth: int = 0) -> str:
        """A type in Python's notation; '' for what that has no word for."""
        if node is None or depth > _DEPTH:
            return ""
        if node.type in _AROUND:
            inner = node.named_children
            return self.notation(inner[-1], depth) if inner else ""
        if node.type == "array_type":
            inner = node.named_children
            element = self.notation(inner[0], depth) if inner else ""
            return f"List[{element}]" if element else "list"
        if node.type == "union_type":
            some = [part for part in node.named_children if text_of(part) != "undefined"]
            parts = [self.notation(part, depth) for part in some]
            return f"Union[{', '.join(parts)}]" if parts and all(parts) else ""
        if node.type == "generic_type":
            return self._generic(node, depth)
        if node.type == "literal_type":
            text = string_value(node.named_children[0]) if node.named_children else None
            return f"Literal[{text!r}]" if text is not None else _PLAIN.get(text_of(node), "")
        if node.type in ("object_type", "interface_body", "intersection_type"):
            return self._record(node, depth)
        name = text_of(node)
        if name in self._declared:
            return self._named(name, depth + 1)
        return _PLAIN.get(name, "")

    def _generic(self, node: Node, depth: int) -> str:
        name = text_of(node.child_by_field_name("name"))
        listed = [c for a in children(node, "type_arguments") for c in a.named_children]
        given = [self.notation(c, depth) for c in listed]
        if name in _SAME and len(given) == 1:
            return given[0]
        word = _CONTAINERS.get(name)
        return f"{word}[{', '.join(given)}]" if word and given and all(given) else ""

    def _named(self, name: str, depth: int) -> str:
        declared = self._declared[name]
        body = declared.child_by_field_name(_DECLARED[declared.type])
        if declared.type == "interface_declaration":
            return self._record(declared, depth)
        return self.notation(body, depth)

    def _record(self, node: Node, depth: int) -> str:
        table = children(node, "index_signature")
        if node.type != "interface_declaration" and len(table) == len(node.named_children) == 1:
            kind = self.notation(table[0].child_by_field_name("type"), depth)
            return f"Dict[str, {kind}]" if kind else "dict"
        members = self._members(node, depth)
        if members is None:
            return ""
        listed = (
            f"{key!r}: NotRequired[{kind}]" if loose else f"{key!r}: {kind}"
            for key, (kind, loose) in members.items()
        )
        return f"TypedDict({{{', '.join(listed)}}})"

    def _members(self, node: Node, depth: int) -> Members | None:
        """None where it is no record, or has members that cannot be told."""
        if depth > _DEPTH:
            return None
        if node.type in ("object_type", "interface_body"):
            found = list(self._properties(node, depth + 1))
            plain = len(found) == sum(c.type != "comment" for c in node.named_children)
            return dict(found) if plain else None
        if node.type == "interface_declaration":
            parents = [
                parent
                for clause in children(node, "extends_type_clause")
                for parent in clause.named_children
            ]
            body = node.child_by_field_name("body")
            parts = [*parents, *([body] if body is not None else [])]
        elif node.type == "intersection_type":
            parts = node.named_children
        elif text_of(node) in self._declared:
            declared = self._declared[text_of(node)]
            value = declared.child_by_field_name("value")
            return self._members(value if value is not None else declared, depth + 1)
        else:
            return None
        every: Members = {}
        for part in parts:
            some = self._members(part, depth)
            if some is None:
                return None
            every |= some
        return every

    def _properties(self, body: Node, depth: int) -> Iterator[tuple[str, tuple[str, bool]]]:
        for member in children(body, "property_signature"):
            name = member.child_by_field_name("name")
            if name is None or name.type == "computed_property_name":
                continue
            written = string_value(name)
            kind = self.notation(member.child_by_field_name("type"), depth) or _UNKNOWN
            loose = any(child.type == "?" for child in member.children)
            key = written if written is not None else text_of(name)
            yield key, (kind, loose)
