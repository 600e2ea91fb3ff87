"""Which cores a container is held to: those this process may use, where the engine has the same."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def cores_for(info: Mapping[str, Any]) -> str:
    """For `CpusetCpus` (`0,3`); empty where all are meant, or where numbers of cores here say
    nothing of the machine the engine's containers run on. `info` is what the engine tells of it."""
    if not hasattr(os, "sched_getaffinity"):
        return ""
    own, count = os.sched_getaffinity(0), os.cpu_count()
    same = (info.get("NCPU"), info.get("MemTotal"), info.get("KernelVersion")) == (
        count, _memory(), os.uname().release,
    )  # fmt: skip
    if not same or not info.get("CPUSet") or len(own) == count:
        return ""
    return ",".join(str(core) for core in sorted(own))


def _memory() -> int:
    """Bytes of this machine, as an engine counts them."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0
    found = [line.split()[1] for line in lines if line.startswith("MemTotal:")]
    return 1024 * int(found[0]) if found else 0
