"""Reads Python suites with the standard parser: classes, decorators, imports, skip marks."""

from __future__ import annotations

import ast
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping

# `warnings.catch_warnings` swaps process-wide state.
_WARNINGS = threading.Lock()


def parse(text: str, name: str) -> ast.Module | str:
    """The module, or one sentence about why it is none."""
    try:
        with _WARNINGS, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text, name)
    except SyntaxError as error:
        return f"{name}, line {error.lineno}: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return f"{name}: {str(error) or 'nested too deep'}"


def flat(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when a module or class body runs, branches included; what stands under
    `if __name__ == "__main__"` does not run in a test."""
    for node in body:
        yield node
        if isinstance(node, ast.If):
            if not _is_main_guard(node.test):
                yield from flat(node.body)
            yield from flat(node.orelse)
        elif isinstance(node, ast.Try):
            yield from flat([*node.body, *node.orelse, *node.finalbody])
            for handler in node.handlers:
                yield from flat(handler.body)
        elif isinstance(node, ast.With):
            yield from flat(node.body)


def _is_main_guard(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and any(
        isinstance(n, ast.Name) and n.id == "__name__" for n in ast.walk(test)
    )


def dotted(node: ast.expr) -> str:
    """`pytest.mark.skip` of a name, an attribute or a call of one; '' for anything else."""
    parts: list[str] = []
    while True:  # a chain may be longer than Python's stack is deep
        match node:
            case ast.Call():
                node = node.func
            case ast.Attribute():
                parts.append(node.attr)
                node = node.value
            case _:
                break
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def is_skipped(decorators: Iterable[ast.expr]) -> bool:
    """Whether an unconditional skip mark is among them."""
    return any(
        name == "skip" or name.endswith((".mark.skip", "unittest.skip"))
        for name in map(dotted, decorators)
    )


def is_fixture(decorators: Iterable[ast.expr]) -> bool:
    """Whether a decorator makes a fixture of the function."""
    return any(dotted(d).rsplit(".", 1)[-1] in ("fixture", "yield_fixture") for d in decorators)


def module_skipped(tree: ast.Module) -> bool:
    """`pytestmark = pytest.mark.skip` or `pytest.skip(..., allow_module_level=True)`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(dotted(t) == "pytestmark" for t in node.targets):
            value = node.value
            marks = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
            if is_skipped(marks):
                return True
        if isinstance(node, ast.Expr) and dotted(node.value) == "pytest.skip":
            return True
    return False


def imported(tree: ast.Module) -> set[str]:
    """Top-level names of every module imported anywhere in the file; '.' for a relative one."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add("." if node.level else (node.module or "").split(".")[0])
    return names


def imported_below(tree: ast.Module) -> set[str]:
    """Dotted names of what is imported from inside a module: `unittest.mock`, `os.path`. Whether
    each is a module shows when it is imported."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names if "." in alias.name)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
            names.update({node.module} if "." in node.module else ())
    return names


def module_names(paths: Iterable[str]) -> dict[str, str]:
    """Importable dotted name -> path, for each root a file could be seen from."""
    found: dict[str, str] = {}
    for path in paths:
        if not path.endswith(".py"):
            continue
        parts = path[:-3].split("/")
        if parts[-1] == "__init__":
            parts = parts[:-1]
        for start in range(len(parts)):
            found.setdefault(".".join(parts[start:]), path)
    return found


class Classes:
    """Every class of a suite's files, so that inherited tests are found where they stand."""

    def __init__(self, trees: Mapping[str, ast.Module]) -> None:
        self._trees = trees
        self._modules = module_names(trees)
        self._named: dict[str, dict[str, ast.ClassDef | tuple[str, str]]] = {}
        """by file: what a name means there first, a class or (module, name) of an import"""

    def find(self, file: str, name: str, depth: int = 0) -> tuple[str, ast.ClassDef] | None:
        """The class a name means inside a file: its own or one imported from the suite."""
        if file not in self._trees or depth > 8:
            return None
        found = self._names_of(file).get(name)
        if isinstance(found, ast.ClassDef):
            return file, found
        source = self._modules.get(found[0]) if found else None
        return self.find(source, found[1], depth + 1) if found and source else None

    def _names_of(self, file: str) -> dict[str, ast.ClassDef | tuple[str, str]]:
        if file not in self._named:
            named = self._named[file] = {}
            for node in flat(self._trees[file].body):
                if isinstance(node, ast.ClassDef):
                    named.setdefault(node.name, node)
                elif isinstance(node, ast.ImportFrom):
                    for alias in node.names:
                        place = (node.module or "", alias.name)
                        named.setdefault(alias.asname or alias.name, place)
        return self._named[file]

    def module(self, name: str) -> str | None:
        """The file of the suite a dotted module name means."""
        return self._modules.get(name)

    def bases(self, file: str, node: ast.ClassDef) -> Iterator[tuple[str, ast.ClassDef]]:
        """Base classes known from the suite, nearest first."""
        for base in node.bases:
            name = dotted(base).rsplit(".", 1)[-1]
            found = self.find(file, name)
            if found is not None and found[1] is not node:
                yield found

    def is_test_case(self, file: str, node: ast.ClassDef, depth: int = 0) -> bool:
        """Whether unittest's TestCase is among its ancestors."""
        if any(dotted(base).rsplit(".", 1)[-1].endswith("TestCase") for base in node.bases):
            return True
        if depth > 8:
            return False
        return any(self.is_test_case(f, n, depth + 1) for f, n in self.bases(file, node))
