"""One job, or a pair, from its sending to its outcome: talks to containers that are waiting.

The clock is ours. What process 1 of a container tells is believed, because the payload runs under
another uid and cannot reach it; how much it may tell is not.
"""

from __future__ import annotations

import json
import selectors
import signal
import socket
import time
from typing import Protocol

from workbench.errors import InfrastructureError
from workbench.sandboxes.base import Cancel, Event, Hear, Job, Outcome
from workbench.sandboxes.container_frames import BrokenStream, Listener, frame, job_frame

GRACE_S = 10.0
"""How long a killed container may take to hang up."""


class Container(Protocol):
    """A container in which process 1 waits for its job."""

    listener: Listener

    def fileno(self) -> int:
        """What a selector watches."""
        ...

    def receive(self) -> bytes | None:
        """What is there: empty at the end, None when nothing is."""
        ...

    def send(self, data: memoryview) -> int:
        """How much of `data` went; 0 when nothing can go now."""
        ...

    def kill(self) -> None:
        """Ask the engine to kill it. Raises InfrastructureError when the engine does not answer."""
        ...

    def out_of_memory(self) -> bool:
        """Whether the engine says that memory ended it."""
        ...


class Side:
    """A job in its container."""

    def __init__(
        self, container: Container, job: Job, program: bytes, *, paired: bool,
        hear: Hear | None = None,
    ) -> None:  # fmt: skip
        self._hear = hear
        self.container = container
        self.job = job
        self.peer: Side | None = None
        self.leader: Side | None = None
        self._outgoing = bytearray(job_frame(job, program, paired=paired))
        self._events: set[Event] = set()
        self._streams = {b"1": bytearray(), b"2": bytearray(), b"3": bytearray()}
        self._started = time.monotonic()
        self.deadline = self._started + job.limits.wall_s
        self._doomed = False
        self._ended: dict[str, object] | None = None
        self._over_at = 0.0
        self.over = False

    @property
    def wants_to_send(self) -> bool:
        """Whether bytes for the container wait here."""
        return bool(self._outgoing) and not self.over

    def flush(self) -> None:
        """Send what goes."""
        with memoryview(self._outgoing) as view:
            sent = self.container.send(view)
        del self._outgoing[:sent]

    def listen(self) -> None:
        """Take what the container says."""
        data = self.container.receive()
        if data is None:
            return
        if not data:
            self._hung_up()
            return
        try:
            for what, body in self.container.listener.feed(data):
                self._heed(what, body)
        except (BrokenStream, ValueError, KeyError) as error:
            raise InfrastructureError(f"the container's process 1 broke: {error}") from error

    def doom(self, event: Event) -> None:
        """It dies now; `event` says why."""
        self._events.add(event)
        if not self._doomed:
            self._doomed = True
            self.deadline = time.monotonic() + GRACE_S
            self.container.kill()

    def expire(self) -> None:
        """Its time is up: for its job, or for hanging up after it was killed."""
        if self._doomed:
            raise InfrastructureError("a killed container did not end", mend="restart the engine")
        self.doom(Event.TIMEOUT)

    def outcome(self) -> Outcome:
        """How it went."""
        status = self._ended["status"] if self._ended else -signal.SIGKILL
        peak = self._ended["peak"] if self._ended else None
        assert isinstance(status, int)
        assert peak is None or isinstance(peak, int)
        duration = self._over_at - self._started
        if self._doomed:
            status = -signal.SIGKILL  # whatever it still managed to say while it was dying
        elif self._ended:
            self._name_rlimits(-status, duration)
        return Outcome(
            exit_code=status if status >= 0 else None,
            signal=-status if status < 0 else None,
            events=frozenset(self._events),
            stdout=bytes(self._streams[b"1"]),
            stderr=bytes(self._streams[b"2"]),
            results=bytes(self._streams[b"3"]),
            duration_s=duration,
            max_rss_bytes=peak,
        )

    def _heed(self, what: bytes, body: bytes) -> None:
        if what in self._streams:
            self._streams[what] += body
            if len(self._streams[what]) > self._cap(what):
                raise BrokenStream("more output than was asked for")
            if what == b"3" and self._hear is not None:
                self._hear(body)
        elif what in (b"P", b"E", b"C", b"X"):
            if self.peer is not None and not self.peer.over:
                self.peer._outgoing += frame(what, body)
        elif what == b"F":
            said = body.decode(errors="replace")
            raise InfrastructureError(
                f"the sandbox did not start the command: {said}",
                mend="workbench doctor shows what this machine lacks",
            )
        elif what == b"Z":
            self._ended = json.loads(body)
            assert self._ended is not None
            events = self._ended["events"]
            assert isinstance(events, list)
            self._events |= {Event(name) for name in events}
            self._close()
        elif what not in (b"R", b"S"):
            raise BrokenStream(f"an unknown frame {what!r}")

    def _cap(self, what: bytes) -> int:
        limits = self.job.limits
        return {b"1": limits.stdout_bytes, b"2": limits.stderr_bytes, b"3": limits.results_bytes}[
            what
        ]

    def _hung_up(self) -> None:
        """The stream ended without a last word: we killed it, or memory did; else it broke."""
        if not self._doomed:
            if not self.container.out_of_memory():
                words = self.container.listener.words.strip()
                raise InfrastructureError(
                    "the container ended in the middle of the run"
                    + (f": {words}" if words else ""),
                    mend="see what the engine's log says",
                )
            self._events.add(Event.MEMORY)
        self._close()

    def _close(self) -> None:
        self.over = True
        self._over_at = time.monotonic()
        if self.peer is not None and not self.peer.over:
            # The leader reads the end and goes on; the follower has nobody left to serve, and
            # whoever gives its container back kills it.
            if self.leader is not None:
                self.peer._outgoing += frame(b"E") + frame(b"X")
            else:
                self.peer._close()

    def _name_rlimits(self, struck: int, duration: float) -> None:
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
            and duration >= limits.cpu_s / max(1.0, limits.cpus)
        ):
            # SIGXCPU was ignored: the hard limit, a second later, killed.
            self._events.add(Event.TIMEOUT)


