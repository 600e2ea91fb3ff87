"""Objects of a solution: a class as an entry, whose input is a short program.

    args    (arguments of the constructor, [(name, arguments), ...])
    result  [(name, "gives", value) or (name, "raises", kind of error), ...], one for each step

A step calls a method, or reads an attribute, which has no arguments. What is compared is what each
step came to; an error of the constructor is an error of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from workbench.languages.calls import Call, Entry, Parameter, Result, call_of
from workbench.languages.values import Value

Step = tuple[str, tuple[Value, ...]]
Outcome = tuple[str, str, Value]
"""name of the step, `gives` or `raises`, what it gave or the kind of error"""


@dataclass(frozen=True)
class Method:
    """What can be done with an object. `reads`: an attribute, which is read and not called."""

    name: str
    parameters: tuple[Parameter, ...] = ()
    reads: bool = False
    waits: bool = False
    named: tuple[str, ...] = ()
    """its last parameters, where they can be given by name alone"""


@dataclass(frozen=True)
class ClassEntry(Entry):
    """A class the suite makes objects of. `parameters` are its constructor's."""

    methods: tuple[Method, ...] = ()
    shown: tuple[str, ...] = ()
    """what the suite reads of objects of the solution, wherever they come from"""

    def method(self, name: str) -> Method | None:
        """The method or attribute of a name."""
        return next((m for m in self.methods if m.name == name), None)

    @property
    def reads(self) -> tuple[str, ...]:
        """Attributes the suite reads."""
        return tuple(m.name for m in self.methods if m.reads)

    @property
    def subject(self) -> str:
        """What a test may call an object of it."""
        word = self.name[:1].lower() + self.name[1:]
        if self.file.endswith(".py"):
            word = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", self.name).lower().strip("_")
        return word if word != self.name else f"{word}1"


def steps_of(args: Sequence[Value]) -> list[Step]:
    """The steps of an input."""
    return list(args[1])


def outcomes_of(result: Result) -> list[Outcome] | None:
    """What each step came to; None where the whole ended otherwise, or was told by its size."""
    value = result.value
    if result.end != "returned" or not isinstance(value, list):
        return None
    whole = all(isinstance(o, tuple) and len(o) == 3 for o in value)
    return list(value) if whole else None


def written(
    entry: ClassEntry,
    args: Sequence[Value],
    shown: Callable[[Value], str],
    *,
    new: str = "",
) -> Iterator[str]:
    """An input as lines of a program: the construction, then a line a step."""
    yield f"{entry.subject} = {new}{made(entry, args[0], shown)}"
    for name, given in steps_of(args):
        yield asked(entry, name, given, shown)


def made(entry: ClassEntry, args: Sequence[Value], shown: Callable[[Value], str]) -> str:
    """A call of the constructor."""
    return f"{entry.name}({', '.join(_listed(entry.call(args), shown))})"


def _listed(call: Call, shown: Callable[[Value], str]) -> list[str]:
    return [*map(shown, call.args), *(f"{name}={shown(v)}" for name, v in call.kwargs.items())]


_WORDS = {
    "__str__": "str({0})", "__repr__": "repr({0})", "__len__": "len({0})", "__bool__": "bool({0})",
    "__iter__": "list({0})", "__next__": "next({0})", "__int__": "int({0})", "__abs__": "abs({0})",
    "__float__": "float({0})", "__hash__": "hash({0})", "__neg__": "-{0}",
    "__reversed__": "list(reversed({0}))",
    "__eq__": "{0} == {1}", "__ne__": "{0} != {1}", "__lt__": "{0} < {1}", "__le__": "{0} <= {1}",
    "__gt__": "{0} > {1}", "__ge__": "{0} >= {1}", "__add__": "{0} + {1}", "__sub__": "{0} - {1}",
    "__mul__": "{0} * {1}", "__truediv__": "{0} / {1}", "__floordiv__": "{0} // {1}",
    "__mod__": "{0} % {1}", "__pow__": "{0} ** {1}", "__getitem__": "{0}[{1}]",
    "__and__": "{0} & {1}", "__or__": "{0} | {1}", "__xor__": "{0} ^ {1}",
    "__contains__": "{1} in {0}", "__radd__": "{1} + {0}", "__rsub__": "{1} - {0}",
    "__rmul__": "{1} * {0}", "__rtruediv__": "{1} / {0}", "__rpow__": "{1} ** {0}",
}  # fmt: skip
"""How Python writes calls of the methods that operators and built-in functions stand for."""

SPECIAL = frozenset(_WORDS) | {"__call__", "__setitem__", "__delitem__"}


def asked(
    entry: ClassEntry, name: str, args: Sequence[Value], shown: Callable[[Value], str]
) -> str:
    """One step as an expression, or a statement, of the language."""
    subject, method = entry.subject, entry.method(name)
    parameters, named = (method.parameters, method.named) if method is not None else ((), ())
    given = _listed(call_of(args, parameters, named), shown)
    if method is not None and method.reads:
        return f"{subject}.{name}"
    if name in _WORDS and _WORDS[name].count("{") == 1 + len(given):
        return _WORDS[name].format(subject, *given)
    if name == "__call__":
        return f"{subject}({', '.join(given)})"
    if name == "__setitem__" and len(given) == 2:
        return f"{subject}[{given[0]}] = {given[1]}"
    if name == "__delitem__" and len(given) == 1:
        return f"del {subject}[{given[0]}]"
    return f"{subject}.{name}({', '.join(given)})"
