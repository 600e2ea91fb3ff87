"""Python: which functions a suite calls, calls of them as jobs, and a call as a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.languages.base import Inventory
from workbench.languages.calls import (
    FUEL,
    Call,
    Entry,
    Result,
    View,
    call_text,
    dump_calls,
)
from workbench.languages.objects import ClassEntry
from workbench.languages.python import PythonLanguage
from workbench.languages.python_objects import (
    class_entries,
    named_of,
    named_parameters,
    parameters_of,
)
from workbench.languages.python_probe import (
    STANDARD,
    check,
    is_built_in,
    literal,
    program,
    with_known_errors,
)
from workbench.languages.python_source import flat, module_names, parse
from workbench.languages.python_views import views_of
from workbench.languages.values import Value, built_in
from workbench.model.task import Framework, Limits, Solution, Suite
from workbench.sandboxes.base import Job
from workbench.toolchains.base import Toolbox

_MOST_CONSTANTS = 300
_MOST_EXAMPLES = 60
# One line at the end of each of the solution's files; the harness made the name.
_HAND_OVER = '\n__import__("builtins").__wb_record__(globals(), {file!r})\n'


class PythonCalls:
    """Calls of module-level functions, and programs with objects of module-level classes."""

    def entries(self, solution: Solution, suite: Suite) -> tuple[Entry, ...]:
        """Module-level functions the suite names, then classes it makes objects of, each in the
        order it first does."""
        text = "\n".join([*suite.files.values(), *suite.support.values()])
        found: dict[str, Entry] = {}
        trees = dict(self._trees(solution, suite))
        for path, tree in trees.items():
            for node in flat(tree.body):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    found[node.name] = _entry(path, node)
        places = {
            name: place.start()
            for name in found
            if (place := re.search(rf"(?<![\w'\"]){re.escape(name)}\b(?=\s*[(,\n)])", text))
        }
        called = [n for n in places if re.search(rf"\b{re.escape(n)}\s*[()]", text)]
        functions = [found[name] for name in sorted(called, key=places.__getitem__)]
        return (*functions, *class_entries(trees, text))

    @staticmethod
    def _trees(solution: Solution, suite: Suite) -> Iterator[tuple[str, ast.Module]]:
        for path, source in solution.files.items():
            tree = parse(source, path) if path.endswith(".py") else ""
            if not isinstance(tree, str) and path not in suite.files:
                yield path, tree

    def examples(self, prompt: str, entry: str) -> tuple[Call, ...]:
        """`name(literals)` anywhere in the prompt."""
        found: list[Call] = []
        for place in re.finditer(rf"(?<![\w.]){re.escape(entry)}\s*\(", prompt):
            call = _literal_call(call_text(prompt, place.start()))
            if call is not None and call not in found:
                found.append(call)
        return tuple(found[:_MOST_EXAMPLES])

    def constants(self, text: str) -> tuple[Value, ...]:
        """Numbers and texts; docstrings are none."""
        tree = parse(text, "solution")
        if isinstance(tree, str):
            return ()
        words = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        found: dict[tuple[type, Value], None] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in words:
                value = node.value
                if isinstance(value, int | float | str | bytes) and not isinstance(value, bool):
                    found[type(value), value] = None
        return tuple(value for _, value in found)[:_MOST_CONSTANTS]

    def views(self, suite: Suite, entry: str) -> tuple[View, ...]:
        """Read from the assertions around its calls."""
        found: dict[View, None] = {}
        for path, source in suite.files.items():
            tree = parse(source, path) if path.endswith(".py") else ""
            if not isinstance(tree, str):
                found |= dict.fromkeys(views_of(tree, entry))
        return tuple(found)

    def callable(self, solution: Solution, suite: Suite, entry: Entry) -> Solution:
        """As it is: the harness counts steps while it compiles."""
        return solution

    def recordable(self, solution: Solution, suite: Suite, entries: Sequence[Entry]) -> Solution:
        """A line more at the end of each file, which hands its names over."""
        files = {
            path: text + _HAND_OVER.format(file=path) if path.endswith(".py") else text
            for path, text in solution.files.items()
        }
        return solution.model_copy(update={"files": files})

    def call_job(
        self,
        solution: Solution,
        suite: Suite,
        tools: Toolbox,
        limits: Limits,
        entry: Entry,
        calls: Sequence[Call],
        *,
        nonce: str,
        fuel: int = FUEL,
        call_wall_s: float = 2.0,
        artefact: bytes = b"",
    ) -> Job:
        """The solution beside the suite's data files, and no test."""
        base, given = PythonLanguage().job_and_order(
            solution, suite, Inventory(Framework.PYTEST, ()), tools, limits
        )
        objects = [e for e in self.entries(solution, suite) if isinstance(e, ClassEntry)]
        order = {
            "side": "calls",
            "nonce": nonce,
            "module": _module(entry),
            "entry": entry.name,
            "reads": entry.reads if isinstance(entry, ClassEntry) else None,
            "named": named_of(entry) if isinstance(entry, ClassEntry) else {},
            "classes": {e.name: _module(e) for e in objects},
            "shown": objects[0].shown if objects else (),
            "calls": dump_calls(calls),
            "fuel": fuel,
            "call_wall_s": call_wall_s,
            "load_wall_s": 5.0,
            "memory_bytes": max(limits.memory_mb - 64, 64) << 20,
            **{key: given[key] for key in ("roots", "shadows", "data", "kit")},
        }
        code = {p: f for p, f in base.files.items() if p.endswith((".py", ".pyi"))}
        hidden = set(code) - set(solution.files)
        files = {p: f for p, f in base.files.items() if p not in hidden}
        job = replace(base, files=files, label=f"python calls of {entry.name}")
        return PythonLanguage.with_order(job, order)

    def record_job(
        self,
        solution: Solution,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        entries: Sequence[Entry],
        *,
        nonce: str,
        artefact: bytes = b"",
    ) -> Job:
        """The ordinary test job; its order names what is to be recorded."""
        job, order = PythonLanguage().job_and_order(solution, suite, inventory, tools, limits)
        objects = [e for e in entries if isinstance(e, ClassEntry)]
        order |= {
            "nonce": nonce,
            "record": [e.name for e in entries if not isinstance(e, ClassEntry)],
            "objects": {e.name: [m.name for m in e.methods if not m.reads] for e in objects},
        }
        return PythonLanguage.with_order(replace(job, label="python recording"), order)

    def probe(self, suite: Suite, entry: Entry, call: Call, result: Result, view: View) -> Suite:
        """One test with the imports of the suite's own file."""
        path = next((p for p in suite.files if p.endswith(".py")), "test_solution.py")
        name = f"{path.rpartition('/')[0]}/test_counterexample.py".lstrip("/")
        framework = suite.framework
        if framework is Framework.AUTO:
            framework = PythonLanguage().detect(suite)
        source = suite.files.get(path, "")
        lines = list(_imports(source, entry))
        result, errors = with_known_errors(result, source)
        if isinstance(entry, ClassEntry):
            body = list(program(entry, call, result, view, framework))
        else:
            asked = f"{entry.name}({', '.join(_arguments(call))})"
            asked = f"asyncio.run({asked})" if entry.waits else asked
            body = list(check(asked, result, view, framework))
        wanted = {b.kind for b in built_in(call.args)} | {e for e in errors if not is_built_in(e)}
        for name in sorted(wanted - {entry.name}):
            lines += _imports(source, replace(entry, name=name))
        for module in reversed(STANDARD):
            if any(re.search(rf"(?<![\w.]){module}\.", line) for line in body):
                lines.insert(0, f"import {module}")
        if framework is Framework.UNITTEST:
            lines += ["import unittest", "", "", "class CounterexampleTest(unittest.TestCase):"]
            lines += ["    def test_counterexample(self):", *("        " + b for b in body)]
        elif framework is Framework.PYTEST:
            if any("pytest." in line for line in body) and "import pytest" not in lines:
                lines.insert(0, "import pytest")
            lines += ["", "", "def test_counterexample():", *("    " + b for b in body)]
        else:
            lines += ["", *body]
        return Suite(
            name=f"probe-{entry.name}".lower().replace("_", "-"),
            role="probe",
            framework=framework,
            files={name: "\n".join(lines) + "\n"},
            support=suite.support,
        )


