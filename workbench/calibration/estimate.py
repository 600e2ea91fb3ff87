"""What a statistic answers: a number with its interval, or words saying why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NO_PAIRS: Final = "undefined: no item was rated by two reviewers"
NO_VARIATION: Final = "undefined: every rating is the same, so nothing tells agreement from chance"
NOT_NUMBERS: Final = "undefined: the categories are words, not numbers"
NO_ORDER: Final = "undefined: the categories have no order"
NEGATIVE: Final = "undefined: a ratio scale has no values below zero"
NO_RATINGS: Final = "undefined: there are no ratings"


@dataclass(frozen=True)
class Estimate:
    """`value` is None where the statistic is undefined, and `note` then says why, in words."""

    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""
