"""Tasks of a data set that are the same, or nearly: learnt twice, and leaking between splits.

One pass over the tasks in bounded memory: of each one and a half kilobytes of signatures stay, no
text. Candidates are compared as they are, and with every name replaced by a number.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator

from workbench.lint.shingles import (
    Signature,
    alike,
    code_phrases,
    phrases,
    shape_phrases,
    signature,
)
from workbench.model.assessment import Flag
from workbench.model.task import Task

NEAR = 0.8
"""share of common phrases from which two texts are nearly the same"""
_SHAPE = "candidate, whatever its names are,"
_BANDS = 32
_SHOWN = 5
_CROWD = 200
"""tasks in one bucket that are compared with each other; beyond that every one is alike"""
_READ = 1_000_000
"""characters that near duplicates are told by; word for word is told of all"""


class Duplicates:
    """Put every task in, then ask for each what it repeats."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._exact: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._signs: dict[str, dict[int, Signature]] = {
            part: {} for part in ("prompt", "candidate", _SHAPE)
        }
        self._bands: dict[tuple[str, int, bytes], list[int]] = defaultdict(list)

    def add(self, task: Task) -> None:
        """Remember a task by its signatures."""
        place = len(self._ids)
        self._ids.append(task.id)
        code = "\n".join(text for _, text in sorted(task.candidate.files.items()))
        for part, text, hashes in (
            ("prompt", task.prompt, phrases(task.prompt[:_READ])),
            ("candidate", code, code_phrases(code[:_READ])),
            (_SHAPE, None, shape_phrases(code[:_READ])),
        ):
            if text is not None:
                plain = re.sub(r"\s+", " ", text).strip().encode("utf-8", "surrogatepass")
                self._exact[part, hashlib.sha256(plain).hexdigest()].append(place)
            made = signature(hashes)
            if made is None:
                continue
            self._signs[part][place] = made
            for number, band in enumerate(made.reshape(_BANDS, -1)):
                self._bands[part, number, band.tobytes()].append(place)

    def flags(self) -> dict[str, list[Flag]]:
        """Task id -> what it repeats; only of tasks that repeat something."""
        found: dict[str, list[Flag]] = defaultdict(list)
        same: set[tuple[str, int, int]] = set()
        for (part, _), places in self._exact.items():
            if len(places) > 1:
                same |= {(part, a, b) for a in places[:_CROWD] for b in places[:_CROWD]}
                for place in places:
                    others = [self._ids[p] for p in places if p != place]
                    found[self._ids[place]].append(_exact(part, others))
        for part, near in self._near(same).items():
            for place, alikes in near.items():
                found[self._ids[place]].append(_nearly(part, alikes, self._ids))
        return dict(found)

    def _near(
        self, same: set[tuple[str, int, int]]
    ) -> dict[str, dict[int, list[tuple[float, int]]]]:
        near: dict[str, dict[int, list[tuple[float, int]]]] = {}
        told = {(one, other) for part, one, other in same if part == "candidate"}
        # Candidates as they are come first, by their name.
        for part, one, other in sorted(set(self._candidates()) - same):
            if part == _SHAPE and (one, other) in told:
                continue
            share = alike(self._signs[part][one], self._signs[part][other])
            if share >= NEAR:
                if part == "candidate":
                    told.add((one, other))
                rows = near.setdefault(part, {})
                rows.setdefault(one, []).append((share, other))
                rows.setdefault(other, []).append((share, one))
        return near

    def _candidates(self) -> Iterator[tuple[str, int, int]]:
        for (part, _, _), places in self._bands.items():
            crowd = places[:_CROWD]
            for n, one in enumerate(crowd):
                for other in crowd[n + 1 :]:
                    yield part, one, other


def _exact(part: str, others: list[str]) -> Flag:
    return Flag(
        kind="duplicate", severity="medium", evidence=tuple(others[:_SHOWN]),
        message=f"the {part} is word for word that of {_list(others)}",
    )  # fmt: skip


def _nearly(part: str, others: list[tuple[float, int]], ids: list[str]) -> Flag:
    ranked = sorted(others, reverse=True)
    names = [ids[place] for _, place in ranked]
    return Flag(
        kind="near_duplicate", severity="low", evidence=tuple(names[:_SHOWN]),
        message=f"the {part} shares about {ranked[0][0]:.0%} of its phrases with {_list(names)}",
    )  # fmt: skip


def _list(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown
