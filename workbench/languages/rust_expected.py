"""Which literals of a Rust suite are expectations: from constants, variables, tuple tables and
arguments of helpers to the sides of `==` in its checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.languages.compiled_shadow import Literal, literal, movable
from workbench.languages.rust_checks import Check, Part, RustFile, arguments, closure_of
from workbench.languages.rust_readers import (
    GROWING,
    KEEPING,
    WRAPPERS,
    declarations,
    only_checked,
    position,
    sides,
)
from workbench.languages.syntax import Node, ancestors, children, text_of

KINDS = {
    "integer_literal": "int",
    "float_literal": "float",
    "string_literal": "string",
    "raw_string_literal": "string",
    "char_literal": "char",
    "boolean_literal": "bool",
}
_VARIANT = re.compile(r"((?:\b[A-Za-z_]\w*::)*\b[A-Z]\w*::)([A-Z]\w*)\b(?!\s*(?:::|[({!<]))")
_CALLED = re.compile(r"\b[A-Z]\w*::([A-Z]\w*)\s*(?:::|[({!<])")
_CAMEL = re.compile(r"[A-Z]\w*[a-z]\w*\Z")
_DEEPEST = 10


class Expected:
    """Resolves the expected sides of checks over all files of a suite."""

    def __init__(self, files: Mapping[str, RustFile], sources: Mapping[str, str]) -> None:
        self.files = files
        self.variants: dict[str, list[str]] = {}
        spoken = {name for s in sources.values() for name in _CALLED.findall(s)}
        for path, source in sources.items():
            for owner, name in _VARIANT.findall(source):
                known = self.variants.setdefault(f"{path} {owner.removesuffix('::')}", [])
                if name not in known and name not in spoken and _CAMEL.match(name):
                    known.append(name)

    def of(self, check: Check) -> list[Literal]:
        """What a check expects, if that is literals which nothing but checks reads."""
        for side in reversed(sides(check)):
            found = self._literals(side, check.file, check.function, 0)
            if found:
                return found
        return []

    def filled(self, over: Node, file: RustFile) -> bool:
        """Whether a loop surely goes round."""
        if over.type == "range_expression":
            ends = children(over)
            return len(ends) == 2 and ends[1].type == "integer_literal" and (
                text_of(ends[0]) != text_of(ends[1]) or "..=" in text_of(over))  # fmt: skip
        return any(True for _ in self._elements(Part(over), file, function_around(over), 0))

    def _literals(
        self, part: Part, file: RustFile, function: Node | None, depth: int
    ) -> list[Literal]:
        """The literals an expression is made of; nothing where it may be anything else."""
        node, shift = part.node, part.shift
        if depth > _DEEPEST:
            return []

        def inside(parts: list[Node]) -> list[Literal]:
            return [
                each
                for p in parts
                for each in self._literals(Part(p, shift), file, function, depth + 1)
            ]

        match node.type:
            case kind if kind in KINDS:
                found = literal(file.path, node, KINDS[kind], shift)
                return [found] if movable(found) else []
            case "reference_expression" | "parenthesized_expression" | "unary_expression":
                return [] if text_of(node).startswith("!") else inside(children(node))
            case "tuple_expression":
                return inside(children(node))
            case "array_expression":
                length = node.child_by_field_name("length")
                return inside([c for c in children(node) if c != length])
            case "index_expression":
                ranged = node.named_children[-1]
                if ranged.type == "range_expression" and text_of(ranged) == "..":
                    return inside(node.named_children[:1])
                return []
            case "macro_invocation":
                if text_of(node.child_by_field_name("macro")) != "vec":
                    return []
                listed = next(iter(children(node, "token_tree")), None)
                repeated = listed is not None and any(c.type == ";" for c in listed.children)
                given = list(arguments(listed)) if listed is not None else []
                return [
                    each
                    for p in (given[:1] if repeated else given)
                    for each in self._literals(
                        Part(p.node, p.shift + shift), file, function, depth + 1
                    )
                ]
            case "call_expression":
                return self._call(part, file, function, depth)
            case "scoped_identifier":
                return self._variant(part, file)
            case "identifier":
                return self._named(text_of(node), file, function, depth)
            case "field_expression":
                return self._field(text_of(node.child_by_field_name("field")), depth)
            case _:
                return []

    def _call(self, part: Part, file: RustFile, function: Node | None, depth: int) -> list[Literal]:
        name = part.node.child_by_field_name("function")
        given = part.node.child_by_field_name("arguments")
        if name is None or given is None:
            return []
        while name.type == "generic_function":
            name = name.child_by_field_name("function") or name.named_children[0]
        if name.type == "field_expression":
            method = text_of(name.child_by_field_name("field"))
            receiver = name.child_by_field_name("value")
            if method not in KEEPING or receiver is None or children(given):
                return []
            return self._literals(Part(receiver, part.shift), file, function, depth + 1)
        if WRAPPERS.match(text_of(name)) and len(children(given)) == 1:
            return self._literals(
                Part(children(given)[0], part.shift), file, function, depth + 1
            )  # fmt: skip
        return []

    def _variant(self, part: Part, file: RustFile) -> list[Literal]:
        """A variant of an enum, where the suite names another one without fields."""
        text = text_of(part.node)
        owner, _, name = text.rpartition("::")
        others = [v for v in self.variants.get(f"{file.path} {owner}", []) if v != name]
        last = part.node.child_by_field_name("name")
        if not others or last is None or not _CAMEL.match(name):
            return []
        found = literal(file.path, last, "variant:" + " ".join(others), part.shift)
        return [found]

    def _named(self, name: str, file: RustFile, function: Node | None, depth: int) -> list[Literal]:
        bound = declarations(name, function, file) if function is not None else []
        if not bound:
            return self._constant(name, file, function, depth)
        if len(bound) > 1 or not only_checked(name, file, function or file.root):
            return []
        where = bound[0]
        if where.type == "parameter":
            return self._given(name, file, function, depth)
        pattern = where.child_by_field_name("pattern")
        value = where.child_by_field_name("value")
        if pattern is None or value is None:
            return []
        if where.type == "for_expression":
            at = position(pattern, name)
            return [] if at is None else [
                each
                for row in self._elements(Part(value), file, function, depth + 1)
                for each in self._row(row, at, file, function, depth + 1)
            ]  # fmt: skip
        found = self._literals(Part(value), file, function, depth + 1)
        grown = file.index.of(function, "call_expression") if function is not None else ()
        for call in grown:
            if name in text_of(call):
                method = call.child_by_field_name("function")
                if (
                    method is not None
                    and method.type == "field_expression"
                    and text_of(method.child_by_field_name("value")) == name
                    and text_of(method.child_by_field_name("field")) in GROWING
                ):
                    given = call.child_by_field_name("arguments")
                    for argument in children(given) if given is not None else ():
                        found += self._literals(Part(argument), file, function, depth + 1)
        return found

    def _constant(
        self, name: str, file: RustFile, function: Node | None, depth: int
    ) -> list[Literal]:
        """A constant of the nearest module around that has one of that name."""
        scopes = [a.id for a in ancestors(function)] if function is not None else [file.root.id]
        known = {
            node.parent.id: node
            for node in file.index.of(file.root, "const_item", "static_item")
            if node.parent and text_of(node.child_by_field_name("name")) == name
        }
        found = next((known[scope] for scope in scopes if scope in known), None)
        value = found.child_by_field_name("value") if found is not None else None
        around = found.parent if found is not None else None
        if value is None or around is None or not only_checked(name, file, around):
            return []
        return self._literals(Part(value), file, None, depth + 1)

    def _given(self, name: str, file: RustFile, function: Node | None, depth: int) -> list[Literal]:
        """What all calls of a helper hand over for a parameter; nothing if one is unclear."""
        listed = function.child_by_field_name("parameters") if function is not None else None
        if function is None or listed is None:
            return []
        order = [text_of(p.child_by_field_name("pattern")) for p in children(listed, "parameter")]
        called = text_of(function.child_by_field_name("name"))
        found: list[Literal] = []
        if sum(len(other.functions.get(called, ())) for other in self.files.values()) != 1:
            return []
        for other in self.files.values():
            for name_of in other.index.named(called, other.root):
                call = name_of.parent or name_of
                if call.type == "call_expression" and closure_of(call, called, other):
                    return []
                given = call.child_by_field_name("arguments")
                if call.type == "call_expression" and given is not None and (
                    call.child_by_field_name("function") == name_of
                ):  # fmt: skip
                    handed = children(given)
                    at = order.index(name)
                    if at >= len(handed):
                        return []
                    one = self._literals(
                        Part(handed[at]), other, function_around(call), depth + 1
                    )  # fmt: skip
                    if not one:
                        return []
                    found += one
                elif call.type == "token_tree":
                    return []
        return found

    def _field(self, name: str, depth: int) -> list[Literal]:
        """`case.expected`: that field of every struct literal, when only checks read it."""
        found: list[Literal] = []
        for file in self.files.values():
            if not only_checked(name, file, file.root, field=True):
                return []
            for node in file.index.of(file.root, "field_initializer"):
                if name == text_of(node.child_by_field_name("field")):
                    value = node.child_by_field_name("value")
                    if value is not None:
                        around = function_around(node)
                        found += self._literals(Part(value), file, around, depth + 1)
        return found

    def _elements(
        self, part: Part, file: RustFile, function: Node | None, depth: int
    ) -> Iterator[Part]:
        """The elements of an array or `vec!`, through references, `iter()` and names."""
        node = part.node
        if depth > _DEEPEST:
            return
        if node.type in ("reference_expression", "parenthesized_expression"):
            for inner in children(node):
                yield from self._elements(Part(inner, part.shift), file, function, depth + 1)
        elif node.type == "array_expression":
            for inner in children(node):
                yield Part(inner, part.shift)
        elif node.type == "macro_invocation":
            listed = next(iter(children(node, "token_tree")), None)
            if listed is not None and text_of(node.child_by_field_name("macro")) == "vec":
                yield from (Part(p.node, p.shift + part.shift) for p in arguments(listed))
        elif node.type == "call_expression":
            name = node.child_by_field_name("function")
            if name is not None and name.type == "field_expression":
                receiver = name.child_by_field_name("value")
                method = text_of(name.child_by_field_name("field"))
                if receiver is not None and method in KEEPING | {"enumerate", "rev"}:
                    rows = self._elements(Part(receiver, part.shift), file, function, depth + 1)
                    yield from rows if method != "enumerate" else ()
        elif node.type == "identifier":
            name_ = text_of(node)
            bound = declarations(name_, function, file) if function is not None else []
            bound = bound or [
                n
                for n in file.index.of(file.root, "const_item", "static_item")
                if text_of(n.child_by_field_name("name")) == name_
            ]
            value = bound[0].child_by_field_name("value") if len(bound) == 1 else None
            if value is not None and bound[0].type != "for_expression":
                yield from self._elements(Part(value), file, function, depth + 1)

    def _row(
        self, row: Part, at: int, file: RustFile, function: Node | None, depth: int
    ) -> list[Literal]:
        if at < 0:
            return self._literals(row, file, function, depth)
        node = row.node
        while node.type == "reference_expression" and node.named_children:
            node = node.named_children[-1]
        cells = children(node) if node.type == "tuple_expression" else []
        if at >= len(cells):
            return []
        return self._literals(Part(cells[at], row.shift), file, function, depth)


def function_around(node: Node) -> Node | None:
    """The function a node stands in."""
    return next((a for a in ancestors(node) if a.type == "function_item"), None)
