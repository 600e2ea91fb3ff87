"""Syntax trees of the six languages: the only module that knows tree-sitter.

    tree = parse("python", source)         source is bytes; offsets everywhere are bytes
    for node in walk(tree.root_node): ...  depth first, in source order
    for found in query("go", "(function_declaration name: (identifier) @name) @f", node):
        found["name"][0]

A tree always comes back, whatever the bytes: what could not be understood stands in it as ERROR
or MISSING nodes (`first_error` finds them). Parsing a broken file is therefore no exception, and
a caller that needs a sound inventory must ask.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator

from tree_sitter import Language, Node, Parser, Query, QueryCursor, Tree

__all__ = [
    "GRAMMARS",
    "Node",
    "Tree",
    "ancestors",
    "children",
    "first_error",
    "line_of",
    "parse",
    "query",
    "text_of",
    "walk",
]

# Grammar -> (module, function that makes it). Imported on first use: six shared objects at
# start-up would cost more than everything else `import workbench` does.
GRAMMARS: dict[str, tuple[str, str]] = {
    "python": ("tree_sitter_python", "language"),
    "javascript": ("tree_sitter_javascript", "language"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
    "go": ("tree_sitter_go", "language"),
    "rust": ("tree_sitter_rust", "language"),
    "java": ("tree_sitter_java", "language"),
}


@functools.cache
def _grammar(language: str) -> Language:
    module, function = GRAMMARS[language]
    make: Callable[[], object] = getattr(importlib.import_module(module), function)
    return Language(make())


@functools.lru_cache(maxsize=256)
def _query(language: str, pattern: str) -> Query:
    return Query(_grammar(language), pattern)


def parse(language: str, source: bytes | str) -> Tree:
    """The syntax tree of `source`. `language` is a key of `GRAMMARS` (a `LanguageName` will do).

    A parser is made per call because one may not be shared between threads; it costs microseconds.
    """
    data = source.encode("utf-8") if isinstance(source, str) else source
    return Parser(_grammar(language)).parse(data)


def query(language: str, pattern: str, node: Node) -> Iterator[dict[str, list[Node]]]:
    """Matches of a tree-sitter query below `node`, in source order: capture name -> nodes."""
    for _, captures in QueryCursor(_query(language, pattern)).matches(node):
        yield captures


def text_of(node: Node | None) -> str:
    """The source text of a node; '' for None."""
    return "" if node is None or node.text is None else node.text.decode("utf-8", "replace")


def line_of(node: Node) -> int:
    """The line a node starts on, counted from 1."""
    return node.start_point[0] + 1


def children(node: Node, *kinds: str) -> list[Node]:
    """Named children, those of the given kinds only when any are given."""
    return [c for c in node.named_children if not kinds or c.type in kinds]


def walk(node: Node, enter: Callable[[Node], bool] | None = None) -> Iterator[Node]:
    """`node` and everything below it, depth first, in source order. `enter(n)` says whether to
    go below `n`. Iterative: generated sources nest deeper than Python's stack."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        if enter is None or enter(here):
            stack.extend(reversed(here.children))


def ancestors(node: Node) -> Iterator[Node]:
    """Parents from the nearest to the root."""
    here = node.parent
    while here is not None:
        yield here
        here = here.parent


def first_error(tree: Tree) -> str:
    """Where the source stops being understood, as `line 3, column 7`; '' when all of it is."""
    if not tree.root_node.has_error:
        return ""
    for node in walk(tree.root_node, lambda n: n.has_error):
        if node.is_error or node.is_missing:
            row, column = node.start_point
            return f"line {row + 1}, column {column + 1}"
    return "an unknown place"
