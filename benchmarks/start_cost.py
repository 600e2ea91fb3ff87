"""What it costs to run one small command: bare, in each backend, and by a plain `docker run`.

    python -m benchmarks.start_cost [--rounds 30]

All sides turn by turn in one run; medians. Docker is timed with its containers started ahead, and
once more without, which is what the first run of a kind costs.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Callable, Iterator
from statistics import median

from benchmarks.figures import Figure
from benchmarks.timing import head, row, seconds, turns
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


def costs(rounds: int) -> Iterator[tuple[str, dict[str, list[float]]]]:
    """Seconds of each side, a command at a time."""
    state = cache_root() / "state"
    bubblewrap, docker = (get_sandbox(k, state_dir=state) for k in ("bubblewrap", "docker"))
    assert isinstance(docker, Docker)
    image = docker.version.rpartition("image ")[2]
    print(f"{bubblewrap.version}\n{docker.version}, base {DEFAULT_BASE}, {rounds} rounds\n")
    try:
        for name, command in COMMANDS.items():
            cold = iter(range(1, 10_000))  # A limit nobody asked for before: no container waits.
            sides: dict[str, Callable[[], None]] = {
                "bare": lambda c=command: bare(c),
                "bubblewrap": lambda c=command: contained(bubblewrap, c),
                "warm": lambda c=command: contained(docker, c),
                "cold": lambda c=command, m=cold: contained(docker, c, (1 << 30) - 4096 * next(m)),
                "run": lambda c=command: docker_run(c, image),
            }
            sides["warm"]()

            def settled(work: Callable[[], None]) -> Callable[[], float]:
                def timed() -> float:
                    docker.settle()
                    return seconds(work)

                return timed

            yield name, turns({side: settled(work) for side, work in sides.items()}, rounds)
    finally:
        bubblewrap.close()
        docker.close()


def figures(*, quick: bool) -> Iterator[Figure]:
    """bubblewrap beside a plain process, containers beside `docker run`."""
    for name, found in costs(2 if quick else 30):
        ms = {side: [t * 1e3 for t in values] for side, values in found.items()}
        for side, other in (("bubblewrap", "bare"), ("warm", "run"), ("cold", "run")):
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
            for side in ("bubblewrap", "warm", "cold", "run")
        ]
        row(f"`{name}`", f"{middle['bare']:.1f} ms", *added)


if __name__ == "__main__":
    main()
