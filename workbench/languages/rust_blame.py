"""Which guarded mutants a failed Rust build must blame: rustc's spans against their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbench.languages.mutation import Schemata
from workbench.languages.records import load_line

_NEAR = 200
_DEEPEST = 12
Place = tuple[int, int, int]


def blamed(stderr: bytes, schemata: Schemata) -> frozenset[int]:
    """Numbers of mutants; empty when no error is anywhere near one."""
    found: set[int] = set()
    far: set[int] = set()
    for line in stderr.split(b"\n"):
        try:
            message = load_line(line)
        except ValueError:
            continue
        if message.get("level") != "error":
            continue
        spans = list(_spans(message))
        first = [s for s in spans if s[3]]
        guilty = (
            _within(first, schemata) or _within(spans, schemata) or _around(first, schemata)
            or _around(spans, schemata)
        )  # fmt: skip
        found |= guilty
        if not guilty:
            far |= _nearest(first, schemata)
    return frozenset(found or far)


def _spans(message: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, int, int, bool]]:
    """(file, start, end, primary) of a diagnostic, its notes, and the macro calls behind them."""
    listed = message.get("spans")
    for span in listed if isinstance(listed, list) else []:
        here: Any = span
        for _ in range(_DEEPEST):
            if not isinstance(here, dict):
                break
            file, start, end = (here.get(k) for k in ("file_name", "byte_start", "byte_end"))
            if isinstance(file, str) and isinstance(start, int) and isinstance(end, int):
                yield file, start, end, bool(span.get("is_primary")) and depth == 0
            expansion = here.get("expansion")
            here = expansion.get("span") if isinstance(expansion, dict) else None
    notes = message.get("children")
    for note in notes if isinstance(notes, list) else []:
        if isinstance(note, dict) and depth < 2:
            yield from _spans(note, depth + 1)


def _owns(place: Place, places: tuple[Place, ...]) -> bool:
    """Whether a place is a mutant's own text, not the guard around it."""
    return not any(p[2] == place[2] and p[1] - p[0] < place[1] - place[0] for p in places)


def _within(spans: list[tuple[str, int, int, bool]], schemata: Schemata) -> set[int]:
    """Mutants whose own text a span lies in."""
    found: set[int] = set()
    for file, start, end, _ in spans:
        places = schemata.places.get(file, ())
        holding = [p for p in places if p[0] <= start and end <= p[1]]
        if holding:
            best = min(holding, key=lambda p: p[1] - p[0])
            if _owns(best, places):
                found.add(best[2])
    return found


def _around(spans: list[tuple[str, int, int, bool]], schemata: Schemata) -> set[int]:
    """All mutants of the innermost guard a span lies in."""
    found: set[int] = set()
    for file, start, end, _ in spans:
        holding = [p for p in schemata.places.get(file, ()) if p[0] <= start and end <= p[1]]
        if holding:
            size = min(p[1] - p[0] for p in holding)
            found.update(p[2] for p in holding if p[1] - p[0] == size)
    return found


def _nearest(spans: list[tuple[str, int, int, bool]], schemata: Schemata) -> set[int]:
    """Mutants of the guards closest to an error."""
    found: set[int] = set()
    for file, start, end, _ in spans:
        places = schemata.places.get(file, ())
        away = [(max(p[0] - end, start - p[1], 0), p[2]) for p in places]
        if away and min(away)[0] <= _NEAR:
            found.update(number for distance, number in away if distance == min(away)[0])
    return found
