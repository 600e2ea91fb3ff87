"""Who owns a container: a process, named so that no later one can be taken for it."""

from __future__ import annotations

import os
from pathlib import Path

from workbench.sandboxes.cgroup_files import start_time


def me() -> str:
    """This process: boot, pid namespace, pid, start time."""
    return f"{_boot()}/{_pid_namespace()}/{os.getpid()}/{start_time(os.getpid())}"


def gone(owner: str) -> bool | None:
    """Whether that process is dead; None when it lives where we cannot look (another machine,
    boot or pid namespace)."""
    boot, space, pid, started = (owner + "///").split("/")[:4]
    if boot != _boot() or space != _pid_namespace() or not pid.isdigit():
        return None
    return start_time(int(pid)) != started


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _pid_namespace() -> str:
    return str(os.stat("/proc/self/ns/pid").st_ino)
