"""What a JavaScript or TypeScript solution may not contain: code that looks into the functions that
call it, or reaches below the language to what judges it.

Whoever hides such code finds a way; this refuses the tricks as they are commonly written.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.js_layout import HOLDS_MUTANTS
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
_FILES = frozenset({"fs", "node:fs", "fs/promises", "node:fs/promises"})
_REPLACING = frozenset({"Object.assign", "Object.defineProperty", "Object.defineProperties"})
_LAST = frozenset(name.rsplit(".", 1)[-1] for name in _BELOW)


def refuse(solution: Solution, suite: Suite) -> str:
    """Why this submission may not run, or ''."""
    theirs = {**suite.files, **suite.support}
    for path, source in solution.files.items():
        if path in theirs or not is_code(path):
            continue
        if source.endswith(HOLDS_MUTANTS):
            return f"{path}: it ends as only code that holds mutants does, to be built otherwise"
        for line, why in _complaints(path, source, brings_data(suite)):
            return f"{path}, line {line}: {why}"
    return ""


def _complaints(path: str, source: str, held: bool) -> Iterator[tuple[int, str]]:
    root = read(path, source).tree.root_node
    functions = {
        text_of(node.child_by_field_name("name")) for node in walk(root) if node.type in _FUNCTIONS
    }
    files = {"require", *_bound_to_files(root)}
    for node in walk(root):
        if _replaced(node) in files:
            yield line_of(node), "it replaces what everybody reads files with"
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


def _bound_to_files(root: Node) -> set[str]:
    """Names of this file for the module that reads files."""
    found = set()
    for node in walk(root):
        if node.type == "variable_declarator":
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            said = text_of(value).replace("'", '"') if value is not None else ""
            if name is not None and any(said.startswith(f'require("{m}")') for m in _FILES):
                found.add(text_of(name))
        elif node.type == "import_statement":
            source = node.child_by_field_name("source")
            if source is not None and text_of(source).strip("'\"") in _FILES:
                found |= {text_of(n) for n in walk(node) if n.type == "identifier"}
    return found


def _replaced(node: Node) -> str:
    """The object one of whose properties a statement sets; `fs` of `fs.promises.readFile = f`."""
    if node.type == "assignment_expression":
        left = node.child_by_field_name("left")
        if left is None or left.type not in ("member_expression", "subscript_expression"):
            return ""
        while left is not None and left.type in ("member_expression", "subscript_expression"):
            left = left.child_by_field_name("object")
        return _named(left) if left is not None else ""
    if node.type == "call_expression":
        function, given = (node.child_by_field_name(n) for n in ("function", "arguments"))
        if function is not None and given is not None and text_of(function) in _REPLACING:
            return _named(given.named_children[0]) if given.named_children else ""
    return ""


def _named(node: Node) -> str:
    """A name; `require` for the module that reads files when nothing else names it."""
    if node.type == "identifier":
        return text_of(node)
    said = text_of(node).replace("'", '"') if node.type == "call_expression" else ""
    return "require" if any(said == f'require("{m}")' for m in _FILES) else ""


def _is_function(node: Node, functions: set[str]) -> bool:
    """`f.caller` of a function of this file; another object may well have a caller."""
    of = node.child_by_field_name("object")
    return of is not None and (text_of(of) in functions or text_of(of) == "arguments.callee")
