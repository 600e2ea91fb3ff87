"""A call and what it must give as a Java test, in the framework and manner of a suite."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from workbench.languages.calls import Call, Result, View
from workbench.languages.java_calls_entries import JavaEntry, JavaMethod
from workbench.languages.java_calls_literals import literal
from workbench.languages.java_calls_types import FLOATS, LISTS, PRIMITIVES, JavaType
from workbench.languages.java_source import read_file
from workbench.languages.syntax import children, parse, text_of
from workbench.languages.values import NotPlain, Opaque, Value
from workbench.model.task import Framework, Suite

CLASS = "CounterexampleTest"
_JUNIT = {
    Framework.JUNIT5: ("org.junit.jupiter.api.Test", "org.junit.jupiter.api.Assertions"),
    Framework.JUNIT4: ("org.junit.Test", "org.junit.Assert"),
}
_NAME = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*")


def probe_suite(
    suite: Suite,
    framework: Framework,
    entry: JavaEntry,
    call: Call,
    result: Result,
    view: View,
) -> Suite:
    """One file of one test, beside the suite's own; under another name it compiles too. Raises
    NotPlain."""
    if result.end not in ("returned", "raised") or entry.method is None:
        raise NotPlain(f"a call that ended in {result.end} is no test")
    path = next((p for p in suite.files if p.endswith(".java")), "Test.java")
    text = suite.files.get(path, "")
    folder = path.rpartition("/")[0]
    package = read_file(path, text).package
    imports = _imports(text)
    manner = _Manner(framework, "assertj" in text, imports)
    checks = list(_checks(entry, entry.method, call, result, view, manner))
    head = [f"package {package};", ""] if package else []
    head += [*imports, *manner.more]
    if "import java.util.*;" not in imports:
        head.append("import java.util.*;")
    opened = (
        ["public static void main(String[] args) throws Exception {"]
        if framework is Framework.SCRIPT
        else ["@Test", "public void counterexample() throws Exception {"]
    )
    body = [*opened, *(f"    {line}" for line in checks), "}"]
    if framework is Framework.JUNIT4:
        # It runs public classes alone, and a public class must have its file's name.
        body = ["public static class Given {", *(f"    {line}" for line in body), "}"]
    lines = [*head, "", f"class {CLASS} {{", *(f"    {line}" for line in body), "}"]
    return Suite(
        name=f"probe-{entry.name}".lower().replace("_", "-").replace("$", "-"),
        role="probe",
        framework=framework,
        files={f"{folder}/{CLASS}.java".lstrip("/"): "\n".join(lines) + "\n"},
        support=suite.support,
    )


class _Manner:
    """Whose assertions are used, and what has to be imported for them."""

    def __init__(self, framework: Framework, assertj: bool, imports: list[str]) -> None:
        self.script = framework is Framework.SCRIPT
        self.assertj = assertj and not self.script
        self.old = framework is Framework.JUNIT4
        self.more: list[str] = []
        if not self.script:
            test, asserts = _JUNIT[framework]
            self._asserts = asserts
            self._need(f"import {test};", imports, test.rsplit(".", 1)[0])
        self._imports = imports

    def _need(self, line: str, imports: list[str], package: str) -> None:
        if not {line, f"import {package}.*;"} & {*imports, *self.more}:
            self.more.append(line)

    def word(self, name: str) -> str:
        """An assertion's name, imported."""
        owner = "org.assertj.core.api.Assertions" if name in _ASSERTJ else self._asserts
        line, every = f"import static {owner}.{name};", f"import static {owner}.*;"
        if not {line, every} & {*self._imports, *self.more}:
            self.more.append(line)
        return name


_ASSERTJ = {"assertThat", "assertThatThrownBy", "within"}


def _imports(text: str) -> list[str]:
    root = parse("java", text).root_node
    return [" ".join(text_of(n).split()) for n in children(root, "import_declaration")]


