"""The contract between whoever wants something executed and whatever contains it.

A `Job` goes down: bytes of files, a command, read-only layers, limits. An `Outcome` comes up:
bytes that left through pipes, how the process ended, which limits struck. No host path ever
comes up, and nothing written inside the sandbox is ever opened by the host.

Inside, every backend looks alike:

    /job          the job's files, read-only, nobody can replace them
    /box          writable, limited, empty; HOME; gone afterwards
    /tmp          writable, limited; gone afterwards
    layer.target  each layer, read-only (toolchains under /opt/tool/*, kits under /opt/kit/*)
    fd 0          the job's stdin (or empty), fd 1 stdout, fd 2 stderr
    fd 3          the results pipe: write-only, structured records, nothing else is trusted
    fd 4, fd 5    in a pair only: what the other one writes to its fd 5 is read from fd 4

The environment holds `PATH HOME LANG TMPDIR NO_COLOR` and what the job adds; nothing of the
host's. The working directory is `job.cwd`. There is no network but a private loopback.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

RESULTS_FD = 3


@dataclass(frozen=True)
class JobFile:
    """A file under /job."""

    data: bytes
    executable: bool = False


@dataclass(frozen=True)
class Layer:
    """A read-only tree shared by many jobs. A backend whose images already hold the layer of
    that `name` and `digest` need not mount `source`."""

    name: str
    source: Path
    target: str
    digest: str = ""


@dataclass(frozen=True)
class JobLimits:
    """Bytes, seconds, counts. All are enforced or the backend says which are not."""

    wall_s: float = 10.0
    cpu_s: float | None = None
    memory_bytes: int = 1 << 30
    pids: int = 128
    stdout_bytes: int = 1 << 20
    stderr_bytes: int = 1 << 20
    results_bytes: int = 16 << 20
    file_bytes: int = 64 << 20
    box_bytes: int = 256 << 20
    tmp_bytes: int = 64 << 20
    cpus: float = 1.0


@dataclass(frozen=True)
class Job:
    """Something to execute. `command[0]` is an absolute path inside the sandbox."""

    command: tuple[str, ...]
    files: Mapping[str, JobFile] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    layers: tuple[Layer, ...] = ()
    limits: JobLimits = JobLimits()
    cwd: str = "/box"
    stdin: bytes = b""
    label: str = ""


class Event(StrEnum):
    """A limit that struck. Any of them rules out a pass."""

    TIMEOUT = "timeout"
    MEMORY = "memory"
    PIDS = "pids"
    STDOUT = "stdout"
    STDERR = "stderr"
    RESULTS = "results"
    FILE_SIZE = "file_size"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Outcome:
    """How a job ended. `exit_code` is None when a signal ended it (`signal` says which)."""

    exit_code: int | None
    signal: int | None
    events: frozenset[Event]
    stdout: bytes
    stderr: bytes
    results: bytes
    duration_s: float
    max_rss_bytes: int | None = None


@dataclass(frozen=True)
class Enforcement:
    """Which limits this backend binds on this machine, by name, and why others are not."""

    enforced: tuple[str, ...]
    unenforced: tuple[tuple[str, str], ...] = ()


class Cancel:
    """A flag another thread may raise; a running job sees it at once."""

    def __init__(self) -> None:
        self._event = threading.Event()
        # Protects `_hooks`: raised from the UI's thread, added to from the runner's.
        self._lock = threading.Lock()
        self._hooks: list[Callable[[], None]] = []

    def set(self) -> None:
        """Ask whatever holds this to stop."""
        with self._lock:
            self._event.set()
            hooks, self._hooks = self._hooks, []
        for hook in hooks:
            hook()

    def is_set(self) -> bool:
        """Whether stopping was asked for."""
        return self._event.is_set()

    def on_set(self, hook: Callable[[], None]) -> None:
        """Call `hook` when raised; at once if it already is."""
        with self._lock:
            if not self._event.is_set():
                self._hooks.append(hook)
                return
        hook()


Hear = Callable[[bytes], None]
"""Gets what a job writes to its results pipe as it comes, in pieces of any size, from a thread that
must not be kept waiting. The outcome holds all of it, what came last perhaps alone."""


class Sandbox(Protocol):
    """A backend. Thread-safe: `run` may be called from many threads at a time."""

    name: str

    @property
    def version(self) -> str:
        """Backend and kernel facts that belong into a run's provenance."""
        ...

    @property
    def enforcement(self) -> Enforcement:
        """What is really enforced here, found by trying."""
        ...

    def run(self, job: Job, cancel: Cancel | None = None, hear: Hear | None = None) -> Outcome:
        """Execute and wait; `hear` is told results as they come. Raises InfrastructureError when
        the sandbox itself failed, never because of what the code did."""
        ...

    def run_pair(
        self, leader: Job, follower: Job, cancel: Cancel | None = None
    ) -> tuple[Outcome, Outcome]:
        """Execute two jobs at once, each in a sandbox of its own, joined by two pipes and by
        nothing else: only bytes can cross. When the leader ends, the follower is killed, and that
        is no event of its; when the follower ends first, the leader reads end of file and goes
        on. Each has its own limits. Raises as `run` does."""
        ...

    def close(self) -> None:
        """Kill what is left and free everything. Safe to call twice."""
        ...
