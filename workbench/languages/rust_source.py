"""Reads Rust sources: the module tree below a crate's root, and the tests in it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.languages.syntax import Node, children, first_error, line_of, parse, text_of, walk

# `#[test]` and what wraps it; the last two make several tests of one function.
_TEST = re.compile(r"^(?:[\w:]+::)?(test|rstest|test_case|quickcheck)$")
_MACRO_TEST = re.compile(
    r"#\s*\[\s*test\s*\](?:\s*#\s*!?\[[^\]]*\])*\s*(?:pub\s+)?(?:async\s+)?fn\s+(\$?\w+)"
)
_DEEPEST = 50
_SET_FLAGS = frozenset({"test", "debug_assertions", "unix", "panic"})
_SET_VALUES = {
    "target_os": "linux",
    "target_family": "unix",
    "target_arch": "x86_64",
    "target_pointer_width": "64",
    "target_endian": "little",
    "panic": "unwind",
}


@dataclass(frozen=True)
class RustTest:
    """A test function: libtest's path of it, and where it stands."""

    path: str
    file: str
    line: int
    ignored: bool = False
    many: bool = False
    """The function becomes several tests, `path::case_1` and so on."""


@dataclass(frozen=True)
class Crate:
    """What is below one root file: each reachable file, and the tests in them."""

    files: frozenset[str]
    tests: tuple[RustTest, ...]
    problems: tuple[str, ...]


def read_crate(root: str, files: Mapping[str, str], features: frozenset[str]) -> Crate:
    """Follows `mod` declarations from `root` through `files`."""
    reader = _Reader(files, features)
    reader.file(root, (), is_root=True)
    return Crate(frozenset(reader.seen), tuple(reader.tests), tuple(reader.problems))


def attributes(item: Node) -> list[Node]:
    """The `#[...]` before an item, each as its `attribute` node."""
    found: list[Node] = []
    before = item.prev_named_sibling
    while before is not None and before.type in (
        "attribute_item",
        "line_comment",
        "block_comment",
    ):
        if before.type == "attribute_item":
            found.extend(children(before, "attribute"))
        before = before.prev_named_sibling
    return found


class _Reader:
    def __init__(self, files: Mapping[str, str], features: frozenset[str]) -> None:
        self.files = files
        self.features = features
        self.seen: set[str] = set()
        self.tests: list[RustTest] = []
        self.problems: list[str] = []

    def file(self, path: str, modules: tuple[str, ...], *, is_root: bool) -> None:
        if path in self.seen:
            return
        self.seen.add(path)
        tree = parse("rust", self.files[path])
        wrong = first_error(tree)
        if wrong:
            self.problems.append(f"{path} is not valid Rust at {wrong}")
        folder, name = posixpath.split(path)
        own = folder if is_root or name == "mod.rs" else posixpath.join(folder, name[: -len(".rs")])
        self._items(tree.root_node, path, modules, own)

    def _items(self, node: Node, path: str, modules: tuple[str, ...], folder: str) -> None:
        if len(modules) > _DEEPEST:
            self.problems.append(f"{path}: modules are nested too deep")
            return
        generators = dict(_generators(node))
        for item in children(node):
            marks = attributes(item)
            if not all(self._holds(mark) for mark in marks):
                continue
            if item.type == "function_item" and any(_TEST.match(_name(mark)) for mark in marks):
                self._test(text_of(item.child_by_field_name("name")), item, path, modules, marks)
            elif item.type == "mod_item":
                self._module(item, marks, path, modules, folder)
            elif item.type in ("macro_invocation", "expression_statement"):
                call = (
                    item
                    if item.type == "macro_invocation"
                    else next(iter(children(item, "macro_invocation")), None)
                )
                if call is not None:
                    for name, line in _from_macro(call, generators):
                        self.tests.append(RustTest("::".join((*modules, name)), path, line))

    def _test(
        self, name: str, item: Node, path: str, modules: tuple[str, ...], marks: list[Node]
    ) -> None:
        ignored = any(_name(mark) == "ignore" for mark in marks)
        many = any(_name(mark).rsplit("::", 1)[-1] in ("rstest", "test_case") for mark in marks)
        full = "::".join((*modules, name.removeprefix("r#")))
        self.tests.append(RustTest(full, path, line_of(item), ignored, many))

    def _module(
        self, item: Node, marks: list[Node], path: str, modules: tuple[str, ...], folder: str
    ) -> None:
        name = text_of(item.child_by_field_name("name")).removeprefix("r#")
        body = item.child_by_field_name("body")
        if body is not None:
            self._items(body, path, (*modules, name), posixpath.join(folder, name))
            return
        given = next(
            (re.search(r'"([^"]+)"', text_of(m)) for m in marks if _name(m) == "path"), None
        )
        # `#[path]` starts from the folder of the file it stands in.
        candidates = (
            [posixpath.normpath(posixpath.join(posixpath.dirname(path), given[1]))]
            if given
            else [posixpath.join(folder, f"{name}.rs"), posixpath.join(folder, name, "mod.rs")]
        )
        for candidate in candidates:
            if candidate in self.files:
                self.file(candidate, (*modules, name), is_root=False)
                return

    def _holds(self, mark: Node) -> bool:
        if _name(mark) != "cfg":
            return True
        arguments = next(iter(children(mark, "token_tree")), None)
        return arguments is None or holds(text_of(arguments)[1:-1], self.features)


