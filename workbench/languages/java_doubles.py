"""Checks of a Java test that ask a double of Mockito's for what the test made it say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.java_checks import Check, JavaFile, arguments
from workbench.languages.java_readers import declared
from workbench.languages.syntax import Node, children, text_of, walk

_MADE = re.compile(r"(?:Mockito\s*\.\s*)?mock\s*\(")
_GIVES = ("thenReturn", "willReturn")
# It may say something else than what it was told.
_ANSWERS = re.compile(r"thenAnswer|willAnswer|CallRealMethod|doAnswer|\bspy\(|@Spy")


def doubles(method: Node, file: JavaFile) -> Iterator[Node]:
    """The checks; each expects, written down, the very value that was put in."""
    if "org.mockito" not in file.source or _ANSWERS.search(file.source):
        return
    told: dict[tuple[str, str], set[str]] = {}
    for node in walk(method):
        said = _stubbed(node)
        if said is not None and _is_mock(said[0], file):
            told.setdefault((text_of(said[0]), said[1]), set()).add(said[2])
        check = file.checks.get(node.id)
        if check is not None and any(
            told.get((owner, name)) == {value}
            for owner, name in _asked(check)
            for value in _expected(check)
        ):
            yield node


def _stubbed(node: Node) -> tuple[Node, str, str] | None:
    """The double, its method and the value of `when(double.method()).thenReturn(value)`."""
    if node.type != "method_invocation" or _name(node) not in _GIVES:
        return None
    inner, values = node.child_by_field_name("object"), arguments(node)
    if inner is None or inner.type != "method_invocation" or len(values) != 1:
        return None
    given = arguments(inner)
    if _name(inner) not in ("when", "given") or len(given) != 1:
        return None
    owner = given[0].child_by_field_name("object")
    if given[0].type != "method_invocation" or owner is None or owner.type != "identifier":
        return None
    return owner, _name(given[0]), text_of(values[0])


def _is_mock(name: Node, file: JavaFile) -> bool:
    bound = declared(name, file)
    if bound is not None and _MADE.match(text_of(bound.child_by_field_name("value"))):
        return True
    return any(
        "@Mock" in text_of(field)
        and any(text_of(n.child_by_field_name("name")) == text_of(name)
                for n in children(field, "variable_declarator"))
        for field in file.index.of(file.root, "field_declaration")
    )  # fmt: skip


def _asked(check: Check) -> Iterator[tuple[str, str]]:
    """Calls of plain variables that are all that a check looks at."""
    for node in _operands(check):
        owner = node.child_by_field_name("object")
        if node.type == "method_invocation" and owner is not None and owner.type == "identifier":
            yield text_of(owner), _name(node)


def _expected(check: Check) -> list[str]:
    return [text_of(node) for node in _operands(check) if node.type != "method_invocation"]


def _operands(check: Check) -> list[Node]:
    if check.kind == "junit" and check.word in ("assertEquals", "assertSame"):
        return arguments(check.node)
    if check.kind == "assertj" and len(check.links) == 2 and (
        _name(check.links[1]) in ("isEqualTo", "isSameAs")
    ):  # fmt: skip
        return [a for link in check.links for a in arguments(link)]
    return []


def _name(call: Node) -> str:
    return text_of(call.child_by_field_name("name"))
