"""The files of control groups: where they are, what they say, one job's group.

Standard library only: the supervisor imports this under `python -I -S`.
"""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path

from workbench.sandboxes.base import Event

CONTROLLERS = ("memory", "pids", "cpu")


@dataclass(frozen=True)
class Mounts:
    """Where the controllers of this machine are mounted."""

    v1: dict[str, Path]
    v2: Path | None


def find_mounts(mountinfo: str) -> Mounts:
    """Read /proc/self/mountinfo."""
    v1: dict[str, Path] = {}
    v2 = None
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        place, kind = Path(before.split()[4]), after.split()[0]
        if kind == "cgroup2":
            v2 = v2 or place
        elif kind == "cgroup":
            for controller in after.split()[2].split(","):
                if controller in CONTROLLERS:
                    v1.setdefault(controller, place)
    return Mounts(v1, v2)


def own_groups(text: str) -> dict[str, str]:
    """Read /proc/self/cgroup: controller -> path of this process; version 2 under ""."""
    found = {}
    for line in text.splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            found[controller] = path
    return found


def counts(text: str) -> dict[str, int]:
    """Lines of `name number`, the form of every event file."""
    found = {}
    for line in text.splitlines():
        name, _, value = line.partition(" ")
        if value.strip().isdigit():
            found[name] = int(value)
    return found


def write(path: Path, value: str) -> None:
    """In one call, as these files want it."""
    with open(path, "wb", buffering=0) as file:
        file.write(value.encode())


def read(path: Path) -> str:
    """Empty when there is no such file."""
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read(65536).decode()
    except OSError:
        return ""


@dataclass
class Group:
    """The groups of one job: one folder with version 2, one a controller with version 1."""

    folders: dict[str, Path]
    unified: bool
    _seen: set[Event] = field(default_factory=set)

    def enter_files(self) -> list[Path]:
        """Files a process writes `0` to, to enter."""
        return [folder / "cgroup.procs" for folder in dict.fromkeys(self.folders.values())]

    def events(self) -> set[Event]:
        """Limits that struck since the start."""
        memory = self.folders.get("memory")
        if memory is not None:
            name = "memory.events" if self.unified else "memory.oom_control"
            if counts(read(memory / name)).get("oom_kill", 0):
                self._seen.add(Event.MEMORY)
        pids = self.folders.get("pids")
        if pids is not None and counts(read(pids / "pids.events")).get("max", 0):
            self._seen.add(Event.PIDS)
        return self._seen

    def peak_bytes(self) -> int | None:
        """Most memory ever used, when the kernel tells."""
        memory = self.folders.get("memory")
        if memory is None:
            return None
        name = "memory.peak" if self.unified else "memory.max_usage_in_bytes"
        text = read(memory / name).strip()
        return int(text) if text.isdigit() else None

    def processes(self) -> list[int]:
        """Who is inside now."""
        found: set[int] = set()
        for path in self.enter_files():
            found.update(int(line) for line in read(path).split())
        return sorted(found)

    def kill(self) -> None:
        """SIGKILL to everybody inside."""
        if self.unified:
            with contextlib.suppress(OSError):
                write(next(iter(self.folders.values())) / "cgroup.kill", "1")
                return
        for pid in self.processes():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    def remove(self) -> bool:
        """Remove the folders; False while somebody is still inside."""
        for folder in dict.fromkeys(self.folders.values()):
            try:
                folder.rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                return False
        return True


def start_time(pid: int) -> str:
    """Field 22 of /proc/PID/stat: with the pid it names a process for good. Empty when it is gone
    or a zombie."""
    fields = read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return fields[19] if fields and fields[0] not in "ZX" else ""
