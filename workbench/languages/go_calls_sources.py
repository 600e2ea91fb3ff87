"""Go solutions made callable: steps counted, a function handed over, calls of functions recorded.

What does the work is a package of its own (`sandbox/harness/go/inside`), copied into the solution's
module, so that no name of the solution's can be in its way. No line of the solution moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.languages.calls import Entry, Parameter
from workbench.languages.go_calls_types import Types, types_of
from workbench.languages.go_guard import ALONE, module_of
from workbench.languages.go_mutants import FUNCTIONS
from workbench.languages.go_schemata import code_files, folder_of
from workbench.languages.go_support import support_path
from workbench.languages.go_types import result_types
from workbench.languages.syntax import Node, children, parse, text_of, walk
from workbench.languages.values import NotPlain, Value
from workbench.model.task import Solution, Suite
from workbench.resources import sandbox_files

INSIDE = "zzworkbench"
"""the folder of our package in the solution's module"""


@dataclass(frozen=True)
class Signature:
    """A function's types: those of its parameters, one each, and of its results."""

    parameters: tuple[tuple[str, str], ...]
    results: tuple[str, ...]
    variadic: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """Its results without the error at the end."""
        return self.results[:-1] if self.fails else self.results

    @property
    def fails(self) -> bool:
        """Whether its last result is an error."""
        return self.results[-1:] == ("error",)


@dataclass(frozen=True)
class GoEntry(Entry):
    """An entry with its types as Go writes them, and the declarations they lean on, as source."""

    types: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    declared: str = ""
    variadic: bool = False

    def fits(self, args: Sequence[Value]) -> bool:
        """Whether the parameters' types hold these arguments."""
        try:
            self.nodes(args)
        except (NotPlain, RecursionError):
            return False
        return True

    def nodes(self, args: Sequence[Value]) -> list[object]:
        """The arguments as they are sent. Raises NotPlain."""
        if len(args) != len(self.types):
            raise NotPlain("another number of arguments")
        known = types_of(self.declared)
        return [known.node(value, kind) for value, kind in zip(args, self.types, strict=True)]


def own_files(solution: Solution, suite: Suite) -> dict[str, str]:
    """The solution's code that is compiled here, without what the suite or we lay over it."""
    theirs = {*suite.files, *suite.support}
    return code_files(
        {
            path: text
            for path, text in solution.files.items()
            if path not in theirs and not path.startswith(f"{INSIDE}/")
        }
    )


def functions(root: Node) -> Iterator[tuple[str, Node]]:
    """Functions at the top of a file: no methods, nothing generic."""
    for node in children(root, "function_declaration"):
        name = text_of(node.child_by_field_name("name"))
        if node.child_by_field_name("type_parameters") is None and name not in ("init", "main"):
            yield name, node


def signature(function: Node) -> Signature:
    """The types a function is declared with."""
    parameters: list[tuple[str, str]] = []
    variadic = False
    listed = function.child_by_field_name("parameters")
    for each in children(listed) if listed is not None else []:
        kind = text_of(each.child_by_field_name("type"))
        if each.type == "variadic_parameter_declaration":
            kind, variadic = f"[]{kind}", True
        elif each.type != "parameter_declaration":
            continue
        names = [text_of(n) for n in each.children_by_field_name("name")] or ["_"]
        parameters += [(name, kind) for name in names]
    return Signature(tuple(parameters), tuple(result_types(function)), variadic)


def entry_of(path: str, name: str, function: Node, types: Types) -> GoEntry | None:
    """A function as an entry; None where something it takes or gives is not plain, or where
    nobody could see what it does."""
    s = signature(function)
    kinds = [kind for _, kind in s.parameters]
    if not all(map(types.plain, (*kinds, *s.values))):
        return None
    changes = any((f := types.form(k)) and f.kind in ("list", "map", "pointer") for k in kinds)
    if not s.results and not changes:
        return None
    parameters = tuple(Parameter(n, types.hint(k)) for n, k in s.parameters)
    hints = [types.hint(k) or "Any" for k in s.values]
    returns = f"Tuple[{', '.join(hints)}]" if len(hints) > 1 else hints[0] if hints else ""
    declared = types.lean_on((*kinds, *s.values))
    return GoEntry(path, name, parameters, returns, tuple(kinds), s.results, declared, s.variadic)


