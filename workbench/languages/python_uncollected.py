"""Python tests that pytest and unittest leave out when they look for tests by themselves.

A run of the workbench names every file; whoever uses the task need not. Told are tests in files
whose names are not asked for beside others whose are, in files a `conftest.py` ignores, and those
that options in `pytest.ini` and its like deselect; and tests that a later one of their name hides.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatch

from workbench.languages.base import Inventory, TestRef
from workbench.languages.python_source import dotted, imported, parse
from workbench.model.task import Framework, Suite

_NAMES = {Framework.PYTEST: ("test_*.py", "*_test.py"), Framework.UNITTEST: ("test*.py",)}
_SETTINGS = re.compile(r"(?:.*/)?(?:\.?pytest\.ini|pyproject\.toml|tox\.ini|setup\.cfg)")
_OPTIONS = re.compile(
    r"(?<![\w-])(?:-(?P<kind>[km])[ =]*|--(?P<left>ignore|deselect)[ =]+)"
    r"(?:\\?\"(?P<double>[^\"\\\n]+)|'(?P<single>[^'\n]+)|(?P<bare>[^\s\"']+))"
)


def uncollected(suite: Suite, inventory: Inventory) -> list[TestRef]:
    """Those of the inventory that are left out, by their last names, with the word of by whom."""
    texts = {**suite.support, **suite.files}
    settings = {path: text for path, text in texts.items() if _SETTINGS.fullmatch(path)}
    found: dict[str, TestRef] = {}
    for ref in (
        *_by_name(suite, inventory, settings),
        *_ignored(texts, inventory),
        *_deselected(settings, texts, inventory),
    ):
        found.setdefault(ref.id, ref)
    why = f"({inventory.framework.value} leaves it out)"
    return [replace(r, id=f"{r.id.rpartition('::')[2]} {why}") for r in found.values()]


def _by_name(suite: Suite, inventory: Inventory, settings: dict[str, str]) -> Iterator[TestRef]:
    names = _NAMES.get(inventory.framework, ())
    if any("python_files" in text for text in settings.values()):
        return

    def is_asked_for(file: str) -> bool:
        return any(fnmatch(file.rsplit("/", 1)[-1], name) for name in names)

    files = {ref.file for ref in inventory.tests}
    if not names or not any(map(is_asked_for, files)):
        return
    used = set()
    for path, text in suite.files.items():
        tree = parse(text, path) if path.endswith(".py") else ""
        if not isinstance(tree, str):
            used |= imported(tree)
    for ref in inventory.tests:
        stem = ref.file.rsplit("/", 1)[-1].removesuffix(".py")
        if not is_asked_for(ref.file) and stem not in used and "." not in used:
            yield ref


def _ignored(texts: dict[str, str], inventory: Inventory) -> Iterator[TestRef]:
    if inventory.framework is not Framework.PYTEST:
        return
    for path, text in texts.items():
        if path.rsplit("/", 1)[-1] != "conftest.py":
            continue
        folder = path.removesuffix("conftest.py")
        tree = parse(text, path)
        patterns = [] if isinstance(tree, str) else list(_patterns(tree))
        for ref in inventory.tests:
            inside = ref.file.removeprefix(folder)
            if ref.file.startswith(folder) and any(
                fnmatch(inside, p) or inside.startswith(f"{p.rstrip('/')}/") for p in patterns
            ):
                yield ref


def _patterns(tree: ast.Module) -> Iterator[str]:
    """What a conftest.py itself lists, always, to be ignored."""
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        names = {dotted(target) for target in node.targets}
        if names & {"collect_ignore", "collect_ignore_glob"} and isinstance(node.value, ast.List):
            yield from (
                each.value for each in node.value.elts
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )  # fmt: skip


def _deselected(
    settings: dict[str, str], texts: dict[str, str], inventory: Inventory
) -> Iterator[TestRef]:
    if inventory.framework is not Framework.PYTEST:
        return
    marked = "\n".join(texts.values())
    for text in settings.values():
        for option in _OPTIONS.finditer(_added(text)):
            value = option["double"] or option["single"] or option["bare"] or ""
            if option["left"]:
                yield from (r for r in inventory.tests if r.id.startswith(value.split("[")[0]))
                continue
            words = re.findall(r"\bnot\s+(\w+)", value)
            if option["kind"] == "k":
                yield from (r for r in inventory.tests if any(w in r.id for w in words))
            elif any(re.search(rf"\bmark\.{w}\b", marked) for w in words):
                yield from _of_mark(words, texts, inventory)


def _of_mark(words: list[str], texts: dict[str, str], inventory: Inventory) -> Iterator[TestRef]:
    for path, text in texts.items():
        tree = parse(text, path) if path.endswith(".py") else ""
        if isinstance(tree, str):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            marks = {dotted(mark).rsplit(".", 1)[-1] for mark in node.decorator_list}
            if marks & set(words):
                last = node.end_lineno or node.lineno
                yield from (r for r in inventory.tests if r.file == path
                            and r.line is not None and node.lineno <= r.line <= last)  # fmt: skip


def _added(text: str) -> str:
    """The value of `addopts`, over as many lines as it has."""
    found = re.search(r"(?m)^[ \t]*addopts[ \t]*=(.*(?:\n[ \t]+\S.*)*)", text)
    return found[1] if found else ""


def hidden(suite: Suite) -> list[TestRef]:
    """Python keeps the last of two functions of one name, silently: the tests before it."""
    found: list[TestRef] = []
    for path, text in sorted(suite.files.items()):
        module = parse(text, path) if path.endswith(".py") else ""
        if isinstance(module, str):
            continue
        scopes = [("", module.body)]
        scopes += [(f"{n.name}.", n.body) for n in ast.walk(module) if isinstance(n, ast.ClassDef)]
        for scope, body in scopes:
            tests = [n for n in body if isinstance(n, _PYTHON_FUNCTIONS) and _is_test(n)]
            last = {n.name: n for n in tests}
            found += [
                TestRef(id=f"{scope}{n.name}", file=path, line=n.lineno)
                for n in tests if last[n.name] is not n
            ]  # fmt: skip
    return found


_PYTHON_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_AGAIN = frozenset({"property", "setter", "getter", "deleter", "overload", "register"})


def _is_test(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    # A property's setter and an overload bear the name again on purpose.
    marks = {dotted(mark).rsplit(".", 1)[-1] for mark in node.decorator_list}
    return node.name.startswith("test") and not marks & _AGAIN
