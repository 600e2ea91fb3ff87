"""Suites that are plain scripts: which assertions there are, and where.

One id an `assert` statement: `test_x.py::check[3]`, the third in `check`; `test_x.py::assert[1]`
at module level. The harness finds a statement again by its line and column.

An `assert False` says "this line must not be reached", so it can never pass by itself. Its check
is the innermost compound statement around it (the `try` of "must raise", the `if` of "must not
be so"): that statement has to be reached and to end without an exception.

A script without any assert that raises or calls `sys.exit` is one check as a whole; a script
with nothing of the kind checks nothing.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.languages.base import Inventory, TestRef
from workbench.languages.python_inventory import test_files, trees_of
from workbench.languages.python_source import dotted, imported, module_names
from workbench.model.task import Framework, Solution, Suite

_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.With, ast.AsyncWith, ast.Match)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_EXITS = ("sys.exit", "exit", "quit", "os._exit", "SystemExit")


@dataclass
class Script:
    """What the harness needs to run one file and tell its assertions apart."""

    checks: list[tuple[str, int]] = field(default_factory=list)
    places: dict[str, list[str]] = field(default_factory=dict)
    whole: str = ""
    shared_scope: bool = False


def scripts(suite: Suite, solution: Solution) -> tuple[dict[str, Script], list[str]]:
    """Every script of the suite, and what could not be read."""
    trees, problems = trees_of(suite)
    local = set(module_names([*solution.files, *suite.files, *suite.support])) | {"."}
    found = {}
    for file in test_files(suite):
        if file in trees:
            script = _read(trees[file], file)
            # A script that imports none of the task's files expects their names in its own scope.
            script.shared_scope = not imported(trees[file]) & local
            found[file] = script
    return found, problems


def unsplittable(suite: Suite, solution: Solution) -> str:
    """Why a script that shares its solution's scope cannot be kept apart from it, or ''."""
    found, _ = scripts(suite, solution)
    trees, _ = trees_of(suite)
    for file, script in found.items():
        if not script.shared_scope:
            continue
        bound = {
            name.id
            for name in ast.walk(trees[file])
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store | ast.Del)
        }
        for text in solution.files.values():
            try:
                read = {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)}
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            for name in sorted(bound & read):
                return f"{file}: it binds {name}, which the solution reads in the same scope"
    return ""


def inventory(suite: Suite, solution: Solution) -> Inventory:
    """One test per assertion."""
    found, problems = scripts(suite, solution)
    tests = [
        TestRef(id, file, line) for file, script in found.items() for id, line in script.checks
    ]
    return Inventory(Framework.SCRIPT, tuple(tests), problems=tuple(problems))


def _read(tree: ast.Module, file: str) -> Script:
    script = Script()
    for id, line, holder in _checks(tree, file):
        script.checks.append((id, line))
        key = f"{holder.lineno}:{holder.col_offset}"
        script.places.setdefault(key, []).append(id)
    if not script.checks and _checks_something(tree):
        script.whole = f"{file}::script"
        script.checks.append((script.whole, 1))
    return script


def holders(tree: ast.Module, file: str) -> dict[str, ast.stmt]:
    """The statement that decides about each assertion of a file."""
    return {id: holder for id, _, holder in _checks(tree, file)}


def _checks(tree: ast.Module, file: str) -> Iterator[tuple[str, int, ast.stmt]]:
    counts: Counter[str] = Counter()

    def visit(
        node: ast.AST, scope: str, around: ast.stmt | None
    ) -> Iterator[tuple[str, int, ast.stmt]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, _SCOPES):
                inner = f"{scope}.{child.name}" if scope else child.name
                yield from visit(child, inner, None)
            elif isinstance(child, ast.Assert):
                counts[scope] += 1
                id = f"{file}::{scope or 'assert'}[{counts[scope]}]"
                holder = around if _always_fails(child) and around is not None else child
                yield id, child.lineno, holder
            else:
                yield from visit(child, scope, child if isinstance(child, _COMPOUND) else around)

    yield from visit(tree, "", None)


def _always_fails(node: ast.Assert) -> bool:
    return isinstance(node.test, ast.Constant) and not node.test.value


def _checks_something(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and node.exc is not None:
            return True
        if isinstance(node, ast.Call):
            name = dotted(node)
            if name in _EXITS or name.rsplit(".", 1)[-1].startswith("assert"):
                return True
    return False
