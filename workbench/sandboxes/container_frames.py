"""What travels between the workbench and process 1 of a container (`sandbox/images/inside.py`)."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator

from workbench.sandboxes.base import Job
from workbench.sandboxes.container import INSIDE_UID

MOST = 1 << 24
"""No frame of ours is longer; process 1 sends chunks of 64 KiB."""

_STDOUT, _STDERR = 1, 2
_KEEP_WORDS = 4000


class BrokenStream(Exception):
    """Process 1 does not speak as it should."""


class Listener:
    """Takes the engine's attach stream apart, then the frames in its standard output.

    The engine puts eight bytes before each piece: which stream, three zeros, its length.
    """

    def __init__(self) -> None:
        self._raw = bytearray()
        self._frames = bytearray()
        self.words = ""
        """the end of what process 1 wrote to standard error: only ever why it broke"""

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """(what, body) of each frame that is whole by now. Raises BrokenStream."""
        self._raw += data
        while len(self._raw) >= 8:
            size = struct.unpack_from(">I", self._raw, 4)[0]
            if self._raw[0] not in (_STDOUT, _STDERR):
                raise BrokenStream(f"stream {self._raw[0]} is none the engine has")
            if len(self._raw) < 8 + size:
                break
            piece = bytes(self._raw[8 : 8 + size])
            if self._raw[0] == _STDOUT:
                self._frames += piece
            else:
                self.words = (self.words + piece.decode(errors="replace"))[-_KEEP_WORDS:]
            del self._raw[: 8 + size]
        while len(self._frames) >= 5:
            size = struct.unpack_from(">I", self._frames, 1)[0]
            if size > MOST:
                raise BrokenStream(f"a frame of {size} bytes")
            if len(self._frames) < 5 + size:
                return
            what, body = bytes(self._frames[:1]), bytes(self._frames[5 : 5 + size])
            del self._frames[: 5 + size]
            yield what, body


def frame(what: bytes, body: bytes = b"") -> bytes:
    """One frame down."""
    return what + struct.pack(">I", len(body)) + body


def job_frame(job: Job, program: bytes, *, paired: bool) -> bytes:
    """A job on its way down: header, then filter, input and files without frames."""
    header = {
        "command": list(job.command),
        "cwd": job.cwd,
        "env": _environment(job),
        "files": [[path, len(file.data), file.executable] for path, file in job.files.items()],
        "filter_size": len(program),
        "stdin_size": len(job.stdin),
        "limits": vars(job.limits),
        "paired": paired,
        "uid": INSIDE_UID,
    }
    blobs = [program, job.stdin, *(file.data for file in job.files.values())]
    return frame(b"J", json.dumps(header).encode()) + b"".join(blobs)


def _environment(job: Job) -> dict[str, str]:
    ours = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/box",
        "LANG": "C.UTF-8",
        "TMPDIR": "/tmp",
        "NO_COLOR": "1",
        "PWD": job.cwd,
    }
    return {**ours, **job.env}
