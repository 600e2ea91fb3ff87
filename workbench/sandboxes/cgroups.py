"""Control groups, version 1 and 2: a group a job, with its limits.

Which version a controller has, and whether we may use it, is found by trying: version files lie
in containers, and an ordinary user without delegation may see everything and write nothing.

Standard library only: the supervisor imports this under `python -I -S`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from pathlib import Path

from workbench.sandboxes.base import JobLimits
from workbench.sandboxes.cgroup_files import (
    CONTROLLERS,
    Group,
    counts,
    find_mounts,
    own_groups,
    read,
    start_time,
    write,
)

_PREFIX = "reviewer-workbench-"
# A second, the longest there is: a run is held to its share over its whole, and a short one with
# two busy threads for a moment (any interpreter's start) is not put to sleep in between.
_PERIOD_US = 1_000_000
_DYING_S = 1.0
PROCESSES_OF_BWRAP = 2
"""bwrap's monitor and the sandbox's process 1 are counted in the job's group."""


class Groups:
    """This supervisor's own corner of the hierarchy; jobs' groups are made below it."""

    def __init__(self, folders: dict[str, Path], unified: bool, missing: dict[str, str]) -> None:
        self.folders = folders
        self.unified = unified
        self.missing = missing
        """controller -> why it cannot be used"""
        pid = os.getpid()
        self._name = f"{_PREFIX}{_pid_namespace()}-{pid}-{start_time(pid)}"

    @classmethod
    def find(cls) -> Groups:
        """Make this supervisor's groups wherever that is possible, trying version 2 first."""
        mounts = find_mounts(read(Path("/proc/self/mountinfo")))
        own = own_groups(read(Path("/proc/self/cgroup")))
        sweep()
        groups = cls({}, unified=True, missing={})
        if mounts.v2 is not None and groups._try_unified(mounts.v2, own.get("", "/")):
            return groups
        groups = cls({}, unified=False, missing={})
        for controller in CONTROLLERS:
            place = mounts.v1.get(controller)
            if place is None:
                why = "no cgroup hierarchy on this machine offers it to us"
                groups.missing[controller] = why
            else:
                groups._try_legacy(controller, place, own.get(controller, "/"))
        return groups

    def _try_unified(self, root: Path, own: str) -> bool:
        """Version 2 is used only when it holds memory and pids: mixing versions would mean
        entering groups of both, and no real machine splits these two."""
        for parent in _candidates(root, own):
            folder = parent / self._name
            try:
                have = set(read(parent / "cgroup.controllers").split())
                if not {"memory", "pids"} <= have:
                    continue
                wanted = [c for c in CONTROLLERS if c in have]
                switch = " ".join(f"+{c}" for c in wanted)
                if not set(wanted) <= set(read(parent / "cgroup.subtree_control").split()):
                    self._hand_down(parent, switch)
                folder.mkdir()
                write(folder / "cgroup.subtree_control", switch)
                self.folders = dict.fromkeys(wanted, folder)
                self._probe()
            except OSError:
                with contextlib.suppress(OSError):
                    folder.rmdir()
                continue
            self.missing = {c: "not offered here" for c in CONTROLLERS if c not in have}
            return True
        self.folders = {}
        return False

    def _hand_down(self, parent: Path, switch: str) -> None:
        """Let groups below `parent` have the controllers. A group that holds processes cannot;
        where this supervisor is the only one, as in a scope made for it, it moves aside first."""
        try:
            write(parent / "cgroup.subtree_control", switch)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            home = parent / f"{self._name}-home"
            home.mkdir()
            try:
                write(home / "cgroup.procs", "0")
                write(parent / "cgroup.subtree_control", switch)
            except OSError:
                write(parent / "cgroup.procs", "0")
                home.rmdir()
                raise

    def _try_legacy(self, controller: str, root: Path, own: str) -> None:
        for parent in _candidates(root, own):
            folder = parent / self._name
            try:
                folder.mkdir()
            except OSError as error:
                self.missing[controller] = f"may not make a group in {parent}: {error.strerror}"
                continue
            self.folders[controller] = folder
            try:
                self._probe(only=controller)
            except OSError as error:
                self.missing[controller] = f"{folder}: {error.strerror}"
                del self.folders[controller]
                with contextlib.suppress(OSError):
                    folder.rmdir()
                continue
            self.missing.pop(controller, None)
            return

    def _probe(self, only: str | None = None) -> None:
        """Make a job's group and set its limits, once, to know that it works."""
        picked = {c: f for c, f in self.folders.items() if only in (None, c)}
        group = self._make("probe", JobLimits(), picked)
        group.remove()

    def open(self, number: int, limits: JobLimits) -> Group:
        """A fresh group with `limits`. Raises OSError when that fails now."""
        return self._make(str(number), limits, self.folders)

    def _make(self, name: str, limits: JobLimits, folders: dict[str, Path]) -> Group:
        group = Group({c: folder / name for c, folder in folders.items()}, self.unified)
        try:
            for folder in dict.fromkeys(group.folders.values()):
                folder.mkdir()
            for controller, folder in group.folders.items():
                self._limit(controller, folder, limits)
        except OSError:
            group.remove()
            raise
        return group

    def _limit(self, controller: str, folder: Path, limits: JobLimits) -> None:
        quota = max(1000, int(limits.cpus * _PERIOD_US))
        if controller == "pids":
            write(folder / "pids.max", str(limits.pids + PROCESSES_OF_BWRAP))
        elif controller == "cpu" and self.unified:
            write(folder / "cpu.max", f"{quota} {_PERIOD_US}")
        elif controller == "cpu":
            write(folder / "cpu.cfs_period_us", str(_PERIOD_US))
            write(folder / "cpu.cfs_quota_us", str(quota))
        elif self.unified:
            write(folder / "memory.max", str(limits.memory_bytes))
            write(folder / "memory.oom.group", "1")
            if _swap_exists():
                write(folder / "memory.swap.max", "0")
        else:
            write(folder / "memory.limit_in_bytes", str(limits.memory_bytes))
            if _swap_exists() or (folder / "memory.memsw.limit_in_bytes").exists():
                write(folder / "memory.memsw.limit_in_bytes", str(limits.memory_bytes))

    def close(self) -> None:
        """Remove this supervisor's groups; they must be empty by now."""
        for folder in dict.fromkeys(self.folders.values()):
            with contextlib.suppress(OSError):
                folder.rmdir()


