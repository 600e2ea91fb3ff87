"""What a JavaScript suite does that needs the solution in its own process: doubles of modules,
programs and files it starts or reads, servers it talks to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import basename

from workbench.languages.js_inventory import MODULES
from workbench.languages.js_source import Source, arguments, is_code, read, string_value
from workbench.languages.syntax import Node, line_of, text_of, walk
from workbench.model.task import Suite

_DOUBLES = {
    "mock", "doMock", "unstable_mockModule", "setMock", "isolateModules", "isolateModulesAsync",
    "createMockFromModule", "genMockFromModule", "importMock", "requireMock", "automock",
    "enableAutomock",
}  # fmt: skip
_BUILT_IN = re.compile(
    r"(?:globalThis\.|global\.)?(?:Array|String|Number|Object|Map|Set|WeakMap|WeakSet|RegExp|Promise)"
    r"\.prototype"
)
_DOUBLE_OWNERS = {"jest", "vi", "vitest"}
_PROCESSES = {"child_process", "cluster", "worker_threads"}
_NETWORK = {"http", "https", "http2", "net", "dgram", "tls", "supertest", "undici"}
_FILES = {"fs", "fs/promises"}
_WRITES = (
    "write", "append", "mkdir", "mkdtemp", "copy", "cp", "rename", "symlink", "truncate",
    "createWriteStream", "unlink", "rm",
)  # fmt: skip


def unsplit_use(theirs: Mapping[str, str], suite: Suite) -> str:
    """Why a suite cannot run in another process than the solution's files, or ''."""
    code = {p: t for p, t in {**suite.support, **suite.files}.items() if is_code(p)}
    sources = {p: read(p, t) for p, t in code.items()}
    solution = {p: read(p, t) for p, t in theirs.items() if is_code(p)}
    for path, source in sources.items():
        for why in (_doubles(source), _elsewhere(source, theirs)):
            if why:
                return f"{path}:{why}"
    for path, source in solution.items():
        for module in _plain_modules(source):
            if module in MODULES:
                return f"{path} of the solution imports {module}, which only tests have"
    if any("process.exitCode" in s.text for s in sources.values()) and any(
        "process.exitCode" in text for text in theirs.values()
    ):
        return "solution and tests both use process.exitCode"
    return _files_of_both(sources, theirs, suite) if reads_files(theirs) else ""


def reads_files(files: Mapping[str, str]) -> bool:
    """Whether any of these files can open others."""
    return any(_FILES & set(_plain_modules(read(p, t))) for p, t in files.items() if is_code(p))


def _plain_modules(source: Source) -> Iterator[str]:
    for module in (*source.imports, *source.requires):
        yield module.removeprefix("node:") if module != "node:test" else module


def _doubles(source: Source) -> str:
    for node in _calls(source):
        callee = node.child_by_field_name("function")
        if callee is None or callee.type != "member_expression":
            continue
        method = text_of(callee.child_by_field_name("property"))
        owner = callee
        while owner.type in ("member_expression", "call_expression"):
            field = "object" if owner.type == "member_expression" else "function"
            inner = owner.child_by_field_name(field)
            if inner is None:
                break
            owner = inner
        root = text_of(owner)
        imported = source.bindings.get(root, ("", root))[1]
        if method in _DOUBLES and {root, imported} & _DOUBLE_OWNERS:
            return (
                f"{line_of(node)} puts a double in a module's place, which the solution would load"
            )
        if method == "module" and text_of(callee).endswith("mock.module"):
            return (
                f"{line_of(node)} puts a double in a module's place, which the solution would load"
            )
        given = arguments(node)
        if (
            method in ("spyOn", "stub", "method")
            and given
            and _BUILT_IN.fullmatch(text_of(given[0]))
        ):
            return f"{line_of(node)} puts a double in place of a built-in method, which both call"
        if text_of(callee) == "process.chdir":
            return f"{line_of(node)} changes the working directory of both"
    return ""


def _elsewhere(source: Source, theirs: Mapping[str, str]) -> str:
    modules = set(_plain_modules(source))
    for what, group in (("starts processes", _PROCESSES), ("talks over a network", _NETWORK)):
        if group & modules:
            return f"1 {what} ({min(group & modules)}), where the solution is not"
    if any(text_of(n.child_by_field_name("function")) == "fetch" for n in _calls(source)):
        return "1 talks over a network (fetch), where the solution is not"
    if not (_FILES | {"path", "url", "vm"}) & modules:
        return ""
    names = {basename(p) for p in theirs}
    for node in walk(source.tree.root_node):
        value = string_value(node)
        if value and basename(value) in names and not _is_specifier(node):
            return f"{line_of(node)} names {basename(value)} as a file, and it is elsewhere"
    return ""


def _files_of_both(sources: Mapping[str, Source], theirs: Mapping[str, str], suite: Suite) -> str:
    for path, source in sources.items():
        if not _FILES & set(_plain_modules(source)):
            continue
        for node in _calls(source):
            called = text_of(node.child_by_field_name("function")).rsplit(".", 1)[-1]
            if called.startswith(_WRITES):
                return f"{path}:{line_of(node)} leaves files for the solution to read"
    text = "\n".join(theirs.values())
    for path in (*suite.support, *suite.files):
        if not is_code(path) and basename(path) not in text:
            return f"the solution reads files, and does not itself name {path} of the suite"
        if not is_code(path) and any(basename(path) in s.text for s in sources.values()):
            return f"solution and tests both read {path}, and what it says may be the answer"
    return ""


def _is_specifier(node: Node) -> bool:
    holder = node.parent
    if holder is None or holder.type in ("import_statement", "export_statement"):
        return True
    call = holder.parent
    if call is None or call.type != "call_expression":
        return False
    callee = call.child_by_field_name("function")
    return callee is not None and (callee.type == "import" or text_of(callee) == "require")


def _calls(source: Source) -> Iterator[Node]:
    return (n for n in walk(source.tree.root_node) if n.type == "call_expression")
