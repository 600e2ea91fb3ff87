"""Has `workbench report` of a workspace written by a process of its own, and says how far it is."""

from __future__ import annotations

import contextlib
import datetime as dt
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import Literal

from workbench.errors import InputError
from workbench.jupyter.messages import Message
from workbench.jupyter.report_shelf import name_of

_LINE = 300
_LINES = 6


class ReportMaker:
    """One report at a time; whoever asks meanwhile waits for the same."""

    def __init__(self, root: Path) -> None:
        self._root = root
        # Protects all below: asked by the comm's thread, written by the one that reads.
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._state: Literal["", "making", "done", "failed"] = ""
        self._path = ""
        self._number = 0
        self._said: deque[str] = deque(maxlen=_LINES)

    def start(self) -> None:
        """Begin one, unless one is being made. Raises InputError when no process can be started."""
        with self._lock:
            if self._state == "making":
                return
            path = name_of(dt.datetime.now().astimezone())
            # -P: no file of the workspace is taken for a module.
            argv = [sys.executable, "-P", "-m", "workbench.cli", "report", str(self._root),
                    "-o", str(self._root / path)]  # fmt: skip
            try:
                process = subprocess.Popen(
                    argv, cwd=self._root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE, start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                raise InputError(f"no report can be made: {error.strerror}",
                                 mend="close other programs, then ask again") from None  # fmt: skip
            self._process, self._path, self._state = process, path, "making"
            self._number += 1
            self._said.clear()
        # A daemon: a kernel that ends takes its report along.
        threading.Thread(
            target=self._follow, args=(process,), daemon=True, name="workbench-report"
        ).start()

    def shown(self) -> Message:
        """`state` ('' before the first), `number`, `path` below the workspace, `words`: how far it
        is, what became of it, or why there is none."""
        with self._lock:
            # Of an error the mend comes last; of progress the last line is what is done now.
            words = " ".join(self._said) if self._state == "failed" else "".join([*self._said][-1:])
            return {
                "state": self._state, "number": self._number, "path": self._path, "words": words
            }  # fmt: skip

    def close(self) -> None:
        """Stop what is being made."""
        with self._lock:
            process = self._process
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()

    def _follow(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stderr is not None
        with process, process.stderr as lines:
            for line in lines:
                words = " ".join(line.decode("utf-8", "replace").split())[:_LINE]
                with self._lock:
                    if words:
                        self._said.append(words.replace(f"{self._root}/", ""))
        with self._lock:
            self._state = "done" if process.returncode == 0 else "failed"
            self._process = None
            if self._state == "failed" and not self._said:
                self._said.append(f"it ended with status {process.returncode}")
