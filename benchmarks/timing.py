"""What benchmarks share: sides that take turns, medians, and lines of a Markdown table."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def turns(sides: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """What each side gave, round by round: a busy machine is busy for all of them."""
    found: dict[str, list[T]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, work in sides.items():
            found[name].append(work())
    return found


def head(*titles: str) -> None:
    """Print the head of a table."""
    row(*titles)
    print("|" + "---|" * len(titles), flush=True)


def row(*cells: object) -> None:
    """Print a line of it."""
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
