"""Runs a package manager or compiler while a kit is being installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from workbench.errors import MissingTool

_TAIL = 2000


def find_program(name: str) -> str | None:
    """A program on PATH, or installed beside the running Python (as packages bring some)."""
    return shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))


def stamp(program: Path | str) -> tuple[int, int]:
    """Another one once the program was replaced where it lies: its version is then asked anew,
    though a desk has been open all the time."""
    try:
        status = os.stat(program)
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_ino


def run_step(
    what: str,
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    timeout_s: float = 1800,
) -> str:
    """Runs `command` and returns its stdout. Raises MissingTool with the end of what it said.

    `what` completes the sentence "<what> failed". The caller's environment is kept: proxies and
    registries are configured there, never in the kit.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except OSError as error:
        raise MissingTool(f"{what} failed: {error}") from None
    except subprocess.TimeoutExpired:
        raise MissingTool(f"{what} took longer than {timeout_s:.0f} s") from None
    if done.returncode != 0:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[-_TAIL:]
        raise MissingTool(
            f"{what} failed with exit code {done.returncode}: {said}",
            mend="check the network or the package registry, then repeat",
        )
    return done.stdout.decode("utf-8", "replace")
