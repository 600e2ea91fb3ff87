"""The bubblewrap backend: namespaces, a system-call filter, control groups; no daemon, no root."""

from __future__ import annotations

import platform
import subprocess
import threading
import weakref
from typing import cast

from workbench.errors import InfrastructureError, NoSandbox
from workbench.sandboxes.base import Cancel, Enforcement, Hear, Job, Outcome
from workbench.sandboxes.checks import check_job
from workbench.sandboxes.client import Line, find_bwrap, find_scope
from workbench.sandboxes.seccomp import machine_program

_OLDEST = (0, 8)
_ALWAYS = ("wall", "output", "file_size", "box_size", "tmp_size", "network")

_INSTEAD = {
    "pids": "; an rlimit caps them all the same, but a run does not tell that it struck",
    "memory": "; an rlimit per process is set, which shared memory and many processes pass",
}


class Bubblewrap:
    """Implements `base.Sandbox`. Making one starts nothing; the first use starts a supervisor,
    and the first use after a supervisor died starts another."""

    name = "bubblewrap"

    def __init__(self, program: str | None = None) -> None:
        found = program or find_bwrap()
        if found is None:
            raise NoSandbox("bubblewrap is not installed", mend="apt-get install -y bubblewrap")
        self._path = found
        self._own_version = _version_of(found)
        self._policy = machine_program()
        # Protects `_line`: two threads that find it dead must not start two supervisors.
        self._lock = threading.Lock()
        self._line: Line | None = None
        self._closer: weakref.finalize[..., Bubblewrap] | None = None

    @property
    def version(self) -> str:
        """Backend and kernel facts that belong into a run's provenance."""
        facts = self._connected().facts
        groups = f"cgroup v{facts['cgroup']}" if facts["bound"] else "no cgroups"
        return f"bubblewrap {self._own_version}, linux {platform.release()}, {groups}"

    @property
    def enforcement(self) -> Enforcement:
        """What is really enforced here, found by trying."""
        return enforcement_of(self._connected().facts)

    def run(self, job: Job, cancel: Cancel | None = None, hear: Hear | None = None) -> Outcome:
        """Execute and wait; see `base.Sandbox.run`."""
        check_job(job)
        return self._connected().run(job, cancel, hear)

    def run_pair(
        self, leader: Job, follower: Job, cancel: Cancel | None = None
    ) -> tuple[Outcome, Outcome]:
        """Execute two jobs joined by pipes; see `base.Sandbox.run_pair`."""
        check_job(leader)
        check_job(follower)
        return self._connected().run_pair(leader, follower, cancel)

    def close(self) -> None:
        """Kill what is left and free everything. Safe to call twice."""
        with self._lock:
            if self._closer is not None:
                self._closer()
            self._line = self._closer = None

    @property
    def supervisor_pid(self) -> int:
        """The process that watches the sandboxes."""
        return self._connected().pid

    def _connected(self) -> Line:
        with self._lock:
            if self._line is None or not self._line.alive:
                if self._closer is not None:
                    self._closer()
                self._line = self._connect()
                # Also when nobody calls `close`: at the end of this object or of the process.
                self._closer = weakref.finalize(self, self._line.close)
            return self._line

    def _connect(self) -> Line:
        """A supervisor where it stands; where memory cannot be bound there, one in a scope of the
        user's service manager, if that binds it."""
        line = Line(self._path, self._policy)
        scope = find_scope()
        if "memory" in cast(list[str], line.facts["bound"]) or not scope:
            return line
        try:
            scoped = Line(self._path, self._policy, scope)
        except InfrastructureError:
            return line
        if "memory" not in cast(list[str], scoped.facts["bound"]):
            scoped.close()
            return line
        line.close()
        return scoped


def enforcement_of(facts: dict[str, object]) -> Enforcement:
    """Read the supervisor's facts."""
    bound, missing = facts["bound"], facts["missing"]
    assert isinstance(bound, list)
    assert isinstance(missing, dict)
    names = {"memory": "memory", "pids": "pids", "cpu": "cpus"}
    enforced = [*_ALWAYS, *(names[c] for c in bound)]
    unenforced = [(names[c], f"{why}{_INSTEAD.get(c, '')}") for c, why in missing.items()]
    # RLIMIT_CPU binds each process by itself; the wall limit and `cpus` bind their sum.
    enforced.append("cpu_per_process")
    if facts["private_mounts"]:
        enforced.append("box_files")
    else:
        unenforced.append(
            ("box_files", "only root can limit the number of files apart from their size")
        )
    return Enforcement(tuple(sorted(enforced)), tuple(sorted(unenforced)))


def _version_of(path: str) -> str:
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=10, check=True
        ).stdout
        version = answer.split()[-1]
        parts = tuple(int(part) for part in version.split(".")[:2])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
        raise NoSandbox(
            f"{path} does not answer: {error}", mend="apt-get install -y --reinstall bubblewrap"
        ) from error
    if parts < _OLDEST:
        raise NoSandbox(
            f"bubblewrap {version} is too old: nested user namespaces and the sizes of scratch "
            "areas cannot be limited",
            mend="install bubblewrap 0.8 or newer",
        )
    return version
