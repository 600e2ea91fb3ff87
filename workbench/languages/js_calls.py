"""JavaScript and TypeScript: which functions a suite calls, calls as jobs, a call as a test."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from workbench.languages.base import Inventory
from workbench.languages.calls import FUEL, Call, Entry, Result, View, call_text, dump_calls
from workbench.languages.javascript import JavaScriptLanguage
from workbench.languages.js_callable import (
    classes,
    entry_of,
    functions,
    with_recorder,
    with_steps,
)
from workbench.languages.js_exports import CLASSES, DEFAULT, FUNCTIONS, exports, names_of_whole
from workbench.languages.js_objects import class_entry, read_of, statics
from workbench.languages.js_probe import Writing
from workbench.languages.js_source import is_code, read, string_value
from workbench.languages.js_types import Types
from workbench.languages.js_values import expression, literal, number, value_of
from workbench.languages.js_views import views_of
from workbench.languages.objects import ClassEntry
from workbench.languages.syntax import Node, text_of, walk
from workbench.languages.typescript import TypeScriptLanguage
from workbench.languages.values import NotPlain, Value
from workbench.model.task import Framework, Limits, Solution, Suite
from workbench.sandboxes.base import Job
from workbench.toolchains.base import Toolbox

_MOST_CONSTANTS = 300
_MOST_EXAMPLES = 60


class JavaScriptCalls:
    """Calls of functions of a module or script, and programs with objects of its classes."""

    speaker = JavaScriptLanguage()

    def entries(self, solution: Solution, suite: Suite) -> tuple[Entry, ...]:
        """Functions the suite names, then classes it makes objects of, each in the order it first
        does: declared at a file's top level, or given in another way (`js_exports.py`)."""
        code = {**suite.files, **suite.support}
        text = "\n".join(code.values())
        tests = {path: source for path, source in code.items() if is_code(path)}
        own = dict(self._own(solution, suite))
        types = Types(own)
        found: dict[str, Entry] = {}
        known = {n: c for p, source in own.items() for n, (_, c) in classes(p, source).items()}
        for path, source in own.items():
            for name, handle, node in _given(path, source, tests):
                entry: Entry | None = None
                if node.type in FUNCTIONS:
                    entry = entry_of(path, name, node, types, handle=handle, text=text)
                elif node.type in CLASSES:
                    entry = class_entry(path, name, node, known, types, text)
                    entry = replace(entry, handle=handle) if entry is not None else None
                if entry is not None:
                    found.setdefault(name, entry)
        objects = [e for e in found.values() if isinstance(e, ClassEntry)]
        shown = self._shown(own, text)
        places = {
            name: place.start()
            for name, entry in found.items()
            if not isinstance(entry, ClassEntry)
            and (place := re.search(rf"(?<![\w$'\"]){re.escape(name)}\s*[(),]", text))
        }
        functions_ = [found[name] for name in sorted(places, key=places.__getitem__)]
        return (*functions_, *(replace(e, shown=shown) for e in objects))

    def examples(self, prompt: str, entry: str) -> tuple[Call, ...]:
        """`name(literals)` anywhere in the prompt."""
        found: list[Call] = []
        for place in re.finditer(rf"(?<![\w.$]){re.escape(entry)}\s*\(", prompt):
            node = expression(call_text(prompt, place.start()))
            arguments = node.child_by_field_name("arguments") if node is not None else None
            if arguments is None or node is None or node.type != "call_expression":
                continue
            try:
                call = Call(tuple(map(value_of, arguments.named_children)))
            except NotPlain:
                continue
            if call.args and call not in found:
                found.append(call)
        return tuple(found[:_MOST_EXAMPLES])

    def constants(self, text: str) -> tuple[Value, ...]:
        """Numbers and texts."""
        found: dict[tuple[type, Value], None] = {}
        for node in walk(read("solution.ts", text).tree.root_node):
            value: Value = None
            if node.type == "number":
                try:
                    value = number(text_of(node))
                except NotPlain:
                    continue
            elif node.type in ("string", "template_string"):
                value = string_value(node)
            if value is not None:
                found[type(value), value] = None
        return tuple(value for _, value in found)[:_MOST_CONSTANTS]

    def views(self, suite: Suite, entry: str) -> tuple[View, ...]:
        """Read from the assertions around its calls."""
        found: dict[View, None] = {}
        for path, source in suite.files.items():
            if is_code(path):
                found |= dict.fromkeys(views_of(path, source, entry.rpartition(".")[2]))
        return tuple(found)

    def callable(self, solution: Solution, suite: Suite, entry: Entry) -> Solution:
        """Ticks in every loop, and the entry handed over at the end of its file."""
        own = dict(self._own(solution, suite))
        # Another solution may give the same thing in another form.
        wanted = [
            e
            for e in self.entries(solution, suite)
            if isinstance(e, ClassEntry) or e.name == entry.name
        ]
        files = {
            path: with_steps(path, text, [e for e in wanted if e.file == path])
            if path in own
            else text
            for path, text in solution.files.items()
        }
        return solution.model_copy(update={"files": files})

    def recordable(self, solution: Solution, suite: Suite, entries: Sequence[Entry]) -> Solution:
        """Every entry replaced where it is declared."""
        files = dict(solution.files)
        for path, text in self._own(solution, suite):
            files[path] = with_recorder(path, text, [e for e in entries if e.file == path])
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
        tests = Inventory(self._framework(suite), ())
        base, given = self.speaker.job_and_order(solution, suite, tests, tools, limits, artefact)
        order = {
            "nonce": nonce,
            "file": entry.file,
            "entry": entry.name,
            "reads": entry.reads if isinstance(entry, ClassEntry) else None,
            "shown": self._read_by(solution, suite),
            "calls": dump_calls(calls),
            "fuel": fuel,
            "call_wall_s": call_wall_s,
            **{key: given[key] for key in ("kit", "formats", "data")},
            "shift": {},
        }
        *command, harness = base.command
        hidden = {p for p in suite.files if is_code(p)} - set(solution.files)
        job = replace(
            base,
            command=(*command, harness.replace("main.cjs", "calls.cjs")),
            files={p: f for p, f in base.files.items() if p not in hidden},
            label=f"{self.speaker.name} calls of {entry.name}",
        )
        return self.speaker.with_order(job, order)

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
        """The ordinary test job; its order says that calls are told."""
        job, order = self.speaker.job_and_order(solution, suite, inventory, tools, limits, artefact)
        job = replace(job, label=f"{self.speaker.name} recording")
        objects = {
            e.name: [m.name for m in e.methods if not m.reads]
            for e in entries
            if isinstance(e, ClassEntry)
        }
        more = {"nonce": nonce, "record": True, "objects": objects}
        return self.speaker.with_order(job, order | more)

    def probe(self, suite: Suite, entry: Entry, call: Call, result: Result, view: View) -> Suite:
        """One test with the imports of the suite's own file."""
        path = next((p for p in suite.files if is_code(p)), "test.js")
        folder, _, last = path.rpartition("/")
        framework = self._framework(suite)
        name = f"{folder}/counterexample.{last.partition('.')[2] or 'js'}".lstrip("/")
        imports = list(_imports(path, suite.files.get(path, "")))
        test = Writing(framework, "\n".join(imports), view)
        if isinstance(entry, ClassEntry):
            body = test.program(entry, call, result)
        else:
            asked = f"{entry.name}({', '.join(map(literal, call.args))})"
            body = test.check(asked, result, waits=entry.waits)
        lines = [*imports, *test.around(list(body))]
        return Suite(
            name=f"probe-{entry.name}".lower().replace("_", "-"),
            role="probe",
            framework=framework,
            files={name: "\n".join(lines) + "\n"},
            support=suite.support,
        )

    def _read_by(self, solution: Solution, suite: Suite) -> tuple[str, ...]:
        text = "\n".join([*suite.files.values(), *suite.support.values()])
        return self._shown(dict(self._own(solution, suite)), text)

    @staticmethod
    def _shown(own: Mapping[str, str], text: str) -> tuple[str, ...]:
        """What a suite of this text reads of objects of the solution."""
        known = [node for p, source in own.items() for _, node in classes(p, source).values()]
        names = dict.fromkeys(name for node in known for name in read_of(node, text))
        words = ("toString",) if re.search(r"\.toString\(\)|\$\{", text) else ()
        return (*names, *words) if known else ()

    @staticmethod
    def _own(solution: Solution, suite: Suite) -> Iterator[tuple[str, str]]:
        laid = {**suite.files, **suite.support}
        for path, text in solution.files.items():
            if is_code(path) and path not in laid:
                yield path, text

    def _framework(self, suite: Suite) -> Framework:
        if suite.framework is Framework.AUTO:
            return self.speaker.detect(suite)
        return suite.framework


class TypeScriptCalls(JavaScriptCalls):
    """The same, compiled first."""

    speaker = TypeScriptLanguage()


def _imports(path: str, text: str) -> Iterator[str]:
    """The suite's own import and require lines, whole."""
    for node in read(path, text).tree.root_node.named_children:
        if node.type == "import_statement" or (
            node.type in ("lexical_declaration", "variable_declaration")
            and re.search(r"=\s*require\(", text_of(node))
        ):
            yield text_of(node)


def _given(path: str, text: str, suite: Mapping[str, str]) -> Iterator[tuple[str, str, Node]]:
    """What a suite can have of a file: what it calls it, its handle, the function or class."""
    both = {**functions(path, text), **classes(path, text)}
    declared = {name: node for name, (_, node) in both.items()}
    for name, node in declared.items():
        yield name, "", node
        if node.type in CLASSES:
            yield from statics(name, node)
    whole = sorted(names_of_whole(path, suite))
    for export in exports(path, text):
        given = export.node if export.node is not None else declared.get(export.handle)
        names = whole if export.name == DEFAULT else [export.name]
        if given is not None:
            yield from ((n, export.handle, given) for n in names if n not in declared)
