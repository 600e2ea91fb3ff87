"""From the fork to bubblewrap: what the child does to itself before it becomes a sandbox.

Bubblewrap started by root keeps kernel uid 0 inside, where `/proc/sys/kernel/core_pattern` opens
for writing: a full escape. So root changes to a uid that owns nothing before the exec, a
different one for each job, and the exec is refused if that did not work.

Standard library only: the supervisor imports this under `python -I -S`.
"""

from __future__ import annotations

import os
import resource
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from workbench.sandboxes import kernel
from workbench.sandboxes.base import JobLimits

_FIRST_JOB_UID = 0x7000_0000
"""Above every range that systemd, useradd or subuid hand out."""

_JOB_UIDS = 1 << 20
_OPEN_FILES = 256
_LOCKED_BYTES = 1 << 20
_FAILED = 125


def job_uid(number: int, uid_map: str) -> int:
    """A uid for job `number` that no account has, inside what this user namespace maps.

    A container may map as little as 0..65535; then the top of that range is used, leaving out
    65534 (`nobody`, whom others share).
    """
    end = 0
    for line in uid_map.splitlines():
        first, _, count = (int(word) for word in line.split())
        end = max(end, first + count)
        if first <= _FIRST_JOB_UID and first + count > _FIRST_JOB_UID + _JOB_UIDS:
            return _FIRST_JOB_UID + number % _JOB_UIDS
    if end <= 1000:
        raise OSError("this user namespace maps no unprivileged uid")
    room = min(4096, end // 2)
    top = min(end, 65534)
    return top - 1 - number % room


@dataclass(frozen=True)
class Plan:
    """Everything the child needs, decided before the fork."""

    bwrap: str
    args_fd: int
    command: tuple[str, ...]
    stdio: tuple[int, ...]
    """stdin, stdout, stderr, results; in a pair also from and to the other one"""
    keep: tuple[int, ...]
    """descriptors bwrap must find open under their own numbers"""
    enter: tuple[Path, ...]
    """cgroup.procs files"""
    limits: JobLimits
    job_files: int
    largest_file: int
    uid: int | None
    """None for an ordinary user, who stays what he is"""
    scratch: tuple[tuple[str, int, str], ...]
    """(mount point, bytes, mode): made here so that they die with the job"""
    memory_unbound: bool
    processes: int | None
    """cap by RLIMIT_NPROC: for root without a pids group, as each job's uid is its own"""


def spawn(plan: Plan) -> int:
    """Fork; the child becomes bubblewrap. Returns its pid."""
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _become_bwrap(plan, parent)
    return pid


def _become_bwrap(plan: Plan, parent: int) -> NoReturn:
    try:
        for number, fd in enumerate(plan.stdio):
            os.dup2(fd, number, inheritable=True)
        for fd in (plan.args_fd, *plan.keep):
            os.set_inheritable(fd, True)
        for path in plan.enter:
            _write(path, b"0")
        _write(Path("/proc/self/oom_score_adj"), b"500")
        if plan.scratch:
            _mount_scratch(plan)
        _set_limits(plan)
        if plan.uid is not None:
            kernel.drop_capability_bounds()
            os.setgroups([])
            os.setresgid(plan.uid, plan.uid, plan.uid)
            os.setresuid(plan.uid, plan.uid, plan.uid)
        kernel.no_new_privileges()
        if 0 in os.getresuid() or 0 in os.getresgid():
            raise PermissionError("still root after the drop: refusing to start the sandbox")
        # After the change of uid, which clears it.
        kernel.die_with_parent(signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(_FAILED)
        os.umask(0o022)
        for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        argv = ["bwrap", "--args", str(plan.args_fd), "--", *plan.command]
        os.execve(plan.bwrap, argv, {"PATH": "/usr/bin:/bin"})
    except BaseException as error:  # noqa: BLE001 - a fork must never return into the loop
        os.write(2, f"workbench: cannot start the sandbox: {error}\n".encode())
    finally:
        os._exit(_FAILED)


def _write(path: Path, data: bytes) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, data)
    finally:
        os.close(fd)


def inodes_for(size: int) -> int:
    """How many files a scratch area of `size` bytes may hold."""
    return min(65536, max(4096, size // 4096))


def _mount_scratch(plan: Plan) -> None:
    """bwrap's own tmpfs cannot be limited in the number of files; these are. The namespace is
    this job's alone, so they vanish with its last process and nothing has to unmount them."""
    kernel.private_mount_namespace()
    for place, size, mode in plan.scratch:
        options = f"size={size},nr_inodes={inodes_for(size)},mode={mode}"
        options += f",uid={plan.uid},gid={plan.uid}"
        kernel.mount("tmpfs", place, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, options)


def _set_limits(plan: Plan) -> None:
    limits = plan.limits
    # Threads add up: with two cpus a process may spend twice its wall time without sin.
    cpu_s = limits.wall_s * max(1.0, limits.cpus) if limits.cpu_s is None else limits.cpu_s
    cpu = int(cpu_s) + 1
    wanted: list[tuple[int, int, int]] = [
        # 1, not 0: with a core_pattern that is a pipe the kernel ignores 0 and honours 1.
        (resource.RLIMIT_CORE, 1, 1),
        # bwrap writes the job's files under this limit too.
        (resource.RLIMIT_FSIZE, *_twice(max(limits.file_bytes, plan.largest_file))),
        (resource.RLIMIT_NOFILE, *_twice(_OPEN_FILES + plan.job_files)),
        # The soft limit sends SIGXCPU, which says why; the hard one cannot be ignored.
        (resource.RLIMIT_CPU, cpu, cpu + 1),
        (resource.RLIMIT_MEMLOCK, *_twice(_LOCKED_BYTES)),
        (resource.RLIMIT_MSGQUEUE, 0, 0),
        (resource.RLIMIT_RTPRIO, 0, 0),
    ]
    if plan.memory_unbound:
        # A sieve: shared memory and several processes pass it. Better than nothing, never
        # reported as enforcement.
        wanted.append((resource.RLIMIT_DATA, *_twice(limits.memory_bytes)))
    if plan.processes is not None:
        wanted.append((resource.RLIMIT_NPROC, *_twice(plan.processes)))
    for what, soft, hard in wanted:
        ceiling = resource.getrlimit(what)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(what, (soft, hard))


def _twice(value: int) -> tuple[int, int]:
    return (value, value)