def pair(leader: Side, follower: Side) -> None:
    """Join two sides."""
    leader.peer, follower.peer, follower.leader = follower, leader, leader


def converse(sides: list[Side], cancel: Cancel | None) -> None:
    """Until all are over. Raises InfrastructureError; then none may be believed."""
    ours, theirs = socket.socketpair()
    with ours, theirs, selectors.DefaultSelector() as selector:
        selector.register(ours, selectors.EVENT_READ)
        if cancel is not None:
            cancel.on_set(lambda: _wake(theirs))
        for side in sides:
            selector.register(side.container, selectors.EVENT_READ, side)
        while waiting := [side for side in sides if not side.over]:
            _police(waiting, cancel)
            for side in waiting:
                write = selectors.EVENT_WRITE if side.wants_to_send else 0
                selector.modify(side.container, selectors.EVENT_READ | write, side)
            patience = min(side.deadline for side in waiting) - time.monotonic()
            for key, mask in selector.select(max(0.0, patience)):
                side = key.data
                if side is None:
                    ours.recv(1)
                elif mask & selectors.EVENT_WRITE and side.wants_to_send:
                    side.flush()
                if side is not None and mask & selectors.EVENT_READ and not side.over:
                    side.listen()
            for side in sides:
                if side.over and side.container in selector.get_map():
                    selector.unregister(side.container)


def _police(waiting: list[Side], cancel: Cancel | None) -> None:
    for side in waiting:
        if cancel is not None and cancel.is_set():
            side.doom(Event.CANCELLED)
        if time.monotonic() >= side.deadline:
            side.expire()


def _wake(end: socket.socket) -> None:
    """Also called long after the run, when the socket is closed."""
    try:
        end.send(b"x")
    except OSError:
        return
