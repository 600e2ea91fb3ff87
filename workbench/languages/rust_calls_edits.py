"""Rust solutions made callable from outside, and made to tell of calls. No line moves."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.languages.calls import Entry
from workbench.languages.rust_calls_codec import (
    RENAMED,
    STEPS,
    caller_module,
    recorder,
    recorder_module,
    steps_module,
)
from workbench.languages.rust_calls_entries import Source, source_of
from workbench.languages.rust_fuel import fuel_of
from workbench.languages.rust_guard import CALLER
from workbench.languages.rust_helper import ALLOW
from workbench.languages.schemata import Site, Wrap, render
from workbench.model.task import Solution, Suite


def with_caller(solution: Solution, suite: Suite, entry: Entry) -> Solution:
    """A program that makes calls: steps counted, the caller at the end of the entry's file. As it
    is where there is no such entry."""
    source = source_of(solution, suite)
    function = source.function(entry.file, entry.name)
    if function is None:
        return solution
    crate = _crate(source)
    fuel = f"{crate}::{STEPS}::fuel()"
    files = {**solution.files, CALLER: source.root}
    for path, code in source.codes.items():
        sites = [site for node in code.nodes() for site in fuel_of(node, fuel)]
        text, _ = render(code.source, sites)
        if path == function.entry.file:
            text += caller_module(function.entry, source.types, crate)
        if path == source.root:
            files[path] = _headed(text, f"#![no_main] {ALLOW}") + steps_module()
        else:
            files[path] = _headed(text, ALLOW)
    return solution.model_copy(update={"files": files})


def with_recorder(solution: Solution, suite: Suite, entries: Sequence[Entry]) -> Solution:
    """Each entry renamed, and one that tells of its calls in its place."""
    source = source_of(solution, suite)
    files = dict(solution.files)
    for path, functions in source.functions.items():
        wanted = [functions[e.name] for e in entries if e.file == path and e.name in functions]
        sites: list[Site] = []
        for function in wanted:
            name = function.node.child_by_field_name("name")
            if name is not None:
                node = function.node
                new = _instead(f"{RENAMED}{function.entry.name}")
                sites.append(Site(name.start_byte, name.end_byte, new))
                behind = _behind(recorder(function, source.types))
                sites.append(Site(node.start_byte, node.end_byte, behind))
        if sites:
            text, _ = render(source.codes[path].source, sites)
            module = recorder_module([f.entry for f in wanted], source.types, _crate(source))
            files[path] = _headed(text, ALLOW) + module
    return solution.model_copy(update={"files": files})


def _crate(source: Source) -> str:
    return "" if source.edition == "2015" else "crate"


def _instead(text: str) -> Wrap:
    return lambda _, __: [(text, 0)]


def _behind(text: str) -> Wrap:
    return lambda original, _: [*original, (text, 0)]


def _headed(text: str, said: str) -> str:
    """A file with something at its very start, behind what must stay there."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    if text.startswith("#!") and not text.startswith("#!["):
        first, _, rest = text.partition("\n")
        return f"{mark}{first}\n{said} {rest}"
    return f"{mark}{said} {text}"
