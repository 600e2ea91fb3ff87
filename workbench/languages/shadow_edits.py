"""Changes to one source file by byte offsets, in which no line moves."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    new: bytes
    owner: int


class Edits:
    """Replacements collected first and made at once. Two that overlap are a mistake of the caller;
    of two insertions at one place the first stands first.

    Each change belongs to the assertion (`owner`, any number) for which it was made, so that an
    assertion can be left as it was after all; those that belong to nobody (0) stay.
    """

    def __init__(self, text: str) -> None:
        self.data = text.encode("utf-8", "surrogatepass")
        self._made: list[_Edit] = []
        # Where changes begin and end, in order: a suite may have a hundred thousand.
        self._places: list[tuple[int, int]] = []
        self._owner = 0

    @contextmanager
    def owned_by(self, owner: int) -> Iterator[None]:
        """Changes made in here belong to `owner`."""
        before, self._owner = self._owner, owner
        try:
            yield
        finally:
            self._owner = before

    def replace(self, start: int, end: int, new: str) -> None:
        """`new` in place of the bytes from `start` to `end`. Line breaks that would be lost are
        put behind it, so `new` must be something that may be followed by one."""
        lost = self.data.count(b"\n", start, end) - new.count("\n")
        self._add(start, end, new + "\n" * max(0, lost))

    def insert(self, at: int, new: str) -> None:
        """`new` before the byte `at`."""
        self._add(at, at, new)

    def around(self, start: int, end: int, before: str, after: str) -> None:
        """Something before and something after a piece."""
        self._add(start, start, before)
        self._add(end, end, after)

    def covers(self, start: int, end: int) -> bool:
        """Whether any change was made in this piece."""
        for at in range(bisect_left(self._places, (start, start)), len(self._places)):
            if self._places[at][0] > end:
                return False
            if self._places[at][1] <= end:
                return True
        return False

    def undo(self, owners: Collection[int]) -> None:
        """Take back what belongs to these."""
        self._made = [e for e in self._made if e.owner not in owners]
        self._places = sorted((e.start, e.end) for e in self._made)

    def result(self) -> str:
        """The text with all changes made."""
        out: list[bytes] = []
        at = 0
        for edit in sorted(self._made, key=lambda e: (e.start, e.end)):
            if edit.start < at:
                raise ValueError(f"two changes overlap at byte {edit.start}")
            out += (self.data[at : edit.start], edit.new)
            at = edit.end
        out.append(self.data[at:])
        return b"".join(out).decode("utf-8", "surrogatepass")

    def _add(self, start: int, end: int, new: str) -> None:
        self._made.append(_Edit(start, end, new.encode("utf-8", "surrogatepass"), self._owner))
        insort(self._places, (start, end))
