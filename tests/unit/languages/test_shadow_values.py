"""Perturbed values differ in every way a test may compare, and depend on seed and place alone."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.languages.shadow_edits import Edits
from workbench.languages.shadow_values import (
    Dice,
    flip_some,
    other_decimal,
    other_float,
    other_int,
    other_text,
    strange_text,
)

SEEDS = st.integers(0, 2**32)
# What may stand between quotes: no quote, no lone backslash.
RAW = st.text(st.characters(exclude_characters="\\\"'`", exclude_categories=["Cs"]), max_size=40)


@given(SEEDS, st.integers(0, 10**12), st.frozensets(st.integers(0, 120)))
def test_another_number_is_none_to_avoid(seed: int, value: int, avoid: frozenset[int]) -> None:
    other = other_int(Dice(seed, "a"), value, avoid)
    assert other not in avoid
    assert other - value >= 11


@given(SEEDS, st.floats(allow_nan=True, allow_infinity=True), st.floats(0, 1e6))
def test_another_float_is_beyond_the_tolerance(seed: int, value: float, tolerance: float) -> None:
    other = other_float(Dice(seed, "a"), value, tolerance)
    assert math.isfinite(other)
    assert not math.isclose(other, value, rel_tol=0.45, abs_tol=tolerance)


@given(SEEDS, st.floats(0, 1e9).map(repr))
def test_another_literal_reads_as_another_number(seed: int, literal: str) -> None:
    other = float(other_decimal(Dice(seed, "a"), literal))
    assert not math.isclose(other, float(literal), rel_tol=0.4, abs_tol=1)


@given(SEEDS, RAW)
def test_another_text_has_other_letters_in_the_same_lines(seed: int, raw: str) -> None:
    other = other_text(Dice(seed, "a"), raw)
    assert Counter(other.casefold()) != Counter(raw.casefold())
    assert other.count("\n") == raw.count("\n")
    assert "".join(other.split()) != "".join(raw.split())


@given(
    SEEDS, st.sampled_from([r"\n", r"\x41", r"\u00e9", r"\N{DASH}", r"a\n", r"\\", r"\"", r"\101"])
)
def test_escapes_stay_whole(seed: int, raw: str) -> None:
    assert ("x" + other_text(Dice(seed, "a"), raw)).startswith(("x" + raw, "x")[raw[0] != "\\"])


@given(SEEDS, RAW)
def test_a_strange_text_is_longer_by_what_nothing_contains(seed: int, raw: str) -> None:
    assert len(strange_text(Dice(seed, "a"), raw)) == len(raw) + 8


@given(SEEDS, st.lists(st.booleans(), min_size=1))
def test_truths_differ_in_whatever_order(seed: int, values: list[bool]) -> None:
    flipped = flip_some(Dice(seed, "a"), values)
    assert len(flipped) == len(values)
    assert Counter(flipped) != Counter(values)


def test_draws_depend_on_seed_and_place_alone() -> None:
    def draw(seed: int, *place: object) -> list[int]:
        dice = Dice(seed, *place)
        return [dice.between(0, 10**9) for _ in range(3)]

    assert draw(1, "a", 2) == draw(1, "a", 2)
    assert len({tuple(draw(s, p)) for s in (1, 2) for p in ("a", "b")}) == 4


def test_edits_keep_lines_and_can_be_taken_back() -> None:
    edits = Edits("é = f(\n  1\n)\n")
    with edits.owned_by(7):
        edits.replace(5, len("é = f(\n  1\n)".encode()), "g(2)")
    edits.insert(0, "_")
    assert edits.covers(0, 40)
    assert edits.result().count("\n") == 3
    edits.undo({7})
    assert edits.result() == "_é = f(\n  1\n)\n"


def test_overlapping_edits_are_refused() -> None:
    edits = Edits("abcdef")
    edits.replace(0, 3, "x")
    edits.replace(2, 4, "y")
    with pytest.raises(ValueError, match="overlap at byte 2"):
        edits.result()
