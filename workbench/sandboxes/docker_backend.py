"""The Docker backend: a container a job, started ahead, on an engine here or elsewhere."""

from __future__ import annotations

import os
import threading
import weakref
from typing import Any

from workbench.errors import InfrastructureError, NoSandbox
from workbench.sandboxes.base import Cancel, Enforcement, Hear, Job, Layer, Outcome
from workbench.sandboxes.checks import check_job
from workbench.sandboxes.container import Shape
from workbench.sandboxes.dialogue import Side, converse, pair
from workbench.sandboxes.docker import Engine
from workbench.sandboxes.docker_live import Live
from workbench.sandboxes.images import DEFAULT_BASE, Say, is_built, system_image
from workbench.sandboxes.janitor import Janitor
from workbench.sandboxes.placing import Places
from workbench.sandboxes.seccomp import load_policy, program_for
from workbench.sandboxes.seccomp_profile import profile
from workbench.sandboxes.warm import Pool

_ALWAYS = (
    *("wall", "output", "file_size", "box_size", "box_files", "tmp_size", "network"),
    "cpu_per_process",
)
_PATCHED_RUNC = (1, 2, 8)
SAFER_RUNTIME = "runsc"
"""gVisor answers system calls in user space: a second kernel between the code and the host's."""


class Docker:
    """Implements `base.Sandbox`. Making one asks the engine who it is; the first use finds or
    builds the image; from then on what dead owners left is removed."""

    name = "docker"

    def __init__(
        self,
        base: str = "",
        runtime: str = "",
        *,
        copy_layers: bool = False,
        say: Say = lambda sentence: None,
    ) -> None:
        """`runtime` empty: the engine's default. `copy_layers`: treat the engine as if it were on
        another machine. `base` empty: `$WORKBENCH_DOCKER_BASE`, else a slim Debian. Raises
        NoSandbox."""
        self.runtime = runtime
        self._base = base or base_image()
        self._copy = copy_layers
        self._say = say
        # Protects the next two: threads that find no session must not make two.
        self._lock = threading.Lock()
        self._session: _Session | None = None
        self._closer: weakref.finalize[..., Docker] | None = None
        engine = Engine()
        try:
            self.runtimes = tuple(sorted(engine.info.get("Runtimes") or {}))
            self._facts = _facts(engine)
            self.remark = _remark(engine, runtime)
            """What a person should know about this engine, or nothing."""
        finally:
            engine.close()

    @property
    def version(self) -> str:
        """Backend and kernel facts that belong into a run's provenance."""
        runtime = f", runtime {self.runtime}" if self.runtime else ""
        image = self._connected().image.removeprefix("sha256:")[:12]
        return f"docker {self._facts}{runtime}, image {image}"

    @property
    def enforcement(self) -> Enforcement:
        """What is really enforced here, found by trying."""
        session = self._connected()
        return enforcement_of(session.engine.info, session.counters())

    def run(self, job: Job, cancel: Cancel | None = None, hear: Hear | None = None) -> Outcome:
        """Execute and wait; see `base.Sandbox.run`."""
        check_job(job)
        return self._connected().run([job], cancel, hear)[0]

    def run_pair(
        self, leader: Job, follower: Job, cancel: Cancel | None = None
    ) -> tuple[Outcome, Outcome]:
        """Execute two jobs joined by pipes; see `base.Sandbox.run_pair`."""
        check_job(leader)
        check_job(follower)
        ours, theirs = self._connected().run([leader, follower], cancel)
        return ours, theirs

    def settle(self, patience_s: float = 60.0) -> bool:
        """Wait until containers are started ahead for the shapes asked for last."""
        return self._connected().pool.settle(patience_s)

    def prepare(self, layers: tuple[Layer, ...]) -> None:
        """Make the image, and bring `layers` to where jobs find them."""
        self._connected().places.place(layers)

    def close(self) -> None:
        """Kill what is left and free everything. Safe to call twice."""
        with self._lock:
            if self._closer is not None:
                self._closer()
            self._session = self._closer = None

    def _connected(self) -> _Session:
        with self._lock:
            if self._session is None or self._session.owner != os.getpid():
                self._session = _Session(self._base, self.runtime, self._copy, self._say)
                # Also when nobody calls `close`: at the end of this object or of the process.
                self._closer = weakref.finalize(self, self._session.close)
            return self._session