def _checks(
    entry: JavaEntry, method: JavaMethod, call: Call, result: Result, view: View, manner: _Manner
) -> Iterator[str]:
    if len(call.args) != len(method.types):
        raise NotPlain("another number of arguments than the method has")
    void = method.gives.name == "void"
    changed = sorted(result.after) if result.end == "returned" and void else []
    given = []
    for at, (kind, value) in enumerate(zip(method.types, call.args, strict=True)):
        written = f"({kind}) null" if value is None else literal(kind, value)
        if at in changed:
            yield f"{kind} argument{at + 1} = {written};"
            written = f"argument{at + 1}"
        given.append(written)
    first = len(method.made_of)
    owner = method.shown if method.static else f"new {method.shown}({', '.join(given[:first])})"
    asked = f"{owner}.{entry.name}({', '.join(given[first:])})"
    if result.end == "raised":
        yield from _raises(asked, result.error, manner)
    elif not void:
        yield _equal(asked, method.gives, result.value, view, manner)
    elif changed:
        yield f"{asked};"
        for at in changed:
            yield _equal(f"argument{at + 1}", method.types[at], result.after[at], view, manner)
    else:
        raise NotPlain("a call that gives nothing and changes nothing is no test")


def _raises(asked: str, error: str, manner: _Manner) -> Iterator[str]:
    if not _NAME.fullmatch(error):
        raise NotPlain(f"{error!r} is no type of exception")
    if manner.assertj:
        yield f"{manner.word('assertThatThrownBy')}(() -> {asked}).isInstanceOf({error}.class);"
    elif not manner.script:
        yield f"{manner.word('assertThrows')}({error}.class, () -> {asked});"
    else:
        yield "boolean thrown = false;"
        yield f"try {{ {asked}; }} catch ({error} expected) {{ thrown = true; }}"
        yield "if (!thrown) throw new AssertionError();"


def _equal(asked: str, kind: JavaType, value: Value, view: View, manner: _Manner) -> str:
    if isinstance(value, Opaque):
        raise NotPlain(f"a {value.kind} has no literal")
    right = literal(kind, value)
    real = kind.name in FLOATS and not kind.dims and isinstance(value, int | float)
    if real and math.isfinite(value):
        bound = max(1e-6, (view.tolerance or (0.0, 0.0))[1], abs(value) * 1e-6)
        if manner.assertj:
            return (f"{manner.word('assertThat')}((double) {asked})"
                    f".isCloseTo({right}, {manner.word('within')}({bound!r}));")  # fmt: skip
        if manner.script:
            return f"if (!(Math.abs({asked} - {right}) <= {bound!r})) throw new AssertionError();"
        return f"{manner.word('assertEquals')}({right}, (double) {asked}, {bound!r});"
    if any(inner.dims for inner in _inside(kind)):
        # A list is equal to no other that holds arrays: rows of both are compared.
        if kind.dims or kind.name not in LISTS or any(map(_inside, kind.args)) or value is None:
            raise NotPlain(f"no assertion compares a {kind}")
        right, asked, kind = f"{right}.toArray()", f"{asked}.toArray()", JavaType("Object", dims=1)
    if manner.assertj:
        return f"{manner.word('assertThat')}({asked}).isEqualTo({right});"
    if manner.script:
        return f"if (!Objects.deepEquals({right}, {asked})) throw new AssertionError();"
    if value is None:
        return f"{manner.word('assertNull')}({asked});"
    if kind.dims:
        near = ", 1e-6" if kind.name in ("double", "float") and kind.dims == 1 else ""
        return f"{manner.word('assertArrayEquals')}({right}, {asked}{near});"
    if isinstance(value, bool) and kind.name == "boolean":
        return f"{manner.word('assertTrue' if value else 'assertFalse')}({asked});"
    left = right if kind.name in PRIMITIVES else f"(Object) {right}"
    return f"{manner.word('assertEquals')}({left}, {asked});"


def _inside(kind: JavaType) -> tuple[JavaType, ...]:
    """The types a type holds, however deep."""
    return tuple(each for held in kind.args for each in (held, *_inside(held)))
