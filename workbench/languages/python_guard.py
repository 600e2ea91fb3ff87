"""What a Python solution may not contain: code that reaches into the framework that judges it.

Whoever hides such code finds a way; this refuses the tricks as they are commonly written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbench.languages.python_source import dotted

_INSIDES = ("_pytest", "pluggy", "workbench_harness")
_FRAMEWORKS = ("pytest", "unittest")


def refuse(path: str, source: str) -> str:
    """Why this file of a solution may not run, or ''."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""  # Python will say so itself
    for line, why in _complaints(tree):
        return f"{path}, line {line}: {why}"
    return ""


def _complaints(tree: ast.Module) -> Iterator[tuple[int, str]]:
    names = _bound(tree)
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Import(names=aliases):
                modules = [alias.name for alias in aliases]
            case ast.ImportFrom(module=str(module), level=0):
                modules = [module]
            case ast.Constant(value=str(word)) if word.startswith("_pytest") and " " not in word:
                modules = [word]  # sys.modules["_pytest.runner"]
            case _:
                modules = []
        for module in modules:
            if module.split(".")[0] in _INSIDES:
                yield line, f"{module} belongs to what judges it"
        for target in _written(node):
            if target.split(".")[0] in names:
                yield line, f"it changes {target}, which judges it"
        if isinstance(node, ast.ClassDef) and _equals_everything(node):
            yield line, f"a {node.name} says that it equals everything"


def _bound(tree: ast.Module) -> set[str]:
    """Names that stand for a framework or a part of one."""
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            bound |= {
                a.asname or a.name.split(".")[0]
                for a in node.names
                if a.name.split(".")[0] in _FRAMEWORKS
            }
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in _FRAMEWORKS:
            bound |= {a.asname or a.name for a in node.names}
    return bound


def _written(node: ast.AST) -> Iterator[str]:
    """What a statement assigns to or deletes, where it is an attribute of something."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign | ast.Delete):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    for target in targets:
        if isinstance(target, ast.Attribute):
            yield dotted(target)
    if isinstance(node, ast.Call) and dotted(node.func) in ("setattr", "delattr") and node.args:
        yield dotted(node.args[0])


def _equals_everything(node: ast.ClassDef) -> bool:
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name == "__eq__":
            *before, last = item.body
            said = last.value if isinstance(last, ast.Return) else None
            plain = all(
                isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant) for s in before
            )
        elif isinstance(item, ast.Assign) and [dotted(t) for t in item.targets] == ["__eq__"]:
            said = item.value.body if isinstance(item.value, ast.Lambda) else None
            plain = True
        else:
            continue
        if plain and isinstance(said, ast.Constant) and said.value is True:
            return True
    return False
