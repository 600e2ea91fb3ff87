"""Reads Java sources: the classes in them, and which methods are tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workbench.languages.syntax import Node, children, first_error, line_of, parse, text_of, walk

_TYPES = (
    "class_declaration",
    "record_declaration",
    "interface_declaration",
    "enum_declaration",
    "annotation_type_declaration",
)
TESTS = frozenset({"Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate"})
_OFF = frozenset({"Disabled", "Ignore"})
# What can make a `main` fail. One that has none of it passes whatever the solution does.
_CAN_FAIL = re.compile(r"\b(throw|AssertionError|assert\w*|exit|fail)\b")


@dataclass(frozen=True)
class JavaTest:
    """A test method; `owner` is the binary name of its class, `id` has dots for `$`."""

    id: str
    owner: str
    file: str
    line: int
    skipped: bool = False


@dataclass
class JavaClass:
    """A type with what matters of it."""

    binary: str
    file: str
    line: int
    runnable: bool
    """JUnit would make an object of it: not abstract, not an interface, not a plain inner class."""
    off: bool
    parents: tuple[str, ...]
    """What it extends, then the interfaces whose methods it has."""
    tests: dict[str, tuple[int, bool]] = field(default_factory=dict)
    """Method name -> line, marked to be skipped."""
    main: int | None = None
    """Line of a `main` that can fail."""
    twice: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The name in test ids."""
        return self.binary.replace("$", ".")


@dataclass(frozen=True)
class JavaFile:
    """The package and the types of one source file."""

    package: str
    classes: tuple[JavaClass, ...]
    problem: str = ""


def read_file(path: str, source: str) -> JavaFile:
    """The types of a source file, nested ones too."""
    tree = parse("java", source)
    root = tree.root_node
    wrong = first_error(tree)
    declared = next(iter(children(root, "package_declaration")), None)
    names = [text_of(n) for n in (children(declared) if declared else []) if "identifier" in n.type]
    package = re.sub(r"\s", "", names[-1]) if names else ""
    found: list[JavaClass] = []
    for node in children(root, *_TYPES):
        found.extend(_classes(node, path, f"{package}." if package else "", outer=None))
    return JavaFile(package, tuple(found), f"{path} is not valid Java at {wrong}" if wrong else "")


def read_tests(files: Mapping[str, JavaFile]) -> tuple[list[JavaTest], list[str]]:
    """JUnit tests of a suite's files, inherited ones too, and sentences about what is odd."""
    by_name = {c.binary.rsplit(".", 1)[-1].rsplit("$", 1)[-1]: c for f in files.values()
               for c in f.classes}  # fmt: skip
    tests: dict[str, JavaTest] = {}
    problems: list[str] = []
    for file in files.values():
        for each in file.classes:
            if not each.runnable:
                continue
            for owner in _lineage(each, by_name):
                problems += [f"{each.id}.{name} is declared twice" for name in owner.twice]
                for name, (line, off) in owner.tests.items():
                    known = f"{each.id}.{name}"
                    if known not in tests:
                        tests[known] = JavaTest(
                            known, each.binary, owner.file, line, off or each.off
                        )
    return list(tests.values()), problems


def read_mains(files: Mapping[str, JavaFile]) -> list[JavaTest]:
    """`main` methods that can fail: the tests of a suite without a framework."""
    return [
        JavaTest(f"{c.id}.main", c.binary, c.file, c.main)
        for f in files.values()
        for c in f.classes
        if c.main is not None
    ]


def _lineage(each: JavaClass, by_name: Mapping[str, JavaClass]) -> Iterator[JavaClass]:
    seen: set[str] = set()
    left = [each]
    while left:
        here = left.pop(0)
        if here.binary not in seen:
            seen.add(here.binary)
            yield here
            left += [by_name[name] for name in here.parents if name in by_name]


def _classes(
    node: Node, path: str, prefix: str, outer: JavaClass | None, depth: int = 0
) -> Iterator[JavaClass]:
    if depth > 50:
        return
    marks = marks_of(node)
    modifiers = _modifiers(node)
    inner = outer is not None and "static" not in modifiers and node.type == "class_declaration"
    each = JavaClass(
        binary=prefix + text_of(node.child_by_field_name("name")),
        file=path,
        line=line_of(node),
        runnable=node.type in ("class_declaration", "record_declaration")
        and "abstract" not in modifiers
        and (not inner or "Nested" in marks)
        and (outer is None or outer.runnable or "static" in modifiers),
        off=bool(_OFF & marks) or (outer is not None and outer.off),
        parents=tuple(_parents(node)),
    )
    body = node.child_by_field_name("body")
    for member in children(body) if body else []:
        if member.type == "method_declaration":
            _method(each, member)
    yield each
    for member in children(body, *_TYPES) if body else []:
        yield from _classes(member, path, f"{each.binary}$", each, depth + 1)


def _parents(node: Node) -> Iterator[str]:
    for part in (node.child_by_field_name("superclass"), node.child_by_field_name("interfaces"),
                 *children(node, "extends_interfaces")):  # fmt: skip
        listed = children(part) if part is not None else []
        for each in [c for n in listed for c in (children(n) if n.type == "type_list" else [n])]:
            bare = re.sub(r"<.*$", "", text_of(each), flags=re.DOTALL)
            yield bare.rsplit(".", 1)[-1].strip()


def _method(owner: JavaClass, method: Node) -> None:
    marks, modifiers = marks_of(method), _modifiers(method)
    name = text_of(method.child_by_field_name("name"))
    old = owner.parents[:1] == ("TestCase",) and name.startswith("test") and "public" in modifiers
    if (TESTS & marks or old) and not {"static", "private", "abstract"} & modifiers:
        if name in owner.tests:
            owner.twice.append(name)
        owner.tests[name] = (line_of(method), bool(_OFF & marks))
    if name == "main" and {"public", "static"} <= modifiers:
        parameters = re.sub(r"\s|final", "", text_of(method.child_by_field_name("parameters")))
        if re.match(r"\((java\.lang\.)?String(\[\]|\.\.\.)", parameters) and _can_fail(method):
            owner.main = line_of(method)


def _can_fail(method: Node) -> bool:
    """Looks at the whole file: a `main` usually calls checks of its own class."""
    top = method
    while top.parent is not None:
        top = top.parent
    return any(
        node.type in ("throw_statement", "assert_statement")
        or (node.type == "method_invocation"
            and _CAN_FAIL.match(text_of(node.child_by_field_name("name"))))
        for node in walk(top)
    )  # fmt: skip


def _modifiers(node: Node) -> frozenset[str]:
    return frozenset(
        text_of(word) for part in children(node, "modifiers") for word in part.children
        if not word.is_named
    )  # fmt: skip


def marks_of(node: Node) -> frozenset[str]:
    """The last names of what a declaration is marked with."""
    return frozenset(
        text_of(mark.child_by_field_name("name")).rsplit(".", 1)[-1]
        for part in children(node, "modifiers")
        for mark in children(part, "marker_annotation", "annotation")
    )