class _Session:
    """A line to the engine, the containers behind it, and where layers lie there."""

    def __init__(self, base: str, runtime: str, copy_layers: bool, say: Say) -> None:
        self.owner = os.getpid()
        """A forked copy of the workbench must not use its parent's containers."""
        self.engine = Engine()
        try:
            arch = str(self.engine.info.get("Architecture", ""))
            self.program = program_for(arch)
            self._seccomp = profile(load_policy(arch), arch)
            self._runtime = runtime
            self._janitor = Janitor(self.engine.sweep)
        except BaseException:
            self.engine.close()
            raise
        try:
            self.image = system_image(self.engine, base, say)
        except BaseException:
            self._janitor.close()
            self.engine.close()
            raise
        self.pool: Pool[Live] = Pool(self._make)
        self.places = Places(self.engine, self.image, self._once, copy_layers, say)
        # Protects the next two: callers' threads come and go, `close` kills what runs.
        self._lock = threading.Lock()
        self._running: set[Live] = set()
        self._counters: tuple[str, ...] | None = None

    def run(
        self, jobs: list[Job], cancel: Cancel | None, hear: Hear | None = None
    ) -> list[Outcome]:
        """One job, or a pair."""
        shapes = [Shape.of(job, *self.places.place(job.layers)) for job in jobs]
        return self._converse(jobs, shapes, cancel, self.pool.take, self.pool.give_back, hear)

    def counters(self) -> tuple[str, ...]:
        """Which counters a container can read."""
        if self._counters is None:
            self._make(Shape.of(Job(("/bin/true",)), self.image, ())).discard()
        assert self._counters is not None
        return self._counters

    def close(self) -> None:
        """Kill and remove all there is."""
        if self.owner != os.getpid():
            return
        with self._lock:
            running = list(self._running)
        for live in running:
            self.engine.remove(live.name)
        self.pool.close()
        self.places.close()
        self._janitor.close()
        self.engine.close()

    def _make(self, shape: Shape) -> Live:
        live = self.engine.start(shape, self._seccomp, self._runtime)
        self._counters = live.counters
        return live

    def _once(self, job: Job, shape: Shape) -> Outcome:
        """A job of our own, of a shape nobody asks for again."""
        return self._converse([job], [shape], None, self._make, Live.discard)[0]

    def _converse(
        self, jobs: list[Job], shapes: list[Shape], cancel: Cancel | None, take: Any,
        give_back: Any, hear: Hear | None = None,
    ) -> list[Outcome]:  # fmt: skip
        taken: list[Live] = []
        try:
            for shape in shapes:
                taken.append(take(shape))
                with self._lock:
                    self._running.add(taken[-1])
            paired = len(jobs) > 1
            sides = [
                Side(live, job, self.program, paired=paired, hear=hear)
                for live, job in zip(taken, jobs, strict=True)
            ]
            if paired:
                pair(*sides)
            converse(sides, cancel)
            return [side.outcome() for side in sides]
        finally:
            with self._lock:
                self._running.difference_update(taken)
            for live in taken:
                give_back(live)


def enforcement_of(info: dict[str, Any], counters: tuple[str, ...]) -> Enforcement:
    """From what the engine says of itself, and what process 1 of a container could read."""
    unseen = "process 1 of a container cannot read whether it struck"
    limits = {
        "memory": (info.get("MemoryLimit"), "memory" in counters),
        "pids": (info.get("PidsLimit"), "pids" in counters),
        "cpus": (info.get("CpuCfsQuota"), True),
        "swap": (info.get("SwapLimit"), True),
    }
    enforced = [*_ALWAYS, *(name for name, facts in limits.items() if all(facts))]
    unenforced = [
        (name, unseen if binds else "the engine says it cannot limit it on its machine")
        for name, (binds, seen) in limits.items()
        if not (binds and seen)
    ]
    # Not a limit of its own: without it memory is bound, but code may use the swap beside.
    return Enforcement(tuple(sorted(n for n in enforced if n != "swap")), tuple(sorted(unenforced)))


def _facts(engine: Engine) -> str:
    info = engine.info
    parts = [
        f"{engine.versions.get('Version')} (engine {str(info.get('ID', ''))[:14]})",
        f"runc {engine.component('runc') or 'unknown'}",
        f"linux {info.get('KernelVersion')}",
        f"cgroup v{info.get('CgroupVersion')}",
    ]
    return ", ".join(parts)


def _remark(engine: Engine, runtime: str) -> str:
    runc = engine.component("runc")
    number = tuple(
        int(word) for word in runc.split("+")[0].split("-")[0].split(".") if word.isdigit()
    )
    if number and number < _PATCHED_RUNC:
        wanted = ".".join(map(str, _PATCHED_RUNC))
        return f"runc {runc} is older than {wanted}: make sure your distribution mended it"
    return ""


def configured_docker(say: Say = lambda sentence: None) -> Docker:
    """The backend as the environment wants it: base image, engine, runtime. Raises NoSandbox when
    no engine answers or it does not have the runtime."""
    runtime = os.environ.get("WORKBENCH_DOCKER_RUNTIME", "")
    found = Docker(runtime=runtime, say=say)
    if runtime and runtime not in found.runtimes:
        raise NoSandbox(
            f"the docker engine has no runtime {runtime}, only {', '.join(found.runtimes)}",
            mend="unset WORKBENCH_DOCKER_RUNTIME, or add it to the engine's daemon.json",
        )
    return found


def safer_docker(safer: str = SAFER_RUNTIME) -> Docker | None:
    """The backend on the engine's safer runtime; None when the engine has none, or when the
    environment chose a runtime. Whether it can be used is for its checks to say. Raises NoSandbox
    when no engine answers."""
    if os.environ.get("WORKBENCH_DOCKER_RUNTIME"):
        return None
    found = Docker(runtime=safer)
    return found if safer in found.runtimes else None


def refuse_unbuilt() -> None:
    """Raises NoSandbox when the image would have to be built first: whoever only wants to know
    how things stand does not want to wait for that."""
    engine = Engine()
    try:
        if not is_built(engine, base_image()):
            raise NoSandbox(
                f"the engine {engine.versions.get('Version')} is there, the sandbox's image is not",
                mend="workbench doctor --install builds it, and so does --sandbox docker",
            )
    except InfrastructureError as error:
        raise NoSandbox(error.message, mend=error.mend) from error
    finally:
        engine.close()


def base_image() -> str:
    """What the image is built over."""
    return os.environ.get("WORKBENCH_DOCKER_BASE") or DEFAULT_BASE
