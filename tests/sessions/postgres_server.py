"""A PostgreSQL server of the tests' own: a folder in /tmp, a socket in it, no network."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ADMIN = "keeper-of-the-database"
_PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql")


def binaries() -> Path | None:
    """The folder with `initdb`: Debian keeps it out of the PATH, newest version first."""
    found = [
        path.parent
        for place in _PLACES
        for path in Path(place).glob("**/bin/initdb")
    ]  # fmt: skip
    if not found and (on_path := shutil.which("initdb")):
        found = [Path(on_path).resolve().parent]
    return max(found, key=lambda f: [int(p) for p in f.parts if p.isdigit()], default=None)


class Server:
    """One server. `kill` is what a power cut does to it; `start` brings it back."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self._binaries = binaries
        self._process: subprocess.Popen[bytes] | None = None
        self._account = _unprivileged()
        if self._account is not None:
            os.chown(folder, self._account.pw_uid, self._account.pw_gid)
        self._run(
            "initdb", "-D", str(folder / "data"), "-U", ADMIN, "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self._binaries / program, *words], capture_output=True, text=True, **self._as_whom()
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")

    def _as_whom(self) -> dict[str, object]:
        # A server refuses to run as root.
        if self._account is None:
            return {"cwd": self.folder}
        return {
            "user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": [],
            "cwd": self.folder,
        }  # fmt: skip

    def start(self) -> None:
        """Start and wait until it answers."""
        settings = {
            "listen_addresses": "", "unix_socket_directories": str(self.folder), "fsync": "on",
            "max_connections": "120", "shared_buffers": "64MB", "logging_collector": "off",
            "recovery_init_sync_method": "syncfs",  # not file by file
            "autovacuum": "off",  # it would write at moments of its own
        }  # fmt: skip
        words = [f"-c{name}={value}" for name, value in settings.items()]
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", str(self.folder / "data"), *words],
                stdout=log, stderr=log, start_new_session=True, **self._as_whom(),
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url(ADMIN, "postgres")).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()[-2000:]) from None
                time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL to every process of it, as a power cut would, and wait until they are gone."""
        if self._process is None:
            return
        # Stopped first, so that it neither starts another nor tends those that die.
        self._process.send_signal(signal.SIGSTOP)
        backends = _children(self._process.pid)
        for pid in (*backends, self._process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        while any(_alive(pid) for pid in backends):
            time.sleep(0.005)
        self._process = None

    def url(self, login: str, database: str) -> str:
        """How that login reaches that database."""
        return f"postgresql://{login}@/{database}?host={self.folder}"

    def as_admin(self, database: str = "postgres") -> psycopg.Connection:
        """A superuser's connection."""
        return psycopg.connect(self.url(ADMIN, database), autocommit=True)


def _status(pid: int) -> tuple[str, int]:
    """(state, parent) of a process. Raises OSError when there is none."""
    # They stand after the name, which may hold anything, in brackets.
    state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    return state, int(parent)


def _children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if _status(int(path.name))[1] == parent:
                found.append(int(path.name))
    return found


def _alive(pid: int) -> bool:
    """Whether it holds anything still: one that waits to be reaped does not."""
    try:
        return _status(pid)[0] != "Z"
    except OSError:
        return False


def _unprivileged() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server that is there, or a skip that says why not."""
    found = binaries()
    if found is None:
        pytest.skip("no PostgreSQL server here; install Debian's package postgresql")
    # Not pytest's folder: the server's account must reach it, and a socket's path be short.
    folder = Path(tempfile.mkdtemp(prefix="wb-pg-"))
    try:
        server = Server(folder, found)
        server.start()
        try:
            yield server
        finally:
            server.kill()  # nothing of it is kept
    finally:
        shutil.rmtree(folder, ignore_errors=True)
