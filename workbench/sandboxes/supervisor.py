"""The supervisor: one single-threaded process that starts and watches every sandbox.

Why a process of its own: `bwrap --die-with-parent` means the *thread* that forked it, and
threads of an executor come and go; a fork of the large workbench process costs more than a fork
of this one; and as root it lives in a private mount namespace the workbench must not enter.

It lives as long as the workbench: the end of the socket or of the parent process ends it, and
with it every sandbox. Started as `python -I -S`, so everything it imports is standard library.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource
import selectors
import signal
import socket
import sys
import time
from pathlib import Path

from workbench.errors import InfrastructureError
from workbench.sandboxes import arguments, kernel
from workbench.sandboxes.base import Event, Job
from workbench.sandboxes.cgroups import PROCESSES_OF_BWRAP, Group, Groups
from workbench.sandboxes.launch import Plan, job_uid, spawn
from workbench.sandboxes.layers import Layers
from workbench.sandboxes.protocol import Frame, FrameReader, Kind, job_of, outcome_frame
from workbench.sandboxes.running import Gate, Running, Stream

_TICK_S = 0.02
_PATIENCE_S = 0.5
_GIVE_UP_S = 10.0
_LAST_WISH_S = 3.0
_CHUNK = 1 << 20


class Supervisor:
    """The loop, and what it knows of every running job."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        sock.setblocking(False)
        self._reader = FrameReader()
        self._outbox = bytearray()
        self._selector = selectors.DefaultSelector()
        self._selector.register(sock, selectors.EVENT_READ, self._talk)
        self._parent = os.pidfd_open(os.getppid())
        self._selector.register(self._parent, selectors.EVENT_READ, self._stop)
        self._going = True
        self._jobs: dict[int, Running] = {}
        self._leaving: list[Running] = []
        """over, but the kernel has not let go of the group yet"""
        self._bwrap = ""
        self._policy = b""
        self._layers = Layers()
        self._groups = Groups.find()
        self._host = arguments.HostLayout.look()
        self._root = os.geteuid() == 0
        self._uid_map = Path("/proc/self/uid_map").read_text()
        self._launched = 0

    def serve(self) -> None:
        """Until the workbench goes away."""
        signal.signal(signal.SIGTERM, lambda *_: self._stop())
        try:
            while self._going:
                busy = bool(self._jobs or self._leaving)
                self._turn(_TICK_S if busy else None)
        finally:
            self._end()

    def _turn(self, timeout: float | None) -> None:
        for key, _ in self._selector.select(timeout):
            key.data()
        now = time.monotonic()
        for running in list(self._jobs.values()):
            running.look(now)
            waited = now - running.doomed_at if running.doomed_at is not None else 0.0
            if waited > _GIVE_UP_S:
                self._finish(running, running.give_up())
            elif waited > _PATIENCE_S:
                self._kill_strays()
        self._reap()
        self._leaving = [r for r in self._leaving if not r.free()]

    def _stop(self) -> None:
        self._going = False

    def _end(self) -> None:
        """Kill what runs and leave nothing behind."""
        limit = time.monotonic() + _LAST_WISH_S
        for running in self._jobs.values():
            running.kill(Event.CANCELLED)
        self._selector.unregister(self._sock)
        self._selector.unregister(self._parent)
        while (self._jobs or self._leaving) and time.monotonic() < limit:
            self._turn(_TICK_S)
        self._groups.close()

    # -- talking ---------------------------------------------------------------------------

    def _talk(self) -> None:
        self._flush()
        try:
            data = self._sock.recv(_CHUNK)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data:
            self._stop()
            return
        for frame in self._reader.feed(data):
            self._obey(frame)

    def _obey(self, frame: Frame) -> None:
        if frame.kind == Kind.HELLO:
            self._bwrap, self._policy = frame.header["bwrap"], frame.body
            self._say(Frame(Kind.HELLO, frame.number, self._facts()))
        elif frame.kind == Kind.CANCEL:
            if frame.number in self._jobs:
                self._jobs[frame.number].kill(Event.CANCELLED)
        else:
            try:
                self._start(frame.number, job_of(frame))
            except InfrastructureError as error:
                self._say(_broken(frame.number, error))
            except (OSError, ValueError) as error:
                failure = InfrastructureError(f"cannot start the sandbox: {error}")
                self._say(_broken(frame.number, failure))

    def _facts(self) -> dict[str, object]:
        return {
            "bound": sorted(self._groups.folders),
            "missing": self._groups.missing,
            "cgroup": 2 if self._groups.unified else 1,
            "root": self._root,
            "private_mounts": self._layers.private,
            "why_no_private_mounts": self._layers.why_not,
        }

    def _say(self, frame: Frame) -> None:
        self._outbox += frame.encode()
        self._flush()

    def _flush(self) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionError):
            while self._outbox:
                sent = self._sock.send(memoryview(self._outbox)[:_CHUNK])
                del self._outbox[:sent]
        if self._sock in self._selector.get_map():
            wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outbox else 0)
            self._selector.modify(self._sock, wanted, self._talk)

    # -- starting --------------------------------------------------------------------------

    def _start(self, number: int, job: Job) -> None:
        self._launched += 1
        uid = job_uid(self._launched, self._uid_map) if self._root else None
        sources = [self._layers.place(layer) for layer in job.layers]
        with contextlib.ExitStack() as ours:
            group = self._groups.open(number, job.limits) if self._groups.folders else None
            if group is not None:
                ours.callback(group.remove)
            with contextlib.ExitStack() as childs:
                running = self._launch(number, job, uid, sources, group, ours, childs)
            # From here on `running` owns the group and the reading ends.
            ours.pop_all()
        self._jobs[number] = running
        self._watch(running)

    def _launch(
        self,
        number: int,
        job: Job,
        uid: int | None,
        sources: list[str],
        group: Group | None,
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
            seccomp=_content(self._policy, childs),
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
            bwrap=self._bwrap,
            args_fd=_content(blob, childs),
            command=job.command,
            stdio=(stdin, out[1], err[1], results[1]),
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
        return Running(number, job, spawn(plan), group, streams, status, gate)

    def _watch(self, running: Running) -> None:
        for stream in running.streams:
            self._listen(stream.fd, lambda s=stream: self._read(running, s))
        self._listen(running.status_fd, lambda: self._read_status(running))
        self._listen(running.pidfd, lambda: None)

    def _listen(self, fd: int, then: object) -> None:
        self._selector.register(fd, selectors.EVENT_READ, then)

    # -- watching --------------------------------------------------------------------------

    def _read(self, running: Running, stream: Stream) -> None:
        fd = stream.fd
        if not stream.read():
            running.kill(stream.event)
        if not stream.open:
            self._selector.unregister(fd)

    def _read_status(self, running: Running) -> None:
        running.read_status()
        self._follow(running)

    def _follow(self, running: Running) -> None:
        """Listen for the end of process 1 once its pid is known; drop a finished status pipe."""
        known = self._selector.get_map()
        if running.init_pidfd is not None and running.init_pidfd not in known:
            fd = running.init_pidfd
            self._listen(fd, lambda: self._init_gone(running, fd))
        if not running.status_open and running.status_fd in known:
            self._selector.unregister(running.status_fd)

    def _init_gone(self, running: Running, fd: int) -> None:
        running.init_ended()
        if fd in self._selector.get_map():
            self._selector.unregister(fd)

    def _reap(self) -> None:
        """Collect every dead child: bwraps, and process 1 of sandboxes whose bwrap went first."""
        monitors = {running.pid: running for running in self._jobs.values()}
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if pid == 0:
                break
            if pid in monitors:
                self._selector.unregister(monitors[pid].pidfd)
                monitors[pid].monitor_ended(status)
                self._follow(monitors[pid])
        for running in monitors.values():
            if running.over:
                self._finish(running)

    def _finish(self, running: Running, failure: InfrastructureError | None = None) -> None:
        del self._jobs[running.number]
        streams = (stream.fd for stream in running.streams if stream.open)
        for fd in (running.pidfd, running.init_pidfd, running.status_fd, *streams):
            if fd is not None and fd in self._selector.get_map():
                self._selector.unregister(fd)
        try:
            if failure is not None:
                raise failure
            answer = outcome_frame(running.number, running.outcome())
        except InfrastructureError as error:
            answer = _broken(running.number, error)
        if not running.free():
            self._leaving.append(running)
        self._say(answer)

    def _kill_strays(self) -> None:
        """A bwrap killed in its first microseconds may leave a process 1 that nobody knows of;
        as an orphan it is our child, and our only other children are bwraps."""
        ours = {running.pid for running in self._jobs.values()}
        children = Path(f"/proc/self/task/{os.getpid()}/children")
        for word in children.read_text().split() if children.exists() else ():
            if int(word) not in ours:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(word), signal.SIGKILL)


def _broken(number: int, error: InfrastructureError) -> Frame:
    return Frame(Kind.BROKEN, number, {"message": error.message, "mend": error.mend})


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


def main(fd: int) -> None:
    """Serve the workbench at the other end of `fd`."""
    kernel.adopt_orphans()
    sock = socket.socket(fileno=fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10))
    os.close(fd)
    # Keeps 3 taken, so that no descriptor of ours is ever overwritten by a child's results pipe.
    null = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
    if null != 3:
        os.dup2(null, 3, inheritable=False)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    Supervisor(sock).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]))
