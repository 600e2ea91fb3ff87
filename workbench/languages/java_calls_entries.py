"""Methods of a Java source that can be called with plain values: static ones, and those of objects
that are made of plain values too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.languages.calls import Entry, Parameter
from workbench.languages.java_calls_types import (
    LISTS,
    MAPS,
    SETS,
    JavaType,
    annotation,
    fits,
    is_plain,
    read_type,
)
from workbench.languages.syntax import Node, children, parse, text_of
from workbench.languages.values import Value

_TYPES = {"class_declaration", "record_declaration", "enum_declaration", "interface_declaration"}
_THROWN = re.compile(r"(Exception|Error|Throwable)$")
_PARAMETERS = ("formal_parameter", "spread_parameter")


@dataclass(frozen=True)
class JavaMethod:
    """A method, and what making its object takes. `owner` is the binary name of its class."""

    owner: str
    package: str
    static: bool
    made_of: tuple[JavaType, ...]
    takes: tuple[JavaType, ...]
    gives: JavaType

    @property
    def types(self) -> tuple[JavaType, ...]:
        """Of all arguments of a call, those of the constructor first."""
        return self.made_of + self.takes

    @property
    def shown(self) -> str:
        """The class as a source in its package calls it."""
        return self.owner.removeprefix(f"{self.package}.").replace("$", ".")


@dataclass(frozen=True)
class JavaEntry(Entry):
    """An entry that knows its method: what is written of it needs Java's own types."""

    method: JavaMethod | None = None

    def fits(self, args: Sequence[Value]) -> bool:
        """By the types of the constructor and of the method."""
        kinds = self.method.types if self.method else ()
        return len(kinds) == len(args) and all(map(fits, kinds, args))


@dataclass(frozen=True)
class Found:
    """An entry with the nodes it was read from."""

    entry: JavaEntry
    node: Node
    maker: Node | None


def read_entries(path: str, text: str) -> list[Found]:
    """Every method of a file that can be called and shows what it did, in its order. Of methods
    with one name in one class only the first counts."""
    root = parse("java", text).root_node
    if root.has_error:
        return []
    declared = next(iter(children(root, "package_declaration")), None)
    names = [text_of(n) for n in children(declared)] if declared is not None else []
    package = "".join(names[-1].split()) if names else ""
    found: list[Found] = []
    for node in children(root, *_TYPES):
        found += _of_class(path, node, package, f"{package}." if package else "", frozenset())
    return found


def _of_class(
    path: str, node: Node, package: str, prefix: str, outer: frozenset[str]
) -> Iterator[Found]:
    variables = outer | _variables(node)
    owner = prefix + text_of(node.child_by_field_name("name"))
    body = node.child_by_field_name("body")
    makers = list(_makers(node, body, variables))
    seen: set[str] = set()
    for member in members(body):
        if member.type == "method_declaration":
            entry = _entry(path, member, package, owner, makers, variables)
            if entry is not None and entry.entry.name not in seen:
                seen.add(entry.entry.name)
                yield entry
        elif member.type in _TYPES and "private" not in modifiers(member):
            inner = member.type == "class_declaration" and "static" not in modifiers(member)
            if not inner or node.type == "interface_declaration":
                yield from _of_class(path, member, package, f"{owner}$", variables)


def members(body: Node | None) -> list[Node]:
    """What a class holds; an enum holds its methods behind its constants."""
    found: list[Node] = []
    for member in children(body) if body is not None else []:
        found += children(member) if member.type == "enum_body_declarations" else [member]
    return found


def _makers(
    node: Node, body: Node | None, variables: frozenset[str]
) -> Iterator[tuple[Node | None, list[tuple[str, JavaType]]]]:
    """Ways to make an object of plain values, the one that takes least first. What is thrown is
    made by the solution alone."""
    if node.type != "class_declaration" or "abstract" in modifiers(node):
        return
    if _THROWN.search(text_of(node.child_by_field_name("superclass"))):
        return
    declared = [m for m in members(body) if m.type == "constructor_declaration"]
    if not declared:
        yield None, []
        return
    found = []
    for maker in declared:
        taken = parameters(maker, variables | _variables(maker))
        if "private" not in modifiers(maker) and all(is_plain(kind) for _, kind in taken):
            found.append((maker, taken))
    yield from sorted(found, key=lambda pair: len(pair[1]))


def _entry(
    path: str,
    node: Node,
    package: str,
    owner: str,
    makers: Sequence[tuple[Node | None, list[tuple[str, JavaType]]]],
    outer: frozenset[str],
) -> Found | None:
    marks = modifiers(node)
    static = "static" in marks
    name = text_of(node.child_by_field_name("name"))
    if "private" in marks or node.child_by_field_name("body") is None or name == "main":
        return None
    variables = outer | _variables(node)
    taken = parameters(node, variables)
    maker: tuple[Node | None, list[tuple[str, JavaType]]] = (None, [])
    if not static:
        if not makers:
            return None
        maker = makers[0]
    everything = [*maker[1], *taken]
    if not everything or not all(is_plain(kind) for _, kind in everything):
        return None
    gives = read_type(
        text_of(node.child_by_field_name("type")) + text_of(node.child_by_field_name("dimensions")),
        variables,
    )
    if gives.name == "void" and not any(map(_changes, (kind for _, kind in taken))):
        return None
    method = JavaMethod(owner, package, static, tuple(kind for _, kind in maker[1]),
                        tuple(kind for _, kind in taken), gives)  # fmt: skip
    listed = tuple(Parameter(label, annotation(kind)) for label, kind in everything)
    return Found(JavaEntry(path, name, listed, annotation(gives), method), node, maker[0])


def _changes(kind: JavaType) -> bool:
    """Whether a call may leave its argument otherwise than it was."""
    return bool(kind.dims or kind.name in {*LISTS, *SETS, *MAPS})


def parameters(node: Node, variables: frozenset[str]) -> list[tuple[str, JavaType]]:
    """Names and types; the receiver is none."""
    found = []
    listed = node.child_by_field_name("parameters")
    for each in children(listed, *_PARAMETERS) if listed is not None else []:
        if each.type == "spread_parameter":
            declarator = next(iter(children(each, "variable_declarator")), None)
            name = text_of(declarator.child_by_field_name("name")) if declarator else ""
            kinds = [c for c in each.named_children
                     if c.type not in ("modifiers", "variable_declarator")]  # fmt: skip
            kind = text_of(kinds[0] if kinds else None) + "[]"
        else:
            name = text_of(each.child_by_field_name("name"))
            kind = text_of(each.child_by_field_name("type")) + text_of(
                each.child_by_field_name("dimensions")
            )
        found.append((name, read_type(kind, variables)))
    return found


def modifiers(node: Node) -> frozenset[str]:
    """`public`, `static` and the like, without annotations."""
    return frozenset(
        text_of(word) for part in children(node, "modifiers") for word in part.children
        if not word.is_named
    )  # fmt: skip


def _variables(node: Node) -> frozenset[str]:
    """Names of the type parameters a class or method declares."""
    return frozenset(
        text_of(word)
        for listed in children(node, "type_parameters")
        for each in children(listed, "type_parameter")
        for word in each.named_children[:1]
    )
