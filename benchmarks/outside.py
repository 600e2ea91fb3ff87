"""Programs that a benchmark runs outside the sandbox, beside the workbench: files laid out for
them, their time taken, and whatever they started ended with them."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_MEMORY = 4 << 30


def lay(folder: Path, files: Mapping[str, str]) -> None:
    """Files on disk; those that are the same already keep their time."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_text() != text:
            target.write_text(text)


def install(command: Sequence[str | Path], folder: Path, **env: str) -> None:
    """Run what brings a peer to `folder`. Raises CalledProcessError."""
    subprocess.run(command, cwd=folder, env={**os.environ, **env}, check=True)


def timed(
    command: Sequence[object], folder: Path, at_most_s: float, **env: str
) -> tuple[float, int | None]:
    """Seconds a command takes, at most so many, and its exit code; None when it was stopped."""
    began = time.monotonic()
    with subprocess.Popen(
        [str(word) for word in command], cwd=folder, env={**os.environ, **env},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=_bounded,
    ) as child:  # fmt: skip
        code = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = child.wait(at_most_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    return time.monotonic() - began, code


def _bounded() -> None:
    """A mutant may want all the memory there is."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