def _candidates(root: Path, own: str) -> list[Path]:
    """Our own group first, so that limits around us hold; in a container whose /proc names the
    host's paths it does not exist below the mount, and the mount itself is ours."""
    below = root / own.lstrip("/")
    return [below, root] if below != root and below.is_dir() else [root]


def _swap_exists() -> bool:
    return (
        counts(read(Path("/proc/meminfo")).replace(":", "").replace(" kB", "")).get("SwapTotal", 0)
        > 0
        or len(read(Path("/proc/swaps")).splitlines()) > 1
    )


def _pid_namespace() -> int:
    """Elsewhere the same pid is another process, so only supervisors of ours can be judged."""
    return os.stat("/proc/self/ns/pid").st_ino


def sweep() -> int:
    """Remove groups of supervisors that are dead, killing what is left in them; how many."""
    mounts = find_mounts(read(Path("/proc/self/mountinfo")))
    roots = {*mounts.v1.values(), *([mounts.v2] if mounts.v2 else [])}
    removed = 0
    for root in roots:
        for folder, names, _ in os.walk(root):
            for name in [n for n in names if n.startswith(_PREFIX)]:
                names.remove(name)
                space, pid, started = (name.removeprefix(_PREFIX) + "--").split("-")[:3]
                ours = space == str(_pid_namespace()) and pid.isdigit()
                if ours and start_time(int(pid)) != started:
                    removed += _remove_tree(Path(folder) / name)
    return removed


def _remove_tree(top: Path) -> int:
    """The killed need a moment to go."""
    limit = time.monotonic() + _DYING_S
    for folder, _, _ in os.walk(top, topdown=False):
        group = Group({"": Path(folder)}, unified=False)
        group.kill()
        while not group.remove():
            if time.monotonic() > limit:
                return 0
            time.sleep(0.002)
            group.kill()
    return 1
