"""Ratings for tests: the published vectors, and simulated reviewers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from workbench.calibration.ratings import Collector, Floats, Ints, Label, Ratings, from_matrix

SAMPLES = Path(__file__).resolve().parent / "samples"
VECTORS: dict[str, dict[str, Any]] = {
    v["id"]: v for v in json.loads((SAMPLES / "vectors.json").read_text())["vectors"]
}


def ratings_of(vector: dict[str, Any]) -> Ratings:
    """A vector with raters as ratings; a table of two becomes an item a count."""
    data, categories = vector["data"], vector["categories"]
    kind = vector["kind"]
    if kind == "raw_raters_by_units":
        return from_matrix([list(row) for row in zip(*data, strict=True)], categories)
    if kind == "raw_units_by_raters":
        return from_matrix(data, categories)
    if kind == "raw_units_by_raters_pair":
        return from_matrix([[row[at] for at in vector["pair"]] for row in data], categories)
    if kind == "contingency":
        return from_matrix(
            [[one, other] for one, row in zip(categories, data, strict=True)
             for other, number in zip(categories, row, strict=True) for _ in range(number)],
            categories,
        )  # fmt: skip
    if kind == "responses":
        collector = Collector(categories)
        for item, by_rater in data.items():
            for rater, values in by_rater.items():
                for value in values:
                    collector.add(item, rater, value)
        return collector.with_repeats()
    raise AssertionError(kind)


def counts_of(vector: dict[str, Any]) -> Ints:
    """Items x categories of any vector."""
    if vector["kind"] == "counts_units_by_category":
        return np.array(vector["data"], dtype=np.int64)
    return ratings_of(vector).counts()


def simulated(
    random: np.random.Generator,
    *,
    items: int,
    severity: Floats,
    per_item: int,
    levels: tuple[Label, ...],
    cuts: tuple[float, ...],
) -> Ratings:
    """Reviewers who see an item's place plus their own severity, and draw a level by the rating
    scale model: the odds of a level against the one below are exp(place + severity - cut)."""
    collector = Collector(levels)
    lean = np.concatenate([[0.0], np.cumsum(cuts)])
    for number in range(items):
        place = random.normal(0, 1.5)
        for rater in random.choice(len(severity), per_item, replace=False):
            odds = np.exp(np.arange(len(levels)) * (place + severity[rater]) - lean)
            drawn = random.choice(len(levels), p=odds / odds.sum())
            collector.add(f"item {number}", f"rater {rater:02}", levels[drawn])
    return collector.ratings()
