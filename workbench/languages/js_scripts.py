"""Suites that are plain scripts: `console.assert`, `node:assert`, or anything that throws.

One id an assertion: `test.js > testAdd[3]`, the third in that function; `test.js > assert[1]` at
top level. `console.assert` never stops a script and never sets its exit code, so it is answered
by the harness; assertions of `node:assert` are called as they are. Calls the *solution* makes
carry no mark and count for nothing.

A script with neither that throws or exits is one check as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.languages.base import Inventory, TestRef
from workbench.languages.js_inventory import mark, sources
from workbench.languages.js_source import Source
from workbench.languages.syntax import Node, ancestors, line_of, text_of, walk
from workbench.model.task import Framework, Suite

_ASSERT = {"assert", "node:assert", "assert/strict", "node:assert/strict"}


@dataclass
class Script:
    """One file: its marked text, its checks as (mark, id, line), or one check for all of it."""

    source: Source
    text: str
    checks: list[tuple[int, str, int]] = field(default_factory=list)
    whole: bool = False


def scripts(suite: Suite) -> dict[str, Script]:
    """Every script of the suite that checks something."""
    found = {}
    number = 1
    for path, source in sources(suite).items():
        script = _read(source, path, number)
        number += len(script.checks)
        if script.checks:
            found[path] = script
    return found


def inventory(suite: Suite) -> Inventory:
    """One test per assertion."""
    problems = [f"{p}: not understood at {s.error}" for p, s in sources(suite).items() if s.error]
    tests = [
        TestRef(id, path, line)
        for path, script in scripts(suite).items()
        for _, id, line in script.checks
    ]
    return Inventory(Framework.SCRIPT, tuple(tests), problems=tuple(problems))


def _read(source: Source, path: str, first: int) -> Script:
    counts: Counter[str] = Counter()
    checks: list[tuple[int, str, int]] = []
    places: list[tuple[int, int, int, str]] = []
    for node, callee, spelled in assertions(source):
        scope = _scope(node)
        counts[scope] += 1
        number = first + len(checks)
        checks.append((number, f"{path} > {scope}[{counts[scope]}]", line_of(node)))
        places.append((callee.start_byte, callee.end_byte, number, spelled))
    whole = not checks and _checks_something(source)
    if whole:
        checks.append((first, f"{path} > script", 1))
    places += [(c.start_byte, c.end_byte, 0, '"process.exit"') for c in _exits(source)]
    return Script(source, mark(source.text, places), checks, whole)


def assertions(source: Source) -> Iterator[tuple[Node, Node, str]]:
    """Calls that assert, with their callee and how it is spelled where it is not called as is."""
    known = {n: (m, i) for n, (m, i) in source.bindings.items() if m in _ASSERT}
    for node in walk(source.tree.root_node):
        if node.type != "call_expression":
            continue
        callee = node.child_by_field_name("function")
        if callee is None:
            continue
        text = text_of(callee)
        if text == "console.assert":
            yield node, callee, '"console.assert"'
        elif text.split(".")[0] in known and callee.type in ("identifier", "member_expression"):
            yield node, callee, ""


def _scope(node: Node) -> str:
    for outer in ancestors(node):
        name = outer.child_by_field_name("name")
        if outer.type in ("function_declaration", "method_definition") and name is not None:
            return text_of(name)
        if outer.type == "variable_declarator" and name is not None:
            value = outer.child_by_field_name("value")
            if value is not None and value.type in ("arrow_function", "function_expression"):
                return text_of(name)
    return "assert"


def _exits(source: Source) -> Iterator[Node]:
    for node in walk(source.tree.root_node):
        if node.type == "call_expression":
            callee = node.child_by_field_name("function")
            if callee is not None and text_of(callee) == "process.exit":
                yield callee


def _checks_something(source: Source) -> bool:
    if any(True for _ in _exits(source)):
        return True
    return any(
        node.type == "throw_statement" or text_of(node) == "process.exitCode"
        for node in walk(source.tree.root_node)
        if node.type in ("throw_statement", "member_expression")
    )
