"""A job in an image somebody else made: one container, started once a step, files in and out.

The image is not ours, so nothing of ours waits inside it and process 1 is a shell script. Between
two steps everything in the container is dead: what is put in then, nobody in it can stop. Limits
are those of all jobs (`container.py`), with two differences that `ENFORCED` and `WATCHED` name: its
file system is written to, so its size is watched instead of bound; and no capability is left at
all, as process 1 needs none.
"""

from __future__ import annotations

import io
import os
import re
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbench.errors import InfrastructureError, InputError, NoSandbox
from workbench.sandboxes.base import Cancel, JobFile, JobLimits, Outcome
from workbench.sandboxes.container import LABEL, MASKED, OWNER_LABEL, READ_ONLY
from workbench.sandboxes.image_stream import listen
from workbench.sandboxes.owner import me
from workbench.sandboxes.seccomp import load_policy
from workbench.sandboxes.seccomp_profile import profile

if TYPE_CHECKING:
    from workbench.sandboxes.docker import Engine

ENFORCED = ("cpus", "file_size", "memory", "network", "output", "pids", "wall")
WATCHED = ("disk: looked at every second and a half, not bound",)
_IMAGE_NAME = re.compile(r"[a-z0-9][A-Za-z0-9._/:@-]{0,250}")
_STEP = "/.workbench/step"
# Should the workbench die, nobody is left to end what runs in there until the next one sweeps.
_LAST_RESORT = "(sleep {after}; kill -KILL -1) </dev/null >/dev/null 2>&1 &\n"
_PERIOD_US = 1_000_000
_SHM_BYTES = 64 << 20
_MOST_FILE = 16 << 20
_MOST_WRITTEN = 500


@dataclass(frozen=True)
class Image:
    """An image the engine has."""

    id: str
    workdir: str


@dataclass(frozen=True)
class Step:
    """Files that are put in, by absolute path, then a script of /bin/sh."""

    script: str
    files: Mapping[str, JobFile] = field(default_factory=dict)


def is_name(text: str) -> bool:
    """Whether that can be the name of an image at all."""
    return _IMAGE_NAME.fullmatch(text) is not None and ".." not in text


def find(engine: Engine, name: str) -> Image | None:
    """The image of that name, None when the engine does not have it; nothing is ever pulled.
    Raises InputError for one whose disk use could not even be watched."""
    facts = engine.image_facts(name)
    if facts is None:
        return None
    config = facts.get("Config") or {}
    if config.get("Volumes"):
        raise InputError(
            f"image {name} declares volumes, whose size nothing limits",
            mend="build it without VOLUME",
        )
    return Image(str(facts["Id"]), str(config.get("WorkingDir") or "/"))


def check_limits(engine: Engine) -> None:
    """Raises NoSandbox when the engine cannot limit what a job uses."""
    wanted = {"MemoryLimit": "memory", "PidsLimit": "processes", "CpuCfsQuota": "cpu time"}
    if missing := [name for fact, name in wanted.items() if not engine.info.get(fact)]:
        raise NoSandbox(
            f"the docker engine cannot limit {', '.join(missing)} on its machine",
            mend="switch on the memory, pids and cpu controllers of its control groups",
        )


