"""Python: which classes a suite makes objects of, and a program with one as a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from workbench.languages.calls import Parameter
from workbench.languages.objects import SPECIAL, ClassEntry, Method
from workbench.languages.python_source import dotted, flat

_NO_OBJECTS = re.compile(r"(Error|Exception|Warning|Enum|Flag|Protocol|TypedDict|NamedTuple)$")
_USED = {
    "__str__": r"\bstr\(|\{\w+\}|\bprint\(", "__repr__": r"\brepr\(|![r]\}", "__len__": r"\blen\(",
    "__bool__": r"\bbool\(|assertTrue|assertFalse|\bnot\b", "__iter__": r"\bin\b|\blist\(|\biter\(",
    "__next__": r"\bnext\(", "__int__": r"\bint\(", "__float__": r"\bfloat\(",
    "__abs__": r"\babs\(", "__hash__": r"\bhash\(|\bset\(", "__reversed__": r"\breversed\(",
    "__eq__": r"==|assertEqual|assertNotEqual", "__ne__": r"!=|assertNotEqual",
    "__lt__": r"<|assertLess", "__le__": r"<=|assertLessEqual", "__gt__": r">|assertGreater",
    "__ge__": r">=|assertGreaterEqual", "__contains__": r"\bin\b|assertIn|assertNotIn",
    "__getitem__": r"\w\[", "__setitem__": r"\]\s*=", "__delitem__": r"\bdel\b",
}  # fmt: skip
_OPERATORS = {
    "__add__": "+", "__radd__": "+", "__sub__": "-", "__rsub__": "-", "__neg__": "-",
    "__mul__": "*", "__rmul__": "*", "__truediv__": "/", "__rtruediv__": "/",
    "__floordiv__": "//", "__mod__": "%", "__pow__": "**", "__rpow__": "**", "__and__": "&",
    "__or__": "|", "__xor__": "^",
}  # fmt: skip
_READ = {"property", "cached_property", "functools.cached_property"}
_FREE = {"staticmethod", "classmethod", "abstractmethod"}


def class_entries(trees: Mapping[str, ast.Module], text: str) -> Iterator[ClassEntry]:
    """Classes of a solution's files that the suite, of this text, makes objects of."""
    known = {
        node.name: (path, node)
        for path, tree in trees.items()
        for node in flat(tree.body)
        if isinstance(node, ast.ClassDef)
    }
    shown = tuple(dict.fromkeys(n for _, node in known.values() for n in _read(node, text)))
    shown += ("__str__",) if _asked("__str__", text) else ()
    for name, (path, node) in known.items():
        line = list(_line(node, {n: c for n, (_, c) in known.items()}))
        if not line or not re.search(rf"(?<![\w'\"]){re.escape(name)}\s*\(", text):
            continue
        methods: dict[str, Method] = {}
        for owner in line:
            for method in (
                *_called(owner, text),
                *(Method(n, reads=True) for n in _read(owner, text)),
            ):
                methods.setdefault(method.name, method)
        makers = [m for m in map(_maker, line) if m is not None]
        plain, named = makers[0] if makers else ((), ())
        yield ClassEntry(
            path, name, (*plain, *named), methods=tuple(methods.values()), shown=shown,
            named=tuple(p.name for p in named),
        )  # fmt: skip


def _line(node: ast.ClassDef, known: Mapping[str, ast.ClassDef]) -> Iterator[ast.ClassDef]:
    """A class and those of the solution it derives from; nothing where objects of it are errors,
    constants or no objects at all."""
    bases = [ast.unparse(b) for b in node.bases]
    if any(_NO_OBJECTS.search(b) for b in bases) or node.keywords:
        return
    yield node
    for base in bases:
        above = known.get(base)
        if above is not None and above is not node:
            line = list(_line(above, {n: c for n, c in known.items() if c is not node}))
            if not line:
                return
            yield from line


def _called(node: ast.ClassDef, text: str) -> Iterator[Method]:
    for member in flat(node.body):
        if not isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        marks = {dotted(d) for d in member.decorator_list}
        if marks & (_READ | _FREE) or any("." in m for m in marks):
            continue
        if _asked(member.name, text):
            waits = isinstance(member, ast.AsyncFunctionDef)
            named = named_parameters(member)
            yield Method(
                member.name, (*parameters_of(member)[1:], *named),
                waits=waits, named=tuple(p.name for p in named),
            )  # fmt: skip


def _asked(name: str, text: str) -> bool:
    if name in _OPERATORS:
        return (
            re.search(rf"(?<=[\w)\]])\s*{re.escape(_OPERATORS[name])}\s*(?=[\w(\[])", text)
            is not None
        )
    if name in SPECIAL:
        return re.search(_USED.get(name, r"\("), text) is not None
    return not name.startswith("_") and re.search(rf"\.{name}\s*\(", text) is not None


def _read(node: ast.ClassDef, text: str) -> Iterator[str]:
    """Attributes and properties of a class that the suite reads."""
    for inner in ast.walk(node):
        name = ""
        match inner:
            case ast.Attribute(value=ast.Name(id="self"), attr=attr, ctx=ast.Store()):
                name = attr
            case ast.FunctionDef() if {dotted(d) for d in inner.decorator_list} & _READ:
                name = inner.name
            case ast.AnnAssign(target=ast.Name(id=attr)) if inner in node.body:
                name = attr
        if name and not name.startswith("_") and re.search(rf"\.{name}\b(?!\s*[(\w])", text):
            yield name


Parameters = tuple[Parameter, ...]


def _maker(node: ast.ClassDef) -> tuple[Parameters, Parameters] | None:
    """What making an object takes, by position and by name, if the class says so itself."""
    for member in flat(node.body):
        if isinstance(member, ast.FunctionDef) and member.name == "__init__":
            return parameters_of(member)[1:], named_parameters(member)
    if any(dotted(d).rsplit(".", 1)[-1] == "dataclass" for d in node.decorator_list):
        fields = tuple(
            Parameter(member.target.id, ast.unparse(member.annotation), member.value is not None)
            for member in node.body
            if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name)
        )
        return fields, ()
    return None


def named_parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Parameters:
    """Parameters that can only be given by name."""
    return tuple(
        Parameter(a.arg, ast.unparse(a.annotation) if a.annotation else "", default is not None)
        for a, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    )


def named_of(entry: ClassEntry) -> dict[str, tuple[int, tuple[str, ...]]]:
    """How many arguments of each method come by position, and what the others are called; the
    constructor is the one without a name."""
    listed = [("", entry.parameters, entry.named)]
    listed += [(m.name, m.parameters, m.named) for m in entry.methods]
    return {name: (len(p) - len(named), named) for name, p, named in listed if named}


def parameters_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[Parameter, ...]:
    """Parameters that may be given by position."""
    spec = node.args
    plain = [*spec.posonlyargs, *spec.args]
    first_default = len(plain) - len(spec.defaults)
    return tuple(
        Parameter(a.arg, ast.unparse(a.annotation) if a.annotation else "", i >= first_default)
        for i, a in enumerate(plain)
    )
