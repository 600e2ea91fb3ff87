"""Many edits in one text: every mutant is there once, and the rest is untouched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.languages.mutation import Mutant
from workbench.languages.schemata import Piece, Site, render


def mutant(source: str, before: str, after: str, at: int = 0) -> Mutant:
    start = source.encode().index(before.encode(), at)
    return Mutant(
        id=f"{start}:{after}", file="f", line=1, column=1, start=start,
        end=start + len(before.encode()), operator="arithmetic", before=before, after=after,
    )  # fmt: skip


def guard(original: list[Piece], variants: list[tuple[int, str]]) -> list[Piece]:
    pieces: list[Piece] = [("(", 0)]
    for number, text in variants:
        pieces += [(f"mu({number})?", 0), (text, number), (":", 0)]
    return [*pieces, *original, (")", 0)]


def test_mutated_branches_hold_plain_source_and_the_original_is_rendered_inside() -> None:
    source = "a + (b * c)"
    outer = mutant(source, "+", "-")
    inner = mutant(source, "*", "/")
    sites = [Site(0, 11, guard, ((1, outer),)), Site(5, 10, guard, ((2, inner),))]
    text, places = render(source.encode(), sites)
    assert text == "(mu(1)?a - (b * c):a + ((mu(2)?b / c:b * c)))"
    assert [text.encode()[s:e].decode() for s, e, _ in places] == ["a - (b * c)", "b / c"]
    assert [n for _, _, n in places] == [1, 2]


def test_offsets_are_bytes_not_characters() -> None:
    source = "é + é"
    m = mutant(source, "+", "-")
    text, places = render(source.encode(), [Site(0, len(source.encode()), guard, ((7, m),))])
    assert text == "(mu(7)?é - é:é + é)"
    start, end, _ = places[0]
    assert text.encode()[start:end].decode() == "é - é"


def test_of_two_sites_of_one_stretch_the_first_is_innermost() -> None:
    def wrap(mark: str) -> Site:
        return Site(0, 1, lambda original, variants: [(mark, 0), *original, (mark, 0)])

    assert render(b"x", [wrap("1"), wrap("2")])[0] == "21x12"


def test_sites_that_overlap_without_nesting_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        render(b"abcdef", [Site(0, 4, guard), Site(2, 6, guard)])


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=6), st.randoms())
def test_whatever_nests_is_rendered_around_an_unchanged_source(
    ranges: list[tuple[int, int]], chance: object
) -> None:
    source = "abcdefghijklmnopqrst"
    spans = sorted({(min(r), max(r)) for r in ranges if r[0] != r[1]})
    nested: list[tuple[int, int]] = []
    for span in spans:
        if all(
            span[1] <= s or e <= span[0] or (s <= span[0] and span[1] <= e)
            or (span[0] <= s and e <= span[1])
            for s, e in nested
        ):  # fmt: skip
            nested.append(span)
    sites = [Site(s, e, lambda original, variants: [("<", 0), *original, (">", 0)])
             for s, e in nested]  # fmt: skip
    text, _ = render(source.encode(), sites)
    assert text.replace("<", "").replace(">", "") == source
    assert text.count("<") == text.count(">") == len(nested)
