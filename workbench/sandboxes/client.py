"""The workbench's end of the line to its supervisor."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import Any

from workbench.errors import InfrastructureError
from workbench.sandboxes.base import Cancel, Hear, Job, Outcome
from workbench.sandboxes.cgroups import sweep
from workbench.sandboxes.protocol import (
    BrokenFrame,
    Frame,
    FrameReader,
    Kind,
    job_frame,
    outcome_of,
    pair_frame,
)

_IMPORTABLE = Path(__file__).resolve().parents[2]
_CODE = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from workbench.sandboxes.supervisor import main; main(int(sys.argv[2]))"
)
_OF_SCOPES = ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")
_START_S = 30.0
_DYING_S = 5.0
_GRACE_S = 60.0
"""A supervisor that has not answered this long after a job's wall limit is wedged."""


class Line:
    """A running supervisor. Ends for good when the supervisor does; then make a new one."""

    def __init__(self, bwrap: str, policy: bytes, scope: tuple[str, ...] = ()) -> None:
        """`scope` is a command line that runs what follows it in a control group of its own."""
        self.owner = os.getpid()
        """A forked copy of the workbench must not talk on its parent's line."""
        self._numbers = itertools.count(1)
        # Protects `_waiting`, `_hearing` and `_dead`: callers' threads add and remove.
        self._lock = threading.Lock()
        # One frame at a time; separate from `_lock` because sending may block on a full socket.
        self._sending = threading.Lock()
        self._waiting: dict[int, Future[Frame]] = {}
        self._hearing: dict[int, Hear] = {}
        self._dead = ""
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._sock, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [
                    *scope,
                    sys.executable,
                    "-I",
                    "-S",
                    "-c",
                    _CODE,
                    str(_IMPORTABLE),
                    str(theirs.fileno()),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._log,
                pass_fds=(theirs.fileno(),),
                env=_environment(*(_OF_SCOPES if scope else ())),
                cwd="/",
                # Out of the terminal's reach: Ctrl-C is for the workbench to handle.
                start_new_session=True,
            )
        self._thread = threading.Thread(target=self._listen, name="sandbox-line", daemon=True)
        self._thread.start()
        try:
            hello = self._ask(Frame(Kind.HELLO, 0, {"bwrap": bwrap}, policy))
            self.facts: dict[str, Any] = dict(self._answer(0, hello, _START_S).header)
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether a job may still be sent."""
        return not self._dead and self.owner == os.getpid()

    @property
    def pid(self) -> int:
        """The supervisor's process id."""
        return self._process.pid

    def run(self, job: Job, cancel: Cancel | None, hear: Hear | None = None) -> Outcome:
        """Send, wait, decode."""
        number = next(self._numbers)
        if hear is not None:
            with self._lock:
                self._hearing[number] = hear
        try:
            future = self._ask(job_frame(number, job, heard=hear is not None))
            return outcome_of(self._wait({number: future}, [job], cancel)[0])
        finally:
            with self._lock:
                self._hearing.pop(number, None)

    def run_pair(
        self, leader: Job, follower: Job, cancel: Cancel | None
    ) -> tuple[Outcome, Outcome]:
        """The same for two jobs joined by pipes."""
        first, second = next(self._numbers), next(self._numbers)
        frame = pair_frame(first, leader, second, follower)
        answers = {second: self._expect(second), first: self._ask(frame)}
        theirs, ours = self._wait(answers, [leader, follower], cancel)
        return outcome_of(ours), outcome_of(theirs)

    def _wait(
        self, answers: dict[int, Future[Frame]], jobs: list[Job], cancel: Cancel | None
    ) -> list[Frame]:
        patience = max(job.limits.wall_s for job in jobs) + _GRACE_S

        def stop() -> None:
            for number in answers:
                self._cancel(number)

        if cancel is not None:
            cancel.on_set(stop)
        try:
            return [self._answer(number, future, patience) for number, future in answers.items()]
        except BaseException:
            stop()
            raise

    def close(self) -> None:
        """End the supervisor and every sandbox; safe to call twice and from any thread."""
        if self.owner != os.getpid():
            return
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=5)
        self._sock.close()
        self._log.close()

    def _ask(self, frame: Frame) -> Future[Frame]:
        future = self._expect(frame.number)
        self._send(frame)
        return future

    def _expect(self, number: int) -> Future[Frame]:
        future: Future[Frame] = Future()
        with self._lock:
            if self._dead:
                raise InfrastructureError(self._dead)
            self._waiting[number] = future
        return future

    def _answer(self, number: int, future: Future[Frame], patience: float) -> Frame:
        try:
            frame = future.result(timeout=patience)
        except FutureTimeout:
            self._process.kill()
            raise InfrastructureError(
                f"the sandbox supervisor (pid {self.pid}) did not answer; it was killed"
            ) from None
        finally:
            with self._lock:
                self._waiting.pop(number, None)
        if frame.kind == Kind.BROKEN:
            raise InfrastructureError(frame.header["message"], mend=frame.header["mend"])
        return frame

    def _cancel(self, number: int) -> None:
        with self._lock:
            pending = number in self._waiting and not self._dead
        if pending:
            self._send(Frame(Kind.CANCEL, number))

    def _send(self, frame: Frame) -> None:
        # A failure shows at the reading end, which answers everybody who waits.
        with self._sending, contextlib.suppress(OSError):
            self._sock.sendall(frame.encode())

    def _listen(self) -> None:
        reader = FrameReader()
        try:
            while data := self._sock.recv(1 << 20):
                for frame in reader.feed(data):
                    with self._lock:
                        future = self._waiting.get(frame.number)
                        hear = self._hearing.get(frame.number)
                    if frame.kind == Kind.HEARD:
                        if hear is not None:
                            hear(frame.body)
                    elif future is not None and not future.done():
                        future.set_result(frame)
        except (OSError, BrokenFrame):
            pass  # Told to everybody below, like an orderly end.
        self._hang_up()

    def _hang_up(self) -> None:
        """The supervisor is gone. Its death kills its sandboxes through `--die-with-parent`,
        except one that was just starting: bubblewrap's process 1 asks for that signal only some
        milliseconds into its life. Their control groups find those."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            if self._process.wait(timeout=_DYING_S) != 0:
                sweep()
        with self._lock:
            self._dead = f"the sandbox supervisor (pid {self.pid}) ended{self._last_words()}"
            waiting, self._waiting = list(self._waiting.values()), {}
        for future in waiting:
            if not future.done():
                future.set_exception(InfrastructureError(self._dead))

    def _last_words(self) -> str:
        with contextlib.suppress(OSError, ValueError):
            size = os.fstat(self._log.fileno()).st_size
            text = os.pread(self._log.fileno(), 2000, max(0, size - 2000)).decode(errors="replace")
            if text.strip():
                return f": {text.strip()}"
        return ""


def _environment(*more: str) -> dict[str, str]:
    """No secrets; where python finds its own library, and a user his manager, are none."""
    kept = {k: v for k, v in os.environ.items() if k in ("LD_LIBRARY_PATH", *more)}
    return {"PATH": "/usr/bin:/bin", **kept}


def find_scope() -> tuple[str, ...]:
    """How an ordinary user asks his service manager for a control group whose children he may
    limit; empty where there is no systemd-run."""
    program = shutil.which("systemd-run")
    if program is None or os.geteuid() == 0:
        return ()
    options = ("--user", "--scope", "--quiet", "--collect", "-p", "Delegate=yes")
    # The supervisor itself gets no more of the environment than elsewhere.
    return (program, *options, "--", "/usr/bin/env", *(f"-u{name}" for name in _OF_SCOPES))


def find_bwrap() -> str | None:
    """Path of the bubblewrap program."""
    return shutil.which("bwrap")
