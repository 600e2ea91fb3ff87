"""What the gate tries a part of, and `WORKBENCH_WHOLE=1` all of."""

from __future__ import annotations

import os
from zlib import crc32

WHOLE = os.environ.get("WORKBENCH_WHOLE") == "1"


def one_in(count: int, name: str, *, part: int = 0) -> bool:
    """Whether a thing of that name is of the part: which one depends on nothing but the name."""
    return WHOLE or crc32(name.encode()) % count == part
