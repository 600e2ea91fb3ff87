"""Real audits whose parts are killed: the command, its processes, a scheduler, its workers."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from workbench.model.task import Task
from workbench.store.workspace import Workspace

ROOT = Path(__file__).parents[2]
_SUBREAPER = 36
_DASK = (sys.executable, "-m", "dask")


def tiny(number: int) -> Task:
    """A task that takes little time; every third one's solution is wrong."""
    step = 2 if number % 3 == 2 else 1
    code = f"def tick(n):\n    if n > {number + 10}:\n        return 0\n    return n + {step}\n"
    tests = (
        "import clock\n\n\ndef test_one():\n    assert clock.tick(1) == 2\n\n\n"
        f"def test_last():\n    assert clock.tick({number + 11}) == 0\n"
    )
    value = {
        "id": f"tick-{number:05}", "title": "Tick", "language": "python", "prompt": "tick",
        "solutions": [{"name": "candidate", "role": "candidate", "files": {"clock.py": code}}],
        "suites": [{"name": "given", "role": "given", "framework": "pytest",
                    "files": {"test_clock.py": tests}}],
    }  # fmt: skip
    return Task.model_validate(value)


def workspace(place: Path, count: int) -> Path:
    """A workspace of so many tiny tasks."""
    made = Workspace.create(place)
    for number in range(count):
        made.save_task(tiny(number))
    return place


def facts(line: dict[str, Any]) -> dict[str, Any]:
    """What an audit found of a task, without what a clock has a say in."""
    if "verdict" in line:
        kept = {k: line[k] for k in ("verdict", "grade", "reason")}
        return {**kept, "tests": [(t["id"], t["status"]) for t in line["tests"]]}
    kept = {k: line[k] for k in ("solution", "mutants", "strength", "problems")}
    gates = {name: gate["ok"] for name, gate in line["gates"].items()}
    return {**kept, "gates": gates, "done": sorted(line["done"]),
            "survivors": sorted(s["id"] for s in line["survivors"])}  # fmt: skip


def found(stdout: str) -> dict[str, Any]:
    """What was found of each task; a line is whole or it is not read as JSON."""
    lines = [json.loads(line) for line in stdout.splitlines()]
    told = {line["task_id"]: facts(line) for line in lines}
    assert len(told) == len(lines), "a task was told twice"
    return told


@dataclass
class Client:
    """The command under way, in a group of its own."""

    process: subprocess.Popen[str]
    began: float = field(default_factory=time.monotonic)

    @classmethod
    def start(cls, *words: str, **more: str) -> Self:
        """`workbench WORDS`."""
        # A shell starts what is in its background deaf to Ctrl-C, and children inherit that.
        hears = ("env", "--default-signal=INT")
        command = [*hears, sys.executable, "-m", "workbench.cli", *words]
        env = os.environ | {"PYTHONPATH": str(ROOT), **more}
        return cls(
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env,
                start_new_session=True,
            )
        )  # fmt: skip

    def end(self) -> tuple[int, str, str]:
        """Exit status, stdout, stderr."""
        try:
            out, err = self.process.communicate(timeout=300)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, err = self.process.communicate()
            raise AssertionError(f"it does not end: {err[-2000:]}") from None
        return self.process.returncode, out, err

    def kill(self, number: int = signal.SIGKILL) -> None:
        """It alone, none of its processes."""
        self.process.send_signal(number)


def children(pid: int) -> list[int]:
    """Those that are not dead."""
    pids = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if int(parent) == pid and state != "Z":
                    pids.append(int(entry.name))
    return pids


def workers_of(pid: int) -> list[int]:
    """Processes that were spawned to work."""
    return [p for p in children(pid) if b"spawn_main" in _command(p)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@contextlib.contextmanager
def no_orphans() -> Iterator[None]:
    """Whatever was begun meanwhile and lost its parent comes to this process, and must end."""
    libc = ctypes.CDLL(None)
    before = set(children(os.getpid()))
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
        until = time.monotonic() + 60
        while left := set(children(os.getpid())) - before:
            assert time.monotonic() < until, [_command(pid) for pid in left]
            time.sleep(0.1)
    finally:
        libc.prctl(_SUBREAPER, 0, 0, 0, 0)


class Team:
    """A scheduler and workers, each a process of its own, as a team would start them."""

    def __init__(self, place: Path, workers: int = 2) -> None:
        self._count = workers
        self._place = place
        self._log = (place / "log").open("wb")
        self._started: list[subprocess.Popen[bytes]] = []
        self.restart()

    def restart(self) -> None:
        """A scheduler and workers in place of whatever there is."""
        self.stop()
        self._file = self._place / f"{time.monotonic_ns()}.json"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        for _ in range(600):
            if self._file.exists() and self._file.read_text().strip():
                break
            time.sleep(0.1)
        self.address = json.loads(self._file.read_text())["address"]
        if self._count:
            self.nannies = self.more_workers(self._count)

    def more_workers(self, count: int, **env: str) -> subprocess.Popen[bytes]:
        """Workers with nannies that bring each back."""
        return self._start(
            "worker", "--nworkers", str(count), "--nthreads", "1", "--memory-limit", "0",
            "--local-directory", str(self._place), **env,
        )  # fmt: skip

    def stop(self) -> None:
        """All of them, at once."""
        for process in self._started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._started.clear()

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """A process and those it started."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _start(self, kind: str, *words: str, **env: str) -> subprocess.Popen[bytes]:
        command = [*_DASK, kind, *words, "--scheduler-file", str(self._file), "--no-dashboard"]
        process = subprocess.Popen(
            command, stdout=self._log, stderr=self._log, start_new_session=True,
            env=os.environ | {"PYTHONPATH": str(ROOT), **env},
        )  # fmt: skip
        self._started.append(process)
        return process

    def close(self) -> None:
        """End all."""
        self.stop()
        self._log.close()
