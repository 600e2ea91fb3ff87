"""What a Rust submission may not contain: code that runs while building, files that change how
tests run, names that stand in for the standard library's assertions."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any

from workbench.languages.layout import FOLDER_IS_HELD, brings_data
from workbench.languages.rust_manifest import load, table
from workbench.languages.rust_source import macro_names
from workbench.languages.syntax import Node, children, parse, text_of, walk
from workbench.model.task import Solution, Suite

_ASSERTIONS = frozenset(
    f"{prefix}{name}" for prefix in ("", "debug_") for name in ("assert", "assert_eq", "assert_ne")
) | {"panic", "unreachable", "include", "include_str", "matches", "prop_assert", "prop_assert_eq"}
_RENAMED = re.compile(r"\bas\s+(" + "|".join(sorted(_ASSERTIONS)) + r")\b")
_INCLUDES = frozenset({"include", "include_str", "include_bytes"})
_ATTRIBUTES = re.compile(
    r"\b(link_section|no_main|test_runner|reexport_test_harness_main|export_name|no_mangle|naked"
    r"|global_allocator|proc_macro\w*)\b"
)
# Below Rust: symbols that stand in for the C library's, system calls that no one else sees.
_MACHINE = frozenset({"asm", "global_asm", "naked_asm"})
# A macro may write an attribute or call another macro by a name it is handed.
_HANDED_ON = frozenset({"link_section", "export_name", "no_mangle", "global_allocator"}) | _MACHINE

CALLER = "workbench_calls"
"""the file that says a solution is to be built into a caller (`rust_calls_edits`); no solution may
bring one"""


def refuse(solution: Solution, suite: Suite) -> str:
    """Why this submission may not run, or ''."""
    theirs = {**suite.files, **suite.support}
    own = {p: s for p, s in solution.files.items() if p not in theirs}
    for path, source in own.items():
        reason = _by_name(path, source)
        if not reason and path.endswith(".rs"):
            reason = _by_code(path, source, own, brings_data(suite))
        if reason:
            return f"{path} {reason}"
    return ""


def _by_name(path: str, source: str) -> str:
    folders, name = path.split("/")[:-1], path.rsplit("/", 1)[-1]
    if name == "build.rs" and not folders:
        return "is a build script"
    if path == CALLER:
        return "has the name of what callers lean on, and would change how Rust builds"
    if ".cargo" in folders or name in ("rust-toolchain", "rust-toolchain.toml"):
        return "would change how Rust builds and runs"
    if folders[:1] in (["tests"], ["benches"]):
        return "is a test file; only the suite brings tests"
    return _by_manifest(source) if name == "Cargo.toml" else ""


def _by_manifest(source: str) -> str:
    try:
        tree = load(source)
    except ValueError:
        return "is not valid TOML"
    package, lib = table(tree.get("package")), table(tree.get("lib"))
    if "build" in package or "build-dependencies" in tree:
        return "asks for a build script"
    if lib.get("proc-macro") or lib.get("proc_macro") or "proc-macro" in str(lib.get("crate-type")):
        return "makes a procedural macro, which runs inside the compiler"
    tests: Any = tree.get("test")
    for section in (lib, *(map(table, tests) if isinstance(tests, list) else ())):
        if section.get("harness") is False or section.get("test") is False:
            return "switches the test harness off"
    for section in ("patch", "replace"):
        if section in tree:
            return f"uses [{section}], which exchanges crates"
    return ""


def _by_code(path: str, source: str, own: Mapping[str, str], held: bool) -> str:
    for name in macro_names(source):
        if name in _ASSERTIONS:
            return f"defines a macro called {name}!, which the tests use"
    for node in walk(parse("rust", source).root_node):
        if node.type == "use_declaration" and (renamed := _RENAMED.search(text_of(node))):
            return f"imports something under the name {renamed[1]}, which the tests use"
        if node.type in ("attribute_item", "inner_attribute_item"):
            found = _ATTRIBUTES.search(re.sub(r'"[^"]*"', "", text_of(node)))
            if found:
                return f"uses #[{found[1]}], which changes how the program starts or links"
        if held and node.type == "identifier" and text_of(node) == "set_current_dir":
            return f"may not: {FOLDER_IS_HELD}"
        if node.type == "foreign_mod_item" and children(node, "declaration_list"):
            return "calls functions that are not Rust's, which reach what judges it"
        if node.type == "token_tree" and (reason := _by_tokens(path, node, own)):
            return reason
        if node.type == "macro_invocation":
            name = text_of(node.child_by_field_name("macro")).rsplit("::", 1)[-1]
            if name in _MACHINE:
                return f"uses {name}!, which reaches below Rust"
            reason = _by_include(path, node, own)
            if reason:
                return reason
    return ""


def _by_include(path: str, call: Node, own: Mapping[str, str]) -> str:
    """Expected values stand in the tests: a solution may read its own files only."""
    macro = text_of(call.child_by_field_name("macro")).rsplit("::", 1)[-1]
    if macro not in _INCLUDES:
        return ""
    return _by_argument(path, macro, next(iter(children(call, "token_tree")), None), own)


def _by_tokens(path: str, tree: Node, own: Mapping[str, str]) -> str:
    """The arguments of a macro: attributes and calls are no more than tokens there."""
    tokens = tree.children
    for at, token in enumerate(tokens):
        if token.type != "identifier":
            continue
        name = text_of(token)
        if name in _HANDED_ON:
            return f"hands {name} to a macro, which changes how the program starts or links"
        if name in _INCLUDES:
            called = at + 2 < len(tokens) and text_of(tokens[at + 1]) == "!"
            reason = _by_argument(path, name, tokens[at + 2] if called else None, own)
            if reason:
                return reason
    return ""


def _by_argument(path: str, macro: str, body: Node | None, own: Mapping[str, str]) -> str:
    literal = re.fullmatch(r'[({\[]\s*"([^"]*)"\s*,?\s*[)}\]]', text_of(body))
    if literal:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), literal[1]))
        if target in own:
            return ""
    return f"uses {macro}! on something that is not a file of the solution"