def _entry(path: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Entry:
    returns = ast.unparse(node.returns) if node.returns else ""
    waits = isinstance(node, ast.AsyncFunctionDef)
    named = named_parameters(node)
    return Entry(
        path, node.name, (*parameters_of(node), *named), returns,
        waits=waits, named=tuple(p.name for p in named),
    )  # fmt: skip


def _module(entry: Entry) -> str:
    return entry.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _literal_call(text: str) -> Call | None:
    try:
        node = ast.parse(text.strip(), mode="eval").body
        if not isinstance(node, ast.Call):
            return None
        args = tuple(ast.literal_eval(a) for a in node.args)
        kwargs = {k.arg: ast.literal_eval(k.value) for k in node.keywords if k.arg}
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return None
    return Call(args, kwargs) if args or kwargs else None


def _arguments(call: Call) -> Iterator[str]:
    yield from map(literal, call.args)
    yield from (f"{name}={literal(value)}" for name, value in call.kwargs.items())


def _imports(source: str, entry: Entry) -> Iterator[str]:
    """The suite's own import of the solution, else the plain one; none where scopes are shared."""
    tree = parse(source, "suite")
    modules = module_names([entry.file])
    body = [] if isinstance(tree, str) else tree.body
    imports = [n for n in body if isinstance(n, ast.Import | ast.ImportFrom)]
    for node in imports:
        if isinstance(node, ast.ImportFrom) and (node.module or "") in modules:
            names = {a.name for a in node.names}
            alias = entry.name if entry.name in names else "*" if "*" in names else ""
            if alias:
                yield f"from {node.module} import {alias}"
                return
    wanted = {a.name for n in imports if isinstance(n, ast.Import) for a in n.names} & set(modules)
    if wanted or not isinstance(tree, str):
        module = min(wanted) if wanted else entry.file.removesuffix(".py").rsplit("/", 1)[-1]
        yield f"from {module} import {entry.name}"
