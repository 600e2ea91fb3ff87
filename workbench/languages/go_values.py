"""The values a Go suite writes down: from an expression through variables, tables, fields and
arguments of helpers to the literals it may stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.languages.compiled_shadow import Literal, literal, movable
from workbench.languages.go_checks import GoFile, selected
from workbench.languages.go_readers import Readers
from workbench.languages.go_scopes import (
    argument,
    declaration,
    function_around,
    global_declaration,
    scope_of,
)
from workbench.languages.syntax import Node, children, text_of, walk

_KINDS = {
    "int_literal": "int",
    "float_literal": "float",
    "interpreted_string_literal": "string",
    "raw_string_literal": "string",
    "rune_literal": "char",
    "true": "bool",
    "false": "bool",
}
BASIC = frozenset(
    {"string", "byte", "rune", "float32", "float64", "int", "uint", "uintptr"}
    | {f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}
)
_WRAPS = ("parenthesized_expression", "literal_element", "expression_list")
_DEEPEST = 12


@dataclass(frozen=True)
class Value:
    """A value written in the suite, and its type where the literal does not say it."""

    file: GoFile
    node: Node
    type: Node | None = None


class Values:
    """Resolves expressions over all files of a suite."""

    def __init__(self, files: Mapping[str, GoFile]) -> None:
        self.files = files
        self.readers = Readers(files)
        self.names: set[str] = set()
        """Names that lay on the way."""

    def literals(self, node: Node, file: GoFile) -> list[Literal]:
        """The literals an expression may come down to."""
        return list(
            {
                (each.path, each.start): each
                for value in self.values(node, file)
                for each in _leaves(value.file, value.node)
            }.values()
        )

    def values(self, node: Node, file: GoFile, depth: int = 0) -> list[Value]:
        """The literals and composites an expression may stand for; none where that is unclear."""
        if depth > _DEEPEST:
            return []
        if node.type in _WRAPS and node.named_child_count == 1:
            return self.values(node.named_children[0], file, depth + 1)
        match node.type:
            case "composite_literal" | "literal_value":
                return [Value(file, node)]
            case "unary_expression":
                inner = node.child_by_field_name("operand")
                if inner is None or text_of(node)[0] not in "-+&":
                    return []
                return self.values(inner, file, depth + 1)
            case "binary_expression":
                return self._joined(node, file)
            case "call_expression" | "type_conversion_expression":
                return self._converted(node, file, depth)
            case "identifier":
                return self._named(node, file, depth)
            case "selector_expression":
                return self._selected(node, file, depth)
            case "index_expression":
                base = node.child_by_field_name("operand")
                if base is None:
                    return []
                found = self.values(base, file, depth + 1)
                return [e for value in found for e in elements(value)]
            case _:
                return [Value(file, node)] if node.type in _KINDS else []

    @staticmethod
    def _joined(node: Node, file: GoFile) -> list[Value]:
        """Strings put together: the literal ones among them."""
        leaves = []
        for part in walk(node, lambda n: n.type == "binary_expression"):
            if part.type == "binary_expression":
                if text_of(part.child_by_field_name("operator")) != "+":
                    return []
            elif part.is_named and part.type.endswith("string_literal"):
                leaves.append(Value(file, part))
        return leaves

    def _converted(self, node: Node, file: GoFile, depth: int) -> list[Value]:
        if node.type == "call_expression" and not (
            selected(node)[0] == "" and selected(node)[1] in BASIC
        ):
            return []
        inner = argument(node, 0) if node.type == "call_expression" else (
            node.child_by_field_name("operand"))  # fmt: skip
        return self.values(inner, file, depth + 1) if inner is not None else []

    def _named(self, node: Node, file: GoFile, depth: int) -> list[Value]:
        name = text_of(node)
        bound = declaration(node, file)
        if bound is None:
            for other in self.files.values():
                if other.folder == file.folder:
                    bound = global_declaration(name, other)
                    if bound is not None:
                        scope = [f for f in self.files.values() if f.folder == file.folder]
                        if not self.readers.only_checked(name, [(f, f.root) for f in scope], depth):
                            return []
                        self.names.add(name)
                        return self._bound(bound, name, other, depth)
            return []
        scope_node = scope_of(bound)
        if not self.readers.only_checked(name, [(file, scope_node)], depth):
            return []
        self.names.add(name)
        return self._bound(bound, name, file, depth)

    def _bound(self, bound: Node, name: str, file: GoFile, depth: int) -> list[Value]:
        """Values of what a declaration gives a name."""
        if bound.type == "parameter_declaration":
            return self._given(bound, name, file, depth)
        if bound.type == "range_clause":
            over = bound.child_by_field_name("right")
            left = [text_of(n) for n in children(bound.child_by_field_name("left") or bound)]
            if over is None or left.index(name) != 1:
                return []
            return [e for v in self.values(over, file, depth + 1) for e in elements(v)]
        if bound.type == "var_spec" or bound.type == "const_spec":
            names = [text_of(n) for n in bound.children_by_field_name("name")]
            right = bound.child_by_field_name("value")
        else:
            names = [text_of(n) for n in children(bound.child_by_field_name("left") or bound)]
            right = bound.child_by_field_name("right")
        values = children(right) if right is not None else []
        if len(values) != len(names):
            return []
        return self.values(values[names.index(name)], file, depth + 1)

    def _given(self, bound: Node, name: str, file: GoFile, depth: int) -> list[Value]:
        """What all calls of a helper hand over for a parameter; nothing if one is unclear."""
        listed = bound.parent
        function = listed.parent if listed is not None else None
        if listed is None or function is None or function.type != "function_declaration":
            return []
        order = [text_of(n) for p in children(listed) for n in p.children_by_field_name("name")]
        called = text_of(function.child_by_field_name("name"))
        found: list[Value] = []
        for other in self.files.values():
            for name_of in other.index.named(called, other.root):
                call = name_of.parent
                if call is None or call.type != "call_expression" or other.folder != file.folder:
                    continue
                if selected(call) == ("", called):
                    if declaration(name_of, other) is not None:
                        return []  # a function value of that name
                    given = argument(call, order.index(name))
                    values = self.values(given, other, depth + 1) if given is not None else []
                    if not values:
                        return []
                    found.extend(values)
        return found

    def _selected(self, node: Node, file: GoFile, depth: int) -> list[Value]:
        base, wanted = node.child_by_field_name("operand"), text_of(
            node.child_by_field_name("field"))  # fmt: skip
        if base is None or base.type not in ("identifier", "selector_expression",
                                             "index_expression"):  # fmt: skip
            return []
        rows = self._rows(base, file, depth + 1)
        if not rows:
            return []
        scope = [(f, f.root) for f in self.files.values() if f.folder == file.folder]
        here = function_around(node)
        local = here is not None and all(
            row.file is file and here.start_byte <= row.node.start_byte < here.end_byte
            for row in rows
        )
        if not self.readers.only_checked(
            f".{wanted}", [(file, here)] if local and here else scope, depth
        ):
            return []
        self.names.add(f".{wanted}")
        return [v for row in rows for v in self._field(row, wanted)]

    def _rows(self, base: Node, file: GoFile, depth: int) -> list[Value]:
        """The struct literals a variable may stand for: its own uses do not matter here."""
        if depth > _DEEPEST:
            return []
        if base.type == "index_expression":
            inner = base.child_by_field_name("operand")
            rows = self._rows(inner, file, depth + 1) if inner is not None else []
            return [e for row in rows for e in elements(row)]
        if base.type == "selector_expression":
            inner, name = base.child_by_field_name("operand"), base.child_by_field_name("field")
            rows = self._rows(inner, file, depth + 1) if inner is not None else []
            return [v for row in rows for v in self._field(row, text_of(name))]
        if base.type in ("composite_literal", "literal_value"):
            return [Value(file, base)]
        if base.type != "identifier":
            return []
        bound, home = declaration(base, file), file
        if bound is None:
            for other in self.files.values():
                if other.folder == file.folder and bound is None:
                    bound, home = global_declaration(text_of(base), other), other
        if bound is None:
            return []
        right = bound.child_by_field_name("right") or bound.child_by_field_name("value")
        if bound.type == "range_clause" and right is not None:
            rows = self._rows(right, home, depth + 1)
            return [e for row in rows for e in elements(row)]
        if bound.type == "parameter_declaration":
            return []
        values = children(right) if right is not None else []
        if len(values) != 1:
            return []
        inner = values[0].child_by_field_name("operand") if (
            values[0].type == "unary_expression") else values[0]  # fmt: skip
        return self._rows(inner, home, depth + 1) if inner is not None else []

    def _field(self, row: Value, wanted: str) -> list[Value]:
        body = _body(row.node)
        names = self._field_names(row)
        for at, element in enumerate(children(body, "literal_element", "keyed_element")):
            if element.type == "keyed_element":
                key, value = element.named_children[0], element.named_children[-1]
                if text_of(key) == wanted:
                    return self._written(row.file, value, names.get(wanted))
            elif at < len(names) and list(names)[at] == wanted:
                return self._written(row.file, element, names.get(wanted))
        return []

    def _written(self, file: GoFile, node: Node, kind: Node | None) -> list[Value]:
        while node.type in _WRAPS and node.named_child_count == 1:
            node = node.named_children[0]
        if node.type == "literal_value":
            return [Value(file, node, kind)]
        found = self.values(node, file, _DEEPEST - 1)
        return [Value(v.file, v.node, v.type or kind) for v in found]

    def _field_names(self, row: Value) -> dict[str, Node | None]:
        kind = row.node.child_by_field_name("type") or row.type
        if kind is not None and kind.type == "pointer_type":
            kind = kind.named_children[0]
        if kind is not None and kind.type == "type_identifier":
            kind = next(
                (
                    spec.child_by_field_name("type")
                    for f in self.files.values()
                    if f.folder == row.file.folder
                    for spec in f.index.of(f.root, "type_spec")
                    if text_of(spec.child_by_field_name("name")) == text_of(kind)
                ),
                None,
            )
        names: dict[str, Node | None] = {}
        if kind is not None and kind.type == "struct_type":
            for listed in children(kind, "field_declaration_list"):
                for declared in children(listed, "field_declaration"):
                    for name in declared.children_by_field_name("name"):
                        names[text_of(name)] = declared.child_by_field_name("type")
        return names


def _leaves(file: GoFile, node: Node) -> Iterator[Literal]:
    """The literals of a value that belong to it alone: map keys only where values are none."""
    if node.type in _KINDS:
        found = literal(file.path, node, _KINDS[node.type])
        if movable(found):
            yield found
        return
    signed = node.type == "unary_expression" and text_of(node)[0] in "-+&"
    if node.type in _WRAPS or signed:
        for part in children(node):
            yield from _leaves(file, part)
    elif node.type in ("composite_literal", "literal_value"):
        elements = children(_body(node), "literal_element", "keyed_element")
        values = [e.named_children[-1] for e in elements if e.named_children]
        moved = [each for value in values for each in _leaves(file, value)]
        if not moved and text_of(node).startswith("map["):
            keys = [e.named_children[0] for e in elements if e.type == "keyed_element"]
            moved = [k for key in keys for k in _leaves(file, key) if k.kind != "bool"]
        yield from moved


def _body(node: Node) -> Node:
    return node.child_by_field_name("body") or node


def elements(value: Value) -> Iterator[Value]:
    """The elements of a slice, array or map literal; map keys are not among them."""
    kind = value.node.child_by_field_name("type") or value.type
    inner = None
    if kind is not None:
        inner = kind.child_by_field_name("element") or kind.child_by_field_name("value")
    if value.node.type in ("composite_literal", "literal_value"):
        for element in children(_body(value.node), "literal_element", "keyed_element"):
            if not element.named_children:
                continue
            node = element.named_children[-1]
            while node.type in _WRAPS and node.named_child_count == 1:
                node = node.named_children[0]
            if node.type == "unary_expression" and text_of(node).startswith("&"):
                node = node.child_by_field_name("operand") or node
            yield Value(value.file, node, node.child_by_field_name("type") or inner)
