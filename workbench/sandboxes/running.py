"""One job from its fork to its outcome. The supervisor's loop drives it; it never blocks.

Standard library only: the supervisor imports this under `python -I -S`.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import time
from dataclasses import dataclass, field

from workbench.errors import InfrastructureError
from workbench.sandboxes.base import Event, Job, Outcome
from workbench.sandboxes.cgroup_files import Group

_CHUNK = 1 << 16
_SIGNAL_BASE = 128
_LAST_SIGNAL = 64
_TELL_S = 0.1


@dataclass
class Stream:
    """One captured pipe, never more than `cap` bytes of it."""

    fd: int
    event: Event
    cap: int
    data: bytearray = field(default_factory=bytearray)
    open: bool = True
    ended: bool = False
    """nothing more will come; whoever listens on `fd` stops that first and closes then"""

    def read(self) -> bool:
        """Take what is there; False when this went over the cap."""
        try:
            chunk = os.read(self.fd, _CHUNK)
        except BlockingIOError:
            return True
        if not chunk:
            self.ended = True
            return True
        room = self.cap - len(self.data)
        self.data += chunk[:room]
        return len(chunk) <= room

    def close(self) -> None:
        """Give the descriptor back."""
        if self.open:
            self.open = False
            os.close(self.fd)


@dataclass
class Gate:
    """Holds process 1 of a sandbox until its number of processes is capped.

    An ordinary user without control groups has only RLIMIT_NPROC, which counts all his processes
    on the host when set before the sandbox has its user namespace, and only the sandbox's own
    when set after.
    """

    fd: int
    processes: int

    def open(self, init: int) -> None:
        """Cap and let go."""
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(init, resource.RLIMIT_NPROC, (self.processes, self.processes))
        with contextlib.suppress(BrokenPipeError):
            os.write(self.fd, b"x")
        self.close()

    def close(self) -> None:
        """Give the descriptor back."""
        if self.fd >= 0:
            os.close(self.fd)
        self.fd = -1


def ended(code: int) -> tuple[int | None, int | None]:
    """(exit code, signal) from the number bwrap reports: it adds 128 to a signal, as a shell
    does, so `exit(137)` and SIGKILL look the same. Neither is zero."""
    if _SIGNAL_BASE < code <= _SIGNAL_BASE + _LAST_SIGNAL:
        return None, code - _SIGNAL_BASE
    return code, None


class Running:
    """State of a job that has been started."""

    def __init__(
        self,
        number: int,
        job: Job,
        pid: int,
        group: Group | None,
        streams: list[Stream],
        status: int,
        gate: Gate | None,
    ) -> None:
        self.number = number
        self.job = job
        self.pid = pid
        """bwrap outside: dies first, and takes process 1 of the sandbox along"""
        self.pidfd = os.pidfd_open(pid)
        self.init_pidfd: int | None = None
        self.streams = streams
        self.started = time.monotonic()
        self.deadline = self.started + job.limits.wall_s
        self.doomed_at: float | None = None
        """when it was killed, or its bwrap ended: from here on it has to be gone soon"""
        self.heard = False
        """its results are told as they come"""
        self._told, self._told_at = 0, 0.0
        self.follower: Running | None = None
        """in a pair: whom this one leads"""
        self._status = status
        self._status_open = True
        self._status_text = b""
        self._group = group
        self._gate = gate
        self._released = False
        self._events: set[Event] = set()
        self._duration = 0.0
        self._monitor_status: int | None = None
        self._init_dead = False
        self._reported: int | None = None

    @property
    def status_fd(self) -> int:
        """Where bwrap tells the pid of process 1 and the exit code."""
        return self._status

    @property
    def status_open(self) -> bool:
        """Whether bwrap may still tell something."""
        return self._status_open

    def kill(self, event: Event | None) -> None:
        """Everything dies now; `event` says why. The first reason stays, later ones join it."""
        if event is not None:
            self._events.add(event)
        if self.doomed_at is None:
            self.doomed_at = time.monotonic()
        for fd in (self.pidfd, self.init_pidfd):
            if fd is not None:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(fd, signal.SIGKILL)
        if self._group is not None:
            self._group.kill()

    def release(self) -> None:
        """The leader is done, so this follower is too: it ends, and that is no event."""
        if self.doomed_at is None:
            self._released = True
            self.kill(None)

    def read_status(self) -> None:
        """Take bwrap's reports; one JSON object a line."""
        try:
            chunk = os.read(self._status, _CHUNK)
        except BlockingIOError:
            return
        if not chunk:
            self._status_open = False
        self._status_text += chunk
        *lines, self._status_text = self._status_text.split(b"\n")
        for line in lines:
            report = json.loads(line)
            if "child-pid" in report:
                try:
                    self.init_pidfd = os.pidfd_open(report["child-pid"])
                except ProcessLookupError:
                    self._init_dead = True
                if self._gate is not None:
                    self._gate.open(report["child-pid"])
                if self.doomed_at is not None:
                    self.kill(None)
            if "exit-code" in report:
                self._reported = report["exit-code"]

    def monitor_ended(self, status: int) -> None:
        """bwrap is gone (wait status); whatever stayed behind inside goes too."""
        self._monitor_status = status
        now = time.monotonic()
        self._duration = now - self.started
        self.doomed_at = self.doomed_at or now
        if self._status_open:
            self.read_status()
        if self.init_pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.init_pidfd, signal.SIGKILL)
        if self._group is not None:
            self._group.kill()

    def init_ended(self) -> None:
        """Process 1 is gone, hence its whole pid namespace."""
        self._init_dead = True

    def look(self, now: float) -> None:
        """Deadline and control groups."""
        if self._monitor_status is not None:
            return
        if now >= self.deadline:
            self.kill(Event.TIMEOUT)
        elif self._group is not None and self.doomed_at is None:
            for event in self._group.events():
                self.kill(event)

    def news(self, now: float) -> bytes:
        """Results that nobody was told of yet, a few times a second: each telling costs time."""
        results = self.streams[-1].data
        if not self.heard or len(results) == self._told or now < self._told_at + _TELL_S:
            return b""
        news = bytes(results[self._told :])
        self._told, self._told_at = len(results), now
        return news

    @property
    def over(self) -> bool:
        """Nobody of this job is alive and everything it said has been read."""
        nobody = self._init_dead or (self.init_pidfd is None and not self._status_open)
        return (
            self._monitor_status is not None
            and nobody
            and not any(stream.open for stream in self.streams)
        )

    def give_up(self) -> InfrastructureError:
        """It would not go; what it said cannot be trusted to be whole."""
        return InfrastructureError(
            f"the sandbox of job {self.number} did not end after it was killed "
            f"(bwrap {self.pid}: {'running' if self._monitor_status is None else 'ended'})"
        )

    def free(self) -> bool:
        """Give everything back; False while the kernel still has somebody in the group."""
        for stream in self.streams:
            stream.close()
        if self._gate is not None:
            self._gate.close()
        for fd in (self.pidfd, self.init_pidfd, self._status):
            if fd is not None and fd >= 0:
                os.close(fd)
        self.pidfd = self._status = -1
        self.init_pidfd = None
        if self._group is None:
            return True
        self._group.kill()
        return self._group.remove()

    def outcome(self) -> Outcome:
        """How it went. Raises InfrastructureError when the sandbox, not the code, failed."""
        assert self._monitor_status is not None
        peak = None
        if self._group is not None:
            self._events |= self._group.events()
            peak = self._group.peak_bytes()
        out, err, results = (bytes(stream.data) for stream in self.streams)
        if self._reported is None and not self._events and not self._released:
            said = err[-500:].decode(errors="replace").strip()
            ending = os.waitstatus_to_exitcode(self._monitor_status)
            raise InfrastructureError(
                f"the sandbox did not start the command (bwrap ended with {ending}): {said}",
                mend="workbench doctor shows what this machine lacks",
            )
        code, struck = (
            (None, int(signal.SIGKILL)) if self._reported is None else ended(self._reported)
        )
        self._name_rlimits(struck)
        return Outcome(
            exit_code=code,
            signal=struck,
            events=frozenset(self._events),
            stdout=out,
            stderr=err,
            results=results,
            duration_s=self._duration,
            max_rss_bytes=peak,
        )

    def _name_rlimits(self, struck: int | None) -> None:
        """A limit of the process itself shows only in the signal that ended it."""
        limits = self.job.limits
        if struck == signal.SIGXFSZ:
            self._events.add(Event.FILE_SIZE)
        elif struck == signal.SIGXCPU:
            self._events.add(Event.TIMEOUT)
        elif (
            struck == signal.SIGKILL
            and not self._events
            and limits.cpu_s is not None
            and self._duration >= limits.cpu_s / max(1.0, limits.cpus)
        ):
            # SIGXCPU was ignored: the hard limit, a second later, killed.
            self._events.add(Event.TIMEOUT)
