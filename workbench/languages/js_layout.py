"""How a JavaScript or TypeScript tree is loaded: which file in which module system, what is
compiled first, and which files share one scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath

from workbench.languages import js_inventory, js_scripts
from workbench.languages.js_hoist import hoisted, spies_on_modules
from workbench.languages.js_source import TYPESCRIPT, Source, is_code, read
from workbench.languages.layout import merged
from workbench.model.task import Framework, Solution, Suite

_CONFIGS = {
    "package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml",
    ".npmrc", ".yarnrc", ".yarnrc.yml", ".mocharc.json", ".babelrc", ".swcrc", "tsconfig.json",
    "jsconfig.json", ".eslintrc.json", ".env",
}  # fmt: skip
_CONFIG_STEMS = (
    "jest.config.", "vitest.config.", "vite.config.", "babel.config.", ".mocharc.",
    "eslint.config.", "vitest.workspace.", "jest.setup.", ".eslintrc.",
)  # fmt: skip
HOLDS_MUTANTS = "\n// held: mutants\n"
"""Ends every file that `js_schemata` made."""


@dataclass
class Layout:
    """Files for /job and how the harness loads them."""

    files: dict[str, str]
    formats: dict[str, str] = field(default_factory=dict)
    """Path -> `esm` or `cjs`, as the file is when it is loaded."""
    compile: dict[str, str] = field(default_factory=dict)
    """Path -> the module system to compile it to; empty when nothing needs compiling."""
    entries: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    sites: dict[int, str] = field(default_factory=dict)
    scripts: dict[str, dict[str, object]] = field(default_factory=dict)
    shift: dict[str, int] = field(default_factory=dict)
    hoisted: dict[str, int] = field(default_factory=dict)
    """Path -> how many functions of the file run before its imports."""
    before: dict[str, list[str]] = field(default_factory=dict)
    """Script -> the solution's files it shares a scope with, read before it."""


def is_config(path: str) -> bool:
    """Configuration of a test run or package manager, which no solution may bring."""
    last = path.rsplit("/", 1)[-1]
    return last in _CONFIGS or last.startswith(_CONFIG_STEMS) or "node_modules" in path.split("/")


def layout(solution: Solution, suite: Suite, framework: Framework) -> Layout:
    """The tree of one run."""
    made = Layout(files=merged(solution, suite, is_config))
    if framework is Framework.SCRIPT:
        _scripts(made, solution, suite)
    else:
        texts, made.sites = js_inventory.marked_files(suite, framework)
        made.files.update(texts)
        made.marked = list(texts)
        made.entries = list(texts)
    if framework in (Framework.JEST, Framework.VITEST):
        _hoist(made)
    parsed = {p: read(p, t) for p, t in made.files.items() if is_code(p)}
    _module_systems(made, parsed)
    for path in made.marked:
        # At the end, so that no line moves; imports are hoisted. CommonJS gets it as a parameter.
        if path in made.compile or made.formats[path] == "esm":
            made.files[path] += '\n;import { __wb } from "workbench:sites";\n'
    return made


def snapshots(suite: Suite, entries: list[str]) -> dict[str, str]:
    """Test file -> the snapshots the suite brings for it; a solution's are never read."""
    brought = {**suite.support, **suite.files}
    places = {p: join(dirname(p), "__snapshots__", f"{basename(p)}.snap") for p in entries}
    return {p: brought[place] for p, place in places.items() if place in brought}


def _hoist(made: Layout) -> None:
    others = {p for p in made.files if is_code(p)} - set(made.marked)
    if any(read(p, made.files[p]).top_level_await for p in others):
        return  # nothing of such a tree can be CommonJS, and ES modules import before all else
    changed = {p: hoisted(p, made.files[p]) for p in made.marked}
    if any(read(p, text).top_level_await for p, (text, _) in changed.items()):
        return
    for path, (text, count) in changed.items():
        if count:
            made.files[path] = text
            made.hoisted[path] = count


def _scripts(made: Layout, solution: Solution, suite: Suite) -> None:
    pieces = [p for p in solution.files if is_code(p) and p not in suite.files and not is_config(p)]
    found = js_scripts.scripts(suite)
    shared = [p for p, script in found.items() if not script.source.imports_local]
    imported = {
        target for p in pieces for target in targets(read(p, solution.files[p]), {*solution.files})
    }
    for path, script in found.items():
        made.files[path] = script.text
        made.scripts[path] = {"checks": script.checks, "whole": script.whole}
        if path in shared:
            # Written to be read after the solution, in its scope.
            made.before[path] = [p for p in pieces if p not in imported]
            before = "\n".join(solution.files[p] for p in made.before[path]) + "\n"
            made.files[path] = before + script.text
            made.shift[path] = before.count("\n")
    made.entries = list(found)
    made.marked = list(found)


def _module_systems(made: Layout, parsed: Mapping[str, Source]) -> None:
    for path, source in parsed.items():
        esm = source.esm and not path.endswith((".cjs", ".cts"))
        made.formats[path] = "esm" if esm else "cjs"
    if not any(_needs_compiling(s, made, parsed) for s in parsed.values()):
        return
    # One module system for all of it: what is compiled to CommonJS may be required and imported,
    # mixed or not. Only a file that awaits at top level cannot be CommonJS.
    target = "esm" if any(s.top_level_await for s in parsed.values()) else "cjs"
    for path, source in parsed.items():
        if source.esm or path.endswith((*TYPESCRIPT, ".jsx")):
            made.compile[path] = target
            made.formats[path] = target


def _needs_compiling(source: Source, made: Layout, parsed: Mapping[str, Source]) -> bool:
    if source.esm and source.text.endswith(HOLDS_MUTANTS) and not _knows_its_place(parsed):
        return True  # a compiled body is called again for each trial; an ES module is not
    if source.path.endswith((*TYPESCRIPT, ".jsx")) or (source.esm and source.cjs):
        return True
    if made.formats[source.path] == "esm":
        return source.path in made.hoisted or (
            source.path in made.marked and spies_on_modules(source)
        )
    required = targets(source, set(parsed), only_required=True)
    return any(made.formats[p] == "esm" for p in required)


def _knows_its_place(parsed: Mapping[str, Source]) -> bool:
    return any(s.top_level_await or "import.meta" in s.text for s in parsed.values())


def targets(source: Source, paths: set[str], *, only_required: bool = False) -> set[str]:
    """The task's files a file names by relative path."""
    found = set()
    names = source.requires if only_required else (*source.requires, *source.imports)
    for name in names:
        if name.startswith("."):
            base = normpath(join(dirname(source.path), name))
            stem = base[:-3] if base.endswith(".js") else base
            for extra in ("", ".js", ".ts", ".mjs", ".cjs", ".tsx", "/index.js", "/index.ts"):
                found |= {p for p in (base + extra, stem + extra) if p in paths}
    return found
