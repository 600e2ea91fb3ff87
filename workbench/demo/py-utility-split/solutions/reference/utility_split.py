"""Proportional split of a bill in whole cents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class _Part:
    flat: str
    cents: int
    fraction: int  # in units of 1 / total area


def split_bill(total: int, areas: dict[str, int]) -> dict[str, int]:
    if total < 0 or not areas or min(areas.values()) <= 0:
        raise ValueError("total must be 0 or more, and every area positive")
    whole = sum(areas.values())
    parts = [_Part(flat, *divmod(total * area, whole)) for flat, area in areas.items()]
    left = total - sum(part.cents for part in parts)
    # A stable sort: equal fractions stay in the order of the flats.
    for part in sorted(parts, key=lambda part: -part.fraction)[:left]:
        part.cents += 1
    return {part.flat: part.cents for part in parts}
