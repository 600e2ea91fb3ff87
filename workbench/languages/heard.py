"""A suite that says which of its checks are run, and what follows from what it said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.model.task import Suite

Ways = tuple[frozenset[int], ...]
"""Groups of checks of which one group is enough."""


@dataclass(frozen=True)
class Heard:
    """A suite whose checks are numbered. `places`: file and line of each; `ways`: the groups of
    those of which one is enough."""

    suite: Suite
    places: dict[int, tuple[str, int]]
    ways: tuple[Ways, ...]

    def silent(self, said: str, word: str) -> list[tuple[str, int]]:
        """Places of checks that did not say they were run, by what the run printed."""
        ran = {n for n in self.places if f"{word}{n};" in said}
        spared = {
            n
            for ways in self.ways if any(way & ran for way in ways)
            for way in ways if not way & ran
            for n in way
        }  # fmt: skip
        return sorted({self.places[n] for n in self.places.keys() - ran - spared})


def inserted(source: str, texts: Iterable[tuple[int, str]]) -> str:
    """A source with texts at the bytes before which they belong."""
    data = source.encode()
    found, last = [], 0
    for at, text in sorted(texts, key=lambda t: t[0]):
        found += [data[last:at], text.encode()]
        last = at
    return b"".join([*found, data[last:]]).decode()
