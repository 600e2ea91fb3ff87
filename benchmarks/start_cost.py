"""What it costs to run one small command: bare, in each backend, and by a plain `docker run`.

    python -m benchmarks.start_cost [--rounds 30]

All sides turn by turn in one run; medians. Docker is timed with its containers started ahead, and
once more without, which is what the first run of a kind costs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator
from statistics import median

from benchmarks.figures import Figure
from benchmarks.timing import head, row, seconds, turns
from workbench.errors import WorkbenchError
from workbench.sandboxes.base import Job, JobLimits, Sandbox
from workbench.sandboxes.docker_backend import Docker
from workbench.sandboxes.images import DEFAULT_BASE
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root

COMMANDS = {
    "true": ("/bin/true",),
    "python": ("/usr/bin/python3", "-I", "-S", "-c", "pass"),
}


def bare(command: tuple[str, ...]) -> None:
    """As a plain child process."""
    subprocess.run(command, check=True, capture_output=True)


def docker_run(command: tuple[str, ...], image: str) -> None:
    """As anybody would with the engine's own command."""
    words = ["docker", "run", "--rm", "--network", "none", image, *command]
    subprocess.run(words, check=True, capture_output=True)


def contained(sandbox: Sandbox, command: tuple[str, ...], memory: int = 1 << 30) -> None:
    """As a job."""
    outcome = sandbox.run(Job(command, limits=JobLimits(memory_bytes=memory)))
    assert outcome.exit_code == 0


def engine() -> Docker | None:
    """The container engine, where there is one."""
    try:
        docker = get_sandbox("docker", state_dir=cache_root() / "state")
    except WorkbenchError as error:
        print(f"without containers: {error}", file=sys.stderr)
        return None
    assert isinstance(docker, Docker)
    return docker


def costs(rounds: int) -> Iterator[tuple[str, dict[str, list[float]]]]:
    """Seconds of each side, a command at a time. No sides of containers without an engine."""
    bubblewrap = get_sandbox("bubblewrap", state_dir=cache_root() / "state")
    docker = engine()
    print(f"{bubblewrap.version}, {rounds} rounds")
    if docker is not None:
        print(f"{docker.version}, base {DEFAULT_BASE}")
    try:
        for name, command in COMMANDS.items():
            sides: dict[str, Callable[[], None]] = {
                "bare": lambda c=command: bare(c),
                "bubblewrap": lambda c=command: contained(bubblewrap, c),
            }
            if docker is not None:
                sides |= containers(docker, command)
                sides["warm"]()
            yield name, turns({side: _settled(docker, w) for side, w in sides.items()}, rounds)
    finally:
        bubblewrap.close()
        if docker is not None:
            docker.close()


def containers(docker: Docker, command: tuple[str, ...]) -> dict[str, Callable[[], None]]:
    """One that waits for the job, a new one, and what anybody would start."""
    image = docker.version.rpartition("image ")[2]
    fresh = iter(range(1, 10_000))  # A limit nobody asked for before: no container waits.
    return {
        "warm": lambda: contained(docker, command),
        "cold": lambda: contained(docker, command, (1 << 30) - 4096 * next(fresh)),
        "run": lambda: docker_run(command, image),
    }


def _settled(docker: Docker | None, work: Callable[[], None]) -> Callable[[], float]:
    """Timed while no container is being started ahead."""

    def timed() -> float:
        if docker is not None:
            docker.settle()
        return seconds(work)

    return timed


def figures(*, quick: bool) -> Iterator[Figure]:
    """bubblewrap beside a plain process, containers beside `docker run`."""
    for name, found in costs(2 if quick else 30):
        ms = {side: [t * 1e3 for t in values] for side, values in found.items()}
        for side, other in (("bubblewrap", "bare"), ("warm", "run"), ("cold", "run")):
            if side in ms:
                yield Figure.of(f"{side} {name}", ms[side], ms[other])


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args()
    head("command", "bare", "bubblewrap", "docker, warm", "docker, cold", "docker run")
    for name, found in costs(asked.rounds):
        middle = {side: median(t) * 1e3 for side, t in found.items()}
        added = [
            f"{middle[side]:.0f} ms ({middle[side] - middle['bare']:+.0f})"
            if side in middle
            else "-"
            for side in ("bubblewrap", "warm", "cold", "run")
        ]
        row(f"`{name}`", f"{middle['bare']:.1f} ms", *added)


if __name__ == "__main__":
    main()