def _name(attribute: Node) -> str:
    return re.split(r"[\s(=\[{]", text_of(attribute), maxsplit=1)[0]


def _generators(node: Node) -> Iterator[tuple[str, re.Match[str]]]:
    """macro_rules! whose body makes `#[test] fn $name`: name -> the match in its text."""
    for item in children(node, "macro_definition"):
        found = _MACRO_TEST.search(text_of(item))
        if found:
            yield text_of(item.child_by_field_name("name")), found


def _from_macro(call: Node, generators: Mapping[str, re.Match[str]]) -> Iterator[tuple[str, int]]:
    """Tests a macro call makes: written inside it (`proptest!`), or named as its first
    argument (`case!(name, ...)`)."""
    macro = text_of(call.child_by_field_name("macro"))
    body = next(iter(children(call, "token_tree")), None)
    if body is None:
        return
    inside = text_of(body)
    if macro in generators:
        first = re.match(r"[({\[]\s*(\w+)", inside)
        if first and generators[macro][1].startswith("$"):
            yield first[1], line_of(call)
        return
    for found in _MACRO_TEST.finditer(inside):
        if not found[1].startswith("$"):
            yield found[1], line_of(body) + inside.count("\n", 0, found.start(1))


def holds(condition: str, features: frozenset[str]) -> bool:
    """Whether a `cfg` condition holds in a test build on this platform."""
    condition = condition.strip()
    if condition.count("(") > _DEEPEST:
        return False
    call = re.fullmatch(r"(all|any|not)\s*\((.*)\)", condition, re.DOTALL)
    if call:
        parts = [holds(part, features) for part in _split(call[2])]
        match call[1]:
            case "all":
                return all(parts)
            case "any":
                return any(parts)
            case _:
                return not all(parts)
    pair = re.fullmatch(r'(\w+)\s*=\s*"([^"]*)"', condition)
    if pair:
        if pair[1] == "feature":
            return pair[2] in features
        return _SET_VALUES.get(pair[1]) == pair[2]
    return condition in _SET_FLAGS or condition == "true"


def _split(listed: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, character in enumerate(listed):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append(listed[start:at])
            start = at + 1
    return [p for p in (*parts, listed[start:]) if p.strip()]


def macro_names(source: str) -> Iterator[str]:
    """Names of the macros a file defines with macro_rules!."""
    for node in walk(parse("rust", source).root_node):
        if node.type == "macro_definition":
            yield text_of(node.child_by_field_name("name"))


def without_test_modules(source: str, names: frozenset[str]) -> str:
    """The source with its own top-level `#[cfg(test)] mod NAME` blanked out, lines kept.

    A solution may bring tests of its own; a suite that belongs into the same file would then
    declare the module a second time.
    """
    data = bytearray(source.encode())
    for item in children(parse("rust", source).root_node, "mod_item"):
        marks = attributes(item)
        tested = any(_name(m) == "cfg" and "test" in text_of(m) for m in marks)
        if tested and text_of(item.child_by_field_name("name")) in names:
            start = min(m.start_byte for m in marks) - len("#[")
            for at in range(start, item.end_byte):
                if data[at] != ord("\n"):
                    data[at] = ord(" ")
    return data.decode()


def module_names(source: str) -> frozenset[str]:
    """Names of the modules a file declares at its top."""
    return frozenset(
        text_of(item.child_by_field_name("name"))
        for item in children(parse("rust", source).root_node, "mod_item")
    )
