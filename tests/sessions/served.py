"""Session stores used by other people: each caller is a process of its own, under its own account.

`Served` starts one process that has imported everything; it forks a child for each caller, which
gives up root for good and then answers calls over a socket. Python need not be readable to those
accounts: what they use is in memory.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_SIZE = struct.Struct(">Q")


@dataclass(frozen=True)
class Account:
    """Who a process is. `uid` None: whoever runs the tests. `says`: what the variable holds."""

    uid: int | None = None
    gid: int | None = None
    groups: tuple[int, ...] = ()
    says: str = ""
    umask: int = 0o022


def _send(link: socket.socket, value: object) -> None:
    raw = pickle.dumps(value)
    link.sendall(_SIZE.pack(len(raw)) + raw)


def _receive(link: socket.socket) -> Any:
    def exactly(count: int) -> bytes:
        raw = b""
        while len(raw) < count:
            more = link.recv(min(1 << 20, count - len(raw)))
            if not more:
                raise EOFError
            raw += more
        return raw

    (size,) = _SIZE.unpack(exactly(_SIZE.size))
    return pickle.loads(exactly(size))


class Gone(Exception):
    """The process died while it was asked."""


@dataclass
class Remote:
    """An object in another process: its methods and attributes."""

    link: socket.socket
    number: int

    def __getattr__(self, name: str) -> Any:
        if name == "name":
            return self._ask(name, None, {})
        return lambda *args, **kwargs: self._ask(name, args, kwargs)

    def _ask(self, name: str, args: Any, kwargs: Any) -> Any:
        try:
            _send(self.link, (self.number, name, args, kwargs))
            kind, value = _receive(self.link)
        except (EOFError, OSError) as error:
            raise Gone from error
        if kind == "error":
            raise value
        if kind == "object":
            return Remote(self.link, value)
        return value


class Served:
    """Forks callers. Close it when done; callers die with it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._link = ours
        self._links: list[socket.socket] = []
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.sessions.served", str(theirs.fileno())],
            pass_fds=[theirs.fileno()], cwd=ROOT, env=env,
        )  # fmt: skip
        theirs.close()

    def call(self, account: Account, opener: Callable[..., Any], *args: Any) -> tuple[Remote, int]:
        """What `opener(*args)` gives, in a new process of that account, and that process's id."""
        ours, theirs = socket.socketpair()
        self._links.append(ours)
        _send(self._link, (account, opener, args))
        socket.send_fds(self._link, [b"x"], [theirs.fileno()])
        theirs.close()
        pid = _receive(self._link)
        kind, value = _receive(ours)
        if kind == "error":
            raise value
        return Remote(ours, value), pid

    def hang_up(self) -> None:
        """End all callers there are."""
        while self._links:
            self._links.pop().close()

    def close(self) -> None:
        """End callers and whoever forks them."""
        self.hang_up()
        self._link.close()
        self._process.wait(timeout=30)


def become(account: Account) -> None:
    """Give up root, for good."""
    os.umask(account.umask)
    os.environ.pop("WORKBENCH_REVIEWER", None)
    if account.says:
        os.environ["WORKBENCH_REVIEWER"] = account.says
    if account.uid is not None:
        gid = account.uid if account.gid is None else account.gid
        os.setgroups(account.groups)
        os.setresgid(gid, gid, gid)
        os.setresuid(account.uid, account.uid, account.uid)
        os.environ["HOME"] = "/nonexistent"


def _serve(link: socket.socket, account: Account, opener: Any, args: Any) -> None:
    objects: list[Any] = []

    def answer(value: Any) -> tuple[str, Any]:
        if isinstance(value, Iterator):
            return "value", list(value)
        if type(value).__name__.startswith(("Folder", "Postgres", "Probe")):
            objects.append(value)
            return "object", len(objects) - 1
        return "value", value

    become(account)
    try:
        _send(link, answer(opener(*args)))
    except Exception as error:  # noqa: BLE001  the caller is told
        _send(link, ("error", error))
        return
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            number, name, called, kwargs = _receive(link)
            try:
                found = getattr(objects[number], name)
                result = answer(found if called is None else found(*called, **kwargs))
            except Exception as error:  # noqa: BLE001  the caller is told
                result = ("error", error)
            _send(link, result)


def _main(handle: int) -> None:
    import workbench.commands.doctor
    import workbench.store.sessions.folder
    import workbench.store.sessions.open
    import workbench.store.workspace  # noqa: F401  children must not need to read the checkout

    link = socket.socket(fileno=handle)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            account, opener, args = _receive(link)
            _data, handles, _flags, _address = socket.recv_fds(link, 1, 1)
            pid = os.fork()
            if pid == 0:
                link.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                try:
                    _serve(socket.socket(fileno=handles[0]), account, opener, args)
                finally:
                    os._exit(0)
            os.close(handles[0])
            _send(link, pid)


if __name__ == "__main__":
    _main(int(sys.argv[1]))
