"""What the readers of private names share: declarations, and the tokens that mean them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from workbench.languages.syntax import Node, text_of, walk

Roots = Mapping[str, Node]
Means = Callable[[str, Node], bool]
"""(file, token) -> whether the token may mean the name it spells"""


@dataclass
class Names:
    """`declared`: private name -> file and node of its first declaration; `blocked`: names that
    must stay; `means`: per name the kinds it is declared as, each a test of tokens; `near`: those
    that tests which lie in the code's own package may use; `api`: what is open to everybody."""

    roots: Roots
    declared: dict[str, tuple[str, Node]] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    near: set[str] = field(default_factory=set)
    api: set[str] = field(default_factory=set)
    _means: dict[str, list[Means]] = field(default_factory=dict)

    def declare(self, path: str, node: Node | None, means: Means) -> None:
        """`node` is the name's token in a private declaration."""
        name = text_of(node)
        if node is not None and name:
            self.declared.setdefault(name, (path, node))
            self._means.setdefault(name, []).append(means)

    def block(self, node: Node | None) -> None:
        """Something that is not private has this name."""
        self.blocked.add(text_of(node))

    def spots(self, name: str) -> Iterator[tuple[str, Node]]:
        """All tokens that may mean `name`."""
        means = self._means[name]
        for path, root in self.roots.items():
            for node in walk(root):
                if is_name(node) and text_of(node) == name and any(m(path, node) for m in means):
                    yield path, node


def is_name(node: Node) -> bool:
    """Whether a node is a name's token."""
    return node.type.endswith(("identifier", "identifier_pattern")) and not node.named_children


def anywhere(path: str, node: Node) -> bool:
    """Any token of any file."""
    return True


def looked_up(roots: Roots, words: re.Pattern[str]) -> bool:
    """Whether the code has one of these words: it may ask for names while it runs."""
    return any(words.search(text_of(root)) for root in roots.values())


def field_of(node: Node, name: str) -> bool:
    """Whether `node` is that field of its parent."""
    return node.parent is not None and node.parent.child_by_field_name(name) == node
