"""A JavaScript or TypeScript suite that says on standard error which of its checks are run.

Only checks that stand in a test's own text are marked: a helper's may be for other tests. What a
passing run is not to come to (`assert.fail`) is no check, and of two ways that a test foresees
(both branches of a condition, a call that may throw or not) one is enough. What a passing run
surely comes to is not asked: a suite of such alone need not be run once more.
"""

from __future__ import annotations

from workbench.languages import js_inventory
from workbench.languages.base import Inventory
from workbench.languages.heard import Heard
from workbench.languages.js_shadow_reach import FUNCTIONS
from workbench.languages.js_source import Source
from workbench.languages.js_toothless import assert_names, bodies
from workbench.languages.syntax import Node, ancestors, line_of, text_of, walk
from workbench.model.task import Framework, Suite

_NO_CHECK = {"fail", "unreachable", "assertions", "hasAssertions", "extend", "anything", "any",
             "objectContaining", "arrayContaining", "stringContaining", "stringMatching",
             "closeTo", "AssertionError", "config", "use", "addSnapshotSerializer"}  # fmt: skip
_STRAIGHT = ("expression_statement", "call_expression", "member_expression", "await_expression")
_BRANCHES = ("if_statement", "ternary_expression", "switch_statement", "try_statement")


def heard(suite: Suite, tests: Inventory, word: str) -> Heard | None:
    """`word` comes before each number that is printed, and a semicolon behind it. None for a
    script: its assertions are its tests, and missing where they are not run."""
    if tests.framework is Framework.SCRIPT:
        return None
    files = dict(suite.files)
    places: dict[int, tuple[str, int]] = {}
    ways: list[tuple[frozenset[int], ...]] = []
    for path, source in js_inventory.sources(suite).items():
        numbers: dict[int, int] = {}
        marks: list[tuple[int, int, int, str]] = []
        inside = bodies(source, tests.framework)
        for body in inside:
            for name in _checks(body, source):
                if name.start_byte in numbers or _is_certain(name, body):
                    continue
                number = len(places) + 1
                numbers[name.start_byte] = number
                places[number] = path, line_of(name)
                marks.append((name.start_byte, name.end_byte, number, ""))
            ways += list(_ways(body, numbers))
        if marks:
            # Behind everything: no line moves, and a function is there before it is declared.
            files[path] = js_inventory.mark(source.text, marks, "__wbHeard") + _SAYS.format(word)
    return Heard(suite.model_copy(update={"files": files}), places, tuple(ways))


_SAYS = (
    "\nfunction __wbHeard(n, f) {{ const seen = globalThis.__wbHeardOf ??= new Set();"
    " if (!seen.has(n)) {{ seen.add(n); globalThis.process.stderr.write(`{}${{n}};\\n`) }}"
    " return f }}\n"
)


def _is_certain(name: Node, body: Node) -> bool:
    """Whether the check stands in the test's straight line, and nothing before it leaves it."""
    for above in ancestors(name):
        if above == body:
            own = walk(body, lambda n: n == body or n.type not in FUNCTIONS)
            left = (n for n in own if n.type == "return_statement")
            return all(n.start_byte >= name.start_byte for n in left)
        if above.type not in _STRAIGHT and above != body.child_by_field_name("body"):
            return False
    return False


def _checks(body: Node, source: Source) -> list[Node]:
    """The name with which each check of a test begins."""
    asserts = assert_names(source)
    found = []
    for node in walk(body):
        callee = node.child_by_field_name("function")
        if node.type != "call_expression" or callee is None:
            continue
        if callee.type == "identifier":
            named, word = callee, ""
        elif callee.type == "member_expression":
            holder = callee.child_by_field_name("object")
            while holder is not None and holder.type == "member_expression":
                holder = holder.child_by_field_name("object")
            if holder is None or holder.type != "identifier":
                continue
            named, word = holder, text_of(callee.child_by_field_name("property"))
        else:
            continue
        name = text_of(named)
        known = (name == "expect" and word in ("", "soft")) or name in asserts
        if known and word not in _NO_CHECK and asserts.get(name) not in _NO_CHECK:
            found.append(named)
    return found


def _ways(body: Node, numbers: dict[int, int]) -> list[tuple[frozenset[int], ...]]:
    found = []
    for node in walk(body):
        if node.type not in _BRANCHES:
            continue
        groups = tuple(
            frozenset(numbers[n.start_byte] for n in walk(part) if n.start_byte in numbers)
            for part in _parts(node)
        )
        if sum(map(bool, groups)) > 1:
            found.append(tuple(g for g in groups if g))
    return found


def _parts(node: Node) -> list[Node]:
    """What may be run of a statement, one or another."""
    cases = node.child_by_field_name("body")
    if node.type == "switch_statement":
        return list(cases.named_children) if cases is not None else []
    named = ("body", "handler") if node.type == "try_statement" else ("consequence", "alternative")
    parts = map(node.child_by_field_name, named)
    return [part for part in parts if part is not None]
