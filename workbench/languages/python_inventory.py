"""Test ids of pytest and unittest suites, from the source.

The id is pytest's node id without the row: `test_x.py::TestA::test_b`. Parametrised rows are
reported as children of their function, because how many there are may depend on running code,
while which functions there are does not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.languages.base import Inventory, TestRef
from workbench.languages.python_source import (
    Classes,
    flat,
    is_fixture,
    is_skipped,
    module_skipped,
    parse,
)
from workbench.model.task import Framework, Suite

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class _Found:
    id: str
    line: int
    skipped: bool


def test_files(suite: Suite) -> list[str]:
    """The suite's Python files that may hold tests."""
    special = ("conftest.py", "__init__.py")
    return [f for f in suite.files if f.endswith(".py") and f.rsplit("/", 1)[-1] not in special]


def trees_of(suite: Suite) -> tuple[dict[str, ast.Module], list[str]]:
    """Every Python file of the suite, parsed; and what could not be."""
    trees: dict[str, ast.Module] = {}
    problems: list[str] = []
    for path, text in {**suite.support, **suite.files}.items():
        if path.endswith(".py"):
            tree = parse(text, path)
            if isinstance(tree, str):
                if path in suite.files:
                    problems.append(tree)
            else:
                trees[path] = tree
    return trees, problems


def inventory(suite: Suite, framework: Framework) -> Inventory:
    """All tests pytest or unittest would find in the suite's files."""
    trees, problems = trees_of(suite)
    classes = Classes(trees)
    tests: dict[str, TestRef] = {}
    skipped: set[str] = set()
    for file in test_files(suite):
        if file not in trees:
            continue
        all_skipped = module_skipped(trees[file])
        for found in _of_file(file, trees, classes, framework):
            tests[found.id] = TestRef(found.id, file, found.line)
            if found.skipped or all_skipped:
                skipped.add(found.id)
            else:
                skipped.discard(found.id)
    return Inventory(framework, tuple(tests.values()), frozenset(skipped), tuple(problems))


def _of_file(
    file: str, trees: Mapping[str, ast.Module], classes: Classes, framework: Framework
) -> Iterator[_Found]:
    pytest = framework is Framework.PYTEST
    for node in flat(trees[file].body):
        if isinstance(node, ast.ClassDef):
            yield from _of_class(file, file, node, classes, pytest)
        elif isinstance(node, ast.ImportFrom):
            yield from _imported(file, node, trees, classes, pytest)
        elif pytest and isinstance(node, _Function):
            if node.name.startswith("test") and not is_fixture(node.decorator_list):
                skip = is_skipped(node.decorator_list)
                yield _Found(f"{file}::{node.name}", node.lineno, skip)
        elif isinstance(node, ast.Assign):
            yield from _assigned(file, node, pytest)


def _assigned(file: str, node: ast.Assign, pytest: bool) -> Iterator[_Found]:
    names = [t.id for t in node.targets if isinstance(t, ast.Name)]
    value = node.value
    for name in names:
        # Hypothesis' state machines become tests by `TestX = Machine.TestCase`.
        if isinstance(value, ast.Attribute) and value.attr == "TestCase":
            yield _Found(f"{file}::{name}::runTest", node.lineno, False)
        elif pytest and name.startswith("test") and isinstance(value, ast.Lambda):
            yield _Found(f"{file}::{name}", node.lineno, False)


def _imported(
    file: str,
    node: ast.ImportFrom,
    trees: Mapping[str, ast.Module],
    classes: Classes,
    pytest: bool,
) -> Iterator[_Found]:
    """Tests that come in by import from another file of the suite are collected here too."""
    for alias in node.names:
        name = alias.asname or alias.name
        found = classes.find(file, name)
        if found is not None:
            named = ast.ClassDef(**{**vars(found[1]), "name": name})
            yield from _of_class(file, found[0], named, classes, pytest)
        elif pytest and name.startswith("test"):
            source = classes.module(node.module or "")
            body = flat(trees[source].body) if source else ()
            for other in body:
                if isinstance(other, _Function) and other.name == alias.name:
                    skip = is_skipped(other.decorator_list)
                    yield _Found(f"{file}::{name}", node.lineno, skip)


def _of_class(
    prefix: str, file: str, node: ast.ClassDef, classes: Classes, pytest: bool
) -> Iterator[_Found]:
    is_case = classes.is_test_case(file, node)
    if not is_case and not (pytest and node.name.startswith("Test")):
        return
    methods = methods_of(file, node, classes)
    if not is_case and "__init__" in methods:
        return  # pytest leaves such a class alone, with a warning
    if _switched_off(node):
        return
    class_skipped = is_skipped(node.decorator_list) or _marked_skip(node)
    for name, method in methods.items():
        if method is None or not name.startswith("test") or is_fixture(method.decorator_list):
            continue
        skip = class_skipped or is_skipped(method.decorator_list)
        yield _Found(f"{prefix}::{node.name}::{name}", method.lineno, skip)
    if is_case and methods.get("runTest") and not any(n.startswith("test") for n in methods):
        yield _Found(f"{prefix}::{node.name}::runTest", node.lineno, class_skipped)
    if pytest:
        for inner in flat(node.body):
            if isinstance(inner, ast.ClassDef):
                yield from _of_class(f"{prefix}::{node.name}", file, inner, classes, pytest)


def methods_of(
    file: str, node: ast.ClassDef, classes: Classes, depth: int = 0
) -> dict[str, _Function | None]:
    """Methods with those inherited, bases first; None where a subclass switched one off."""
    methods: dict[str, _Function | None] = {}
    if depth < 8:
        for base_file, base in reversed(list(classes.bases(file, node))):
            methods.update(methods_of(base_file, base, classes, depth + 1))
    for inner in flat(node.body):
        if isinstance(inner, _Function):
            methods[inner.name] = inner
        elif isinstance(inner, ast.Assign) and isinstance(inner.value, ast.Constant):
            for target in inner.targets:
                if isinstance(target, ast.Name):
                    methods[target.id] = None
    return methods


def _switched_off(node: ast.ClassDef) -> bool:
    """`__test__ = False` in the class itself."""
    for inner in node.body:
        if isinstance(inner, ast.Assign) and isinstance(inner.value, ast.Constant):
            names = [t.id for t in inner.targets if isinstance(t, ast.Name)]
            if "__test__" in names and not inner.value.value:
                return True
    return False


def _marked_skip(node: ast.ClassDef) -> bool:
    body = ast.Module(body=node.body, type_ignores=[])
    return module_skipped(body)
