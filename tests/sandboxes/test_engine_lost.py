"""The engine, or the line to it, is lost while a job runs."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.sandboxes.helpers import eventually, processes_with, shell
from workbench.errors import InfrastructureError, NoSandbox
from workbench.sandboxes.base import Job
from workbench.sandboxes.docker import Engine
from workbench.sandboxes.docker_backend import Docker

pytestmark = [pytest.mark.sandbox, pytest.mark.docker]


class Line:
    """A socket in front of the engine's, to be cut."""

    def __init__(self, place: Path, engine: str) -> None:
        self._engine = engine
        self._ends: list[socket.socket] = []
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(place))
        self._server.listen()
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._server.accept()
                far = socket.socket(socket.AF_UNIX)
                self._ends += [near, far]
                far.connect(self._engine)
                for one, other in ((near, far), (far, near)):
                    thread = threading.Thread(target=self._copy, args=(one, other))
                    self._threads.append(thread)
                    thread.start()

    @staticmethod
    def _copy(one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)

    def cut(self) -> None:
        """From here on nobody answers."""
        self._hang_up(self._server)
        # It may be about to add two ends more.
        self._threads[0].join()
        for end in self._ends:
            self._hang_up(end)
        for thread in self._threads:
            thread.join()

    @staticmethod
    def _hang_up(end: socket.socket) -> None:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


def test_a_line_nobody_answers_leaves_nothing_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "nobody.sock"
    with socket.socket(socket.AF_UNIX) as once:
        once.bind(str(place))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{place}")
    kept = []
    gc.disable()
    try:
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(5):
            with pytest.raises(NoSandbox) as caught:
                Engine()
            kept.append(caught)
        assert len(os.listdir("/proc/self/fd")) == before
    finally:
        gc.enable()


def place_of(engine: Engine) -> str:
    """Path of the local engine's socket."""
    place = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    if not place.startswith("unix://"):
        pytest.skip("the engine is on another machine")
    return place.removeprefix("unix://")


def test_a_cut_line_is_an_infrastructure_error_and_the_job_ends(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    line = Line(tmp_path / "line.sock", place_of(engine))
    try:
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/line.sock")
        backend = Docker()
        marker = "61.67717"
        with ThreadPoolExecutor(1) as pool:
            run = pool.submit(backend.run, shell(f"sleep {marker}", wall_s=100))
            assert eventually(lambda: processes_with(f"sleep {marker}") != [], 20)
            line.cut()
            with pytest.raises(InfrastructureError):
                run.result(timeout=30)
        assert eventually(lambda: processes_with(f"sleep {marker}") == [], 10)
        with pytest.raises((InfrastructureError, NoSandbox), match="engine"):
            backend.run(Job(("/bin/true",)))
        backend.close()
    finally:
        line.cut()
    engine.sweep()


@contextlib.contextmanager
def engine_in(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """An engine of our own, with everything it has below `folder`."""
    command = [
        "dockerd", "--iptables=false", "--ip6tables=false", "--bridge=none",
        f"--data-root={folder}/data", f"--exec-root={folder}/run", f"--pidfile={folder}/pid",
        f"--host=unix://{folder}/engine.sock",
    ]  # fmt: skip
    with open(folder / "log", "ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


@pytest.mark.slow
def test_a_killed_engine_is_an_infrastructure_error_and_the_next_one_cleans_up(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, docker: Docker
) -> None:
    if os.geteuid() != 0 or shutil.which("dockerd") is None:
        pytest.skip("needs root and dockerd, to start an engine of its own")
    folder = Path("/var/tmp") / f"engine-{os.getpid()}"
    folder.mkdir()
    try:
        assert docker.run(Job(("/bin/true",))).exit_code == 0  # The image is there.
        ours = place_of(engine)
        monkeypatch.setenv("DOCKER_HOST", f"unix://{folder}/engine.sock")
        marker = "71.73798"
        with engine_in(folder) as process:
            assert eventually(lambda: answers(folder), 30)
            copy_images(ours, folder, docker)
            backend = Docker()
            with ThreadPoolExecutor(1) as pool:
                run = pool.submit(backend.run, shell(f"sleep {marker}", wall_s=100))
                assert eventually(lambda: run.done() or processes_with(f"sleep {marker}") != [], 30)
                assert not run.done(), run.exception()
                process.kill()
                with pytest.raises(InfrastructureError, match="engine"):
                    run.result(timeout=30)
            with pytest.raises(InfrastructureError, match="engine"):
                backend.run(Job(("/bin/true",)))
        # Where nobody buries its helper, the next engine would take the dead one for alive.
        for name in ("pid", "run/containerd/containerd.pid"):
            (folder / name).unlink()
        with engine_in(folder):
            assert eventually(lambda: answers(folder), 30)
            assert eventually(lambda: processes_with(f"sleep {marker}") == [], 20)
            assert backend.run(Job(("/bin/true",))).exit_code == 0
            backend.close()
            again = Engine()
            assert again._api.containers(all=True) == []
            again.close()
    finally:
        time.sleep(0.2)
        for mount in ("run/netns/default", "data"):
            subprocess.run(["umount", "-l", folder / mount], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def answers(folder: Path) -> bool:
    """Whether the engine in `folder` is up."""
    with contextlib.suppress(NoSandbox):
        Engine().close()
        return True
    return False


def copy_images(ours: str, folder: Path, docker: Docker) -> None:
    """The base and the image over it, from one engine to the other."""
    short = docker.version.rpartition("image ")[2]
    here, there = (
        ["docker", "-H", f"unix://{ours}"],
        ["docker", "-H", f"unix://{folder}/engine.sock"],
    )
    tags = ['{{join .RepoTags "\\n"}}', short]
    name = subprocess.run(
        [*here, "inspect", "--format", *tags], capture_output=True, text=True, check=True
    ).stdout.split()[0]
    names = ["debian:bookworm-slim", name]
    with subprocess.Popen([*here, "save", *names], stdout=subprocess.PIPE) as save:
        subprocess.run([*there, "load"], stdin=save.stdout, check=True, capture_output=True)
    assert save.returncode == 0
