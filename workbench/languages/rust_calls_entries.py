"""Which functions of a Rust solution can be called with plain values, and their types."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.languages.calls import Entry, Parameter
from workbench.languages.rust import library_root
from workbench.languages.rust_calls_kinds import Kind, is_given, is_told, notation
from workbench.languages.rust_calls_types import Types, types_of
from workbench.languages.rust_calls_values import fits
from workbench.languages.rust_code import Code, read_code
from workbench.languages.rust_layout import lay_out
from workbench.languages.rust_schemata import read_all
from workbench.languages.rust_source import attributes, holds, read_crate
from workbench.languages.syntax import Node, children, text_of
from workbench.languages.values import Value
from workbench.model.task import Solution, Suite

_UNIT = Kind("tuple")


@dataclass(frozen=True)
class RustEntry(Entry):
    """An entry with the types of its parameters and its result."""

    kinds: tuple[Kind, ...] = ()
    result: Kind = _UNIT
    module: tuple[str, ...] = ()
    """the modules its file is, from the crate's root"""

    def fits(self, args: Sequence[Value]) -> bool:
        """Whether each argument is one of its parameter's type."""
        return len(args) == len(self.kinds) and all(map(fits, args, self.kinds))


@dataclass(frozen=True)
class Function:
    """A function that can be called, and where its declaration stands."""

    entry: RustEntry
    node: Node


@dataclass(frozen=True)
class Source:
    """The solution's files as calls of it see them."""

    root: str
    """the crate's root file, or ''"""
    edition: str
    codes: Mapping[str, Code]
    """files of the crate that are the solution's own"""
    types: Types
    functions: Mapping[str, Mapping[str, Function]] = field(default_factory=dict)
    """by file and name"""

    def function(self, file: str, name: str) -> Function | None:
        """The function of that name: in that file, else in the first that has one."""
        order = sorted(self.functions, key=lambda p: (p != file, p != self.root, p))
        found = (self.functions[p][name] for p in order if name in self.functions[p])
        return next(found, None)


def source_of(solution: Solution, suite: Suite) -> Source:
    """Reads a solution. Never raises: what cannot be parsed has no functions."""
    theirs = {**suite.files, **suite.support}
    layout = lay_out(solution, suite)
    root = library_root(layout)
    if not root or root in theirs:
        return Source("", layout.manifest.edition, {}, Types())
    own = {p: t for p, t in solution.files.items() if p.endswith(".rs") and p not in theirs}
    bare = solution.model_copy(update={"files": own})
    others = {p: t for p, t in theirs.items() if p.endswith(".rs")}
    reached = read_crate(root, solution.files, layout.manifest.features).files
    codes = {p: c for p, c in read_all(bare, others).items() if p in reached}
    modules = {p: _module(p, root) for p in codes}
    types = types_of({p: c.source.decode() for p, c in codes.items()}, modules)
    functions = {p: _functions(p, root, code, types) for p, code in codes.items()}
    return Source(root, layout.manifest.edition, codes, types, functions)


def _functions(path: str, root: str, code: Code, types: Types) -> dict[str, Function]:
    found: dict[str, Function] = {}
    for item in children(code.tree.root_node, "function_item"):
        entry = _entry(path, item, types)
        if entry is not None:
            found[entry.name] = Function(replace(entry, module=_module(path, root)), item)
    return found


def _module(path: str, root: str) -> tuple[str, ...]:
    if path == root:
        return ()
    inner = posixpath.relpath(path, posixpath.dirname(root) or ".").removesuffix(".rs")
    return tuple(inner.removesuffix("/mod").split("/"))


def _entry(path: str, item: Node, types: Types) -> RustEntry | None:
    name = text_of(item.child_by_field_name("name"))
    generic = item.child_by_field_name("type_parameters")
    if children(item, "function_modifiers") or name == "main" or name.startswith("r#"):
        return None
    if generic is not None and any(
        c.type != "lifetime_parameter" for c in generic.named_children
        if not c.type.endswith("comment")
    ):  # fmt: skip
        return None
    if any(_is_off(text_of(mark)) for mark in attributes(item)):
        return None
    listed = item.child_by_field_name("parameters")
    kinds: list[Kind] = []
    parameters: list[Parameter] = []
    for node in listed.named_children if listed is not None else []:
        if node.type.endswith("comment"):
            continue
        kind = types.kind(node.child_by_field_name("type")) if node.type == "parameter" else None
        if kind is None or not is_given(kind):
            return None
        kinds.append(kind)
        parameters.append(Parameter(text_of(node.child_by_field_name("pattern")), notation(kind)))
    returned = item.child_by_field_name("return_type")
    result = types.kind(returned) if returned is not None else _UNIT
    changes = any(k.name == "&mut" for k in kinds)
    if result is None or not is_told(result) or (result == _UNIT and not changes) or not kinds:
        return None
    return RustEntry(
        path, name, tuple(parameters), notation(result), kinds=tuple(kinds), result=result
    )


def _is_off(mark: str) -> bool:
    if re.match(r"(?:[\w:]+::)?test\b|no_mangle|unsafe|track_caller|target_feature", mark):
        return True
    condition = re.match(r"cfg\s*\((.*)\)\s*\Z", mark, re.DOTALL)
    return condition is not None and (
        bool(re.search(r"\btest\b", condition[1])) or not holds(condition[1], frozenset())
    )


def entries_of(solution: Solution, suite: Suite) -> tuple[RustEntry, ...]:
    """Functions the suite names, in the order it first does."""
    source = source_of(solution, suite)
    texts = [t for p, t in {**suite.files, **suite.support}.items() if p.endswith(".rs")]
    said = "\n".join(_of_calls(text) for text in texts)
    found: dict[str, RustEntry] = {}
    for path in sorted(source.functions, key=lambda p: (p != source.root, p)):
        for name, function in source.functions[path].items():
            found.setdefault(name, function.entry)
    places = {
        name: place.start()
        for name in found
        if (place := re.search(rf"(?<![\w.'\"])(?<!fn ){re.escape(name)}\s*[(;,)]", said))
    }
    return tuple(found[name] for name in sorted(places, key=places.__getitem__))


def _of_calls(text: str) -> str:
    """A suite's text without comments and what it imports: where a name stands then, it is called
    or handed on."""
    return re.sub(r"\buse\s[^;]*;", "", re.sub(r"//[^\n]*", "", text))


def typed(solution: Solution, suite: Suite, entry: Entry) -> RustEntry | None:
    """An entry with its types, read again where they are not known."""
    if isinstance(entry, RustEntry):
        return entry
    function = source_of(solution, suite).function(entry.file, entry.name)
    return function.entry if function is not None else None


def suite_code(text: str) -> Code:
    """A file of tests, its assertions made to look like calls."""
    return read_code(text, frozenset(), frozenset())
