"""Where a process number means the same process, and whether one is free."""

from __future__ import annotations

import os
from pathlib import Path


def here() -> str:
    """`boot/namespace` of this process: numbers of the same place can be compared. Empty where it
    cannot be known."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def is_free(pid: str) -> bool:
    """Whether no process here has that number; where it cannot be told, one has."""
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
