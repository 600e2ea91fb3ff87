"""Go types of plain values: which they are, which values fit them, what Python calls them."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from workbench.languages.syntax import Node, children, parse, text_of, walk
from workbench.languages.values import NotPlain, Value, to_node

_BITS = {"int": 64, "uint": 64, "uintptr": 64, "byte": 8, "rune": 32} | {
    f"{sign}int{bits}": bits for sign in ("", "u") for bits in (8, 16, 32, 64)
}
_UNSIGNED = re.compile(r"u|byte$")
_MOST_NAMES = 20

Kind = Literal["int", "float", "bool", "string", "list", "array", "map", "struct", "pointer", "any"]


@dataclass(frozen=True)
class Form:
    """What a type is made of, in its texts."""

    kind: Kind
    bits: int = 64
    signed: bool = True
    item: str = ""
    key: str = ""
    length: int = -1
    fields: tuple[tuple[str, str], ...] = ()


class Types:
    """Types by their text, with the declarations they may lean on."""

    def __init__(
        self, declared: str | Iterable[Node], private: frozenset[str] = frozenset()
    ) -> None:
        """`declared`: Go source, or roots of files. `private`: types that are not plain, for what
        their values mean is the solution's own affair."""
        if isinstance(declared, str):
            self._tree = parse("go", f"package p\n{declared}")
            declared = [self._tree.root_node]
        self._roots = list(declared)
        self._private = private
        self._named: dict[str, Node] = {}
        self._forms: dict[str, Form | None] = {}
        for root in self._roots:
            for declaration in children(root, "type_declaration"):
                for spec in children(declaration, "type_spec", "type_alias"):
                    if spec.child_by_field_name("type_parameters") is None:
                        self._named[text_of(spec.child_by_field_name("name"))] = spec

    @property
    def names(self) -> tuple[str, ...]:
        """Those that are declared."""
        return tuple(self._named)

    def __contains__(self, name: object) -> bool:
        return name in self._named

    def form(self, written: str) -> Form | None:
        """What a type is; None for what holds no plain values."""
        if written not in self._forms:
            self._forms[written] = None
            tree = parse("go", f"package p\nvar _ {written}\n")
            spec = next((n for n in walk(tree.root_node) if n.type == "var_spec"), None)
            kind = spec.child_by_field_name("type") if spec is not None else None
            if kind is not None and not tree.root_node.has_error:
                self._forms[written] = self._form(kind)
        return self._forms[written]

    def _form(self, node: Node) -> Form | None:
        def part(name: str) -> str:
            return text_of(node.child_by_field_name(name))

        match node.type:
            case "type_identifier":
                return self._by_name(text_of(node))
            case "slice_type":
                return Form("list", item=part("element"))
            case "array_type" if part("length").isdecimal():
                return Form("array", item=part("element"), length=int(part("length")))
            case "map_type":
                return Form("map", key=part("key"), item=part("value"))
            case "pointer_type":
                return Form("pointer", item=text_of(node.named_children[-1]))
            case "interface_type" if not node.named_children:
                return Form("any")
            case "parenthesized_type":
                return self._form(node.named_children[0])
            case "struct_type":
                return self._struct(node)
        return None

    def _by_name(self, name: str) -> Form | None:
        if name in self._private:
            return None
        if name in self._named:
            kind = self._named[name].child_by_field_name("type")
            return self.form(text_of(kind)) if kind is not None else None
        if name in _BITS:
            return Form("int", bits=_BITS[name], signed=not _UNSIGNED.match(name))
        match name:
            case "float64" | "float32":
                return Form("float", bits=int(name[-2:]))
            case "bool" | "string" | "any":
                return Form(name)
        return None

    @staticmethod
    def _struct(node: Node) -> Form | None:
        """Exported fields alone: what others hold inside is nobody's to compare."""
        fields = []
        for field in walk(node, lambda n: n.type != "field_declaration"):
            if field.type == "field_declaration":
                names = [text_of(n) for n in field.children_by_field_name("name")]
                if not names or not all(n[0].isupper() for n in names):
                    return None
                kind = text_of(field.child_by_field_name("type"))
                fields += [(name, kind) for name in names]
        return Form("struct", fields=tuple(fields))

    def plain(self, written: str, above: tuple[str, ...] = ()) -> bool:
        """Whether values of a type can be written down whole."""
        if written in above:
            return True
        form = self.form(written)
        if form is None or len(above) > _MOST_NAMES:
            return False
        if form.kind == "map":
            key = self.form(form.key)
            if key is None or key.kind in ("list", "map", "struct", "pointer", "array"):
                return False
        return all(self.plain(part, (*above, written)) for part in _parts(form))

    def points(self, written: str, above: tuple[str, ...] = ()) -> bool:
        """Whether there are pointers in a type."""
        form = self.form(written)
        if form is None or written in above:
            return False
        return form.kind == "pointer" or any(
            self.points(part, (*above, written)) for part in _parts(form)
        )

    def lean_on(self, written: Iterable[str]) -> str:
        """The declarations behind these types, as source."""
        found: dict[str, str] = {}
        todo = list(written)
        seen: set[str] = set()
        while todo:
            text = todo.pop(0)
            if text in seen:
                continue
            seen.add(text)
            for name in re.findall(r"[A-Za-z_]\w*", text):
                if name in self._named and name not in found:
                    found[name] = f"type {text_of(self._named[name])}\n"
                    todo.append(text_of(self._named[name].child_by_field_name("type")))
        return "".join(found.values())

    def hint(self, written: str, depth: int = 0) -> str:
        """A type in Python's notation, '' for what it has no word for."""
        form = self.form(written)
        if form is None or depth > 6:
            return ""
        match form.kind:
            case "int" | "float" | "bool":
                return form.kind
            case "string":
                return "str"
            case "any":
                return "Any"
            case "struct":
                return "dict"
        item = self.hint(form.item, depth + 1) or "Any"
        if form.kind == "pointer":
            return f"Optional[{item}]"
        if form.kind == "map":
            return f"Dict[{self.hint(form.key, depth + 1) or 'Any'}, {item}]"
        return f"Tuple[{item}, ...]" if form.kind == "array" else f"List[{item}]"

    def node(self, value: Value, written: str, depth: int = 0) -> Any:
        """The node of a value for a place of this type. Raises NotPlain where it does not fit."""
        form = self.form(written)
        if form is None or depth > 50:
            raise NotPlain(f"no plain value is a {written}")
        match form.kind:
            case "int" if type(value) is int and value in _range(form):
                return to_node(value)
            case "float" if type(value) in (int, float):
                return to_node(_float(value, form.bits))
            case "bool" if type(value) is bool:
                return value
            case "string" if type(value) in (str, bytes):
                return _text(value)
            case "list" | "array" if type(value) in (list, tuple):
                if form.kind == "array" and len(value) != form.length:
                    raise NotPlain(f"{len(value)} elements for {written}")
                return ["L", *(self.node(v, form.item, depth + 1) for v in value)]
            case "map" if type(value) is dict:
                rows = [[self.node(k, form.key, depth + 1), self.node(v, form.item, depth + 1)]
                        for k, v in value.items()]  # fmt: skip
                if len({repr(k) for k, _ in rows}) == len(rows):
                    return ["D", *rows]
            case "struct" if type(value) is dict and value.keys() == dict(form.fields).keys():
                return ["D", *([k, self.node(value[k], t, depth + 1)] for k, t in form.fields)]
            case "pointer":
                return None if value is None else self.node(value, form.item, depth + 1)
            case "any":
                return self._any(value, depth)
        raise NotPlain(f"a {type(value).__name__} is no {written}")

    def _any(self, value: Value, depth: int) -> Any:
        if value is None:
            return None
        kind = {bool: "bool", int: "int", float: "float64", str: "string", bytes: "string",
                list: "[]any", dict: "map[any]any"}.get(type(value))  # fmt: skip
        if kind is None:
            raise NotPlain(f"a {type(value).__name__} is no value of Go")
        return self.node(value, kind, depth + 1)


@lru_cache(maxsize=64)
def types_of(declared: str) -> Types:
    """The types that a source declares."""
    return Types(declared)


def _parts(form: Form) -> Iterator[str]:
    yield from filter(None, (form.key, form.item))
    yield from (kind for _, kind in form.fields)


def _range(form: Form) -> range:
    top = 1 << (form.bits - form.signed)
    return range(-top if form.signed else 0, top)


def _float(value: float, bits: int) -> float:
    try:
        found = float(value)
        if bits == 32 and math.isfinite(found):
            (found,) = struct.unpack("f", struct.pack("f", found))
    except OverflowError:
        raise NotPlain("a number too large for a float") from None
    if type(value) is int and int(found) != value:
        raise NotPlain("a whole number that no float holds")
    if bits == 32 and math.isfinite(value) and found != value:
        raise NotPlain("a number that no float32 holds")
    return found


def _text(value: str | bytes) -> Any:
    node = to_node(value)
    if isinstance(node, list) and node[0] == "s":
        raise NotPlain("a text with half a character")
    return node
