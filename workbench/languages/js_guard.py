"""What a JavaScript or TypeScript solution may not contain: code that looks into the functions that
call it, or reaches below the language to what judges it.

Whoever hides such code finds a way; this refuses the tricks as they are commonly written.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.js_source import is_code, read
from workbench.languages.layout import FOLDER_IS_HELD, brings_data
from workbench.languages.syntax import Node, line_of, text_of, walk
from workbench.model.task import Solution, Suite

_MODULES = frozenset({"inspector", "inspector/promises"})
_FUNCTIONS = frozenset(
    {"function_declaration", "function_expression", "generator_function_declaration"}
)
_BELOW = frozenset(
    {
        *("process.binding", "process._linkedBinding", "Module._load", "Module._cache"),
        *("v8.writeHeapSnapshot", "v8.getHeapSnapshot", "Error.prepareStackTrace"),
    }
)
_LAST = frozenset(name.rsplit(".", 1)[-1] for name in _BELOW)


def refuse(solution: Solution, suite: Suite) -> str:
    """Why this submission may not run, or ''."""
    theirs = {**suite.files, **suite.support}
    for path, source in solution.files.items():
        if path in theirs or not is_code(path):
            continue
        for line, why in _complaints(path, source, brings_data(suite)):
            return f"{path}, line {line}: {why}"
    return ""


def _complaints(path: str, source: str, held: bool) -> Iterator[tuple[int, str]]:
    root = read(path, source).tree.root_node
    functions = {
        text_of(node.child_by_field_name("name")) for node in walk(root) if node.type in _FUNCTIONS
    }
    for node in walk(root):
        if node.type == "string_fragment":
            word = text_of(node)
            if word.removeprefix("node:") in _MODULES:
                yield line_of(node), f"{word} looks into running code"
            elif word.startswith(("/opt/harness", "/proc/self/mem", "/proc/self/maps")):
                yield line_of(node), f"{word} belongs to what judges it"
        elif node.type == "member_expression":
            # The last name first: the text of every link of a long chain is a lot of text.
            last = text_of(node.child_by_field_name("property"))
            if last in _LAST and text_of(node) in _BELOW:
                yield line_of(node), f"{text_of(node)} reaches below the language"
            elif held and last == "chdir":
                yield line_of(node), FOLDER_IS_HELD
            elif last == "caller" and _is_function(node, functions):
                yield line_of(node), f"{text_of(node)} is the function that calls it"


def _is_function(node: Node, functions: set[str]) -> bool:
    """`f.caller` of a function of this file; another object may well have a caller."""
    of = node.child_by_field_name("object")
    return of is not None and (text_of(of) in functions or text_of(of) == "arguments.callee")
