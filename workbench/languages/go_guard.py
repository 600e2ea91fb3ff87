"""What a Go submission may not contain: files that take over the build or the test run."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator

from workbench.languages.layout import FOLDER_IS_HELD, brings_data
from workbench.languages.syntax import Node, children, parse, text_of, walk
from workbench.model.task import Solution, Suite

# Modules of the kit: a task's module may not stand where they or a part of them would be found.
KIT_MODULES = (
    "github.com/google/go-cmp",
    "github.com/stretchr/testify",
    "github.com/stretchr/objx",
    "go.yaml.in/yaml/v3",
)
_NATIVE = (
    ".s",
    ".S",
    ".c",
    ".cc",
    ".cpp",
    ".cxx",
    ".h",
    ".hpp",
    ".m",
    ".syso",
    ".swig",
    ".swigcxx",
)
_STRINGS = frozenset({"interpreted_string_literal", "raw_string_literal"})
_MEMORY = ("/proc/self/mem", "/proc/self/maps")
_DIRECTIVE = re.compile(r"^\s*(replace|exclude|tool|ignore)\b", re.MULTILINE)
_MODULE = re.compile(r"^\s*module\s+\"?([^\s\"]+)", re.MULTILINE)


def module_of(go_mod: str) -> str:
    """The module path a go.mod declares, or ''."""
    found = _MODULE.search(go_mod)
    return found[1] if found else ""


GUARDS = "zz_workbench_mutants.go"
"""the file that mutants in schemata lean on (`go_support`); no solution may bring one"""

ALONE = "zz_workbench_alone_test.go"
"""the one test file of a solution whose calls are made; with it the suite's tests are not built"""


def refuse(solution: Solution, suite: Suite) -> str:
    """Why this submission may not run, or ''."""
    theirs = {**suite.files, **suite.support}
    for path, source in solution.files.items():
        if path in theirs:
            continue  # the suite's file lies over it
        reason = _by_name(path, source) or (_by_code(source, suite) if path.endswith(".go") else "")
        if reason:
            return f"{path} {reason}"
    return ""


def _by_name(path: str, source: str) -> str:
    folders, name = path.split("/")[:-1], path.rsplit("/", 1)[-1]
    if name.endswith("_test.go"):
        return "is a test file; only the suite brings tests"
    if name == GUARDS:
        return "has the name of what mutants lean on, and would change how Go builds"
    if name in ("go.work", "go.work.sum", "go.env"):
        return "would change how Go builds"
    if "vendor" in folders or name == "modules.txt":
        return "stands in a vendor folder, which replaces modules"
    if name.endswith(_NATIVE):
        return "is not Go source; assembly, C and objects are not built here"
    if name != "go.mod":
        return ""
    if folders:
        return "makes a module of its own inside the task's"
    if directive := _DIRECTIVE.search(source):
        return f"uses `{directive[1]}`, which exchanges modules"
    module = module_of(source)
    if any(f"{m}/".startswith(f"{module}/") or module.startswith(f"{m}/") for m in KIT_MODULES):
        return f"claims the path of a module of the kit, {module}"
    return ""


def _by_code(source: str, suite: Suite) -> str:
    root = parse("go", source).root_node
    for path in _imports(root):
        if path == "C":
            return 'imports "C"; cgo is not built here'
        if path == "unsafe":
            return 'imports "unsafe", which reaches the memory of the tests'
        if path.startswith("debug/"):
            return f'imports "{path}", which reads the test binary'
    held = brings_data(suite)
    for node in walk(root):
        if node.type == "comment":
            comment = text_of(node)
            if comment.startswith(("//go:linkname", "//go:cgo_")):
                return f"uses {comment.split()[0]}, which reaches into other packages"
            if comment.startswith("//go:embed") and _embeds_tests(comment, suite):
                return "embeds the suite's files"
        if held and node.type == "field_identifier" and text_of(node) in ("Chdir", "Fchdir"):
            return f"may not: {FOLDER_IS_HELD}"
        if node.type in _STRINGS and text_of(node).strip('"`').startswith(_MEMORY):
            return f"names {text_of(node)}, the memory of the tests"
        if (
            node.type == "function_declaration"
            and text_of(node.child_by_field_name("name")) == "TestMain"
        ):
            return "declares TestMain, which would run the suite"
    return ""


def _imports(root: Node) -> Iterator[str]:
    for declaration in children(root, "import_declaration"):
        for node in walk(declaration):
            if node.type == "import_spec":
                yield text_of(node.child_by_field_name("path")).strip('"`')


def _embeds_tests(comment: str, suite: Suite) -> bool:
    """Expected values stand in the tests: a solution that embeds them needs no algorithm."""
    for raw in comment.split()[1:]:
        pattern = raw.strip('"`').removeprefix("all:").rstrip("/")
        for path in suite.files:
            if path.endswith("_test.go") and (
                pattern == "."
                or any(
                    fnmatch.fnmatch(part, pattern)
                    for part in (path, path.rsplit("/", 1)[-1], *_folders(path))
                )
            ):
                return True
    return False


def _folders(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))] + parts
