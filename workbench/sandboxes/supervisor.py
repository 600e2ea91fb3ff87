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
from workbench.sandboxes import kernel
from workbench.sandboxes.base import Event, Job
from workbench.sandboxes.protocol import Frame, FrameReader, Kind, job_of, outcome_frame, pair_of
from workbench.sandboxes.running import Running, Stream
from workbench.sandboxes.starting import Starter, joined

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
        self._selector.register(
            self._parent, selectors.EVENT_READ, lambda: self._stop("its workbench ended")
        )
        self._ending = ""
        """why the loop is to end, as part of a sentence"""
        self._jobs: dict[int, Running] = {}
        self._leaving: list[Running] = []
        """over, but the kernel has not let go of the group yet"""
        self._starter = Starter()

    def serve(self) -> None:
        """Until the workbench goes away."""
        signal.signal(signal.SIGTERM, lambda *_: self._stop("it was asked to end (SIGTERM)"))
        try:
            while not self._ending:
                busy = bool(self._jobs or self._leaving)
                self._turn(_TICK_S if busy else None)
        except BaseException as error:
            self._stop(f"it failed: {error!r}")
            raise
        finally:
            self._end()

    def _turn(self, timeout: float | None) -> None:
        for key, _ in self._selector.select(timeout):
            key.data()
        now = time.monotonic()
        for running in list(self._jobs.values()):
            running.look(now)
            if news := running.news(now):
                self._say(Frame(Kind.HEARD, running.number, body=news))
            waited = now - running.doomed_at if running.doomed_at is not None else 0.0
            if waited > _GIVE_UP_S:
                self._finish(running, running.give_up())
            elif waited > _PATIENCE_S:
                self._kill_strays()
        self._reap()
        self._leaving = [r for r in self._leaving if not r.free()]

    def _stop(self, why: str) -> None:
        self._ending = self._ending or why

    def _end(self) -> None:
        """Kill what runs and leave nothing behind. Nobody cancelled these jobs and their code did
        nothing wrong, so each is answered as a failure of the sandbox."""
        limit = time.monotonic() + _LAST_WISH_S
        for running in self._jobs.values():
            running.kill(Event.CANCELLED)
        self._selector.unregister(self._sock)
        self._selector.unregister(self._parent)
        while (self._jobs or self._leaving) and time.monotonic() < limit:
            self._turn(_TICK_S)
        self._starter.close()

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
            self._stop("the workbench hung up")
            return
        for frame in self._reader.feed(data):
            self._obey(frame)

    def _obey(self, frame: Frame) -> None:
        if frame.kind == Kind.HELLO:
            self._starter.bwrap, self._starter.policy = frame.header["bwrap"], frame.body
            self._say(Frame(Kind.HELLO, frame.number, self._starter.facts()))
        elif frame.kind == Kind.CANCEL:
            if frame.number in self._jobs:
                self._jobs[frame.number].kill(Event.CANCELLED)
        elif frame.kind == Kind.PAIR:
            self._begin_pair(frame)
        else:
            running = self._begin(frame.number, job_of(frame))
            if running is not None:
                running.heard = frame.header["heard"]

    def _begin(self, number: int, job: Job, peer: tuple[int, ...] = ()) -> Running | None:
        """Start and watch a job; one that cannot start is answered here."""
        try:
            running = self._starter.start(number, job, peer)
        except InfrastructureError as error:
            self._say(_broken(number, error))
            return None
        except (OSError, ValueError) as error:
            failure = InfrastructureError(f"cannot start the sandbox: {error}")
            self._say(_broken(number, failure))
            return None
        self._jobs[number] = running
        self._watch(running)
        return running

    def _begin_pair(self, frame: Frame) -> None:
        leader_job, number, follower_job = pair_of(frame)
        with joined() as (leaders, followers):
            follower = self._begin(number, follower_job, followers)
            leader = self._begin(frame.number, leader_job, leaders)
        if leader is not None:
            leader.follower = follower
        for alone in (leader, follower):
            if None in (leader, follower) and alone is not None:
                alone.kill(Event.CANCELLED)

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

    def _watch(self, running: Running) -> None:
        for stream in running.streams:
            self._listen(stream.fd, lambda s=stream: self._read(running, s))
        self._listen(running.status_fd, lambda: self._read_status(running))
        self._listen(running.pidfd, lambda: None)

    def _listen(self, fd: int, then: object) -> None:
        self._selector.register(fd, selectors.EVENT_READ, then)

    # -- watching --------------------------------------------------------------------------

    def _read(self, running: Running, stream: Stream) -> None:
        if not stream.read():
            running.kill(stream.event)
        if stream.ended:
            # In this order: a child forked a moment ago still holds a copy of the descriptor, so
            # closing ours alone would leave it in the kernel's list, to answer for whatever gets
            # its number next.
            self._selector.unregister(stream.fd)
            stream.close()

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
        if running.follower is not None:
            running.follower.release()
        streams = (stream.fd for stream in running.streams if stream.open)
        for fd in (running.pidfd, running.init_pidfd, running.status_fd, *streams):
            if fd is not None and fd in self._selector.get_map():
                self._selector.unregister(fd)
        try:
            if self._ending:
                raise InfrastructureError(f"the sandbox supervisor ended: {self._ending}")
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


def main(fd: int) -> None:
    """Serve the workbench at the other end of `fd`."""
    kernel.adopt_orphans()
    sock = socket.socket(fileno=fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10))
    os.close(fd)
    # Keeps 3 to 5 taken, so that no descriptor of ours is ever overwritten by a child's pipes.
    null = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
    for number in (3, 4, 5):
        if null != number:
            os.dup2(null, number, inheritable=False)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    Supervisor(sock).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]))
