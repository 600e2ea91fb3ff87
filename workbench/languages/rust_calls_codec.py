"""The Rust that is compiled beside a solution: callers and recorders of its entries."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from workbench.languages.rust_calls_entries import Function, RustEntry
from workbench.languages.rust_calls_kinds import BOXED, DECLARED, TEXTS, Kind, declared_in
from workbench.languages.rust_calls_own import told_in_parts, told_in_words
from workbench.languages.rust_calls_types import Types
from workbench.languages.syntax import Node, children, text_of
from workbench.resources import sandbox_files

STEPS = "__workbench_steps"
CALLS = "__workbench_calls"
RENAMED = "__workbench_of_"
TELLING = "__workbench_told_"


@functools.cache
def _text(name: str) -> str:
    return (sandbox_files() / "harness" / "rust" / name).read_text("utf-8")


def steps_module() -> str:
    """Counts what every loop and function of the crate spends."""
    return f"\nmod {STEPS} {{\n{_text('plain_steps.rs')}}}\n"


def caller_module(entry: RustEntry, types: Types, crate: str) -> str:
    """Calls one entry of the file it is put at the end of. `crate` is the path of its root."""
    steps = f"{crate}::{STEPS}"
    made, given, before, after = [], [], [], []
    for at, kind in enumerate(entry.kinds):
        row = kind.name == "&mut" and kind.parts[0].name == "slice"
        changed = kind.name == "&mut"
        what = "let mut" if changed else "let"
        made.append(f"{what} a{at}{': Vec<_>' if row else ''} = give(from);")
        given.append(f"&mut a{at}[..]" if row else f"&mut a{at}" if changed else f"a{at}")
        if changed:
            before.append(f"let b{at} = told(&a{at});")
            after.append(f"({at}, &b{at}, told(&a{at}))")
    call = f"""
fn call(from: &mut Words<'_>, fuel: u64) -> String {{
    {steps}::fresh();
    {" ".join((*made, *before))}
    {steps}::start(fuel);
    let done = watched(|| super::{entry.name}({", ".join(given)}));
    let used = {steps}::used();
    let did = {_did(entry.result, types, "")};
    drop(done);
    s::format!("{{}}\\t{{}}\\t{{}}", used, did, changed(&[{", ".join(after)}]))
}}
#[unsafe(no_mangle)]
pub extern "C" fn main(_: i32, given: *const *const u8) -> i32 {{
    serve(given, call)
}}
"""
    parts = (_text("plain.rs"), _text("plain_calls.rs"), call, *_own([entry], types, crate))
    return f"\nmod {CALLS} {{\n{''.join(parts)}}}\n"


def recorder_module(entries: Sequence[RustEntry], types: Types, crate: str) -> str:
    """What the recorders of one file's entries lean on."""
    parts = (_text("plain.rs"), _text("plain_record.rs"), *_own(entries, types, crate))
    return f"\nmod {CALLS} {{\n{''.join(parts)}}}\n"


def recorder(function: Function, types: Types) -> str:
    """A function of the entry's own name and signature, which tells of its calls."""
    entry, node = function.entry, function.node
    told, given, before, after = [], [], [], []
    for at, kind in enumerate(entry.kinds):
        told.append(f"{CALLS}::told(&a{at})")
        # What the result may borrow cannot be looked at while there is one.
        changed = kind.name == "&mut" and not entry.result.borrows
        given.append(f"&mut *a{at}" if changed else f"a{at}")
        if changed:
            before.append(f"let b{at} = {CALLS}::told(&a{at}); ")
            after.append(f"({at}, &b{at}, {CALLS}::told(&a{at}))")
    inner, slow = f"{RENAMED}{entry.name}", f"{TELLING}{entry.name}"
    passed = ", ".join(f"a{at}" for at in range(len(entry.kinds)))
    return (
        # Two functions: one that calls itself deep down needs little more stack than it did.
        f" #[allow(warnings)] {_signature(node, entry.name)} {{ "
        f"if {CALLS}::within() {{ {inner}({passed}) }} else {{ {slow}({passed}) }} }}"
        f" #[allow(warnings)] #[inline(never)] {_signature(node, slow)} {{ "
        f'let made = {CALLS}::begin("{entry.name}", &|| {CALLS}::listed(&[{", ".join(told)}])); '
        f"if !made.told() {{ return {inner}({passed}); }} {''.join(before)}"
        f"let done = {CALLS}::watched(|| {inner}({', '.join(given)})); "
        f"let did = {_did(entry.result, types, f'{CALLS}::')}; "
        f"made.end(did, {CALLS}::changed(&[{', '.join(after)}])); "
        "match done { ::std::result::Result::Ok(value) => value, "
        "::std::result::Result::Err(why) => ::std::panic::resume_unwind(why) } }"
    )


