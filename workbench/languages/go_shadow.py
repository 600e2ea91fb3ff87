"""Shadows of Go suites: expected literals moved where they stand, in tables and in variables;
conditions turned round where the expectation is no literal.

A *check* is what makes a test fail: an `if` or `case` around `t.Error...`, a testify assertion, an
example's output. It is *moved* when one side of its comparison resolves to literals that nothing
but checks reads, else it can only be *turned*. Turned checks would fail before moved ones and hide
who passes those, so a test keeps its other checks when it surely reaches a moved one. Otherwise its
last one is turned, if it surely reaches that, or it is *sealed*: it fails in any case. One that
has moved checks and may end before them is *guessed*; sealed, it is part of the fallback.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from workbench.languages.base import Inventory, Shadow
from workbench.languages.compiled_shadow import Edits, finished, turn_all, turn_last
from workbench.languages.go_checks import OPPOSITES, Check, GoFile, said, selected
from workbench.languages.go_expected import Expected, Found
from workbench.languages.go_inventory import read_inventory, test_id
from workbench.languages.go_reach import Wanted, called, reaches
from workbench.languages.syntax import Node, text_of, walk
from workbench.model.task import Suite

_NOTHING = "it may end without a comparison, and its parameter has no name to fail it by"
_OUTPUT = re.compile(r"^(//|/\*)\s*(unordered )?output:", re.IGNORECASE)


def make_shadow(suite: Suite, inventory: Inventory, seed: int) -> Shadow:
    """The shadow of a Go suite, by its files and the seed alone."""
    shadow = _make(suite, inventory, seed, guessing=True)
    if not shadow.guessed:
        return shadow
    return replace(shadow, fallback=_make(suite, inventory, seed, guessing=False).suite)


def _make(suite: Suite, inventory: Inventory, seed: int, *, guessing: bool) -> Shadow:
    sources = {**suite.support, **suite.files}
    files = {p: GoFile(p, s) for p, s in sorted(sources.items()) if p.endswith("_test.go")}
    edits, expected = Edits(seed), Expected(files)
    moved = _moved(files, expected)
    for check, found in moved.items():
        check.moved = True
        if found.search:
            for each in found.literals:
                edits.lengthen(each)
        else:
            edits.move(found.literals)
    unperturbed: dict[str, str] = {}
    sealed: list[str] = []
    guessed: list[str] = []
    for ref in inventory.tests:
        file = files.get(ref.file)
        name = ref.id.removeprefix(test_id(file.folder or ".", "")) if file else ""
        function = file.functions.get(name) if file else None
        body = function.child_by_field_name("body") if function is not None else None
        if file is None or body is None:
            unperturbed[ref.id] = "its function was not found in the syntax tree"
        elif name.startswith("Example"):
            _output(file, body, edits)
        elif not reaches(body, file, files, lambda c: c.moved, expected.filled):
            certain = partial(_certain, body, file, files, expected)
            checks, turn = _checks(body, file, files), partial(_turn, edits=edits)
            if guessing and any(check.moved for check in checks):
                guessed.append(ref.id)
            elif turn_last(checks, certain, turn):
                continue
            elif function is not None and _seal(function, body, file, edits):
                sealed.append(ref.id)
            elif not turn_all(checks, certain, turn):
                unperturbed[ref.id] = _NOTHING
    return finished(
        suite, edits, inventory, lambda s: read_inventory(s.files), unperturbed,
        sealed=sealed, guessed=guessed,
    )  # fmt: skip


def _certain(
    body: Node, file: GoFile, files: Mapping[str, GoFile], expected: Expected, wanted: Wanted
) -> bool:
    return reaches(body, file, files, wanted, expected.filled)


def _checks(body: Node, file: GoFile, files: Mapping[str, GoFile]) -> list[Check]:
    """The checks of a test, those of its helpers first."""
    found = [
        [c for c in home.checks.values() if _inside(c.node, part)]
        for home, part in called(body, file, files)
    ]
    return [check for checks in (*found[1:], *found[:1]) for check in checks]


def _moved(files: Mapping[str, GoFile], expected: Expected) -> dict[Check, Found]:
    """Checks with literal expectations. One that reads what another has moved without being moved
    itself would change its answer, so both stay."""
    every = [check for file in files.values() for check in file.checks.values()]
    moved = {check: found for check in every if (found := expected.of(check)) is not None}
    while True:
        left = set[str]()
        for check in every:
            if check not in moved:
                left |= _read(check)
        for check, found in list(moved.items()):
            if found.names & left:
                del moved[check]
                break
        else:
            return moved


def _read(check: Check) -> set[str]:
    """Names whose values a check compares; lengths and `nil` are not values."""
    names: set[str] = set()
    parts = [check.condition, check.node.child_by_field_name("initializer")]
    for part in (*parts, *check.arguments):
        for node in walk(part, _by_value) if part is not None else ():
            if not _by_value(node):
                continue
            if node.type == "identifier":
                names.add(text_of(node))
            elif node.type == "selector_expression":
                names.add("." + text_of(node.child_by_field_name("field")))
    return names


def _by_value(node: Node) -> bool:
    if node.type == "call_expression" and selected(node) == ("", "len"):
        return False
    return not (
        node.type == "binary_expression" and any(n.type == "nil" for n in node.named_children)
    )


def _turn(check: Check, edits: Edits) -> None:
    """The opposite of a check."""
    if check.moved or check.turned:
        return
    path = check.file.path
    if check.condition is None:
        opposite = OPPOSITES.get(check.word)
        function = check.node.child_by_field_name("function")
        field = function.child_by_field_name("field") if function is not None else None
        if opposite is not None and field is not None:
            formatted = "f" if text_of(field) == f"{check.word}f" else ""
            edits.put(path, field.start_byte, field.end_byte, opposite + formatted)
            check.turned = True
        return
    condition = check.condition
    operator = condition.child_by_field_name("operator")
    turned = {"==": "!=", "!=": "=="}.get(text_of(operator))
    if condition.type == "binary_expression" and operator is not None and turned:
        edits.put(path, operator.start_byte, operator.end_byte, turned)
    else:
        edits.put(path, condition.start_byte, condition.start_byte, "!(")
        edits.put(path, condition.end_byte, condition.end_byte, ")")
    check.turned = True
    # The failing branch may ask the error for its text, which is now absent.
    for function in said(check.node):
        call, owner = function.parent, function.child_by_field_name("operand")
        if call is not None and owner is not None and owner.type == "identifier":
            edits.put(path, call.start_byte, call.end_byte, text_of(owner))


def _seal(function: Node, body: Node, file: GoFile, edits: Edits) -> bool:
    """A test that may end without a comparison expects one thing, not to fail. Now it fails."""
    listed = function.child_by_field_name("parameters")
    named = [text_of(n) for n in walk(listed) if n.type == "identifier"] if listed else []
    if len(named) != 1 or named[0] not in file.testers:
        return False
    at = body.start_byte + 1
    edits.put(file.path, at, at, f" defer {named[0]}.Fail();")
    return True


def _output(file: GoFile, body: Node, edits: Edits) -> None:
    """An example's output is the comment that ends its body."""
    comments = [n for n in walk(body) if n.type == "comment"]
    first = len(comments) - 1
    while first and comments[first].start_point[0] == comments[first - 1].end_point[0] + 1:
        first -= 1
    node = comments[first]
    marker = _OUTPUT.match(text_of(node))
    at = node.start_byte + len(marker[0].encode()) if marker else node.end_byte
    word = edits.word(file.path, node.start_byte)
    edits.put(file.path, at, at, f" {word}")


def _inside(node: Node, outer: Node) -> bool:
    return outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte
