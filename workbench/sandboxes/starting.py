"""From a job to a running sandbox: its group, its layers, its files, its pipes.

Standard library only: the supervisor imports this under `python -I -S`.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from workbench.sandboxes import arguments
from workbench.sandboxes.base import Event, Job
from workbench.sandboxes.cgroup_files import Group
from workbench.sandboxes.cgroups import PROCESSES_OF_BWRAP, Groups
from workbench.sandboxes.launch import Plan, job_uid, spawn
from workbench.sandboxes.layers import Layers
from workbench.sandboxes.running import Gate, Running, Stream


class Starter:
    """What of this machine every job needs, found once."""

    def __init__(self) -> None:
        self.bwrap = ""
        self.policy = b""
        self._layers = Layers()
        self._groups = Groups.find()
        self._host = arguments.HostLayout.look()
        self._root = os.geteuid() == 0
        self._uid_map = Path("/proc/self/uid_map").read_text()
        self._started = 0

    def facts(self) -> dict[str, object]:
        """What can be enforced here."""
        return {
            "bound": sorted(self._groups.folders),
            "missing": self._groups.missing,
            "cgroup": 2 if self._groups.unified else 1,
            "private_mounts": self._layers.private,
        }

    def close(self) -> None:
        """Remove what was made on the host."""
        self._groups.close()

    def start(self, number: int, job: Job, peer: tuple[int, ...] = ()) -> Running:
        """`peer` holds the pipe ends (from, to) of one half of a pair; they stay the caller's.

        Raises InfrastructureError, OSError or ValueError; then nothing is left behind.
        """
        self._started += 1
        uid = job_uid(self._started, self._uid_map) if self._root else None
        sources = [self._layers.place(layer) for layer in job.layers]
        with contextlib.ExitStack() as ours:
            group = self._groups.open(number, job.limits) if self._groups.folders else None
            if group is not None:
                ours.callback(group.remove)
            with contextlib.ExitStack() as childs:
                running = self._launch(number, job, uid, sources, group, peer, ours, childs)
            # From here on `running` owns the group and the reading ends.
            ours.pop_all()
        return running

    def _launch(
        self,
        number: int,
        job: Job,
        uid: int | None,
        sources: list[str],
        group: Group | None,
        peer: tuple[int, ...],
        ours: contextlib.ExitStack,
        childs: contextlib.ExitStack,
    ) -> Running:
        """Open what the child needs (closed with `childs`) and what we keep (`ours`)."""
        limits = job.limits
        stdin = _content(job.stdin, childs) if job.stdin else _null(childs)
        out, err, results = (_pipe(uid, ours, childs) for _ in range(3))
        status, status_write = _pipe(None, ours, childs)
        block, gate = None, None
        cap = None if "pids" in self._groups.folders else limits.pids + PROCESSES_OF_BWRAP
        if cap is not None and uid is None:
            block, block_write = os.pipe2(os.O_CLOEXEC)
            childs.callback(os.close, block)
            gate = Gate(block_write, cap)
            ours.callback(gate.close)
        fds = arguments.Descriptors(
            seccomp=_content(self.policy, childs),
            status=status_write,
            files={path: _content(file.data, childs) for path, file in job.files.items()},
            etc={n: _content(t.encode(), childs) for n, t in arguments.ETC_FILES.items()},
            block=block,
        )
        places = self._layers.scratch
        scratch = arguments.Scratch(*places) if places else None
        options = arguments.bwrap_arguments(job, sources, fds, self._host, scratch)
        blob = b"".join(os.fsencode(word) + b"\0" for word in options)
        plan = Plan(
            bwrap=self.bwrap,
            args_fd=_content(blob, childs),
            command=job.command,
            stdio=(stdin, out[1], err[1], results[1], *peer),
            keep=(
                *((block,) if block is not None else ()),
                fds.seccomp,
                fds.status,
                *fds.files.values(),
                *fds.etc.values(),
            ),
            enter=tuple(group.enter_files()) if group else (),
            limits=limits,
            job_files=len(job.files),
            largest_file=max((len(file.data) for file in job.files.values()), default=0),
            uid=uid,
            scratch=(
                (places[0], limits.box_bytes, "0700"),
                (places[1], limits.tmp_bytes, "1777"),
            )
            if places
            else (),
            processes=cap if uid is not None else None,
            memory_unbound="memory" not in self._groups.folders,
        )
        streams = [
            Stream(out[0], Event.STDOUT, limits.stdout_bytes),
            Stream(err[0], Event.STDERR, limits.stderr_bytes),
            Stream(results[0], Event.RESULTS, limits.results_bytes),
        ]
        pid = spawn(plan)
        try:
            return Running(number, job, pid, group, streams, status, gate)
        except BaseException:
            # Without a descriptor of it nobody would see its end; it is reaped like any child.
            os.kill(pid, signal.SIGKILL)
            if group is not None:
                group.kill()
            raise


@contextlib.contextmanager
def joined() -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The pipe ends (from, to) of both halves of a pair, ours until both have started. Pipes and
    not a socket pair, through which descriptors could cross."""
    with contextlib.ExitStack() as ends:
        there, back = _both_ends(ends), _both_ends(ends)
        yield (back[0], there[1]), (there[0], back[1])


def _both_ends(stack: contextlib.ExitStack) -> tuple[int, int]:
    ends = os.pipe2(os.O_CLOEXEC)
    for fd in ends:
        stack.callback(os.close, fd)
    return ends


def _null(stack: contextlib.ExitStack) -> int:
    fd = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
    stack.callback(os.close, fd)
    return fd


def _content(data: bytes, stack: contextlib.ExitStack) -> int:
    """A sealed memory file: what reads it cannot change or grow it."""
    fd = os.memfd_create("job", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    stack.callback(os.close, fd)
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
    os.lseek(fd, 0, os.SEEK_SET)
    seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, seals)
    return fd


def _pipe(
    owner: int | None, ours: contextlib.ExitStack, childs: contextlib.ExitStack
) -> tuple[int, int]:
    read, write = os.pipe2(os.O_CLOEXEC)
    ours.callback(os.close, read)
    childs.callback(os.close, write)
    os.set_blocking(read, False)
    if owner is not None:
        # Programs open /dev/stderr, which is the pipe itself and belongs to its maker.
        os.fchown(write, owner, owner)
    return read, write
