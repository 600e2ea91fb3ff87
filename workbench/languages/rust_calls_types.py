"""Types in a Rust signature, through the aliases and declarations of the solution."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.languages.rust_calls_kinds import BOXED, SIMPLE, Kind, is_given
from workbench.languages.rust_source import attributes
from workbench.languages.syntax import Node, children, parse, text_of, walk

_GENERIC = {"Vec": 1, "VecDeque": 1, "Option": 1, "Box": 1, "Cow": 1, "Result": 2,
            "HashMap": 2, "BTreeMap": 2, "HashSet": 1, "BTreeSet": 1}  # fmt: skip
# The standard library's errors, which have words.
_ERRORS = frozenset({"ParseIntError", "ParseFloatError", "ParseBoolError", "Utf8Error",
                     "FromUtf8Error", "TryFromIntError"})  # fmt: skip
_DEEPEST = 8


@dataclass(frozen=True)
class Declared:
    """A type the solution declares. `open`: its words are made of public parts alone, so that two
    solutions have the same ones for the same value."""

    kind: Kind
    lifetimes: int = 0
    open: bool = False
    module: tuple[str, ...] | None = None
    """of the file at whose top it stands; None: it stands elsewhere"""
    node: Node | None = None


@dataclass
class Types:
    """What a solution declares, by name."""

    aliases: dict[str, tuple[tuple[str, ...], Node]] = field(default_factory=dict)
    declared: dict[str, Declared] = field(default_factory=dict)
    _under_way: list[str] = field(default_factory=list)

    def kind(
        self, node: Node | None, given: Mapping[str, Kind | None] | None = None, depth: int = 0
    ) -> Kind | None:
        """The kind of a type's node; None when it is none. `given` are an alias's parameters."""
        if node is None or depth > _DEEPEST:
            return None
        inner = [c for c in node.named_children if c.type not in ("lifetime", "line_comment")]
        match node.type:
            case "unit_type":
                return Kind("tuple")
            case "primitive_type":
                return Kind(text_of(node)) if text_of(node) in SIMPLE else None
            case "type_identifier" | "scoped_type_identifier" | "generic_type":
                return self._named(node, given or {}, depth)
            case "reference_type":
                mutable = any(c.type == "mutable_specifier" for c in inner)
                part = self.kind(node.child_by_field_name("type"), given, depth + 1)
                return Kind("&mut" if mutable else "&", (part,)) if part else None
            case "array_type":
                part = self.kind(node.child_by_field_name("element"), given, depth + 1)
                length = node.child_by_field_name("length")
                if part is None or length is None:
                    return Kind("slice", (part,)) if part else None
                told = re.fullmatch(r"([\d_]{1,4})(?:usize)?", text_of(length))
                return Kind("array", (part,), int(told[1])) if told else None
            case "tuple_type":
                parts = [self.kind(c, given, depth + 1) for c in inner]
                whole = tuple(p for p in parts if p is not None)
                return Kind("tuple", whole) if len(whole) == len(parts) <= 8 else None
        return None

    def _named(self, node: Node, given: Mapping[str, Kind | None], depth: int) -> Kind | None:
        base, arguments = node, []
        if node.type == "generic_type":
            base = node.child_by_field_name("type") or node
            arguments = [
                c for a in children(node, "type_arguments")
                for c in a.named_children if c.type != "lifetime"
            ]  # fmt: skip
        path = text_of(base)
        name = path.rsplit("::", 1)[-1]
        if path in given:
            return given[path]
        if name in self.aliases:
            names, target = self.aliases[name]
            if len(arguments) != len(names):
                return None
            parts = {n: self.kind(a, given, depth + 1) for n, a in zip(names, arguments,
                                                                       strict=True)}  # fmt: skip
            return self.kind(target, parts, depth + 1)
        if name in self.declared:
            plain = path == name and not arguments
            return self._shaped(name) if plain else None
        if name in _GENERIC and len(arguments) == _GENERIC[name]:
            if name == "Box" and re.fullmatch(r"dyn [\w:]*\bError\b.*", text_of(arguments[0])):
                return BOXED
            listed = tuple(self.kind(a, given, depth + 1) for a in arguments)
            found = tuple(k for k in listed if k is not None)
            return Kind(name, found) if len(found) == len(listed) else None
        if arguments:
            return None
        if name in _ERRORS:
            return Kind("error")
        return Kind(name) if name in SIMPLE and "::" not in path.removeprefix("std::") else None

    def _shaped(self, name: str) -> Kind:
        """A type of the solution's own, by its parts where all of them are plain and public."""
        about = self.declared[name]
        whole = about.kind
        if about.module is None or about.node is None or about.lifetimes or whole.name != "own":
            return whole
        if name in self._under_way or len(self._under_way) > _DEEPEST:
            return whole  # it holds itself
        self._under_way.append(name)
        try:
            body = about.node.child_by_field_name("body")
            if about.node.type == "struct_item":
                return self._record(name, body, public=True) or whole
            variants = children(body, "enum_variant") if body is not None else []
            parts = [
                self._record(text_of(v.child_by_field_name("name")), v.child_by_field_name("body"))
                for v in variants
            ]
            found = tuple(p for p in parts if p is not None)
            return Kind("choice", found, 0, name) if len(found) == len(parts) else whole
        finally:
            self._under_way.pop()

    def _record(self, name: str, body: Node | None, *, public: bool = False) -> Kind | None:
        """A struct, or a variant of an enum; None when a part is not plain, or has to be public
        and is not."""
        if body is None:
            return None if public else Kind("record", (), 0, name)
        if public and not _is_public(body):
            return None
        named = children(body, "field_declaration")
        nodes = [f.child_by_field_name("type") for f in named] if named else [
            c for c in body.named_children
            if not c.type.endswith(("comment", "modifier")) and c.type != "attribute_item"
        ]  # fmt: skip
        parts = [self.kind(n) for n in nodes]
        found = tuple(p for p in parts if p is not None and is_given(p, top=False))
        if not found or len(found) != len(parts) or any(_is_borrowed(p) for p in found):
            return None
        return Kind("record", found, 0, name, tuple(
            text_of(f.child_by_field_name("name")) for f in named
        ))  # fmt: skip