def private_types(roots: Sequence[Node], suite: Suite) -> frozenset[str]:
    """Types of which two right solutions may mean different things by the same value: numbers with
    names (which of them is 1?), rows and maps behind methods that the suite never makes itself."""
    types = Types(roots)
    texts = [t for p, t in {**suite.support, **suite.files}.items() if p.endswith(".go")]
    made = {name for text in texts for name in _made_in(parse("go", text).root_node)}
    consts: set[str] = set()
    methods: set[str] = set()
    for root in roots:
        for node in children(root, "const_declaration"):
            consts |= set(re.findall(r"[A-Za-z_]\w*", text_of(node)))
        for node in children(root, "method_declaration"):
            methods |= set(
                re.findall(r"[A-Za-z_]\w*", text_of(node.child_by_field_name("receiver")))
            )
    found = set()
    for name in types.names:
        form = types.form(name)
        kind = form.kind if form is not None else ""
        if (kind == "int" and name in consts) or (
            kind in ("list", "array", "map") and name in methods and name not in made
        ):
            found.add(name)
    return frozenset(found)


def _made_in(root: Node) -> Iterator[str]:
    """Names in the types of composite literals, and of what is called: a conversion."""
    for node in walk(root):
        kind = None
        if node.type == "composite_literal":
            kind = node.child_by_field_name("type")
        elif node.type == "call_expression":
            kind = node.child_by_field_name("function")
        yield from re.findall(r"[A-Za-z_]\w*", text_of(kind))


def with_steps(solution: Solution, suite: Suite, entry: Entry) -> Solution:
    """Ticks in every loop and function; the entry's package hands it over when it is loaded. The
    suite's tests are not built with it: nothing of what is expected is there to be read."""
    own = own_files(solution, suite)
    files = {path: _ticked(text) for path, text in own.items()}
    package = folder_of(entry.file)
    for folder, name in _packages(own).items():
        body = "func __muF() { zzworkbench.Tick() }\n"
        if folder == package:
            named = "".join(
                f'\tzzworkbench.Named{{"{e}", {e}}},\n' for e in _errors(own, suite, folder)
            )
            more = f",\n{named}" if named else ""
            body += f"\nfunc init() {{ zzworkbench.Serve({entry.name}{more}) }}\n"
            alone = ALONE if folder == "." else f"{folder}/{ALONE}"
            files[alone] = f"package {name}\n"
        files[support_path(folder)] = _glue(name, solution, suite, body)
    return _with_inside(solution, files)


def with_recorder(solution: Solution, suite: Suite, entries: Sequence[Entry]) -> Solution:
    """Every entry renamed, and in its place a function that tells of its calls."""
    own = own_files(solution, suite)
    names = {(e.file, e.name) for e in entries}
    files: dict[str, str] = {}
    folders: dict[str, None] = {}
    for path, text in own.items():
        root = parse("go", text).root_node
        found = [(n, f) for n, f in functions(root) if (path, n) in names]
        if not found:
            continue
        folders[folder_of(path)] = None
        ends = [(f.child_by_field_name("name"), n) for n, f in found]
        data = _edited(text, [(node.start_byte, "__wbOwn") for node, _ in ends if node])
        wrapped = "".join(_wrapper(name, signature(f)) for name, f in found)
        files[path] = f"{data.rstrip()}\n{wrapped}"
    packages = _packages(own)
    for folder in folders:
        body = (
            "func __wbOuter() bool { return zzworkbench.Outer() }\n\n"
            "func __wbMade(name string, f interface{}, args ...interface{}) *zzworkbench.Call {\n"
            "\treturn zzworkbench.Made(name, f, args...)\n}\n"
        )
        files[support_path(folder)] = _glue(packages.get(folder, "main"), solution, suite, body)
    return _with_inside(solution, files)


