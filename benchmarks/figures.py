"""What is promised, and what was measured of it.

A promise stands in `promises.py`, so that one that nobody measured is listed as well. What a
benchmark yields is a `Figure` of the same name. A ratio is always the measured value over what it
stands beside: 1.10 costs a tenth more, 1/10 a tenth.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Met = Literal["yes", "floor", "no", ""]


@dataclass(frozen=True)
class Figure:
    """One measured value, the median of `n`, in the unit of its promise."""

    name: str
    value: float
    n: int = 1
    low: float | None = None
    high: float | None = None
    """the least and the greatest of the values"""
    peer: float | None = None
    """what stands beside it, in the same unit"""
    ratio: float | None = None
    note: str = ""
    """what a reader must know: a peer that could not run, a count"""

    @staticmethod
    def of(
        name: str, values: Sequence[float], peers: Sequence[float] = (), note: str = ""
    ) -> Figure:
        """Medians of both sides, and the ratio of the medians."""
        value = statistics.median(values)
        peer = statistics.median(peers) if peers else None
        ratio = value / peer if peer else None
        return Figure(name, value, len(values), min(values), max(values), peer, ratio, note)

    @staticmethod
    def read(raw: dict[str, Any]) -> Figure:
        """From JSON. Raises TypeError, ValueError when it is none."""
        found = Figure(**raw)
        for number in (found.value, found.low, found.high, found.peer, found.ratio):
            if number is not None and not math.isfinite(number):
                raise ValueError(f"{found.name}: {number} is no figure")
        return found


@dataclass(frozen=True)
class Promise:
    """A figure that there should be. Without a goal it is shown and judged by nobody."""

    name: str
    what: str
    unit: str
    goal: float | None = None
    floor: float | None = None
    """what is still good enough where the goal is not met"""
    better: Literal["less", "more"] = "less"
    on: Literal["value", "ratio"] = "value"
    """what goal and floor are said of"""
    beside: str = ""

    def met(self, found: Figure) -> Met:
        """Whether the figure keeps the promise; nothing where none was given or can be told."""
        value = found.value if self.on == "value" else found.ratio
        if self.goal is None or value is None:
            return ""
        if self._reaches(value, self.goal):
            return "yes"
        if self.floor is not None and self._reaches(value, self.floor):
            return "floor"
        return "no"

    def _reaches(self, value: float, bound: float) -> bool:
        return value <= bound if self.better == "less" else value >= bound


@dataclass(frozen=True)
class Group:
    """What one process measures: the function `figures(quick)` of a module."""

    name: str
    title: str
    module: str
    limit_s: float
    """the whole form is stopped after it; the quick one after a tenth, but has five minutes"""
    promises: tuple[Promise, ...]
    argument: str = ""
    """what `figures` is given besides, such as a language"""

    @property
    def command(self) -> str:
        """What measures it again, and keeps it."""
        return f"python -m benchmarks --only {self.name}"

    def limit(self, *, quick: bool) -> float:
        """Seconds after which it is stopped."""
        return min(self.limit_s, max(300.0, self.limit_s / 10)) if quick else self.limit_s

    def full(self, promise: Promise) -> str:
        """The name of a figure among those of all groups."""
        return f"{self.name}/{promise.name}"
