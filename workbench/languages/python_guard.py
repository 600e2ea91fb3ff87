"""What a Python solution may not contain: code that reaches into the framework that judges it, or
looks at the code that calls it.

Whoever hides such code finds a way; this refuses the tricks as they are commonly written.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from workbench.languages.layout import FOLDER_IS_HELD
from workbench.languages.python_source import dotted

_INSIDES = ("_pytest", "pluggy", "workbench_harness")
_FRAMEWORKS = ("pytest", "unittest")
# Tests read and compare with these as well: who replaces a part of them decides what is equal.
_SHARED = frozenset(
    {
        *("builtins", "json", "math", "pathlib", "io", "operator", "re", "csv", "pickle", "copy"),
        *("functools", "itertools", "collections", "fractions", "statistics", "contextlib", "os"),
    }
)
# Each of these shows a caller's variables, constants or source, or all objects of the process:
# among them what the tests compare with.
_LOOKS = frozenset(
    {
        *("_getframe", "_getframemodulename", "_current_frames", "currentframe", "getouterframes"),
        *("f_back", "f_locals", "f_globals", "tb_frame", "gi_frame", "cr_frame", "ag_frame"),
        *("get_objects", "get_referrers", "get_referents", "extract_stack", "walk_stack"),
        *("format_stack", "settrace", "setprofile", "addaudithook", "settrace_all_threads"),
        *("setprofile_all_threads", "inspect.stack", "inspect.trace", "sys.monitoring"),
    }
)
# Looked at first: the whole of every link of a long chain is a lot of text.
_LAST = frozenset(name.rsplit(".", 1)[-1] for name in _LOOKS)
_MEMORY = ("ctypes", "_ctypes", "linecache")
_PROCESS = ("/proc/self/mem", "/proc/self/maps")


def refuse(
    path: str, source: str, *, held: bool = False, tests: Collection[str] = frozenset()
) -> str:
    """Why this file of a solution may not run, or ''. With `held` it may not change the working
    folder; `tests` are the modules that hold the tests, and maybe the very reference they compare
    with."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""  # Python will say so itself
    for line, why in _complaints(tree, held, tests):
        return f"{path}, line {line}: {why}"
    return ""


def _froms(node: ast.ImportFrom) -> list[str]:
    """What may be a module in `from a.b import c`: from here upwards, by its own name alone."""
    module, names = node.module or "", [alias.name for alias in node.names]
    if node.level:
        return [module.rpartition(".")[2], *names]
    return [module, *(f"{module}.{name}" for name in names)]


def _complaints(tree: ast.Module, held: bool, tests: Collection[str]) -> Iterator[tuple[int, str]]:
    names, shared = _bound(tree, _FRAMEWORKS), _bound(tree, _SHARED)
    own_module: set[int] = set()  # a module may look itself up; `walk` meets that from outside
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Import(names=aliases):
                modules = [alias.name for alias in aliases]
            case ast.ImportFrom(module=str(module), level=0):
                if held and {a.name for a in node.names} & {"chdir", "fchdir"}:
                    yield line, FOLDER_IS_HELD
                modules = [module]
                yield from ((line, _looks(a.name)) for a in node.names if a.name in _LOOKS)
                if module == "inspect":
                    seen = {f"inspect.{a.name}" for a in node.names} & _LOOKS
                    yield from ((line, _looks(name)) for name in sorted(seen))
            case ast.Constant(value=str(word)) if word.startswith("_pytest") and " " not in word:
                modules = [word]  # sys.modules["_pytest.runner"]
            case ast.Constant(value=str(word)) if word in tests:
                modules = [word]  # __import__("test_solution")
            case ast.Constant(value=str(word)) if word.startswith(_PROCESS):
                yield line, f"{word} is the memory of what judges it"
                modules = []
            case ast.Constant(value=str(word)) if word in _LOOKS:
                yield line, _looks(word)  # getattr(sys, "_getframe")
                modules = []
            case ast.Subscript(value=ast.Attribute(attr="modules") as table) if (
                dotted(table) == "sys.modules" and dotted(node.slice) == "__name__"
            ):
                own_module.add(id(table))
                modules = []
            case ast.Attribute(attr="chdir" | "fchdir") if held:
                yield line, FOLDER_IS_HELD
                modules = []
            case ast.Attribute(attr="modules") if (
                dotted(node) == "sys.modules" and id(node) not in own_module
            ):
                yield line, "sys.modules holds the tests and what judges them"
                modules = []
            case ast.Attribute() if node.attr in _LOOKS or (
                node.attr in _LAST and dotted(node) in _LOOKS
            ):
                yield line, _looks(node.attr)
                modules = []
            case _:
                modules = []
        if isinstance(node, ast.ImportFrom):
            yield from ((line, f"{name} holds the tests") for name in _froms(node) if name in tests)
        for module in modules:
            if module in tests and not isinstance(node, ast.ImportFrom):
                yield line, f"{module} holds the tests"
            if module.split(".")[0] in _INSIDES:
                yield line, f"{module} belongs to what judges it"
            if module.split(".")[0] in _MEMORY:
                yield line, f"{module} reads memory and sources that are not the solution's"
        for target in _written(node):
            if target.split(".")[0] in names:
                yield line, f"it changes {target}, which judges it"
            elif target.split(".")[0] in shared and not target.startswith("os.environ"):
                yield line, f"it changes {target}, which tests use as well"
        if isinstance(node, ast.ClassDef) and _equals_everything(node):
            yield line, f"a {node.name} says that it equals everything"


def _looks(name: str) -> str:
    return f"{name} looks into the code that calls it, or at every object there is"


def _bound(tree: ast.Module, modules: Collection[str]) -> set[str]:
    """Names that stand for one of these modules or a part of one."""
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            bound |= {
                a.asname or a.name.split(".")[0]
                for a in node.names
                if a.name.split(".")[0] in modules
            }
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in modules:
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
        # What a call gave is an object of its own: `decimal.getcontext().prec = 9`.
        if isinstance(target, ast.Attribute) and not _through_call(target):
            yield dotted(target)
    if isinstance(node, ast.Call) and dotted(node.func) in ("setattr", "delattr") and node.args:
        yield dotted(node.args[0])


def _through_call(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return not isinstance(node, ast.Name)


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
