"""Tests of describe/test suites, from the source, and the marks that make a run report by them.

An id is a place: `file > describe title > test title`, the titles as they stand in the source. A
title that is computed is named by its source text, and every test that place registers (a loop's,
a table's, a helper's) reports below that one id. So the ids are exact whatever the code computes,
and a test that is never registered is missing from the report.

The mark is put around the callee, on its own line: `test('adds', f)` becomes
`__wb(7, test)('adds', f)`, which tells the harness the place without looking at stack traces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.languages.base import Inventory, TestRef
from workbench.languages.js_source import Source, arguments, is_code, read, string_value
from workbench.languages.syntax import Node, ancestors, line_of, text_of, walk
from workbench.model.task import Framework, Suite

MODULES = {
    "vitest": Framework.VITEST,
    "@jest/globals": Framework.JEST,
    "node:test": Framework.NODE_TEST,
    "test": Framework.NODE_TEST,
    "mocha": Framework.MOCHA,
}
_TESTS = {"test", "it", "xit", "xtest", "fit", "ftest", "specify", "xspecify"}
_BLOCKS = {"describe", "xdescribe", "fdescribe", "context", "xcontext", "suite"}
_MAKERS = {"each", "for", "skipIf", "runIf"}  # calling these gives the function to register with
_OTHER = _MAKERS | {"extend", "before", "after", "beforeEach", "afterEach", "mock", "scoped"}
_AFTER = {"timeout", "slow", "retries"}  # it('a', f).timeout(500)
_SKIPS = {"skip", "todo"}
_FUNCTIONS = ("arrow_function", "function_expression", "generator_function")


@dataclass(frozen=True)
class Site:
    """One call that registers tests. `start` and `end` are the bytes of its callee."""

    id: str
    line: int
    start: int
    end: int
    skipped: bool
    only: bool


@dataclass(frozen=True)
class _Call:
    node: Node
    callee: Node
    kind: str
    members: frozenset[str]
    name: str


def sources(suite: Suite) -> dict[str, Source]:
    """The suite's own code files, parsed."""
    return {p: read(p, t) for p, t in suite.files.items() if is_code(p)}


def inventory(suite: Suite, framework: Framework) -> Inventory:
    """All tests of the suite's files."""
    tests: list[TestRef] = []
    skipped: set[str] = set()
    problems: list[str] = []
    for path, source in sources(suite).items():
        if source.error:
            problems.append(f"{path}: not understood at {source.error}")
        sites = sites_of(source, framework)
        only = any(s.only for s in sites)
        for site in sites:
            tests.append(TestRef(site.id, path, site.line))
            if site.skipped or (only and not site.only):
                skipped.add(site.id)
    return Inventory(framework, tuple(tests), frozenset(skipped), tuple(problems))


def test_files(suite: Suite, framework: Framework) -> list[str]:
    """Files to load: those that register tests. Others are helpers, loaded by who imports them."""
    return [p for p, s in sources(suite).items() if sites_of(s, framework)]


def sites_of(source: Source, framework: Framework) -> list[Site]:
    """Every call of a file that registers tests, in source order."""
    names = _Names(source, framework)
    found: list[Site] = []
    counts: Counter[str] = Counter()
    for node in walk(source.tree.root_node):
        call = names.registration(node)
        if call is None or call.kind != "test":
            continue
        around = [names.registration(a) for a in ancestors(node) if a.type == "call_expression"]
        outer = [c for c in around if c is not None]
        if any(c.kind == "test" for c in outer):
            continue  # a subtest: a child of the test it stands in
        title = " > ".join([source.path, *(_title(c) for c in reversed(outer)), _title(call)])
        counts[title] += 1
        number = counts[title]
        chain = [call, *outer]
        found.append(
            Site(
                id=title if number == 1 else f"{title} #{number}",
                line=line_of(node),
                start=call.callee.start_byte,
                end=call.callee.end_byte,
                skipped=any(map(_is_skipped, chain)) or not _has_body(call),
                only=any("only" in c.members or c.name in ("fit", "fdescribe") for c in chain),
            )
        )
    return found


def nested(suite: Suite, framework: Framework) -> list[TestRef]:
    """Tests that stand inside another test: mocha never runs them, jest and vitest refuse to. In
    node:test they are subtests and run."""
    if framework in (Framework.NODE_TEST, Framework.SCRIPT):
        return []
    found = []
    for path, source in sources(suite).items():
        names = _Names(source, framework)
        for node in walk(source.tree.root_node):
            call = names.registration(node)
            if call is None or call.kind != "test":
                continue
            around = (names.registration(a) for a in ancestors(node) if a.type == "call_expression")
            if any(c is not None and c.kind == "test" for c in around):
                found.append(TestRef(f"{_title(call)} (inside another test)", path, line_of(node)))
    return found


def mark(text: str, places: Sequence[tuple[int, int, int, str]], by: str = "__wb") -> str:
    """`text` with `by(site, callee)` around each (start byte, end byte, site, spelled callee);
    the callee's own text where none is spelled. No line moves."""
    data = text.encode()
    for start, end, site, spelled in sorted(places, reverse=True):
        callee = spelled.encode() or data[start:end]
        data = data[:start] + f"{by}({site}, ".encode() + callee + b")" + data[end:]
    return data.decode()


