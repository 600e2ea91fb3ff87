"""Short ways to say what to run in a sandbox, and to look at the host meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.sandboxes.base import Job, JobFile, JobLimits, Outcome

PYTHON = "/usr/bin/python3"
MB = 1 << 20


def limits(**values: float) -> JobLimits:
    """Small limits, changed by name."""
    small = {"wall_s": 10, "memory_bytes": 128 * MB, "pids": 48}
    return JobLimits(**{**small, **values})  # type: ignore[arg-type]


def shell(script: str, **values: float) -> Job:
    """A job for /bin/sh."""
    return Job(("/bin/sh", "-c", script), limits=limits(**values))


def python(code: str, **values: float) -> Job:
    """A job for the system's python."""
    if not Path(PYTHON).exists():
        pytest.skip("this attack is written in Python and /usr/bin/python3 is not installed")
    return Job(
        (PYTHON, "-I", "-S", "/job/main.py"),
        files={"main.py": JobFile(code.encode())},
        limits=limits(**values),
    )


def text(outcome: Outcome) -> str:
    """What the job printed."""
    return outcome.stdout.decode(errors="replace").strip()


def processes_with(marker: str) -> list[str]:
    """Command lines on the host that hold `marker`."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if marker in line:
            found.append(line)
    return found


def eventually(condition: Callable[[], bool], within_s: float = 3.0) -> bool:
    """Whether `condition` comes true in time."""
    limit = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True
