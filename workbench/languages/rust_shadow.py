"""Shadows of Rust suites: expected literals and enum variants moved where they stand; assertions
turned round where the expectation is no literal; expected panics looked for in vain.

As in Go, a test keeps its unmoved assertions when it surely reaches a moved one: turned, they
would fail first and hide who passes the moved one. A test that need not reach any is sealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial

from workbench.languages.base import Inventory, Shadow
from workbench.languages.compiled_shadow import Edits, Literal, finished, turn_last
from workbench.languages.rust_checks import PAIRS, Check, RustFile, Wanted, called, reaches
from workbench.languages.rust_expected import Expected
from workbench.languages.rust_guess import guess
from workbench.languages.rust_layout import inventory_of, lay_out
from workbench.languages.rust_source import attributes
from workbench.languages.syntax import Node, text_of, walk
from workbench.model.task import Solution, Suite

_NOTHING = "it may end without passing an assertion"
_SEAL = (
    " struct Ends; impl ::std::ops::Drop for Ends { fn drop(&mut self) {"
    ' if !::std::thread::panicking() { ::std::panic!("ended") } } } let _ends = Ends;'
)
_MESSAGE = re.compile(r"expected\s*=\s*|should_panic\s*=\s*")


def make_shadow(suite: Suite, solution: Solution, inventory: Inventory, seed: int) -> Shadow:
    """The shadow of a Rust suite, by its files and the seed alone; the solution only says which
    modules its files belong to."""
    sources = {p: s for p, s in sorted({**suite.support, **suite.files}.items())
               if p.endswith(".rs")}  # fmt: skip
    files = {p: RustFile(p, s) for p, s in sources.items()}
    edits, expected = Edits(seed), Expected(files, sources)
    for file in files.values():
        for check in file.checks.values():
            found = expected.of(check)
            if found:
                _move(found, edits)
                check.moved = True
    unperturbed: dict[str, str] = {}
    sealed: list[str] = []
    unsure: list[str] = []
    for ref in inventory.tests:
        file_of = files.get(ref.file)
        if file_of is None:
            unperturbed[ref.id] = "its file was not found"
            continue
        function = file_of.by_line.get(ref.line or 0)
        if function is None:
            if not _made_by_macro(file_of, ref.line or 0, files, edits):
                unperturbed[ref.id] = _NOTHING
            continue
        if _panic(function, file_of, edits):
            continue
        body = function.child_by_field_name("body")
        certain = partial(_certain, body, file_of, files, expected)
        if certain(lambda c: c.moved):
            continue
        checks = _checks(function, file_of, files)
        guesses = {c: g for c in checks if not c.turned and not c.moved and (g := guess(c))}
        if certain(lambda c: c.moved or c in guesses):  # noqa: B023
            # Turned round, a comparison of the solution's own objects would not tell one that
            # says yes to everything.
            for check, made in guesses.items():
                edits.scatter(made)
                check.guessed = True
            unsure.append(ref.id)
            continue
        if turn_last(checks, certain, partial(_turn, edits=edits)):
            continue
        if body is None:
            unperturbed[ref.id] = _NOTHING
        else:
            # It expects one thing: not to panic. Now it expects to, however it ends.
            edits.put(file_of.path, body.start_byte + 1, body.start_byte + 1, _SEAL)
            sealed.append(ref.id)
    return finished(
        suite,
        edits,
        inventory,
        lambda s: inventory_of(lay_out(solution, s)),
        unperturbed,
        sealed=sealed,
        unsure=unsure,
    )


def _move(found: Iterable[Literal], edits: Edits) -> None:
    plain = []
    for each in found:
        if each.kind.startswith("variant:"):
            others = each.kind.removeprefix("variant:").split()
            chosen = others[edits.pick(each.path, each.text) % len(others)]
            edits.put(each.path, each.start, each.end, chosen)
        else:
            plain.append(each)
    edits.move(plain)


def _certain(
    body: Node | None, file: RustFile, files: Mapping[str, RustFile], expected: Expected,
    wanted: Wanted,
) -> bool:  # fmt: skip
    return reaches(body, file, files, wanted, expected.filled)


def _checks(function: Node, file: RustFile, files: Mapping[str, RustFile]) -> list[Check]:
    """The checks of a test, those of its helpers first."""
    found = [
        [
            c
            for c in home.checks.values()
            if part.start_byte <= c.node.start_byte and c.node.end_byte <= part.end_byte
        ]
        for home, part in called(function, file, files)
    ]
    return [check for checks in (*found[1:], *found[:1]) for check in checks]


def _turn(check: Check, edits: Edits) -> None:
    """The opposite of a check."""
    if check.moved or check.turned or check.guessed:
        return
    path, check.turned = check.file.path, True
    if check.name is not None and check.word in PAIRS:
        start = check.name.end_byte - len(check.word)
        edits.put(path, start, check.name.end_byte, PAIRS[check.word])
        return
    first = check.arguments[0]
    start, end = first.node.start_byte + first.shift, first.node.end_byte + first.shift
    edits.put(path, start, start, "!(")
    edits.put(path, end, end, ")")


def _panic(function: Node, file: RustFile, edits: Edits) -> bool:
    """`#[should_panic]`: another message, or no expectation at all."""
    for mark in attributes(function):
        text = text_of(mark)
        if not re.match(r"should_panic\b", text):
            continue
        message = next((n for n in walk(mark) if n.type.endswith("string_literal")), None)
        if message is not None and _MESSAGE.search(text):
            edits.lengthen(
                Literal(file.path, message.start_byte, message.end_byte, text_of(message), "string")
            )
        else:
            edits.put(file.path, mark.start_byte, mark.end_byte, "allow(dead_code)")
        return True
    return False


def _made_by_macro(
    file: RustFile, line: int, files: Mapping[str, RustFile], edits: Edits
) -> bool:  # fmt: skip
    """A test that a macro makes: the assertions in the call or in the macro's body are turned."""
    turned = False
    for node in walk(file.root):
        if node.type == "macro_invocation" and (
            node.start_point[0] <= line - 1 <= node.end_point[0]
        ):
            for home, part in called(node, file, files):
                for check in home.checks.values():
                    inside = part.start_byte <= check.node.start_byte < part.end_byte
                    if home is file and not inside:
                        continue
                    if inside:
                        _turn(check, edits)
                        turned = True
            return turned
    return False
