"""A call of a Go function, and what it must give, as a test of the testing package."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from workbench.languages.calls import Call, Result, View
from workbench.languages.go_calls_sources import GoEntry
from workbench.languages.go_calls_types import Types, types_of
from workbench.languages.go_calls_values import named, whole, written
from workbench.languages.go_schemata import folder_of
from workbench.languages.syntax import children, parse, text_of, walk
from workbench.languages.values import NotPlain, Value
from workbench.model.task import Suite

_SORTS = {"[]int": "sort.Ints", "[]string": "sort.Strings", "[]float64": "sort.Float64s"}
_STANDARD = ("errors", "fmt", "math", "reflect", "sort", "testing")


def probe_file(
    suite: Suite, entry: GoEntry, call: Call, result: Result, view: View
) -> tuple[str, str]:
    """Path and text of the test. Raises NotPlain."""
    package, prefix, imported = _place(suite, entry)
    types = types_of(entry.declared)
    body = "\n".join(f"\t{line}" for line in _body(entry, call, result, view, types, prefix))
    used = [f'"{m}"' for m in _STANDARD if m == "testing" or re.search(rf"\b{m}\.[A-Z]", body)]
    imports = "\n".join(f"\t{i}" for i in (*used, *imported))
    text = (
        f"package {package}\n\nimport (\n{imports}\n)\n\n"
        f"func TestCounterexample(t *testing.T) {{\n{body}\n}}\n"
    )
    folder = folder_of(entry.file)
    return f"{'' if folder == '.' else folder + '/'}counterexample_test.go", text


def _place(suite: Suite, entry: GoEntry) -> tuple[str, str, list[str]]:
    """The package of the suite's tests, what stands before the entry's name in it, and the import
    that takes."""
    folder = folder_of(entry.file)
    paths = [p for p in suite.files if p.endswith("_test.go")]
    for path in sorted(paths, key=lambda p: folder_of(p) != folder):
        root = parse("go", suite.files[path]).root_node
        clause = next(iter(children(root, "package_clause")), None)
        package = text_of(children(clause)[0]) if clause is not None else "main"
        if not package.endswith("_test"):
            return package, "", []
        for node in walk(root):
            if (
                node.type == "selector_expression"
                and text_of(node.child_by_field_name("field")) == entry.name
            ):
                alias = text_of(node.child_by_field_name("operand"))
                for spec in (n for n in walk(root) if n.type == "import_spec"):
                    way = text_of(spec.child_by_field_name("path")).strip('"`')
                    called = text_of(spec.child_by_field_name("name"))
                    if alias == (called or way.rsplit("/", 1)[-1]):
                        return package, f"{alias}.", [text_of(spec)]
        for spec in (n for n in walk(root) if n.type == "import_spec"):
            if text_of(spec.child_by_field_name("name")) == ".":
                return package, "", [text_of(spec)]
    raise NotPlain("the suite does not say how it reaches the function")


def _body(
    entry: GoEntry, call: Call, result: Result, view: View, types: Types, prefix: str
) -> Iterator[str]:
    kinds = entry.types
    if len(kinds) != len(call.args):
        raise NotPlain("another number of arguments")
    given = [written(v, k, types, prefix) for v, k in zip(call.args, kinds, strict=True)]
    changed = min(result.after, default=None) if not entry.results else None
    if changed is not None:
        yield f"given := {given[changed]}"
        given[changed] = "given"
    if entry.variadic:
        given[-1] += "..."
    asked = f"{prefix}{entry.name}({', '.join(given)})"
    values = [k for k in entry.results if k != "error"]
    fails = entry.results[-1:] == ("error",)
    if result.end == "raised":
        yield from _raised(asked, result, len(values), fails, prefix)
        return
    if result.end != "returned":
        raise NotPlain(f"a call that ended in {result.end} is no test")
    if not values:
        yield from _given(asked, result, changed, kinds, fails, types, prefix)
        return
    rows = [result.value] if len(values) == 1 else result.value
    if not isinstance(rows, list | tuple) or len(rows) != len(values):
        raise NotPlain("another number of results")
    names = ["got"] if len(values) == 1 else [f"got{n + 1}" for n in range(len(values))]
    yield f"{', '.join([*names, *(['err'] if fails else [])])} := {asked}"
    if fails:
        yield from ("if err != nil {", '\tt.Fatalf("unexpected error: %v", err)', "}")
    for name, value, kind in zip(names, rows, values, strict=True):
        yield from _compared(name, value, kind, view, types, prefix)


def _raised(asked: str, result: Result, count: int, fails: bool, prefix: str) -> Iterator[str]:
    if result.error == "panic" or not fails:
        yield from ("defer func() {", "\tif recover() == nil {",
                    '\t\tt.Error("a panic is expected")', "\t}", "}()", asked)  # fmt: skip
        return
    yield f"{'_, ' * count}err := {asked}"
    named_error = result.error != "error"
    missing = f"!errors.Is(err, {prefix}{result.error})" if named_error else "err == nil"
    yield from (f"if {missing} {{", '\tt.Errorf("an error is expected, got %v", err)', "}")


def _given(
    asked: str, result: Result, changed: int | None, kinds: Sequence[str], fails: bool,
    types: Types, prefix: str,
) -> Iterator[str]:  # fmt: skip
    """A call whose effect is an argument that it changes, or no error."""
    if fails:
        yield from (f"if err := {asked}; err != nil {{",
                    '\tt.Errorf("unexpected error: %v", err)', "}")  # fmt: skip
        return
    if changed is None:
        raise NotPlain("a call that gives and changes nothing")
    yield asked
    yield from _compared("given", result.after[changed], kinds[changed], View(), types, prefix)


def _compared(
    name: str, value: Value, kind: str, view: View, types: Types, prefix: str
) -> Iterator[str]:
    form = types.form(kind)
    if form is None:
        raise NotPlain(f"no literal of {kind}")
    if "json" in view.steps:
        raise NotPlain("a text of which the meaning is compared")
    size = len(value) if isinstance(value, list | dict | str) else 0
    ordered = (
        {"sorted", "unordered"} & set(view.steps) and kind in _SORTS and isinstance(value, list)
    )
    if ordered:
        value = sorted(value)
        yield f"{_SORTS[kind]}({name})"
    wanted = named(kind, types, prefix)
    want = name.replace("got", "want") if name.startswith("got") else "want"
    right = written(value, kind, types, prefix)
    failed = f'\tt.Errorf("{name} = %v, want %v", {name}, {want})'
    if view.steps == ("len",) or (form.kind in ("list", "map") and not size):
        yield f"if len({name}) != {size} {{"
        failed = f'\tt.Errorf("{name} = %v, want {size} elements", {name})'
    elif isinstance(value, float) and math.isnan(value):
        yield f"if !math.IsNaN(float64({name})) {{"
        failed = f'\tt.Errorf("{name} = %v, want NaN", {name})'
    elif form.kind == "float" and math.isfinite(value):
        bound = max(view.tolerance or (1e-6, 1e-6))
        yield f"{want} := {right}" if wanted == "float64" else f"var {want} {wanted} = {right}"
        yield f"if math.Abs(float64({name}-{want})) > {bound * max(1.0, abs(value))!r} {{"
    elif form.kind in ("int", "bool", "string", "float"):
        yield f"var {want} {wanted} = {right}"
        yield f"if {name} != {want} {{"
    else:
        yield f"var {want} {wanted} = {right}"
        same = whole([value]) and form.kind != "any"
        if not same and types.points(kind):
            raise NotPlain("something empty behind a pointer, which may be nil")
        yield (
            f"if !reflect.DeepEqual({name}, {want}) {{"
            if same
            else f"if fmt.Sprint({name}) != fmt.Sprint({want}) {{"
        )
    yield from (failed, "}")
