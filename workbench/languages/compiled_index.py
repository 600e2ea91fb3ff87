"""Which nodes of a syntax tree are of a kind or bear a name: one walk instead of one a question."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from workbench.languages.syntax import Node, text_of, walk

_NAMES = frozenset({"identifier", "field_identifier", "type_identifier", "metavariable"})


class Index:
    """The nodes below a root, in source order."""

    def __init__(self, root: Node) -> None:
        self._kinds: dict[str, tuple[list[int], list[Node]]] = {}
        self._named: dict[str, tuple[list[int], list[Node]]] = {}
        self._starts: list[int] = []
        self._words: list[str] = []
        for node in walk(root):
            kind, start = node.type, node.start_byte
            if node.is_named:
                starts, nodes = self._kinds.setdefault(kind, ([], []))
                starts.append(start)
                nodes.append(node)
            if kind in _NAMES:
                word = text_of(node)
                starts, nodes = self._named.setdefault(word, ([], []))
                starts.append(start)
                nodes.append(node)
                self._starts.append(start)
                self._words.append(word)

    def of(self, within: Node, *kinds: str) -> Iterator[Node]:
        """Nodes of these kinds inside a node."""
        for kind in kinds:
            yield from _between(self._kinds.get(kind), within)

    def named(self, name: str, within: Node) -> Iterator[Node]:
        """Identifiers of this name inside a node, whatever they identify."""
        yield from _between(self._named.get(name), within)

    def words(self, within: Node) -> frozenset[str]:
        """All names inside a node."""
        first = bisect_left(self._starts, within.start_byte)
        last = bisect_left(self._starts, within.end_byte)
        return frozenset(self._words[first:last])


def _between(found: tuple[list[int], list[Node]] | None, within: Node) -> list[Node]:
    if found is None:
        return []
    starts, nodes = found
    return nodes[bisect_left(starts, within.start_byte) : bisect_left(starts, within.end_byte)]
