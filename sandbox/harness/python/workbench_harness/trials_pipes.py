"""What the processes of a trial job talk through: fd 3, and private pipes with a clock."""

import _thread
import fcntl
import json
import os
import select
import sys
import time
import warnings

_HIGH = 200  # above anything a test opens by chance


class Gone(Exception):
    """The other end of the pipe was closed."""


class Records:
    """fd 3: signed lines."""

    def __init__(self, nonce: str) -> None:
        self._nonce, self._kept = nonce, b""
        self.fd = fcntl.fcntl(3, fcntl.F_DUPFD_CLOEXEC, _HIGH)
        os.close(3)

    def keep(self, kind: str, **fields) -> None:
        """One record, to be sent with the next."""
        self._kept += json.dumps({"n": self._nonce, "k": kind, **fields}).encode("ascii") + b"\n"

    def send(self, kind: str, **fields) -> None:
        """One record."""
        self.keep(kind, **fields)
        data, self._kept = self._kept, b""
        while data:
            data = data[os.write(self.fd, data) :]


class Ear:
    """Reads the lines of a private pipe."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._buffer = b""

    def line(self, until: float):
        """The next message, or None when the clock ran out. Raises Gone at the pipe's end."""
        while b"\n" not in self._buffer:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                return None
            data = os.read(self.fd, 1 << 16)
            if not data:
                raise Gone
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        try:
            return json.loads(line)
        except ValueError:
            return ["?"]


class Heard:
    """What a trial said."""

    def __init__(self) -> None:
        self.results: list = []
        self.end, self.fuel, self.probes = "", 0, []

    @classmethod
    def nothing(cls):
        """Of a trial that has nothing to run."""
        heard = cls()
        heard.end = "done"
        return heard

    def take(self, message: list) -> None:
        """One line of its."""
        if message[0] == "r" and len(message) == 4:
            self.results.append(message[1:])
        elif message[0] == "e" and len(message) == 4:
            _, self.end, self.fuel, self.probes = message


def pipe() -> tuple:
    """Reading and writing end, neither for programs that are started."""
    reading, writing = os.pipe()
    ends = tuple(fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, _HIGH) for fd in (reading, writing))
    os.close(reading)
    os.close(writing)
    return ends


class Forks:
    """Forks of a process that runs one thread and, where `plain`, nothing that wants to know of it.

    What the interpreter and modules like `threading` and `logging` do in a fork is for locks that
    other threads held; it writes to some hundred pages, each of which is then copied.
    """

    def __init__(self, *, plain: bool) -> None:
        self._bare = None
        if plain:
            try:
                import ctypes

                # Keeps the interpreter's lock, as there is nobody to give it to.
                self._bare = ctypes.PyDLL(None).fork
                self._bare.restype = ctypes.c_int
            except (ImportError, OSError, AttributeError):
                pass  # then as everybody does

    def fork(self) -> int:
        """0 in the child. Threads a task started while it was loaded are not in it."""
        if self._bare is not None and _thread._count() == 0:
            pid = self._bare()
            if pid >= 0:
                return pid
        if sys.version_info < (3, 12):
            return os.fork()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return os.fork()
