"""A call of a Rust function and what it must give, as a test of the suite's own kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.languages.calls import Call, Entry, Result, View
from workbench.languages.rust_calls_entries import RustEntry
from workbench.languages.rust_calls_kinds import FLOATS, POINTERS, Kind, declared_in
from workbench.languages.rust_calls_values import literal
from workbench.languages.syntax import Node, children, parse, text_of
from workbench.languages.values import NotPlain, Opaque, Value
from workbench.model.task import Framework, Suite

_NAME = "counterexample"


def probe_of(suite: Suite, entry: Entry, call: Call, result: Result, view: View) -> Suite:
    """A suite of one test. Raises NotPlain."""
    if result.end not in ("returned", "raised"):
        raise NotPlain(f"a call that ended in {result.end} is no test")
    panics = result.end == "raised" and not result.error.startswith("Err")
    body = [f"    {line}" for line in _body(entry, call, result, view, panics)]
    marks = ["#[test]", *(["#[should_panic]"] if panics else [])]
    test = [*marks, f"fn {_NAME}() {{", *body, "}"]
    path, source = next(((p, t) for p, t in suite.files.items() if p.endswith(".rs")), ("", ""))
    others = {p: t for p, t in suite.files.items() if p != path}
    if path.startswith("tests/"):
        name = f"tests/{_NAME}.rs"
        uses = list(_uses(parse("rust", source).root_node, "mod_item"))
        _know(entry, "\n".join(uses), "\n".join(body))
        lines = [*uses, "", *test]
        # Other test binaries stay where they are; what they share is shared with this one.
        support = {p: t for p, t in others.items() if not re.fullmatch(r"tests/[^/]+\.rs", p)}
    else:
        folder = path.rpartition("/")[0] or "src"
        name = f"{folder}/{_NAME}.rs"
        uses = list(dict.fromkeys([*_inner_uses(source), *_reach(entry)]))
        inner = [f"    {line}" for line in (*uses, "", *test)]
        lines = ["#[cfg(test)]", f"mod {_NAME} {{", *inner, "}"]
        support = {**others, **({path: source} if path else {})}
    text = "\n".join(line.rstrip() for line in lines).strip() + "\n"
    return Suite(
        name=f"probe-{entry.name}".lower().replace("_", "-"), role="probe",
        framework=Framework.LIBTEST, files={name: text}, support={**support, **suite.support},
    )  # fmt: skip


def _know(entry: Entry, uses: str, body: str) -> None:
    """Raises NotPlain when a test would name a type that its suite does not import."""
    kinds = (*entry.kinds, entry.result) if isinstance(entry, RustEntry) else ()
    for name in {name for kind in kinds for name, _ in declared_in(kind)}:
        if re.search(rf"\b{name}\b", body) and not re.search(rf"\b{name}\b|use \w+::\*", uses):
            raise NotPlain(f"the suite does not import {name}")


def _uses(node: Node, *more: str) -> Iterator[str]:
    for item in children(node, "use_declaration", "extern_crate_declaration", *more):
        declares = item.type != "mod_item" or item.child_by_field_name("body") is None
        if declares:
            yield from text_of(item).splitlines()


def _inner_uses(source: str) -> Iterator[str]:
    """What the first module of tests uses, with what stands around it."""
    root = parse("rust", source).root_node
    yield "use super::*;"
    for module in children(root, "mod_item"):
        body = module.child_by_field_name("body")
        if body is not None:
            found = list(_uses(body))
            yield from (line for line in found if line != "use super::*;")
            return
    yield from (line for line in _uses(root) if line != "use super::*;")


def _reach(entry: Entry) -> Iterator[str]:
    if isinstance(entry, RustEntry) and entry.module:
        yield f"use crate::{'::'.join(entry.module)}::*;"


def _body(entry: Entry, call: Call, result: Result, view: View, panics: bool) -> Iterator[str]:
    kinds: Sequence[Kind | None] = [None] * len(call.args)
    returns: Kind | None = None
    if isinstance(entry, RustEntry):
        kinds, returns = entry.kinds, entry.result
    given: list[str] = []
    for at, (value, kind) in enumerate(zip(call.args, kinds, strict=True)):
        if kind is not None and kind.name == "&mut" and at in result.after:
            yield f"let mut a{at} = {literal(value, _owned(kind.parts[0]))};"
            given.append(f"&mut a{at}")
        else:
            given.append(literal(value, kind))
    asked = f"{entry.name}({', '.join(given)})"
    if panics:
        yield f"{asked};"
    elif result.end == "raised":
        yield f"assert!({asked}.is_err());"
    elif returns is not None and returns == Kind("tuple"):
        yield f"{asked};"
    else:
        yield from _compared(asked, result.value, returns, view)
    for at, value in sorted(result.after.items()):
        kind = kinds[at] if at < len(kinds) else None
        if kind is not None and kind.name == "&mut":
            yield f"assert_eq!(a{at}, {literal(value, _owned(kind.parts[0]))});"


def _owned(kind: Kind) -> Kind:
    return Kind("Vec", kind.parts) if kind.name == "slice" else kind


def _compared(asked: str, value: Value, kind: Kind | None, view: View) -> Iterator[str]:
    if "json" in view.steps:
        raise NotPlain("a text of which the meaning is compared")
    if kind is not None and kind.name == "Result":
        asked, kind = f"{asked}.ok()", Kind("Option", kind.parts[:1])
    plain = kind
    while plain is not None and plain.name in POINTERS and plain.parts[0].name in FLOATS:
        plain, asked = plain.parts[0], f"(*{asked})"
    if isinstance(value, float) and (plain is None or plain.name in FLOATS):
        right = literal(value, plain)
        if "NAN" in right:
            yield f"assert!({asked}.is_nan());"
        elif "INFINITY" in right:
            yield f"assert_eq!({asked}, {right});"
        else:
            yield f"assert!(({asked} - {right}).abs() < 1e-6);"
    elif _opaque(value, kind):
        wrapped = kind is not None and kind.name == "Option"
        words = f"Some({value.text})" if wrapped else value.text
        yield f"let right = {literal(words, Kind('&', (Kind('str'),)))};"
        yield f'assert_eq!(format!("{{:?}}", {asked}), right);'
    elif view.steps in (("sorted",), ("unordered",)) and isinstance(value, list):
        right = literal(_in_order(value), _owned(kind) if kind else None)
        yield f"let mut got = {asked};"
        yield "got.sort();"
        yield f"assert_eq!(got, {right});"
    else:
        yield f"assert_eq!({asked}, {literal(value, kind)});"


def _opaque(value: Value, kind: Kind | None) -> bool:
    inner = kind.parts[0] if kind is not None and kind.name == "Option" else kind
    while inner is not None and inner.name in POINTERS:
        inner = inner.parts[0]
    own = inner is not None and inner.name == "own"
    return own and isinstance(value, Opaque) and not value.text.startswith("<")


def _in_order(value: list[Value]) -> list[Value]:
    try:
        return sorted(value)
    except TypeError:
        raise NotPlain("values without an order") from None