class _Names:
    """Which local names mean the framework's functions in one file."""

    def __init__(self, source: Source, framework: Framework) -> None:
        self._spaces: set[str] = set()
        self._names: dict[str, str] = {}
        for local, (module, name) in source.bindings.items():
            if module not in MODULES:
                continue
            if name == "default" or (name == "*" and MODULES[module] is Framework.NODE_TEST):
                self._names[local] = "test"  # node:test itself is the test function
            if name == "*":
                self._spaces.add(local)
            elif name != "default":
                self._names[local] = name
        if framework is not Framework.NODE_TEST:
            for name in _TESTS | _BLOCKS:
                if name not in source.declared and name not in source.bindings:
                    self._names.setdefault(name, name)

        self._extended(source)

    def _extended(self, source: Source) -> None:
        """`const myTest = test.extend({...})` is a `test` as well, and so is
        `const slow = process.env.SLOW ? test : test.skip`."""
        for node in walk(source.tree.root_node):
            value = node.child_by_field_name("value")
            if node.type != "variable_declarator" or value is None:
                continue
            callee = value.child_by_field_name("function")
            name = text_of(node.child_by_field_name("name"))
            if value.type == "call_expression" and callee is not None:
                root, members = self._unroll(callee)
                if root in _TESTS and members and set(members) == {"extend"}:
                    self._names[name] = "test"
            elif value.type == "ternary_expression":
                kinds = {self._kind(value.child_by_field_name(way))
                         for way in ("consequence", "alternative")}  # fmt: skip
                if kinds in ({"test"}, {"describe"}):
                    self._names[name] = kinds.pop()

    def _kind(self, node: Node | None) -> str:
        """`test` for `it` and `it.skip`, `describe` for `describe.skip`; '' for anything else."""
        root, members = self._unroll(node) if node is not None else ("", [])
        if set(members) - _SKIPS - {"only", "concurrent"}:
            return ""
        return "test" if root in _TESTS else "describe" if root in _BLOCKS else ""

    def registration(self, node: Node) -> _Call | None:
        """The test or block that a call registers, or None for any other call."""
        if node.type != "call_expression":
            return None
        callee = node.child_by_field_name("function")
        given = node.child_by_field_name("arguments")
        if callee is None or given is None or given.type != "arguments":
            return None
        parent = node.parent
        if parent is not None and parent.child_by_field_name("function") == node:
            return None  # test.each(rows): the outer call registers
        root, members = self._unroll(callee)
        if root not in _TESTS | _BLOCKS:
            return None
        last = members[-1] if callee.type == "member_expression" and members else ""
        if last in _OTHER | _AFTER or (
            callee.type == "call_expression" and not _MAKERS & set(members)
        ):
            return None
        if "extend" in members:
            return None
        kind = "test" if root in _TESTS else "block"
        for member in members:
            if member in ("describe", "suite"):
                kind = "block"
            elif member in ("it", "test"):
                kind = "test"
        return _Call(node, callee, kind, frozenset(members), root)

    def _unroll(self, callee: Node) -> tuple[str, list[str]]:
        """`test.only.each(rows)` -> ("test", ["only", "each"])."""
        members: list[str] = []
        here: Node | None = callee
        while here is not None and here.type in ("member_expression", "call_expression"):
            if here.type == "member_expression":
                members.append(text_of(here.child_by_field_name("property")))
                here = here.child_by_field_name("object")
            else:
                here = here.child_by_field_name("function")
        members.reverse()
        name = text_of(here)
        if here is None or here.type != "identifier":
            return "", members
        if name in self._spaces and members and members[0] in _TESTS | _BLOCKS:
            return members[0], members[1:]
        return self._names.get(name, ""), members


def _title(call: _Call) -> str:
    given = arguments(call.node)
    if not given or given[0].type in (*_FUNCTIONS, "object"):
        named = given[-1].child_by_field_name("name") if given else None
        return text_of(named) or "<anonymous>"
    literal = string_value(given[0])
    text = literal if literal is not None else text_of(given[0])
    return re.sub(r"\s+", " ", text).strip()[:300] or "<empty>"


def _is_skipped(call: _Call) -> bool:
    if call.members & _SKIPS or call.name.startswith("x"):
        return True
    for argument in arguments(call.node):
        if argument.type == "object":
            for pair in argument.named_children:
                key = text_of(pair.child_by_field_name("key"))
                value = text_of(pair.child_by_field_name("value"))
                if key in _SKIPS and value not in ("false", "undefined"):
                    return True
    return False


def _has_body(call: _Call) -> bool:
    given = arguments(call.node)
    return len(given) > 1 or bool(given and given[0].type in _FUNCTIONS)


def marked_files(suite: Suite, framework: Framework) -> tuple[dict[str, str], dict[int, str]]:
    """The suite's files with every place marked, and the id each mark's number stands for."""
    texts: dict[str, str] = {}
    ids: dict[int, str] = {}
    for path, source in sources(suite).items():
        places: list[tuple[int, int, int, str]] = []
        for site in sites_of(source, framework):
            number = len(ids) + 1
            ids[number] = site.id
            places.append((site.start, site.end, number, ""))
        if places:
            texts[path] = mark(source.text, places)
    return texts, ids


def framework_modules(parsed: Mapping[str, Source]) -> Iterator[Framework]:
    """Frameworks the files name by import."""
    for source in parsed.values():
        for module in (*source.imports, *source.requires):
            if module in MODULES:
                yield MODULES[module]


def calls_tests(source: Source) -> bool:
    """Whether a file calls a global `test`, `it` or `describe`."""
    names = _Names(source, Framework.JEST)
    return any(names.registration(node) is not None for node in walk(source.tree.root_node))