def _signature(node: Node, name: str) -> str:
    def said(field: str) -> str:
        return text_of(node.child_by_field_name(field))

    seen = "".join(f"{text_of(v)} " for v in children(node, "visibility_modifier"))
    listed = node.child_by_field_name("parameters")
    kinds = [
        text_of(p.child_by_field_name("type"))
        for p in (children(listed, "parameter") if listed is not None else [])
    ]
    parameters = ", ".join(f"a{at}: {kind}" for at, kind in enumerate(kinds))
    returns = f" -> {said('return_type')}" if said("return_type") else ""
    where = " ".join(text_of(w) for w in children(node, "where_clause"))
    text = f"{seen}fn {name}{said('type_parameters')}({parameters}){returns} {where}"
    return " ".join(line.split("//")[0] for line in text.splitlines())


def _did(result: Kind, types: Types, at: str) -> str:
    """An expression of the record of `done`, which a call came to."""
    ok = f"{at}returned({at}told(value))"
    if result.name == "Result":
        held = (
            f"match value {{ ::std::result::Result::Ok(value) => {ok}, "
            f"::std::result::Result::Err(error) => {_failed(result.parts[1], types, at)} }}"
        )
    else:
        held = ok
    return (
        f"match &done {{ ::std::result::Result::Ok(value) => {held}, "
        f"::std::result::Result::Err(why) => {at}panicked(&**why) }}"
    )


def _failed(error: Kind, types: Types, at: str) -> str:
    inner = error
    while inner.name in ("&", "Box", "Cow") and inner.parts:
        inner = inner.parts[0]
    if inner.name in TEXTS or error == BOXED:
        return f'{at}raised("Err", &::std::string::ToString::to_string(error))'
    if error == Kind("tuple"):
        return f'{at}raised("Err", "")'
    told = error.name in ("own", "record", "choice")
    if told and not types.declared[error.declared].open:
        return f'{at}raised("Err {error.declared}", "")'
    if told or error.name == "error":
        return f'{at}failed(::std::format!("{{:?}}", error))'
    if error.name == "enum":
        return f"{at}failed({at}variant({at}told(error)))"
    return f'{{ let node = {at}told(error); {at}raised(&::std::format!("Err {{}}", node), &node) }}'


def _own(entries: Sequence[RustEntry], types: Types, crate: str) -> Iterator[str]:
    """What tells and makes values of the types the solution declares."""
    names: dict[str, Kind] = {}
    near: set[str] = set()
    for entry in entries:
        for kind in (*entry.kinds, entry.result):
            names.update(declared_in(kind))
            near.update(_named(kind))
    for name, kind in sorted(names.items()):
        about = types.declared[name]
        # What a signature names is in scope there; what stands inside of that may not be.
        far = "::".join((crate, *(about.module or ()), name))
        path = f"super::{name}" if name in near else far
        if kind.name == "own":
            lifetimes = ", ".join(["'_"] * about.lifetimes)
            yield told_in_words(f"{path}<{lifetimes}>" if lifetimes else path, name, about.open)
        else:
            yield told_in_parts(path, kind)


def _named(kind: Kind) -> Iterator[str]:
    """Names of the solution's types that a type is written with."""
    if kind.name in ("own", *DECLARED):
        yield kind.declared
    else:
        for part in kind.parts:
            yield from _named(part)
