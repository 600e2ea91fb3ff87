"""A gzip stream as plain bytes, given up when it grows out of all proportion."""

from __future__ import annotations

import gzip
import io
from typing import IO, Any

MAX_RATIO = 200
"""How many times larger than on the disk a compressed file may become, once over `SMALL` bytes."""
SMALL = 16 << 20


class Bomb(Exception):
    """Something compressed that unpacks to far more than it is on the disk."""


class Unpacked(io.RawIOBase):
    """What a gzip file holds. Raises Bomb while it is read."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._stream = gzip.GzipFile(fileobj=packed)
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        # What is there, not all that is asked for: of a file that was cut off the first lines come.
        data = self._stream.read1(len(into))
        self._size += len(data)
        if self._size > SMALL and self._size > MAX_RATIO * self._packed.tell():
            raise Bomb(f"it unpacks to more than {MAX_RATIO} times its size")
        into[: len(data)] = data
        return len(data)
