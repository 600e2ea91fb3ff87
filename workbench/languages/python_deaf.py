"""Checks of a Python suite that can be made to fail, one by one: where the test then passes all the
same, nothing ever reaches the check, or what it says is swallowed.

A callback nobody calls, a loop over nothing, a branch or an `except` that is never taken, a
coroutine nobody awaits, an `except Exception: pass` around an assertion.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.languages.base import Inventory
from workbench.languages.python_inventory import trees_of
from workbench.languages.python_source import dotted
from workbench.model.task import Framework, Suite

_SAID = "raise AssertionError('made to fail')"
_RAISES = frozenset({"raises", "assertRaises", "assertRaisesRegex", "warns", "assertWarns",
                     "assertLogs"})  # fmt: skip
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_WITHS = (ast.With, ast.AsyncWith)
_MACHINE = ("sys.", "os.name", "os.environ", "os.getenv", "platform", "TYPE_CHECKING", "version")
"""words of a condition that asks where it runs: its other branch is for another machine"""


@dataclass(frozen=True)
class Check:
    """A check of the tests `ids`, which all run the same function. `at`: where in the file, in
    bytes, `before` is to be inserted."""

    ids: tuple[str, ...]
    file: str
    line: int
    at: int
    before: str


def checks_of(suite: Suite, inventory: Inventory) -> dict[tuple[str, int], list[Check]]:
    """By file and line of their test. Of those that stand plainly in its body the first alone: who
    hears that one hears the others."""
    if inventory.framework is Framework.SCRIPT:
        return {}
    trees, _ = trees_of(suite)
    owners: dict[tuple[str, int], list[str]] = {}
    for ref in inventory.tests:
        if ref.line is not None:
            owners.setdefault((ref.file, ref.line), []).append(ref.id)
    found: dict[tuple[str, int], list[Check]] = {}
    for file, text in suite.files.items():
        if file not in trees:
            continue
        starts = _line_starts(text)
        for node in ast.walk(trees[file]):
            ids = owners.get((file, getattr(node, "lineno", 0)), ())
            if not isinstance(node, _FUNCTIONS) or not ids:
                continue
            # Which branches drawn examples take differs from run to run.
            drawn = any(dotted(m).rsplit(".", 1)[-1] == "given" for m in node.decorator_list)
            plain = False
            for stmt, place, hidden in _checks(node.body):
                if (plain and not hidden) or (drawn and hidden):
                    continue
                plain = plain or not hidden
                line, at = place.lineno, starts[place.lineno - 1] + place.col_offset
                # What has a block of its own needs a line of its own before it.
                gap = "; " if isinstance(place, ast.Assert | ast.Expr) else (
                    "\n" + " " * place.col_offset)  # fmt: skip
                made = Check(tuple(ids), file, stmt.lineno, at, _SAID + gap)
                if not text.split("\n")[line - 1][: place.col_offset].strip(" "):
                    found.setdefault((file, node.lineno), []).append(made)
    return found


def broken(suite: Suite, checks: Sequence[Check]) -> Suite:
    """The suite in which each of these fails whenever it is reached."""
    files = dict(suite.files)
    for check in sorted(checks, key=lambda c: -c.at):
        data = files[check.file].encode()
        files[check.file] = (data[: check.at] + check.before.encode() + data[check.at :]).decode()
    return suite.model_copy(update={"files": files})


def _line_starts(text: str) -> list[int]:
    starts, at = [0], 0
    for line in text.encode().split(b"\n"):
        at += len(line) + 1
        starts.append(at)
    return starts


def _checks(
    body: Sequence[ast.stmt], *, hidden: bool = False, guard: ast.stmt | None = None
) -> Iterator[tuple[ast.stmt, ast.stmt, bool]]:
    """(the check, the statement before which it is made to fail, whether anything stands around it
    that may keep it from being reached or heard). `guard`: the first statement of what may swallow
    it."""
    for at, stmt in enumerate(body):
        if _never_meant(stmt):
            # Right code does not come here: that it would be heard shows at the beginning.
            if guard is not None and guard is not stmt:
                yield stmt, guard, True
        elif _is_check(stmt):
            yield stmt, stmt, hidden
        if isinstance(stmt, ast.Return | ast.Raise | ast.Break | ast.Continue):
            hidden = True
        yield from _inside(stmt, hidden=hidden, guard=guard)
        if at > 500:
            return


def _inside(
    stmt: ast.stmt, *, hidden: bool, guard: ast.stmt | None
) -> Iterator[tuple[ast.stmt, ast.stmt, bool]]:
    if isinstance(stmt, ast.If):
        if not any(word in ast.unparse(stmt.test) for word in _MACHINE):
            yield from _checks(stmt.body, hidden=True, guard=guard)
            yield from _checks(stmt.orelse, hidden=True, guard=guard)
    elif isinstance(stmt, ast.For | ast.AsyncFor):
        # A `while` often waits for something that may be there already.
        yield from _checks([*stmt.body, *stmt.orelse], hidden=True, guard=guard)
    elif isinstance(stmt, ast.Try):
        first = stmt.body[0] if stmt.handlers else guard
        yield from _checks(stmt.body, hidden=True, guard=first)
        for handler in stmt.handlers:
            yield from _checks(handler.body, hidden=True)
        yield from _checks([*stmt.orelse, *stmt.finalbody], hidden=True, guard=guard)
    elif isinstance(stmt, _WITHS):
        called = [i.context_expr for i in stmt.items]
        names = {dotted(c).rsplit(".", 1)[-1] for c in called}
        if names & _RAISES:
            # The last line is what is to raise, perhaps by an assertion.
            text = " ".join(map(ast.unparse, called))
            if "Assertion" not in text and not any("*" in ast.unparse(c) for c in called):
                yield from _checks(stmt.body[:-1], hidden=True)
                last = stmt.body[-1]
                if len(stmt.body) > 1 and isinstance(last, ast.Assert) and not _never_meant(last):
                    yield last, last, True
        elif "suppress" in names:
            yield from _checks(stmt.body, hidden=True, guard=stmt.body[0])
        else:
            yield from _checks(stmt.body, hidden=hidden, guard=guard)
    elif isinstance(stmt, ast.Match):
        for case in stmt.cases:
            yield from _checks(case.body, hidden=True, guard=guard)
    elif isinstance(stmt, _FUNCTIONS):
        yield from _checks(stmt.body, hidden=True)


def _never_meant(stmt: ast.stmt) -> bool:
    """Whether only wrong code comes here: `assert False`, `self.fail()`, `raise AssertionError`."""
    if isinstance(stmt, ast.Assert):
        return isinstance(stmt.test, ast.Constant) and not stmt.test.value
    if isinstance(stmt, ast.Raise):
        return stmt.exc is not None and dotted(stmt.exc) == "AssertionError"
    return isinstance(stmt, ast.Expr) and dotted(stmt.value) in ("self.fail", "pytest.fail")


def _is_check(stmt: ast.stmt) -> bool:
    if isinstance(stmt, ast.Assert):
        return True
    if isinstance(stmt, _WITHS):
        called = {dotted(item.context_expr).rsplit(".", 1)[-1] for item in stmt.items}
        return bool(called & _RAISES)
    if not isinstance(stmt, ast.Expr):
        return False
    value = stmt.value.value if isinstance(stmt.value, ast.Await) else stmt.value
    if not isinstance(value, ast.Call):
        return False
    name = dotted(value)
    return name.startswith("self.assert") or ".testing.assert" in f".{name}"