def _wrapper(name: str, s: Signature) -> str:
    listed, given, told = [], [], []
    for at, (_, kind) in enumerate(s.parameters):
        last = s.variadic and at == len(s.parameters) - 1
        listed.append(f"__wb{at} {f'...{kind[2:]}' if last else kind}")
        given.append(f"__wb{at}{'...' if last else ''}")
        told.append(f"__wb{at}")
    results = [f"__wbGave{n}" for n in range(len(s.results))]
    declared = ", ".join(f"{r} {kind}" for r, kind in zip(results, s.results, strict=True))
    call = f"__wbOwn{name}({', '.join(given)})"
    gave = f"{', '.join(results)} = " if results else ""
    return f"""
func {name}({", ".join(listed)}) ({declared}) {{
	if !__wbOuter() {{
		{gave}{call}
		return
	}}
	__wbCall := __wbMade({", ".join([f'"{name}"', f"__wbOwn{name}", *told])})
	defer func() {{
		if __wbPanic := recover(); __wbCall.Ended(__wbPanic) {{
			panic(__wbPanic)
		}}
	}}()
	{gave}{call}
	__wbCall.Returned({", ".join(results)})
	return
}}
"""


def _glue(package: str, solution: Solution, suite: Suite, body: str) -> str:
    tree = {**solution.files, **suite.support, **suite.files}
    module = module_of(tree.get("go.mod", "")) or "task"
    return f'package {package}\n\nimport zzworkbench "{module}/{INSIDE}"\n\n{body}'


def _with_inside(solution: Solution, files: Mapping[str, str]) -> Solution:
    ours = sorted((sandbox_files() / "harness/go/inside").glob("*.go"))
    inside = {f"{INSIDE}/{file.name}": file.read_text("utf-8") for file in ours}
    kept = {p: t for p, t in solution.files.items() if not p.startswith(f"{INSIDE}/")}
    return solution.model_copy(update={"files": {**kept, **files, **inside}})


def _packages(files: Mapping[str, str]) -> dict[str, str]:
    """Folder -> the name of the package in it."""
    found: dict[str, str] = {}
    for path, text in files.items():
        for clause in children(parse("go", text).root_node, "package_clause"):
            found.setdefault(folder_of(path), text_of(children(clause)[0]))
    return found


def _errors(files: Mapping[str, str], suite: Suite, folder: str) -> Iterable[str]:
    """Errors with a name that the suite knows: which of them a call gives is no matter of words."""
    asked = "\n".join(suite.files.values())
    for path, text in files.items():
        root = parse("go", text).root_node
        for declaration in children(root, "var_declaration") if folder_of(path) == folder else []:
            for spec in walk(declaration, lambda n: n.type != "var_spec"):
                if spec.type != "var_spec":
                    continue
                value = text_of(spec.child_by_field_name("value"))
                kind = text_of(spec.child_by_field_name("type"))
                names = [text_of(n) for n in spec.children_by_field_name("name")]
                made = value.startswith(("errors.New(", "fmt.Errorf("))
                if len(names) == 1 and (kind == "error" or (made and not kind)):
                    yield from (n for n in names if n != "_" and n in asked)


def _ticked(text: str) -> str:
    edits = []
    for node in walk(parse("go", text).root_node):
        above = node.parent.type if node.parent is not None else ""
        if node.type == "block" and above in ("for_statement", *FUNCTIONS):
            edits.append((node.start_byte + 1, " __muF();"))
    return _edited(text, edits)


def _edited(text: str, edits: Iterable[tuple[int, str]]) -> str:
    data = text.encode()
    for at, inserted in sorted(edits, reverse=True):
        data = data[:at] + inserted.encode() + data[at:]
    return data.decode()
