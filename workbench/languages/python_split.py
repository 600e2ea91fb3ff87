"""Splits a Python run: what stands in for the solution, which files go where, what cannot be."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.languages.python_source import dotted, imported, parse
from workbench.model.task import Solution, Suite

_CODE = (".py", ".pyi")

# What only means something where tests and solution are one process. Each entry is looked for in
# the suite's text, and is the reason in words when found.
_ONE_PROCESS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(getsource\w*|getsourcefile|getmodule|getfullargspec)\b"), "reads source code"),
    (re.compile(r"\b(signature|getmembers|is(generator|coroutine|async\w*)?function)\("),
     "inspects the solution's functions"),
    (re.compile(r"\b(FunctionType|ModuleType|MethodType|CodeType)\b"),
     "looks at what kind of object a function is"),
    (re.compile(r"__(code|globals|closure|defaults|kwdefaults|annotations|subclasses|builtins)__"),
     "looks inside the solution's objects"),
    (re.compile(r"\b(get_type_hints|tracemalloc|settrace|setprofile|cProfile|sys\._getframe)\b"),
     "watches the interpreter"),
    (re.compile(r"\b(import|from) (gc|weakref|ctypes|doctest|dis)\b"),
     "looks at the interpreter's objects"),
    (re.compile(r"\b(subprocess|multiprocessing|runpy|os\.system|os\.fork|ProcessPoolExecutor)\b"),
     "starts processes"),
    (re.compile(r"\b(threading|_thread|ThreadPoolExecutor|concurrent\.futures)\b"),
     "calls from several threads"),
    (re.compile(r"\b(import_module|spec_from_file_location|exec_module|__import__)\b"),
     "loads modules by itself"),
    (re.compile(r"\b(autospec|create_autospec|spec_set)\b"), "makes doubles from the solution"),
    (re.compile(r"\b(capfd|capfdbinary|capsysbinary)\b"), "reads file descriptors"),
    (re.compile(r"\b(locale\.setlocale|time\.tzset|signal\.\w+|faulthandler|resource\.\w+)\("),
     "changes the process"),
    (re.compile(r"\b(dataclasses\.)?(asdict|astuple|is_dataclass)\(|\bdataclasses\.(replace|fields)\("),
     "takes data classes apart"),
    (re.compile(r"\bpickle\b|\bmarshal\b|\bshelve\b"), "stores objects as bytes"),
)  # fmt: skip
# Pairs: the suite does one, the solution the other, and one process is what joins them.
_SHARED: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"\b(tmp_path\w*|tmpdir\w*|tempfile|pathlib|shutil|write_text|write_bytes|mkdir|"
            r"os\.(remove|unlink|makedirs|path|listdir|chdir)|sqlite3)\b|\bopen\("
        ),
        re.compile(r"\b(open\(|pathlib|shutil|tempfile|glob|sqlite3|import os\b|from os\b|io\.)"),
        "tests and solution read or write the same files",
    ),
    (
        re.compile(r"\b(caplog|assertLogs|assertNoLogs|logging)\b"),
        re.compile(r"\blogging\b"),
        "the tests read the solution's log",
    ),
    (
        re.compile(r"\b(getcontext|setcontext|localcontext)\b"),
        re.compile(r"\bdecimal\b"),
        "the tests set how the solution computes decimals",
    ),
    (re.compile(r"\bsocket\b"), re.compile(r"\b(socket|urllib|http)\b"), "they share a network"),
    (re.compile(r"\bcontextvars\b"), re.compile(r"\bcontextvars\b"), "they share a context"),
)
_PATCHES = re.compile(r"\b(mock|monkeypatch|mocker|MonkeyPatch)\b")
_RANDOM = re.compile(r"\b(random|hypothesis)\b")
_ENVIRON = re.compile(r"\b(environ|getenv|putenv|setenv|delenv)\b")


@dataclass(frozen=True)
class Parts:
    """A run taken apart: files of either side, and what both orders say alike."""

    tests: Mapping[str, str]
    solution: Mapping[str, str]
    split: Mapping[str, Any]


def take_apart(
    solution: Solution, suite: Suite, is_config: Callable[[str], bool], roots: list[str]
) -> Parts | str:
    """The two sides' files and the names of the solution's modules; or a sentence why tests and
    solution have to share a process."""
    theirs = {**suite.support, **suite.files}
    mine = {p: t for p, t in solution.files.items() if not is_config(p) and p not in theirs}
    sources = {p: t for p, t in mine.items() if p.endswith(".py")}
    modules = _modules(sources, roots)
    if not modules:
        return "the solution has no Python module of its own"
    why = _objection(sources, theirs, modules)
    if why:
        return why
    text = "\n".join(sources.values())
    said = "\n".join(t for p, t in theirs.items() if p.endswith(".py"))
    tests = theirs | {
        path: data
        for path, data in mine.items()
        if not path.endswith(_CODE) and path.rpartition("/")[2] in said
    }
    for path in sources:
        # A test that lies in a package of the solution is found as a part of that package.
        folder = path.removesuffix("__init__.py")
        if path.endswith("__init__.py") and any(other.startswith(folder) for other in theirs):
            tests[path] = ""
    read = {
        path: data
        for path, data in theirs.items()
        if not path.endswith(_CODE) and path.rpartition("/")[2] in text
    }
    random = _RANDOM.search(said) is not None and re.search(r"\brandom\b", text) is not None
    split = {
        "modules": modules,
        "random": random,
        "environ": _ENVIRON.search(said) is not None,
        "warnings": re.search(r"\bwarnings?\b", text) is not None,
        "patches": _PATCHES.search(said) is not None,
    }
    return Parts(tests=tests, solution={**mine, **read}, split=split)


def _modules(sources: Mapping[str, str], roots: list[str]) -> dict[str, list[str] | None]:
    """Dotted name -> folders of the package, or None for a plain module; as seen from any root."""
    found: dict[str, list[str] | None] = {}
    for path in sources:
        for root in roots:
            base = root.removeprefix("/job").lstrip("/")
            if base and not path.startswith(base + "/"):
                continue
            parts = path[len(base) + 1 if base else 0 : -3].split("/")
            folders = None
            if parts[-1] == "__init__":
                parts = parts[:-1]
                folders = ["/job/" + "/".join(filter(None, [base, *parts]))]
            if parts and all(part.isidentifier() for part in parts):
                found[".".join(parts)] = folders
                for end in range(1, len(parts)):
                    # Folders without `__init__.py` are packages too.
                    holder = "/job/" + "/".join(filter(None, [base, *parts[:end]]))
                    found.setdefault(".".join(parts[:end]), [holder])
    return found


def _objection(
    sources: Mapping[str, str], theirs: Mapping[str, str], modules: Mapping[str, object]
) -> str:
    said = {p: t for p, t in theirs.items() if p.endswith(".py")}
    code = "\n".join(sources.values())
    local = {p.rpartition("/")[2][:-3] for p in said} | {p.split("/")[0] for p in said if "/" in p}
    for path, text in sources.items():
        tree = parse(text, path)
        if isinstance(tree, str):
            continue
        for name in sorted(imported(tree) & local - {m.split(".")[0] for m in modules}):
            return f"{path} imports {name}, which is the suite's"
    for path, text in said.items():
        for pattern, why in _ONE_PROCESS:
            found = pattern.search(text)
            if found:
                return f"{path}, line {_line(text, found)}: it {why}"
        for ours, its, why in _SHARED:
            found = ours.search(text)
            if found and its.search(code):
                return f"{path}, line {_line(text, found)}: {why}"
        tree = parse(text, path)
        if not isinstance(tree, str):
            for line, why in _of_tree(tree, sources, modules):
                return f"{path}, line {line}: {why}"
    return ""


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def _of_tree(
    tree: ast.Module, sources: Mapping[str, str], modules: Mapping[str, object]
) -> Iterator[tuple[int, str]]:
    """Statements that change a module which is not the solution's, and names of its files."""
    outside: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            outside |= {
                a.asname or a.name.split(".")[0] for a in node.names if a.name not in modules
            }
    files = {path.rpartition("/")[2] for path in sources}
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign | ast.Delete):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute):
                name = dotted(target)
                if name.split(".")[0] in outside and name not in ("sys.stdin", "sys.stdout"):
                    yield target.lineno, f"it changes {name}"
            elif isinstance(target, ast.Subscript) and dotted(target.value) == "sys.modules":
                yield target.lineno, "it changes sys.modules"
        if isinstance(node, ast.Constant) and node.value in files:
            yield node.lineno, f"it reads {node.value}"
