"""What somebody does beneath the calls: reads, lists, links and watches, under the own account."""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from workbench.store.files import append_line
from workbench.store.workspace import Workspace


class ProbeHands:
    """Direct reach into the file system."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def read(self, path: Path) -> bytes | None:
        """A file's bytes, or None where that is refused."""
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        except OSError:
            return None
        with os.fdopen(handle, "rb") as file:
            try:
                return file.read()
            except OSError:
                return None

    def names(self, path: Path) -> list[str] | None:
        """Names in a folder, or None."""
        try:
            return sorted(os.listdir(path))
        except OSError:
            return None

    def status(self, path: Path) -> tuple[int, ...] | None:
        """All that a look at the name tells but when it was last looked at."""
        try:
            s = path.lstat()
        except OSError:
            return None
        return (s.st_mode, s.st_uid, s.st_gid, s.st_size, s.st_nlink, s.st_ino, s.st_blocks,
                s.st_mtime_ns, s.st_ctime_ns)  # fmt: skip

    def attempts(self, path: Path, into: Path) -> list[str]:
        """Ways to a file's words other than reading it: which of them worked."""
        worked = []
        for name, way in {
            "link": lambda: os.link(path, into / "link"),
            "rename": lambda: os.rename(path, into / "renamed"),
            "remove": lambda: os.unlink(path),
            "append": lambda: os.close(os.open(path, os.O_WRONLY | os.O_APPEND)),
            "chmod": lambda: os.chmod(path, 0o777),
            "attributes": lambda: os.listxattr(path),
            "watch": lambda: os.close(os.open(path, os.O_PATH)),
        }.items():
            with contextlib.suppress(OSError):
                way()
                worked.append(name)
        return worked

    def find(self, *words: str) -> list[str]:
        """What `find` prints."""
        done = subprocess.run(["find", *words], capture_output=True, text=True, check=False)
        return sorted(done.stdout.splitlines())

    def processes(self) -> bytes:
        """Everything /proc gives of everybody's processes."""
        found = b""
        for pid in filter(str.isdigit, os.listdir("/proc")):
            if int(pid) == os.getpid():
                continue
            for name in ("cmdline", "environ", "status", "maps", "io", "stack"):
                found += self.read(Path("/proc", pid, name)) or b""
            for handle in self.names(Path("/proc", pid, "fd")) or []:
                found += self.read(Path("/proc", pid, "fd", handle)) or b""
        return found

    # What the owner of a folder can do to who reads it

    def write(self, path: Path, data: bytes) -> None:
        path.write_bytes(data)

    def append(self, path: Path, line: bytes) -> None:
        append_line(path, line)

    def remove(self, path: Path) -> None:
        path.unlink()

    def replace_by_link(self, path: Path, target: Path) -> None:
        """A link where a file or a folder was."""
        if path.is_symlink():
            path.unlink()
        elif path.exists():
            path.rename(path.with_name(f"{path.name}.was"))
        path.symlink_to(target)

    def replace_by_pipe(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        os.mkfifo(path)

    def make_folder(self, path: Path, mode: int = 0o777) -> None:
        path.unlink(missing_ok=True)
        path.mkdir()
        path.chmod(mode)

    def make_huge(self, path: Path) -> None:
        """A file of a terabyte that takes no room."""
        path.unlink(missing_ok=True)
        with path.open("wb") as file:
            file.truncate(1 << 40)

    def chmod(self, path: Path, mode: int) -> None:
        path.chmod(mode)

    def lock_all(self, folder: Path) -> int:
        """Hold every file there locked, until this process ends."""
        for where, _folders, names in os.walk(folder):
            for name in names:
                handle = os.open(Path(where, name), os.O_RDONLY)
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._open.append(handle)
        return len(self._open)

    def doctor(self, workspace: Path) -> list[tuple[bool, str]]:
        """What `workbench doctor` says of sessions."""
        from workbench.commands.doctor import check_sessions

        return [(line.ok, line.detail) for line in check_sessions(workspace)]

    def act(self, words: Sequence[str], workspace: Path) -> object:
        """Call the own store with a variable set: `words` are what it is set to."""
        from workbench.store.sessions.open import open_sessions

        said = {}
        for word in words:
            os.environ["WORKBENCH_REVIEWER"] = os.environ["JUPYTERHUB_USER"] = word
            os.environ["USER"] = os.environ["LOGNAME"] = word
            try:
                said[word] = open_sessions(Workspace.open(workspace)).reviewer("pilot").name
            except Exception as error:  # noqa: BLE001  the answer is what is asked for
                said[word] = type(error).__name__
        return said


def hands() -> ProbeHands:
    return ProbeHands()
