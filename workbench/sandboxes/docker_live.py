"""A container that was started: bytes in and out of it, and its end."""

from __future__ import annotations

import json
import os
import select
import socket
import ssl
import time
from typing import Any, Protocol

from workbench.errors import InfrastructureError
from workbench.sandboxes.container_frames import BrokenStream, Listener

_START_S = 30.0
_DYING_S = 2.0
_CHUNK = 1 << 18


class Keeper(Protocol):
    """Who answers for a container: the engine."""

    def kill(self, name: str) -> None:
        """Kill it; it may have ended already."""

    def state(self, name: str) -> dict[str, Any]:
        """Its `State`."""

    def remove(self, name: str) -> None:
        """Kill and remove it. Never raises."""


class Live:
    """A started container. Implements `dialogue.Container` and `warm.Waiting`."""

    def __init__(self, engine: Keeper, name: str, stream: Any) -> None:
        self._engine = engine
        self.name = name
        self._stream = stream
        # A plain socket comes wrapped in a file, an encrypted one as it is.
        self._sock: socket.socket = getattr(stream, "_sock", stream)
        self._sock.setblocking(False)
        self.listener = Listener()
        self.counters: tuple[str, ...] = ()
        """which of `memory` and `pids` process 1 can read"""
        self._owner = os.getpid()

    def fileno(self) -> int:
        """What a selector watches."""
        return self._sock.fileno()

    def wait_until_ready(self) -> None:
        """Until process 1 asks for its job. Raises InfrastructureError."""
        limit = time.monotonic() + _START_S
        while time.monotonic() < limit:
            select.select([self._sock], [], [], limit - time.monotonic())
            data = self.receive()
            if data == b"":
                break
            try:
                for what, body in self.listener.feed(data or b""):
                    if what == b"R":
                        self.counters = tuple(json.loads(body)["counters"])
                        return
            except (BrokenStream, ValueError, KeyError) as error:
                raise InfrastructureError(f"a container does not speak: {error}") from error
        words = self.listener.words.strip()
        raise InfrastructureError(
            "a container did not become ready" + (f": {words}" if words else ""),
            mend="workbench doctor shows what this machine lacks",
        )

    def receive(self) -> bytes | None:
        """What is there: empty at the end, None when nothing is."""
        try:
            data = self._sock.recv(_CHUNK)
            while isinstance(self._sock, ssl.SSLSocket) and self._sock.pending():
                data += self._sock.recv(_CHUNK)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return None
        except OSError:
            return b""
        return data

    def send(self, data: memoryview) -> int:
        """How much of `data` went. A broken line shows at the reading end."""
        try:
            return self._sock.send(data[:_CHUNK])
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return 0
        except OSError:
            return len(data)

    def alive(self) -> bool:
        """Whether it still waits: it has nothing to say, so anything readable is its end."""
        return not select.select([self._sock], [], [], 0)[0]

    def kill(self) -> None:
        """Ask the engine to kill it."""
        self._engine.kill(self.name)

    def out_of_memory(self) -> bool:
        """Whether the engine says that memory ended it; it learns that a moment after the end."""
        limit = time.monotonic() + _DYING_S
        while time.monotonic() < limit:
            state = self._engine.state(self.name)
            if state.get("OOMKilled"):
                return True
            if not state.get("Running") and state.get("ExitCode") != 137:
                return False
            time.sleep(0.05)
        return False

    def discard(self) -> None:
        """Hang up, kill, remove. Never raises."""
        if self._owner == os.getpid():
            self._engine.remove(self.name)
        # The answer to the request owns the connection, and the stream is a part of it.
        response = getattr(self._stream, "_response", None)
        if response is not None:
            response.close()
        self._stream.close()
