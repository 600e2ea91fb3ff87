"""Writes many edits of one text into one text: the part of mutant schemata no language changes.

A *site* is a stretch of source with the mutants that stand for it; sites nest and never overlap
otherwise. Its `wrap` gets the original (with everything inside already rendered) and each mutant's
plain text, and returns the guarded form:

    a < b  ->  (__mu(7) ? a <= b : __mu(8) ? true : a < b)

The mutated branches hold plain source, so that the text grows with depth and not as its power, and
so that only one mutant can be active.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.languages.mutation import Mutant

Piece = tuple[str, int]
"""Text, and the number of the mutant it belongs to, 0 for none."""

Wrap = Callable[[list[Piece], list[tuple[int, str]]], list[Piece]]
"""(original, rendered), [(number, mutated text)] -> the guarded form, in pieces."""


@dataclass(frozen=True)
class Site:
    """Bytes `start` to `end` of a source, and what stands for them. `mutants` holds numbers and
    the edits as they are applied to the file; a site without any is only wrapped (a probe)."""

    start: int
    end: int
    wrap: Wrap
    mutants: tuple[tuple[int, Mutant], ...] = ()

    def variants(self, source: bytes) -> list[tuple[int, str]]:
        """The site's text under each of its mutants, whose edits lie inside it."""
        found = []
        for number, m in self.mutants:
            edited = source[self.start : m.start] + m.after.encode() + source[m.end : self.end]
            found.append((number, edited.decode()))
        return found


def render(source: bytes, sites: Sequence[Site]) -> tuple[str, list[tuple[int, int, int]]]:
    """The guarded text, and (start, end, number) of every mutant's text in it, in bytes.

    Sites of the same stretch are wrapped in the order given, the first one innermost. Raises
    ValueError when two overlap without nesting.
    """
    ordered = sorted(enumerate(sites), key=lambda s: (s[1].start, -s[1].end, -s[0]))
    pieces, used = _inside(source, 0, len(source), [s for _, s in ordered], 0)
    if used != len(ordered):
        raise ValueError("a site reaches beyond the source")
    text: list[str] = []
    places: list[tuple[int, int, int]] = []
    at = 0
    for piece, number in pieces:
        size = len(piece.encode())
        if number:
            places.append((at, at + size, number))
        text.append(piece)
        at += size
    return "".join(text), places


def _inside(
    source: bytes, start: int, end: int, sites: Sequence[Site], first: int
) -> tuple[list[Piece], int]:
    pieces: list[Piece] = []
    at = start
    while first < len(sites) and sites[first].start < end:
        site = sites[first]
        if site.start < at or site.end > end:
            raise ValueError(f"sites overlap at byte {site.start}")
        pieces.append((source[at : site.start].decode(), 0))
        inner, first = _inside(source, site.start, site.end, sites, first + 1)
        pieces += site.wrap(inner, site.variants(source))
        at = site.end
    pieces.append((source[at:end].decode(), 0))
    return pieces, first
