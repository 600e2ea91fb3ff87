"""What a container of a task's own image prints, heard within the job's limits until it ends."""

from __future__ import annotations

import select
import socket
import ssl
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workbench.errors import InfrastructureError
from workbench.sandboxes.base import Cancel, Event, JobLimits, Outcome

_CHUNK = 1 << 18
_LOOK_S = 1.5
_TICK_S = 0.2
_DYING_S = 20.0
_STDOUT, _STDERR = 1, 2
_NO_STREAM = "a container's output is not what the engine should send"


@dataclass
class Heard:
    """Output so far, and the limits that struck."""

    limits: JobLimits
    began: float = field(default_factory=time.monotonic)
    stdout: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)
    events: set[Event] = field(default_factory=set)

    def take(self, which: int, piece: bytes) -> None:
        """One piece of output; what is over the limit is dropped and told."""
        kept, most, event = (
            (self.stdout, self.limits.stdout_bytes, Event.STDOUT)
            if which == _STDOUT
            else (self.stderr, self.limits.stderr_bytes, Event.STDERR)
        )
        kept += piece[: most - len(kept)]
        if len(piece) and len(kept) == most:
            self.events.add(event)

    def outcome(self, state: dict[str, Any]) -> Outcome:
        """With how the engine says it ended."""
        if state.get("OOMKilled"):
            self.events.add(Event.MEMORY)
        code = int(state.get("ExitCode") or 0)
        killed = code == 128 + 9
        return Outcome(
            exit_code=None if killed else code,
            signal=9 if killed else None,
            events=frozenset(self.events),
            stdout=bytes(self.stdout),
            stderr=bytes(self.stderr),
            results=b"",
            duration_s=time.monotonic() - self.began,
        )


def listen(
    stream: Any,
    limits: JobLimits,
    cancel: Cancel | None,
    kill: Callable[[], None],
    too_full: Callable[[], bool],
) -> Heard:
    """Until the engine closes the stream. A limit that strikes kills at once. Raises
    InfrastructureError when the stream is broken or does not end."""
    # A plain socket comes wrapped in a file, an encrypted one as it is.
    line: socket.socket = getattr(stream, "_sock", stream)
    line.setblocking(False)
    heard, raw = Heard(limits), bytearray()
    killed_at = 0.0
    look = heard.began + _LOOK_S
    while True:
        select.select([line], [], [], _TICK_S)
        data = _received(line)
        if data == b"":
            break
        raw += data or b""
        _taken_apart(raw, heard)
        now = time.monotonic()
        if killed_at:
            if now > killed_at + _DYING_S:
                raise InfrastructureError("a container that was killed does not end")
            continue
        if cancel is not None and cancel.is_set():
            heard.events.add(Event.CANCELLED)
        elif now > heard.began + limits.wall_s:
            heard.events.add(Event.TIMEOUT)
        elif now > look:
            if too_full():
                heard.events.add(Event.FILE_SIZE)
            look = time.monotonic() + _LOOK_S
        if heard.events:
            kill()
            killed_at = now
    if not killed_at and too_full():
        heard.events.add(Event.FILE_SIZE)
    return heard


def _received(line: socket.socket) -> bytes | None:
    try:
        data = line.recv(_CHUNK)
        while isinstance(line, ssl.SSLSocket) and line.pending():
            data += line.recv(_CHUNK)
    except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return None
    except OSError:
        return b""
    return data


def _taken_apart(raw: bytearray, heard: Heard) -> None:
    """The engine puts eight bytes before each piece: which stream, three zeros, its length."""
    while len(raw) >= 8:
        if raw[0] not in (_STDOUT, _STDERR):
            raise InfrastructureError(_NO_STREAM)
        size = struct.unpack_from(">I", raw, 4)[0]
        if len(raw) < 8 + size:
            return
        heard.take(raw[0], bytes(raw[8 : 8 + size]))
        del raw[: 8 + size]
