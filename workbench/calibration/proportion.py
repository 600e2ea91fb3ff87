"""Shares with Wilson's interval, which stays inside 0 and 1 and is honest for few cases.

E. B. Wilson, Probable Inference (1927).
"""

from __future__ import annotations

import math

from workbench.calibration.estimate import Estimate

_Z = 1.959963984540054


def wilson(hits: int, number: int, *, nothing: str) -> Estimate:
    """The share of hits with its 95 % interval; `nothing` says what it means that there are no
    cases."""
    if number == 0:
        return Estimate(None, note=f"undefined: {nothing}")
    share = hits / number
    square = _Z * _Z / number
    middle = (share + square / 2) / (1 + square)
    half = _Z * math.sqrt(share * (1 - share) / number + square / (4 * number)) / (1 + square)
    low = 0.0 if hits == 0 else middle - half
    high = 1.0 if hits == number else middle + half
    return Estimate(share, low, high, note=f"{hits} of {number}")