def _is_borrowed(kind: Kind) -> bool:
    return kind.name in ("&", "&mut", "Cow") or any(map(_is_borrowed, kind.parts))


def types_of(sources: Mapping[str, str], modules: Mapping[str, tuple[str, ...]]) -> Types:
    """From a solution's own Rust files. A name that two files declare is nobody's. `modules`: what
    each file is in the crate."""
    found = Types()
    twice: set[str] = set()
    bodies: dict[str, tuple[Node, bool]] = {}
    places: dict[str, tuple[str, ...]] = {}
    shown: set[str] = set()
    for path in sorted(sources):
        for node in walk(parse("rust", sources[path]).root_node):
            name = text_of(node.child_by_field_name("name"))
            if node.type in ("struct_item", "enum_item", "type_item", "trait_item", "union_item"):
                if name in bodies or name in found.aliases:
                    twice.add(name)
                marks = " ".join(text_of(m) for m in attributes(node))
                if re.search(r"\bderive\b[^)]*\bDebug\b", marks):
                    shown.add(name)
                if node.type == "type_item":
                    target = node.child_by_field_name("type")
                    associated = node.parent is not None and node.parent.type == "declaration_list"
                    if target is not None and not associated:
                        found.aliases[name] = (_parameters(node), target)
                else:
                    bodies[name] = (node, node.type == "enum_item")
                    if node.parent is not None and node.parent.type == "source_file":
                        places[name] = modules.get(path, ())
            elif node.type == "impl_item":
                trait = text_of(node.child_by_field_name("trait")).rsplit("::", 1)[-1]
                if trait == "Debug":
                    shown.add(re.sub(r"<.*", "", text_of(node.child_by_field_name("type"))))
    opened = _opened(bodies, shown)
    for name, (node, enumerates) in bodies.items():
        variants = _bare_variants(node) if enumerates else ()
        kind = Kind("enum" if variants else "own", (), 0, name, variants)
        generic = bool(_parameters(node)) or node.type in ("trait_item", "union_item")
        if not generic:
            found.declared[name] = Declared(
                kind, _lifetimes(node), name in opened, places.get(name), node
            )
        else:
            twice.add(name)
    for name in twice:
        found.aliases.pop(name, None)
        # Of a name that cannot be used nothing is known, whatever the standard library calls so.
        found.declared[name] = Declared(Kind("?"))
    return found


def _parameters(item: Node) -> tuple[str, ...]:
    listed = item.child_by_field_name("type_parameters")
    names = listed.named_children if listed is not None else []
    return tuple(text_of(n).split(":")[0].strip() for n in names if n.type != "lifetime_parameter")


def _lifetimes(item: Node) -> int:
    listed = item.child_by_field_name("type_parameters")
    return len(children(listed, "lifetime_parameter")) if listed is not None else 0


def _bare_variants(item: Node) -> tuple[str, ...]:
    body = item.child_by_field_name("body")
    listed = children(body, "enum_variant") if body is not None else []
    bare = [v for v in listed if v.child_by_field_name("body") is None]
    names = tuple(text_of(v.child_by_field_name("name")) for v in bare)
    return names if names and len(bare) == len(listed) and not _lifetimes(item) else ()


def _opened(bodies: Mapping[str, tuple[Node, bool]], shown: set[str]) -> set[str]:
    """Types with words that are made of public parts alone, in an order that is no hash's."""
    found = {n for n in bodies if n in shown and _is_open(*bodies[n])}
    while True:
        hidden = {
            n for n in found
            if any(w != n and w in bodies and w not in found
                   for w in re.findall(r"\w+", text_of(bodies[n][0].child_by_field_name("body"))))
        }  # fmt: skip
        if not hidden:
            return found
        found -= hidden


def _is_open(node: Node, enumerates: bool) -> bool:
    body = node.child_by_field_name("body")
    if body is None:
        return not enumerates
    if re.search(r"\bHash(?:Map|Set)\b|\bdyn\b|\bfn\b|\*(?:const|mut)\b", text_of(body)):
        return False
    if enumerates:
        return True
    return _is_public(body)


def _is_public(body: Node) -> bool:
    """Whether all fields of a struct are."""
    if body.type == "ordered_field_declaration_list":
        fields = [c for c in body.named_children if not c.type.endswith(("comment", "modifier"))]
        return len(children(body, "visibility_modifier")) >= len(
            [f for f in fields if f.type != "attribute_item"]
        )
    return all(children(f, "visibility_modifier") for f in children(body, "field_declaration"))
