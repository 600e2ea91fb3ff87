"""Shadows of Java suites: expected literals moved where they stand, expected exceptions exchanged
for others, assertions turned round where the expectation is no literal.

As in Go, a test keeps its unmoved assertions when it surely reaches a moved one: turned, they
would fail first and hide who passes the moved one. A test that need not reach any is sealed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from workbench.languages.base import Inventory, Shadow
from workbench.languages.compiled_shadow import Edits, finished, turn_all, turn_last
from workbench.languages.java_assertions import Assertions
from workbench.languages.java_checks import Check, JavaFile
from workbench.languages.java_expected import Expected
from workbench.languages.java_reach import Wanted, called, reaches, thrown_by
from workbench.languages.syntax import Node, children, text_of, walk
from workbench.model.task import Suite

Reader = Callable[[Suite], Inventory]

_NOTHING = "it may end without an assertion, and what it returns decides"


def make_shadow(suite: Suite, inventory: Inventory, seed: int, read: Reader) -> Shadow:
    """The shadow of a Java suite, by its files and the seed alone."""
    sources = sorted({**suite.support, **suite.files}.items())
    files = {p: JavaFile(p, s) for p, s in sources if p.endswith(".java")}
    edits, expected = Edits(seed), Expected(files)
    said = Assertions(edits, expected, "".join(source for _, source in sources))
    for file in files.values():
        for check in file.checks.values():
            said.move(check)
    unperturbed: dict[str, str] = {}
    sealed: list[str] = []
    for ref in inventory.tests:
        file_of = files.get(ref.file)
        method = file_of.by_line.get(ref.line or 0) if file_of is not None else None
        if file_of is None or method is None:
            unperturbed[ref.id] = "its method was not found in the syntax tree"
            continue
        if _expected_exception(method, said, file_of):
            continue
        body = method.child_by_field_name("body")
        certain = partial(_certain, body, file_of, files, expected)
        checks = _checks(method, file_of, files)
        # What only an `equals` decides shows an object that equals everything; what else is
        # compared would fail first and hide it.
        deep = certain(lambda c: c.deep)
        for check in checks:
            if check.moved and check.edits is not None and (check.deep or not deep):
                edits.merge(check.edits)
        if certain(lambda c: c.moved) or turn_last(checks, certain, said.turns.turn):
            continue
        if _handled(body, file_of, said):
            continue
        if _seal(method, body, file_of, edits):
            sealed.append(ref.id)
        elif not turn_all(checks, certain, said.turns.turn):
            unperturbed[ref.id] = _NOTHING
    return finished(suite, edits, inventory, read, unperturbed, sealed=sealed)


def _certain(
    body: Node | None, file: JavaFile, files: Mapping[str, JavaFile], expected: Expected,
    wanted: Wanted,
) -> bool:  # fmt: skip
    return reaches(body, file, files, wanted, expected.filled)


def _checks(method: Node, file: JavaFile, files: Mapping[str, JavaFile]) -> list[Check]:
    """The checks of a test, those of its helpers first."""
    found = [
        [
            c
            for c in home.checks.values()
            if part.start_byte <= c.node.start_byte and c.node.end_byte <= part.end_byte
        ]
        for home, part in called(method, file, files)
    ]
    return [check for checks in (*found[1:], *found[:1]) for check in checks]


def _handled(body: Node | None, file: JavaFile, said: Assertions) -> bool:
    """`try { ...; fail(); } catch (X expected) {}`: the exception is not expected any more."""
    for statement in children(body) if body is not None else ():
        if statement.type == "try_statement" and thrown_by(statement):
            return False not in [said.handler(h, file) for h in children(statement, "catch_clause")]
    return False


def _seal(method: Node, body: Node | None, file: JavaFile, edits: Edits) -> bool:
    """A test that may end without an assertion expects one thing: not to throw. Now it expects
    to, however it ends."""
    if body is None or text_of(method.child_by_field_name("type")) != "void":
        return False
    edits.put(file.path, body.start_byte + 1, body.start_byte + 1, " try {")
    at = body.end_byte - 1
    edits.put(file.path, at, at, " } finally { if (true) throw new AssertionError(); } ")
    return True


def _expected_exception(method: Node, said: Assertions, file: JavaFile) -> bool:
    """`@Test(expected = X.class)`, or a rule that waits for an exception."""
    for modifiers in children(method, "modifiers"):
        for pair in walk(modifiers):
            if pair.type == "element_value_pair" and re.match(r"expected\b", text_of(pair)):
                value = pair.child_by_field_name("value")
                return value is not None and said.exception(value, file, typed=False)
    for call in walk(method):
        if call.type == "method_invocation" and re.match(
            r"\w+\.expect\(.*\.class\)\Z", text_of(call)
        ):
            given = next(iter(children(call, "argument_list")), None)
            return given is not None and said.exception(given.named_children[0], file, typed=False)
    return False