class Box:
    """A container of an image. Use as a context: it is removed in any case."""

    def __init__(
        self, engine: Engine, image: Image, limits: JobLimits, env: Mapping[str, str], disk: int
    ) -> None:
        """`disk`: bytes that may be written in all. Raises InfrastructureError."""
        self._engine, self._limits, self._disk = engine, limits, disk
        engine.sweep()
        arch = str(engine.info.get("Architecture", ""))
        seccomp = profile(load_policy(arch), arch)
        with engine.asking("making a container of the task's image"):
            made = options(image.id, limits, env, seccomp, engine.cores)
            if runtime := os.environ.get("WORKBENCH_DOCKER_RUNTIME"):
                made["HostConfig"]["Runtime"] = runtime
            self._name: str = engine.api.create_container_from_config(made)["Id"]

    def __enter__(self) -> Box:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.remove(self._name)

    def run(self, step: Step, cancel: Cancel | None = None) -> Outcome:
        """Put the step's files in, run its script until process 1 ends, and see all of it dead.
        Raises InfrastructureError."""
        script = _LAST_RESORT.format(after=int(self._limits.wall_s) + 15) + step.script
        files = {**step.files, _STEP: JobFile(script.encode(), executable=True)}
        with self._engine.asking("putting files into a container"):
            self._engine.api.put_archive(self._name, "/", packed(files))
        with self._engine.asking("attaching to a container"):
            params = {"stdout": 1, "stderr": 1, "stream": 1}
            stream = self._engine.api.attach_socket(self._name, params=params)
        try:
            with self._engine.asking("starting a container"):
                self._engine.api.start(self._name)
            heard = listen(stream, self._limits, cancel, self._kill, self._too_full)
        finally:
            if (response := getattr(stream, "_response", None)) is not None:
                response.close()
            stream.close()
        return heard.outcome(self._ended())

    def fetch(self, path: str) -> bytes | None:
        """A file of the stopped container; None when it is none, or larger than any should be.
        Raises InfrastructureError."""
        try:
            with self._engine.asking("taking a file out of a container"):
                pieces, _ = self._engine.api.get_archive(self._name, path)
                held = bytearray()
                for piece in pieces:
                    held += piece
                    if len(held) > _MOST_FILE:
                        return None
        except InfrastructureError as error:
            if getattr(error.__cause__, "status_code", None) == 404:
                return None
            raise
        try:
            with tarfile.open(fileobj=io.BytesIO(bytes(held))) as tar:
                first = tar.next()
                reader = tar.extractfile(first) if first is not None and first.isreg() else None
                return reader.read() if reader is not None else None
        except (tarfile.TarError, EOFError, ValueError):
            return None

    def fetch_written(self, wanted: re.Pattern[str]) -> tuple[bytes, ...]:
        """What the steps so far wrote at paths like that, as far as `fetch` gives it, and no more
        files than anybody would wait for. Raises InfrastructureError."""
        paths = sorted(path for path in self.changed() if wanted.fullmatch(path))
        found = (self.fetch(path) for path in paths[:_MOST_WRITTEN])
        return tuple(data for data in found if data is not None)

    def changed(self) -> list[str]:
        """Paths the steps so far made, changed or removed. Raises InfrastructureError."""
        with self._engine.asking("comparing a container with its image"):
            return [str(entry["Path"]) for entry in self._engine.api.diff(self._name) or []]

    def _kill(self) -> None:
        self._engine.kill(self._name)

    def _too_full(self) -> bool:
        with self._engine.asking("measuring a container"):
            found = self._engine.api.containers(filters={"id": self._name}, size=True)
        return any(int(entry.get("SizeRw") or 0) > self._disk for entry in found)

    def _ended(self) -> dict[str, Any]:
        with self._engine.asking("waiting for a container"):
            self._engine.api.wait(self._name, timeout=30)
        return self._engine.state(self._name)


def options(
    image: str, limits: JobLimits, env: Mapping[str, str], seccomp: str, cores: str = ""
) -> dict[str, Any]:
    """The body of `POST /containers/create`. `cores`: see `engine_cores`."""
    return {
        "Image": image,
        "Entrypoint": ["/bin/sh", _STEP],
        "Cmd": [],
        "Env": [f"{name}={value}" for name, value in env.items()],
        "Hostname": "sandbox",
        "NetworkDisabled": True,
        "Tty": False,
        "OpenStdin": False,
        "AttachStdin": False,
        "AttachStdout": True,
        "AttachStderr": True,
        "Healthcheck": {"Test": ["NONE"]},
        "Labels": {LABEL: "own image", OWNER_LABEL: me()},
        "HostConfig": {
            "NetworkMode": "none",
            "ReadonlyRootfs": False,  # the patches change it
            "CapDrop": ["ALL"],
            "SecurityOpt": ["no-new-privileges:true", f"seccomp={seccomp}"],
            "Privileged": False,
            "Memory": limits.memory_bytes,
            "MemorySwap": limits.memory_bytes,  # the sum with swap: none
            "PidsLimit": limits.pids,
            "CpuPeriod": _PERIOD_US,
            "CpuQuota": max(1000, int(limits.cpus * _PERIOD_US)),
            "CpusetCpus": cores,
            "ShmSize": _SHM_BYTES,
            "Mounts": [],
            "IpcMode": "private",
            "CgroupnsMode": "private",
            "LogConfig": {"Type": "none", "Config": {}},
            "RestartPolicy": {"Name": "no"},
            "AutoRemove": False,
            "Init": False,
            "MaskedPaths": [*MASKED, "/sys/fs/cgroup"],
            "ReadonlyPaths": list(READ_ONLY),
            "Ulimits": [
                {"Name": "core", "Soft": 0, "Hard": 0},
                {"Name": "fsize", "Soft": limits.file_bytes, "Hard": limits.file_bytes},
            ],
            # Without these the engine copies the host's resolver settings.
            "Dns": ["127.0.0.1"],
            "DnsSearch": ["."],
        },
    }


def packed(files: Mapping[str, JobFile]) -> bytes:
    """A tar that unpacks over the root. Folders of ours are everybody's, as an image may have a
    user of its own; those that are there keep what they are."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        for path, file in files.items():
            entry = tarfile.TarInfo(path.lstrip("/"))
            entry.size = len(file.data)
            entry.mode = 0o755 if file.executable else 0o666
            tar.addfile(entry, io.BytesIO(file.data))
    return held.getvalue()
