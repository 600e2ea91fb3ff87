"""Changes to one source file by byte offsets, in which no line moves."""

from __future__ import annotations


class Edits:
    """Replacements collected first and made at once. Two that overlap are a mistake of the caller;
    of two insertions at one place the first stands first."""

    def __init__(self, text: str) -> None:
        self.data = text.encode("utf-8", "surrogatepass")
        self._made: list[tuple[int, int, bytes]] = []

    def __len__(self) -> int:
        return len(self._made)

    def replace(self, start: int, end: int, new: str) -> None:
        """`new` in place of the bytes from `start` to `end`. Line breaks that would be lost are
        put behind it, so `new` must be something that may be followed by one."""
        lost = self.data.count(b"\n", start, end) - new.count("\n")
        self._made.append((start, end, (new + "\n" * max(0, lost)).encode("utf-8")))

    def insert(self, at: int, new: str) -> None:
        """`new` before the byte `at`."""
        self._made.append((at, at, new.encode("utf-8")))

    def around(self, start: int, end: int, before: str, after: str) -> None:
        """Something before and something after a piece."""
        self.insert(start, before)
        self.insert(end, after)

    def covers(self, start: int, end: int) -> bool:
        """Whether any change was made in this piece."""
        return any(start <= s and e <= end for s, e, _ in self._made)

    def result(self) -> str:
        """The text with all changes made."""
        out: list[bytes] = []
        at = 0
        for start, end, new in sorted(self._made, key=lambda e: (e[0], e[1])):
            if start < at:
                raise ValueError(f"two changes overlap at byte {start}")
            out += (self.data[at:start], new)
            at = end
        out.append(self.data[at:])
        return b"".join(out).decode("utf-8", "surrogatepass")
