"""Python: calls and programs with what they must come to, as lines of a test."""

from __future__ import annotations

import builtins
import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace

from workbench.languages.calls import Call, Result, View
from workbench.languages.objects import ClassEntry, asked, made, outcomes_of, steps_of
from workbench.languages.values import Built, NotPlain, Opaque, Thing, Value, Yielded, from_node
from workbench.model.task import Framework


def literal(value: Value) -> str:
    """A value as Python source. Raises NotPlain."""
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if isinstance(value, Opaque):
        return _rebuilt(value)
    if isinstance(value, Built) and not value.steps:
        return f"{value.kind}({', '.join(map(literal, value.made))})"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, set | frozenset):
        inner = f"{{{', '.join(sorted(map(literal, value)))}}}" if value else "set()"
        return inner if isinstance(value, set) else f"frozenset({inner if value else ''})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{literal(k)}: {literal(v)}' for k, v in value.items())}}}"
    if value is None or isinstance(value, bool | int | float | str | bytes):
        try:
            return repr(value)
        except ValueError:
            return hex(value) if isinstance(value, int) else repr(value)
    raise NotPlain(f"a {type(value).__name__} has no literal")


def _rebuilt(value: Opaque) -> str:
    """A date, a Decimal and the like, by a call of its class in its module."""
    if not value.sendable or not value.node.startswith('["v"'):
        raise NotPlain(f"a {value.kind} has no literal")
    _, module, name, *nodes = json.loads(value.node)
    args = [from_node(node) for node in nodes]
    if module == "datetime" and name in ("datetime", "time"):
        if args.pop():
            raise NotPlain("a second fold has no literal")
        least = 3 if name == "datetime" else 1
        while len(args) > least and (args[-1] is None or args[-1] == 0):
            args.pop()
    return f"{module}.{name}({', '.join(map(literal, args))})"


STANDARD = ("datetime", "decimal", "fractions", "math", "pathlib", "uuid", "zoneinfo", "asyncio")
"""modules a test may need that its suite does not import"""


def check(asked: str, result: Result, view: View, framework: Framework) -> Iterator[str]:
    """A call that must give this result, as lines of a test. Raises NotPlain."""
    cased = framework is Framework.UNITTEST
    if result.end == "raised":
        raised = result.error.rsplit(".", 1)[-1] or "Exception"
        if framework is Framework.SCRIPT:
            yield from ("try:", f"    {asked}", f"except {raised}:", "    pass", "else:")
            yield f'    assert False, "{raised} is expected"'
        else:
            yield f"with {'self.assertRaises' if cased else 'pytest.raises'}({raised}):"
            yield f"    {asked}"
        return
    if result.end != "returned":
        raise NotPlain(f"a call that ended in {result.end} is no test")
    if isinstance(result.value, Thing):
        yield from _read_of(asked, result.value, cased)
        return
    value = list(result.value.items) if isinstance(result.value, Yielded) else result.value
    asked = f"list({asked})" if isinstance(result.value, Yielded) else asked
    left, right = asked, literal(value)
    for step in view.steps:
        name, _, number = step.partition(":")
        name = "bool" if name == "truth" else name
        more = f", {number}" if number else ""
        left, right = f"{name}({left}{more})", f"{name}({right}{more})"
    numeric = isinstance(result.value, int | float) and not isinstance(result.value, bool)
    if numeric and (view.tolerance or isinstance(result.value, float)):
        rel, absolute = view.tolerance or (1e-6, 1e-6)
        close = f"math.isclose({left}, {right}, rel_tol={rel!r}, abs_tol={absolute!r})"
        yield f"self.assertTrue({close})" if cased else f"assert {close}"
    elif cased:
        yield f"self.assertEqual({left}, {right})"
    else:
        yield f"assert {left} == {right}"


def _rows(found: str, thing: Thing) -> Iterator[tuple[str, str]]:
    """What is read of an object, and of those it holds, with what that must be."""
    for name, value in thing.fields:
        read = f"str({found})" if name == "str" else f"{found}.{name}"
        if isinstance(value, Thing):
            yield from _rows(read, value)
            continue
        try:
            yield read, literal(value)
        except NotPlain:
            continue


def is_built_in(error: str) -> bool:
    """Whether a test can name an error without importing it."""
    return hasattr(builtins, error)


def with_known_errors(result: Result, source: str) -> tuple[Result, set[str]]:
    """A result whose errors a test of a suite with this source can name, and those names; what the
    suite does not know itself is an `Exception`."""
    named: set[str] = set()

    def known(error: str) -> str:
        last = error.rsplit(".", 1)[-1] or "Exception"
        found = last if is_built_in(last) or re.search(rf"\b{last}\b", source) else "Exception"
        named.add(found)
        return found

    if result.end == "raised":
        result = replace(result, error=known(result.error))
    outcomes = outcomes_of(result)
    if outcomes and any(end == "raises" for _, end, _ in outcomes):
        rows = [(n, e, known(v) if e == "raises" else v) for n, e, v in outcomes]
        result = replace(result, value=rows)
    return result, named


def _read_of(asked: str, thing: Thing, cased: bool) -> Iterator[str]:
    """What can be written down of an object of the solution."""
    rows = list(_rows("found", thing))
    if not rows:
        raise NotPlain(f"nothing of a {thing.kind} can be written down")
    yield f"found = {asked}"
    for left, right in rows:
        yield f"self.assertEqual({left}, {right})" if cased else f"assert {left} == {right}"


def program(
    entry: ClassEntry, call: Call, result: Result, view: View, framework: Framework
) -> Iterator[str]:
    """An object made and used, up to the step that must come to what it came to."""
    maker = made(entry, call.args[0], literal)
    if result.end == "raised":
        yield from check(maker, result, view, framework)
        return
    outcomes = outcomes_of(result)
    if outcomes is None:
        raise NotPlain("the program did not come to an end")
    yield f"{entry.subject} = {maker}"
    last = len(outcomes) - 1
    for at, ((name, given), (_, end, value)) in enumerate(
        zip(steps_of(call.args), outcomes, strict=False)
    ):
        line = asked(entry, name, given, literal)
        method = entry.method(name)
        line = f"asyncio.run({line})" if method is not None and method.waits else line
        if end == "raises":
            yield from check(line, Result(0, "raised", error=str(value)), View(), framework)
        elif at == last:
            yield from check(line, Result(0, "returned", value), view, framework)
        else:
            yield line
