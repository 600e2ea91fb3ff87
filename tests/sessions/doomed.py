"""A process that dies just before its Nth step on disk, as if somebody had pulled the plug."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

_STEPS = ("fsync", "replace", "rename", "unlink", "mkdir", "fchmod")


class Doom:
    """Counts steps; dies before step `at`. With `torn`, steps are those that make something
    durable, and what was last written loses its end before."""

    def __init__(self, at: int, *, torn: bool = False) -> None:
        self._at = at
        self._torn = torn
        self.count = 0

    def hang_over(self) -> None:
        """From now on."""
        for name in ("fsync",) if self._torn else _STEPS:
            setattr(os, name, self._watched(name, getattr(os, name)))
        subprocess.run = self._watched("run", subprocess.run)  # type: ignore[assignment]

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            if self.count == self._at:
                if self._torn and name == "fsync":
                    status = os.fstat(args[0])
                    if stat.S_ISREG(status.st_mode):
                        os.truncate(args[0], max(0, status.st_size - 20))
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)

        return step


def doomed(at: int, torn: bool, story: Callable[[Path, Callable[[str], None]], None], path: Path,
           acknowledged: Path) -> int:  # fmt: skip
    """Tell the story; what it acknowledges is written down. How many steps it took."""
    handle = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    doom = Doom(at, torn=torn)
    write = os.write
    doom.hang_over()
    story(path, lambda word: (write(handle, f"{word}\n".encode()), None)[1])
    return doom.count
