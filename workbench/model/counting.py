"""How many there are, in words that agree with the number."""

from __future__ import annotations


def many(count: int, one: str, more: str) -> str:
    """`1 test is skipped`, `2 tests are skipped`."""
    return f"{count:,} {one if count == 1 else more}"
